import CognitoAuth
import CognitoAuthTesting
import XCTest

/// AWS credentials of guests, users and federated logins.
final class IdentityPoolTests: PoolTestCase {
  private static let requests = ["GetId", "GetCredentialsForIdentity"]

  private func code<Value>(_ part: Result<Value, AuthError>) -> AuthErrorCode? {
    if case .failure(let error) = part { error.code } else { nil }
  }

  private func assertValid(_ credentials: AuthAWSCredentials, file: StaticString = #filePath, line: UInt = #line) {
    XCTAssertTrue(credentials.accessKeyId.hasPrefix("ASIA"), file: file, line: line)
    XCTAssertFalse(credentials.secretAccessKey.isEmpty, file: file, line: line)
    XCTAssertFalse(credentials.sessionToken.isEmpty, file: file, line: line)
    XCTAssertGreaterThan(credentials.expiration, Date(), file: file, line: line)
  }

  func testAGuestGetsOneIdentityAndCredentials() async throws {
    let auth = try makeAuth(identityPool: Self.identityPool)
    let before = try await auth.sessionState()
    XCTAssertEqual(before, .signedOut(ended: nil))
    let session = try await auth.fetchAuthSession()
    XCTAssertFalse(session.isSignedIn)
    XCTAssertEqual(code(session.userPoolTokens), .notSignedIn)
    assertValid(try session.awsCredentials.get())
    let again = try await auth.fetchAuthSession()
    XCTAssertEqual(again, session)
    let state = try await auth.sessionState()
    XCTAssertEqual(state, .guest(identityId: try session.identityId.get()))
    let operations = try await pool.operations()
    XCTAssertEqual(operations, Self.requests)
  }

  func testAUserTakesOverTheGuestsIdentity() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth(identityPool: Self.identityPool)
    let guest = try await auth.fetchAuthSession()
    _ = try await auth.signIn(username: "ana", password: Self.password)
    let session = try await auth.fetchAuthSession()
    XCTAssertEqual(session.identityId, guest.identityId)
    XCTAssertNotEqual(session.awsCredentials, guest.awsCredentials)
    assertValid(try session.awsCredentials.get())
    XCTAssertNotNil(session.tokens)
    let user = try await auth.getCurrentUser()
    let state = try await auth.sessionState()
    XCTAssertEqual(state, .signedIn(user))
    XCTAssertEqual(session.userSub, user.userId)

    await auth.signOut()
    let ended = try await auth.sessionState()
    XCTAssertEqual(ended, .signedOut(ended: nil))
  }

  func testASessionHasItsTokensEvenIfItsCredentialsCantBeFetched() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth(identityPool: Self.identityPool)
    _ = try await auth.signIn(username: "ana", password: Self.password)
    let fault = LocalPool.Fault.error(status: 400, type: "InvalidIdentityPoolConfigurationException")
    try await pool.inject(fault, into: "GetCredentialsForIdentity")
    let session = try await auth.fetchAuthSession()
    XCTAssertNotNil(session.tokens)
    XCTAssertTrue(try session.identityId.get().hasPrefix("local:"))
    XCTAssertEqual(code(session.awsCredentials), .invalidIdentityPoolConfiguration)

    let later = try await auth.fetchAuthSession()
    assertValid(try later.awsCredentials.get())
    XCTAssertEqual(later.identityId, session.identityId)
  }

  func testTheErrorSaysWhyASessionHasNoCredentials() async throws {
    let auth = try makeAuth(identityPool: Self.identityPool)
    let leftOut = try await auth.fetchAuthSession(options: .init(withoutCredentials: true))
    XCTAssertEqual(code(leftOut.identityId), .credentialsLeftOut)
    XCTAssertEqual(code(leftOut.awsCredentials), .credentialsLeftOut)
    let noGuest = try await auth.fetchAuthSession(options: .init(withoutGuests: true))
    XCTAssertEqual([code(noGuest.identityId), code(noGuest.awsCredentials)], [.notSignedIn, .notSignedIn])
    let withoutGuests = IdentityPoolConfiguration(poolId: LocalPool.identityPoolId)
    let nobody = try await makeAuth(identityPool: withoutGuests).fetchAuthSession()
    XCTAssertEqual(code(nobody.awsCredentials), .notSignedIn)
    let without = try await makeAuth().fetchAuthSession()
    XCTAssertEqual(code(without.awsCredentials), .identityPoolNotConfigured)
    let operations = try await pool.operations()
    XCTAssertEqual(operations, [])
  }

  func testALoginOfAnotherProviderGetsCredentialsUntilTheFederationIsCleared() async throws {
    try await pool.allowGoogle()
    let auth = try makeAuth(identityPool: Self.identityPool)
    let federated = try await auth.federateToIdentityPool(withProviderToken: "a-token", for: .google)
    assertValid(federated.credentials)
    let session = try await auth.fetchAuthSession()
    XCTAssertTrue(session.isSignedIn)
    XCTAssertNil(session.userSub)
    XCTAssertEqual(code(session.userPoolTokens), .federatedToIdentityPool)
    XCTAssertEqual(session.identityId, .success(federated.identityId))
    XCTAssertEqual(session.awsCredentials, .success(federated.credentials))
    let state = try await auth.sessionState()
    XCTAssertEqual(state, .federated(identityId: federated.identityId))

    let user = try await authError { try await auth.getCurrentUser() }
    XCTAssertEqual(user.code, .federatedToIdentityPool)
    guard case .failed(let error) = await auth.signOut() else { return XCTFail("the sign-out succeeded") }
    XCTAssertEqual(error.code, .federatedToIdentityPool)
    try await auth.clearFederationToIdentityPool()
    let cleared = try await auth.sessionState()
    XCTAssertEqual(cleared, .signedOut(ended: nil))
    let twice = try await authError { try await auth.clearFederationToIdentityPool() }
    XCTAssertEqual(twice.code, .notFederated)
  }

  func testALoginOfAnUnlistedProviderFailsWithATypedError() async throws {
    let auth = try makeAuth(identityPool: Self.identityPool)
    let error = try await authError {
      try await auth.federateToIdentityPool(withProviderToken: "a-token", for: .facebook)
    }
    XCTAssertEqual(error.code, .loginMismatch)
    let state = try await auth.sessionState()
    XCTAssertEqual(state, .signedOut(ended: nil))
  }

  func testEachProviderIsSentUnderItsNameInLogins() async throws {
    let names: [(AuthLoginProvider, String)] = [
      (.amazon, "www.amazon.com"), (.apple, "appleid.apple.com"), (.facebook, "graph.facebook.com"),
      (.google, "accounts.google.com"), (.twitter, "api.twitter.com"),
      (.oidc("https://id.example.com"), "id.example.com"),
      (.saml("arn:aws:iam::1:saml-provider/a"), "arn:aws:iam::1:saml-provider/a"), (.custom("own"), "own"),
      (.developer, "cognito-identity.amazonaws.com"),
    ]
    for (provider, name) in names {
      let transport = KeptRequests()
      let auth = try makeAuth(transport: transport, identityPool: Self.identityPool)
      let given = provider == .developer ? "local:00000000-0000-4000-8000-000000000001" : nil
      _ = try await authError {
        try await auth.federateToIdentityPool(
          withProviderToken: "a-token", for: provider, options: .init(developerProvidedIdentityId: given))
      }
      let sent = try XCTUnwrap(transport.bodies.all.first)
      let request = try JSONDecoder().decode([String: JSON].self, from: sent)
      XCTAssertEqual(request["Logins"], [name: "a-token"], "\(provider)")
      XCTAssertEqual(request["IdentityId"]?.text, given, "\(provider)")
    }
  }

  func testAnIdentityPoolNeedsNoUserPool() async throws {
    let configuration = AuthConfiguration(identityPool: Self.identityPool, endpoint: try pool.endpoint.absoluteString)
    try configuration.validate()
    let auth = try Auth(configuration: configuration, store: MemoryStore())
    let error = try await authError { try await auth.signIn(username: "ana", password: Self.password) }
    XCTAssertEqual(error.code, .userPoolNotConfigured)
    XCTAssertEqual(error.kind, .configuration)
    let session = try await auth.fetchAuthSession()
    assertValid(try session.awsCredentials.get())
    let operations = try await pool.operations()
    XCTAssertEqual(operations, Self.requests)
  }

  func testASessionCanBeCastToTheProtocolsOfTheGuides() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth(identityPool: Self.identityPool)
    _ = try await auth.signIn(username: "ana", password: Self.password)
    let session = try await auth.fetchAuthSession()
    let parts: Any = session
    let identity = try XCTUnwrap(parts as? any AuthCognitoIdentityProvider)
    XCTAssertEqual(try identity.getUserSub().get(), session.userSub)
    XCTAssertEqual(identity.getIdentityId(), session.identityId)
    let credentials = try XCTUnwrap(parts as? any AuthAWSCredentialsProvider)
    XCTAssertEqual(credentials.getAWSCredentials(), session.awsCredentials)
    let tokens = try XCTUnwrap(parts as? any AuthCognitoTokensProvider)
    XCTAssertEqual(tokens.getCognitoTokens(), session.userPoolTokens)
  }
}

/// A transport that keeps each request's body. Every request fails.
private final class KeptRequests: HttpTransport {
  let bodies = Kept<Data>()

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    bodies.keep(request.body)
    throw TransportFailure.offline
  }
}
