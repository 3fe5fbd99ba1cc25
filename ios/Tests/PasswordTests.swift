import CognitoAuth
import CognitoAuthTesting
import XCTest

/// A user forgets, resets and changes a password.
final class PasswordTests: PoolTestCase {
  private static let newPassword = "New-password-1"

  func testACodeLetsAUserReplaceAForgottenPassword() async throws {
    try await pool.addUser("ana", attributes: Self.addresses)
    let auth = try makeAuth()
    let asked = try await auth.resetPassword(for: "ana")
    XCTAssertFalse(asked.isPasswordReset)
    guard case .confirmResetPasswordWithCode(let details, _) = asked.nextStep else {
      return XCTFail("\(asked.nextStep)")
    }
    XCTAssertFalse(details.destination.isEmpty)

    let code = try await pool.newestCode(for: "ana")
    let error = try await authError {
      try await auth.confirmResetPassword(
        for: "ana", with: Self.newPassword, confirmationCode: self.wrong(code))
    }
    XCTAssertEqual(error.code, .codeMismatch)
    try await auth.confirmResetPassword(for: "ana", with: Self.newPassword, confirmationCode: code)
    let result = try await auth.signIn(username: "ana", password: Self.newPassword)
    XCTAssertTrue(result.isSignedIn)
  }

  func testAfterAnAdministratorsResetASignInAsksTheUserToResetThePassword() async throws {
    try await pool.addUser("ana", attributes: Self.addresses)
    try await pool.administer("AdminResetUserPassword", ["Username": "ana"])
    let auth = try makeAuth()
    let result = try await auth.signIn(username: "ana", password: Self.password)
    XCTAssertEqual(result.nextStep, .resetPassword(nil))
    XCTAssertFalse(result.isSignedIn)
    let code = try await pool.newestCode(for: "ana")
    try await auth.confirmResetPassword(for: "ana", with: Self.newPassword, confirmationCode: code)
    let again = try await auth.signIn(username: "ana", password: Self.newPassword)
    XCTAssertTrue(again.isSignedIn)
  }

  func testChangingThePasswordNeedsTheOldPassword() async throws {
    let auth = try await makeSignedIn()
    let error = try await authError { try await auth.update(oldPassword: "Wrong-password-1", to: Self.newPassword) }
    XCTAssertEqual(error.code, .notAuthorized)
    try await auth.update(oldPassword: Self.password, to: Self.newPassword)
    let user = try await auth.getCurrentUser()
    XCTAssertEqual(user.username, "ana")
    await auth.signOut()
    let result = try await auth.signIn(username: "ana", password: Self.newPassword)
    XCTAssertTrue(result.isSignedIn)
  }

  func testAPasswordThatViolatesThePolicyIsRefused() async throws {
    let auth = try await makeSignedIn()
    let error = try await authError { try await auth.update(oldPassword: Self.password, to: "short") }
    XCTAssertEqual(error.code, .invalidPassword)
  }
}
