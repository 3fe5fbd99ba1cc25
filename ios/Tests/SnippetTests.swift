import CognitoAuth
import CognitoAuthTesting
import XCTest

/// Runs the snippets of Amplify's guides against the local pool. The snippets print to `console`, so that the tests can
/// read what they print.
final class SnippetTests: PoolTestCase {
  override func setUp() async throws {
    try await super.setUp()
    Amplify.Auth = try makeAuth()
    Console.shared.clear()
  }

  func testAsyncSnippetsPrintWhatTheGuideSays() async throws {
    await AsyncSnippets.signUp(
      username: "ana", password: PoolTestCase.password, email: "ana@example.com", phonenumber: "+4915112345678")
    XCTAssertTrue(try XCTUnwrap(Console.shared.lines.last).hasPrefix("Delivery details Optional("))
    await AsyncSnippets.confirmSignUp(for: "ana", with: try await pool.newestCode(for: "ana"))
    await AsyncSnippets.signIn(username: "ana", password: PoolTestCase.password)
    await AsyncSnippets.fetchCurrentAuthSession()
    await AsyncSnippets.signOutGlobally()
    XCTAssertEqual(
      Array(Console.shared.lines.dropFirst()),
      [
        "Confirm sign up result completed: true", "Sign in succeeded", "Is user signed in - true",
        "Signed out successfully",
      ])
  }

  func testTheSnippetThatHandlesEveryNextStepSignsInWithMFA() async throws {
    try await pool.addUser("ana", attributes: ["phone_number": "+4915112345678"])
    try await pool.preferMFA(.sms, for: "ana")
    await AsyncSnippets.signInWithNextStep(username: "ana", password: PoolTestCase.password)
    await AsyncSnippets.confirmSignIn(with: try await pool.newestCode(for: "ana"))
    XCTAssertTrue(try XCTUnwrap(Console.shared.lines.first).hasPrefix("SMS code sent to +"))
    XCTAssertEqual(Console.shared.lines.last, "Confirm sign in succeeded. Next step: done")
  }

  func testCompletionSnippetsPrintWhatTheGuideSays() async throws {
    CompletionSnippets.signUp(username: "ana", password: PoolTestCase.password, email: "ana@example.com")
    try await nextLine { $0.hasPrefix("Delivery details Optional(") }
    CompletionSnippets.confirmSignUp(for: "ana", with: try await pool.newestCode(for: "ana"))
    try await nextLine { $0 == "Confirm signUp succeeded" }
    CompletionSnippets.signIn(username: "ana", password: PoolTestCase.password)
    try await nextLine { $0 == "Sign in succeeded" }
    CompletionSnippets.fetchCurrentAuthSession()
    try await nextLine { $0 == "Is user signed in - true" }
  }

  func testAccountSnippetsPrintTheirResults() async throws {
    try await pool.addUser("ana", attributes: Self.addresses)
    try await AccountSnippets.resetPassword(username: "ana")
    try await AccountSnippets.confirmResetPassword(
      username: "ana", newPassword: "New-password-1", confirmationCode: try await pool.newestCode(for: "ana"))
    XCTAssertEqual(Console.shared.lines.last, "Password reset confirmed")
    await AsyncSnippets.signIn(username: "ana", password: "New-password-1")
    try await AccountSnippets.changePassword(oldPassword: "New-password-1", newPassword: Self.password)
    try await AccountSnippets.updateAttributes()
    XCTAssertEqual(Console.shared.lines.last, "nickname: true")
    try await AccountSnippets.resendCode()
    XCTAssertTrue(try XCTUnwrap(Console.shared.lines.last).hasPrefix("Resend code send to - "))
    let pool = try pool
    try await AccountSnippets.setUpTOTP { totpCode(secret: $0, at: try await pool.now()) }
    XCTAssertEqual(Console.shared.lines.last, "Preferred MFA: TOTP")
    Console.shared.clear()
    AccountSnippets.deleteUser()
    try await nextLine { $0 == "Successfully deleted user" }
  }

  func testTheSnippetForASignInWithoutAPasswordAsksForACode() async throws {
    try await pool.addUser("ana", attributes: Self.addresses)
    let step = try await AccountSnippets.signInWithoutPassword(username: "ana")
    guard case .confirmSignInWithOTP = step else { return XCTFail("\(step)") }
  }

  func testUserAuthWithoutParenthesesAsksTheUserToChooseAFirstFactor() async throws {
    try await pool.addUser("ana", attributes: Self.addresses)
    let step = try await AccountSnippets.signInWithAChoice(username: "ana")
    guard case .continueSignInWithFirstFactorSelection = step else { return XCTFail("\(step)") }
  }

  func testTheSignInSnippetPrintsTheErrorOfAWrongPassword() async throws {
    try await pool.addUser("ana")
    await AsyncSnippets.signIn(username: "ana", password: "Wrong-password-1")
    XCTAssertTrue(try XCTUnwrap(Console.shared.lines.last).hasPrefix("Sign in failed NotAuthorized: "))
  }

  /// Waits until a completion handler prints a line, and checks the line.
  private func nextLine(
    file: StaticString = #filePath, line: UInt = #line, _ isExpected: (String) -> Bool
  ) async throws {
    try await eventually(file: file, line: line) { !Console.shared.lines.isEmpty }
    let printed = Console.shared.lines.last ?? "nothing"
    XCTAssertTrue(isExpected(printed), printed, file: file, line: line)
    Console.shared.clear()
  }
}
