import CognitoAuthTesting
import XCTest

@testable import CognitoAuth

/// Passkeys, with an authenticator in software.
final class PasskeyTests: PoolTestCase {
  func testAPasskeyIsRegisteredListedUsedAndDeleted() async throws {
    let passkeys = SoftwarePasskeys()
    let auth = try await makeSignedIn(passkeys: passkeys)
    try await auth.associateWebAuthnCredential()
    let listed = try await auth.listWebAuthnCredentials(options: .init(pageSize: 5))
    XCTAssertNil(listed.nextToken)
    let credential = try XCTUnwrap(listed.credentials.first)
    XCTAssertEqual(listed.credentials.count, 1)
    XCTAssertEqual(credential.relyingPartyId, "localhost")
    XCTAssertEqual(credential.authenticatorTransports, ["internal"])
    XCTAssertEqual(credential.createdAt.timeIntervalSinceNow, 0, accuracy: 60)
    let factors = try await auth.fetchUserAuthFactors()
    XCTAssertTrue(factors.firstFactors.contains(.webAuthn))

    await auth.signOut()
    let signedIn = try await signIn(auth)
    XCTAssertTrue(signedIn.isSignedIn)
    XCTAssertEqual(passkeys.asked, [.registration, .authentication])

    try await auth.deleteWebAuthnCredential(credentialId: credential.credentialId)
    let left = try await auth.listWebAuthnCredentials()
    XCTAssertEqual(left.credentials, [])
  }

  func testAUserCanChooseThePasskeyAsTheFirstFactor() async throws {
    let auth = try await makeSignedIn(passkeys: SoftwarePasskeys())
    try await auth.associateWebAuthnCredential()
    await auth.signOut()
    let asked = try await auth.signIn(username: "ana", options: .init(authFlowType: .userAuth()))
    guard case .continueSignInWithFirstFactorSelection(let factors) = asked.nextStep else {
      return XCTFail("\(asked.nextStep)")
    }
    XCTAssertTrue(factors.contains(.webAuthn))
    let result = try await auth.confirmSignIn(challengeResponse: AuthFactorType.webAuthn.challengeResponse)
    XCTAssertTrue(result.isSignedIn)
  }

  func testASecondPasskeyOnTheSameAuthenticatorIsRefused() async throws {
    let auth = try await makeSignedIn(passkeys: SoftwarePasskeys())
    try await auth.associateWebAuthnCredential()
    let error = try await authError { try await auth.associateWebAuthnCredential() }
    XCTAssertEqual(error.code, .passkeyAlreadyRegistered)
  }

  func testPasskeysAreListedPageByPage() async throws {
    let store = MemoryStore()
    var auth = try await makeSignedIn(store: store)
    for _ in 0..<2 {
      auth = try makeAuth(store: store, passkeys: SoftwarePasskeys())
      try await auth.associateWebAuthnCredential()
    }
    let first = try await auth.listWebAuthnCredentials(options: .init(pageSize: 1))
    let second = try await auth.listWebAuthnCredentials(options: .init(pageSize: 1, nextToken: first.nextToken))
    XCTAssertEqual([first, second].map(\.credentials.count), [1, 1])
    XCTAssertNotEqual(first.credentials, second.credentials)
    let error = try await authError { try await auth.listWebAuthnCredentials(options: .init(pageSize: 21)) }
    XCTAssertEqual(error.code, .malformedArgument)
  }

  func testAPasskeyOfAnotherDomainIsRefused() async throws {
    let auth = try await makeSignedIn(passkeys: SoftwarePasskeys(origin: "https://another.example"))
    let error = try await authError { try await auth.associateWebAuthnCredential() }
    XCTAssertEqual(error.code, .webAuthnOriginNotAllowed)
  }

  func testEachFailureOfAnAuthenticatorHasAnErrorCode() async throws {
    let passkeys = SoftwarePasskeys()
    let auth = try await makeSignedIn(passkeys: passkeys)
    let meanings: [(any Error, AuthErrorCode)] = [
      (PasskeyFailure.cancelled, .passkeyCancelled), (PasskeyFailure.unsupported, .passkeyUnsupported),
      (PasskeyFailure.noCredential, .passkeyNotFound),
      (PasskeyFailure.alreadyRegistered, .passkeyAlreadyRegistered),
      (PasskeyFailure.domainMismatch, .passkeyDomainMismatch),
      (PasskeyFailure.unanswered, .passkeyFailed), (PasskeyFailure.other, .passkeyFailed),
      (ForeignError(), .passkeyFailed),
    ]
    for (failure, code) in meanings {
      passkeys.fail(with: failure)
      let error = try await authError { try await auth.associateWebAuthnCredential() }
      XCTAssertEqual(error.code, code)
      XCTAssertFalse("\(error)".contains("secret"))
    }
  }

  func testAMalformedCredentialOfAnAuthenticatorIsRefused() async throws {
    let auth = try await makeSignedIn(passkeys: TalkingPasskeys())
    let error = try await authError { try await auth.associateWebAuthnCredential() }
    XCTAssertEqual(error.code, .passkeyFailed)
  }

  func testWithoutAnAuthenticatorPasskeysAreUnsupported() async throws {
    let auth = try await makeSignedIn()
    let error = try await authError { try await auth.associateWebAuthnCredential() }
    XCTAssertEqual(error.code, .passkeyUnsupported)
  }

  func testDeletingAnUnknownPasskeyFails() async throws {
    let auth = try await makeSignedIn()
    let error = try await authError { try await auth.deleteWebAuthnCredential(credentialId: "AAAA") }
    XCTAssertEqual(error.code, .resourceNotFound)
  }

  func testCancellingTheCallCancelsTheAuthenticator() async throws {
    let passkeys = WaitingPasskeys()
    let auth = try await makeSignedIn(passkeys: passkeys)
    let call = Task { try await auth.associateWebAuthnCredential() }
    try await within { await passkeys.work.started.first { _ in true } }
    call.cancel()
    let closed: Void? = try await within { await passkeys.work.cancelled.first { _ in true } }
    XCTAssertNotNil(closed)
    let result = await call.result
    XCTAssertThrowsError(try result.get()) { XCTAssertTrue($0 is CancellationError, "\($0)") }
  }

  private func signIn(_ auth: Auth) async throws -> AuthSignInResult {
    let flow = AuthFlowType.userAuth(preferredFirstFactor: .webAuthn)
    return try await auth.signIn(username: "ana", options: .init(authFlowType: flow))
  }
}

/// An authenticator whose result is not a credential.
private struct TalkingPasskeys: PasskeyAuthenticator {
  func credential(for request: PasskeyRequest) async throws -> String { "a passkey" }
}

/// An authenticator that waits for a user who does nothing.
private struct WaitingPasskeys: PasskeyAuthenticator {
  let work = EndlessWork()

  func credential(for request: PasskeyRequest) async throws -> String {
    await work.run()
    throw PasskeyFailure.cancelled
  }
}
