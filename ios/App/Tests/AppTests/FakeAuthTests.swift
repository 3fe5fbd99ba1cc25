import CognitoAuth
import XCTest

#if swift(>=6)
  @testable import App
#else
  @testable import AppInSwift5
#endif

/// An app's tests, with a fake in place of ``Auth``: no pool, no store, no network.
final class FakeAuthTests: XCTestCase {
  func testTheAppSignsInWithAFakeThatAsksForACode() async throws {
    let details = AuthCodeDeliveryDetails(medium: .sms, destination: "+*****78")
    let model = SignInModel(auth: FakeAuth(signIn: .success(.confirmSignInWithSMSMFACode(details, nil))))
    let asked = await model.signIn(username: "ana", password: "Password123")
    XCTAssertEqual(asked, "Type the code sent to +*****78")
    let confirmed = try await model.confirm(code: "123456")
    XCTAssertEqual(confirmed, "Hello, ana")
  }

  func testTheAppShowsTheErrorThatAFakeThrows() async {
    let error = AuthError(kind: .notAuthorized, code: .notAuthorized)
    let model = SignInModel(auth: FakeAuth(signIn: .failure(error)))
    let shown = await model.signIn(username: "ana", password: "wrong")
    XCTAssertEqual(shown, "Wrong user name or password")
  }

  func testAnUnimplementedCallOfTheFakeThrowsAnErrorWithTheCallsName() async {
    let fake: any AuthClient = FakeAuth(signIn: .success(.done))
    do {
      try await fake.deleteUser()
      XCTFail("the fake does not implement this call, but it succeeded")
    } catch {
      XCTAssertEqual((error as? AuthError)?.kind, .internal)
      XCTAssertEqual((error as? AuthError)?.field, "deleteUser()")
    }
  }

  func testAFakesCallWorksWithACompletionHandler() {
    let heard = expectation(description: "the handler is called")
    SignInModel(auth: FakeAuth(signIn: .success(.done))).signOut { isSignedOut in
      XCTAssertTrue(isSignedOut)
      heard.fulfill()
    }
    wait(for: [heard], timeout: 10)
  }

  func testAFakesEventsReachTheApp() async {
    let fake: any AuthClient = FakeAuth(signIn: .success(.done))
    var events: [AuthEvent] = []
    for await event in fake.events {
      events.append(event)
    }
    XCTAssertEqual(events, [.signedIn, .storageFailed])
  }
}

/// A fake that implements only the calls that these tests make.
private struct FakeAuth: AuthClient {
  let signIn: Result<AuthSignInStep, AuthError>

  func signIn(
    username: String, password: String?, options: AuthSignInRequest.Options
  ) async throws -> AuthSignInResult {
    AuthSignInResult(nextStep: try signIn.get())
  }

  func confirmSignIn(
    challengeResponse: String, options: AuthConfirmSignInRequest.Options
  ) async throws -> AuthSignInResult {
    AuthSignInResult(nextStep: challengeResponse == "123456" ? .done : .resetPassword(nil))
  }

  func getCurrentUser() async throws -> AuthUser { AuthUser(username: "ana", userId: "1") }

  func signOut(options: AuthSignOutRequest.Options) async -> AuthSignOutResult { .complete }

  var events: AsyncStream<AuthEvent> {
    AsyncStream { continuation in
      continuation.yield(.signedIn)
      continuation.yield(.storageFailed)
      continuation.finish()
    }
  }
}
