import CognitoAuth
import CognitoAuthTesting
import XCTest

/// The sign-in guide, step by step, against the local pool.
final class GuideTests: PoolTestCase {
  func testTheGuidesSignUpAndSignInMakeFourRequests() async throws {
    let auth = try makeAuth()

    let signUp = try await auth.signUp(username: "ana", password: PoolTestCase.password, options: Self.withEmail)
    XCTAssertFalse(signUp.isSignUpComplete)
    guard case .confirmUser(let details?, _, let userId?) = signUp.nextStep else {
      return XCTFail("\(signUp.nextStep)")
    }
    XCTAssertEqual(details.medium, .email)
    XCTAssertEqual(details.attributeKey, .email)
    XCTAssertEqual(signUp.userId, userId)

    let confirmed = try await auth.confirmSignUp(
      for: "ana", confirmationCode: try await pool.newestCode(for: "ana"))
    XCTAssertTrue(confirmed.isSignUpComplete)

    let signIn = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    XCTAssertTrue(signIn.isSignedIn)
    XCTAssertTrue(signIn.isSignInComplete)
    XCTAssertEqual(signIn.nextStep, .done)

    let user = try await auth.getCurrentUser()
    XCTAssertEqual(user.username, "ana")
    XCTAssertEqual(user.userId, userId)
    let operations = try await pool.operations()
    XCTAssertEqual(operations, ["SignUp", "ConfirmSignUp", "InitiateAuth", "RespondToAuthChallenge"])
  }

  func testTheSessionIsStillThereAfterARelaunchOfTheApp() async throws {
    try await pool.addUser("ana")
    let store = MemoryStore()
    _ = try await makeAuth(store: store).signIn(username: "ana", password: PoolTestCase.password)

    let session = try await makeAuth(store: store).fetchAuthSession()
    XCTAssertTrue(session.isSignedIn)
    XCTAssertNotNil(session.tokens)
    XCTAssertGreaterThan(try XCTUnwrap(session.tokens).expiresAt, Date())
  }

  func testIfNobodyIsSignedInFetchAuthSessionSucceedsAndGetCurrentUserFails() async throws {
    let auth = try makeAuth()
    let session = try await auth.fetchAuthSession()
    XCTAssertFalse(session.isSignedIn)
    XCTAssertNil(session.tokens)
    let error = try await authError { try await auth.getCurrentUser() }
    XCTAssertEqual(error.kind, .signedOut)
    let requests = try await pool.operations()
    XCTAssertEqual(requests, [])
  }

  func testAWrongPasswordIsRefusedAndTheErrorSuggestsWhatToDo() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    let error = try await authError { try await auth.signIn(username: "ana", password: "Wrong-password-1") }
    XCTAssertEqual(error.kind, .notAuthorized)
    XCTAssertEqual(error.code, .notAuthorized)
    XCTAssertNotNil(error.requestId)
    XCTAssertEqual(error.localizedDescription, error.errorDescription)
    XCTAssertEqual(error.recoverySuggestion?.isEmpty, false)
    let session = try await auth.fetchAuthSession()
    XCTAssertFalse(session.isSignedIn)
  }

  func testTheUserPasswordFlowSignsInWithOneRequest() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    let result = try await auth.signIn(
      username: "ana", password: PoolTestCase.password, options: .init(authFlowType: .userPassword))
    XCTAssertTrue(result.isSignedIn)
    let operations = try await pool.operations()
    XCTAssertEqual(operations.filter { $0 == "RespondToAuthChallenge" }, [])
  }

  func testAnUnconfirmedUserGetsANewCodeAndConfirmsTheSignUp() async throws {
    let auth = try makeAuth()
    _ = try await auth.signUp(username: "ana", password: PoolTestCase.password, options: Self.withEmail)
    let early = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    XCTAssertEqual(early.nextStep, .confirmSignUp(nil))
    XCTAssertFalse(early.isSignedIn)

    let details = try await auth.resendSignUpCode(for: "ana")
    XCTAssertEqual(details.medium, .email)
    let messages = try await pool.messages(to: "ana")
    XCTAssertEqual(messages.map(\.kind), ["sign-up", "resend"])
    let confirmed = try await auth.confirmSignUp(for: "ana", confirmationCode: try XCTUnwrap(messages.last).code)
    XCTAssertTrue(confirmed.isSignUpComplete)
  }

  func testASignInWhileAUserIsSignedInFailsWithATypedError() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    let error = try await authError { try await auth.signIn(username: "ana", password: PoolTestCase.password) }
    XCTAssertEqual(error.code, .alreadySignedIn)
  }

  func testASignOutRevokesTheTokensAndRemovesThemFromTheStore() async throws {
    try await pool.addUser("ana")
    let store = MemoryStore()
    let auth = try makeAuth(store: store)
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    let result = await auth.signOut()
    XCTAssertEqual(result, .complete)
    let operations = try await pool.operations()
    XCTAssertEqual(operations.last, "RevokeToken")
    let session = try await auth.fetchAuthSession()
    XCTAssertFalse(session.isSignedIn)
    XCTAssertFalse(store.entries.values.contains { String(decoding: $0, as: UTF8.self).contains("refresh") })
  }

  func testAGlobalSignOutEndsTheUsersOtherSessions() async throws {
    try await pool.addUser("ana")
    let here = try makeAuth()
    let elsewhere = try makeAuth()
    _ = try await here.signIn(username: "ana", password: PoolTestCase.password)
    _ = try await elsewhere.signIn(username: "ana", password: PoolTestCase.password)
    let result = await here.signOut(options: .init(globalSignOut: true))
    XCTAssertEqual(result, .complete)
    let error = try await authError { try await elsewhere.fetchAuthSession(options: .forceRefresh()) }
    XCTAssertEqual(error.kind, .sessionExpired)
  }

  func testAUserSignsInWithTheConfigurationFileThatTheLocalPoolPrints() async throws {
    let configuration = try AuthConfiguration(amplifyOutputs: try XCTUnwrap(pool.amplifyOutputs))
    XCTAssertEqual(configuration.userPool, try pool.configuration().userPool)
    try await pool.addUser("ana")
    let auth = try Auth(configuration: configuration, store: MemoryStore())
    let result = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    XCTAssertTrue(result.isSignedIn)
  }
}
