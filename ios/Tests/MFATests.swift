import CognitoAuth
import CognitoAuthTesting
import XCTest

/// Second factors in a sign-in.
final class MFATests: PoolTestCase {
  private static let phone = "+4915112345678"

  func testCodeByTextMessageCompletesTheSignIn() async throws {
    try await pool.addUser("ana", attributes: ["phone_number": Self.phone])
    try await pool.preferMFA(.sms, for: "ana")
    let auth = try makeAuth()
    let step = try await auth.signIn(username: "ana", password: PoolTestCase.password).nextStep
    guard case .confirmSignInWithSMSMFACode(let details, _) = step else { return XCTFail("\(step)") }
    XCTAssertEqual(details.medium, .sms)
    XCTAssertTrue(details.destination.hasSuffix("5678"))

    let result = try await auth.confirmSignIn(challengeResponse: try await pool.newestCode(for: "ana"))
    XCTAssertTrue(result.isSignedIn)
    let session = try await auth.fetchAuthSession()
    XCTAssertTrue(session.isSignedIn)
  }

  func testCodeByEmailCompletesTheSignIn() async throws {
    try await pool.addUser("ana", attributes: ["email": "ana@example.com"])
    try await pool.preferMFA(.email, for: "ana")
    let auth = try makeAuth()
    let step = try await auth.signIn(username: "ana", password: PoolTestCase.password).nextStep
    guard case .confirmSignInWithOTP(let details) = step else { return XCTFail("\(step)") }
    XCTAssertEqual(details.medium, .email)
    let result = try await auth.confirmSignIn(challengeResponse: try await pool.newestCode(for: "ana"))
    XCTAssertTrue(result.isSignedIn)
  }

  func testAWrongCodeLeavesTheChallengeOpen() async throws {
    try await pool.addUser("ana", attributes: ["phone_number": Self.phone])
    try await pool.preferMFA(.sms, for: "ana")
    let auth = try makeAuth()
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    let code = try await pool.newestCode(for: "ana")
    let error = try await authError { try await auth.confirmSignIn(challengeResponse: self.wrong(code)) }
    XCTAssertEqual(error.code, .codeMismatch)
    let result = try await auth.confirmSignIn(challengeResponse: code)
    XCTAssertTrue(result.isSignedIn)
  }

  func testASignInWithATemporaryPasswordAsksForANewPassword() async throws {
    try await pool.administer(
      "AdminCreateUser",
      [
        "Username": "ana", "TemporaryPassword": "Temporary-123",
        "MessageAction": "SUPPRESS",
      ])
    let auth = try makeAuth()
    let asked = try await auth.signIn(username: "ana", password: "Temporary-123")
    guard case .confirmSignInWithNewPassword = asked.nextStep else { return XCTFail("\(asked.nextStep)") }
    let result = try await auth.confirmSignIn(challengeResponse: PoolTestCase.password)
    XCTAssertTrue(result.isSignedIn)
  }

  func testAnAnswerWithoutAChallengeFailsWithATypedError() async throws {
    let auth = try makeAuth()
    let error = try await authError { try await auth.confirmSignIn(challengeResponse: "123456") }
    XCTAssertEqual(error.code, .noPendingSignIn)
    XCTAssertEqual(error.kind, .invalidState)
  }

  func testEachFactorHasTheChallengeResponseThatChoosesIt() {
    XCTAssertEqual([MFAType.sms, .totp, .email].map(\.challengeResponse), ["SMS", "TOTP", "EMAIL"])
  }
}
