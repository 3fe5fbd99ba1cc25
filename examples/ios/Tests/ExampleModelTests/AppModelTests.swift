import CognitoAuth
import CognitoAuthTesting
import ExampleModel
import XCTest

/// The model with a fake: these tests make no request.
@MainActor
final class AppModelTests: XCTestCase {
  private static let wrongCode = AuthError(kind: .notAuthorized, code: .codeMismatch)

  func testASignUpLeadsToItsCodeAndThenToTheSignedInUser() async {
    let fake = FakeAuth.signedOut()
    let model = AppModel(auth: fake)
    model.form = .signUp
    model.fields.username = "ana"
    model.fields.password = "Password-123"
    model.fields.email = "ana@example.com"
    await model.signUp()
    XCTAssertEqual(model.screen, .form(.confirmSignUp))
    XCTAssertEqual(model.message, "We sent a code to a***@e***.")
    model.fields.code = "123456"
    await model.confirmSignUp()
    XCTAssertEqual(model.screen, .home(username: "ana"))
    XCTAssertEqual(model.fields.password, "")
    XCTAssertEqual(fake.calls.map(\.name), ["signUp", "confirmSignUp", "signIn"])
  }

  func testAfterAWrongCodeTheUserCanTypeAnotherOne() async {
    let fake = FakeAuth.awaitingChallenge(.confirmSignInWithTOTPCode)
    fake.script.confirmSignIn.failsOnce(with: Self.wrongCode)
    let model = AppModel(auth: fake)
    let screen = Screen.challenge(.code(prompt: "Type the code that your authenticator app shows."))
    XCTAssertEqual(model.screen, screen)
    await model.confirmSignIn()
    XCTAssertEqual(model.screen, screen)
    XCTAssertEqual(model.message, "The code is wrong.")
    await model.confirmSignIn()
    XCTAssertEqual(model.screen, .home(username: "ana"))
    XCTAssertNil(model.message)
  }

  func testASignInThatNeedsACodeShowsWhereTheCodeWent() async {
    let fake = FakeAuth()
    let details = AuthCodeDeliveryDetails(medium: .sms, destination: "+*******5678")
    fake.script.signIn.returns(AuthSignInResult(nextStep: .confirmSignInWithSMSMFACode(details, nil)))
    let model = AppModel(auth: fake)
    await model.signIn()
    XCTAssertEqual(model.screen, .challenge(.code(prompt: "Type the code that we sent to +*******5678.")))
  }

  func testAnUnconfirmedUserIsAskedForTheCodeOfTheSignUp() async {
    let fake = FakeAuth()
    fake.script.signIn.returns(AuthSignInResult(nextStep: .confirmSignUp(nil)))
    let model = AppModel(auth: fake)
    await model.signIn()
    XCTAssertEqual(model.screen, .form(.confirmSignUp))
  }

  func testASessionThatTheServiceEndsLeadsToTheSignInWithTheReason() async throws {
    let fake = FakeAuth.signedIn(as: "ana")
    let model = AppModel(auth: fake)
    XCTAssertEqual(model.screen, .home(username: "ana"))
    fake.endSession(.expired)
    try await eventually { model.message != nil }
    XCTAssertEqual(model.screen, .form(.signIn))
    XCTAssertEqual(model.fields.username, "ana")
    XCTAssertEqual(model.message, "Your session has expired. Please sign in again.")
  }

  func testALockedStoreShowsNoSignIn() async {
    let fake = FakeAuth.unavailable()
    let model = AppModel(auth: fake)
    XCTAssertEqual(model.screen, .tryAgain)
    await model.tryAgain()
    XCTAssertEqual(model.screen, .tryAgain)
    fake.state = .signedIn(AuthUser(username: "ana", userId: "1"))
    await model.tryAgain()
    XCTAssertEqual(model.screen, .home(username: "ana"))
  }

  func testTheModelIsBusyDuringACall() async {
    let fake = FakeAuth()
    let model = AppModel(auth: fake)
    fake.script.signIn.answers { _ in
      let isBusy = await model.isBusy
      XCTAssertTrue(isBusy)
      // A second tap on the button.
      await model.signIn()
      return AuthSignInResult(nextStep: .done)
    }
    await model.signIn()
    XCTAssertFalse(model.isBusy)
    XCTAssertEqual(fake.calls.count, 1)
  }

  func testASignOutEmptiesTheFields() async {
    let fake = FakeAuth.signedIn()
    let model = AppModel(auth: fake)
    model.fields.username = "ana"
    await model.signOut()
    XCTAssertEqual(model.screen, .form(.signIn))
    XCTAssertEqual(model.fields, Fields())
  }
}
