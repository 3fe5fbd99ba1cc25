import CognitoAuth
import CognitoAuthTesting
import XCTest

/// An ``AuthClient`` that implements nothing, and one that implements a few calls.
final class ClientTests: XCTestCase {
  func testAnUnimplementedCallFailsWithAnErrorThatNamesTheCall() async throws {
    for call in FaultTableTests.Call.allCases {
      let error: AuthError
      do {
        guard case .failed(let failure)? = try await call.make(EmptyClient(), text: nil, code: "1") else {
          XCTFail("\(call) succeeds")
          continue
        }
        error = failure
      } catch let thrown as AuthError {
        error = thrown
      }
      XCTAssertEqual(error.kind, .internal, "\(call)")
      XCTAssertEqual(error.field, call.rawValue)
    }
  }

  func testAClientThatDoesNotImplementEventsAndStatesHasEmptyStreams() async {
    let client: any AuthClient = EmptyClient()
    let events = await client.events.reduce(into: []) { $0.append($1) }
    XCTAssertEqual(events, [])
    let states = await client.sessionStates.reduce(into: []) { $0.append($1) }
    XCTAssertEqual(states, [])
    XCTAssertEqual(client.currentSessionState, .loading)
    await client.close()
  }

  func testEachConvenienceFormOfACallUsesTheProtocolRequirement() async throws {
    let client = SignedInClient()
    let asked = try await client.signIn(username: "ana")
    XCTAssertTrue(asked.isSignedIn)
    let options = AuthSignInRequest.Options(authFlowType: .userAuth)
    let chosen = try await client.signIn(username: "ana", options: options)
    XCTAssertEqual(chosen, asked)
    let result = await withCheckedContinuation { continuation in
      client.signIn(username: "ana") { continuation.resume(returning: $0) }
    }
    XCTAssertEqual(result, .success(asked))
    try await client.updateMFAPreference(totp: .preferred)
    try await client.forgetDevice()
    let onTheWeb = try await client.signInWithWebUI(for: .google, browser: ManagedLogin())
    XCTAssertTrue(onTheWeb.isSignedIn)
  }
}

private struct EmptyClient: AuthClient {}

private struct SignedInClient: AuthClient {
  func signIn(
    username: String, password: String?, options: AuthSignInRequest.Options
  ) async throws -> AuthSignInResult {
    AuthSignInResult(nextStep: .done)
  }

  func signInWithWebUI(
    for provider: AuthProvider?, browser: any WebBrowser, options: AuthWebUISignInRequest.Options
  ) async throws -> AuthSignInResult {
    XCTAssertEqual(provider, .google)
    XCTAssertEqual(options, AuthWebUISignInRequest.Options())
    return AuthSignInResult(nextStep: .done)
  }

  func updateMFAPreference(_ preferences: [MFAType: MFAPreference]) async throws {
    XCTAssertEqual(preferences, [.totp: .preferred])
  }

  func forgetDevice(_ device: AuthDevice?) async throws {
    XCTAssertNil(device)
  }
}
