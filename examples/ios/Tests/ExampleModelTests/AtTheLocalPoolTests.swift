import CognitoAuth
import CognitoAuthTesting
import ExampleModel
import XCTest

/// The model with the library itself, at a local pool.
@MainActor
final class AtTheLocalPoolTests: XCTestCase {
  func testAUserSignsUpAndSignsInWithACodeByTextMessage() async throws {
    let pool = try LocalPool()
    let model = AppModel(auth: try pool.makeAuth())
    try await eventually { model.screen == .form(.signIn) }
    model.fields.username = "ana"
    model.fields.password = "Password-123"
    model.fields.email = "ana@example.com"
    await model.signUp()
    model.fields.code = try await pool.newestCode(for: "ana")
    await model.confirmSignUp()
    XCTAssertEqual(model.screen, .home(username: "ana"))
    await model.signOut()

    let phone = ["phone_number": "+4915112345678", "phone_number_verified": "true"]
    try await pool.setAttributes(phone, of: "ana")
    try await pool.preferMFA(.sms, for: "ana")
    model.fields.username = "ana"
    model.fields.password = "Password-123"
    await model.signIn()
    guard case .challenge(.code) = model.screen else { return XCTFail("\(model.screen)") }
    model.fields.code = try await pool.newestCode(for: "ana")
    await model.confirmSignIn()
    XCTAssertEqual(model.screen, .home(username: "ana"))
  }
}
