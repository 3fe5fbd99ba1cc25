import CognitoAuthTesting
import XCTest

@testable import CognitoAuth

/// Whole sign-ins on the web, over HTTP: a local pool serves the pages, and a browser without a window fills in the
/// forms.
final class ManagedLoginTests: PoolTestCase {
  private func makeAuth(store: any SecureStore = MemoryStore(), clock: TestClock? = nil) throws -> Auth {
    let pages = OAuthConfiguration(
      domain: try pool.endpoint.absoluteString, signInRedirectURIs: ["myapp://callback/"],
      signOutRedirectURIs: ["myapp://signed-out/"])
    return try makeAuth(store: store, clock: clock, oauth: pages)
  }

  /// A browser of the user `ana`.
  private func makeBrowser(arrival: @escaping PoolBrowser.Arrival = { $0 }) -> PoolBrowser {
    PoolBrowser(fields: ["username": "ana", "password": Self.password], arrival: arrival)
  }

  /// The redirect of a sign-in whose page the user closed before the redirect reached the app.
  private func redirectAfterTheUserClosedThePage(_ auth: Auth) async throws -> URL {
    let browser = makeBrowser { _ in throw WebBrowserFailure.cancelled }
    let error = try await authError { try await auth.signInWithWebUI(browser: browser) }
    XCTAssertEqual(error.code, .browserCancelled)
    return try XCTUnwrap(browser.redirects.first)
  }

  func testASecondSignInNeedsNoFormUntilASignOutRemovesTheCookie() async throws {
    try await pool.addUser("ana", attributes: Self.addresses)
    let (auth, browser) = (try makeAuth(), makeBrowser())
    let signedIn = try await auth.signInWithWebUI(browser: browser)
    XCTAssertTrue(signedIn.isSignedIn)
    let user = try await auth.getCurrentUser()
    XCTAssertEqual(user.username, "ana")
    let attributes = try await auth.fetchUserAttributes()
    XCTAssertEqual(attributes.first { $0.key == .email }?.value, "ana@example.com")
    let refreshed = try await auth.fetchAuthSession(options: .init(forceRefresh: true))
    XCTAssertTrue(refreshed.isSignedIn)

    await auth.signOut()
    _ = try await auth.signInWithWebUI(browser: browser)
    XCTAssertEqual(browser.forms.count, 1, "the second sign-in needs no form, because the browser has the cookie")
    let result = await auth.signOut(browser: browser)
    XCTAssertEqual(result, .complete)
    XCTAssertEqual(browser.redirects.last?.absoluteString.hasPrefix("myapp://signed-out/"), true)
    _ = try await auth.signInWithWebUI(browser: browser)
    XCTAssertEqual(browser.forms.count, 2, "the sign-out removed the cookie")
  }

  func testASignInWithoutACookieAndWithPromptNoneFailsWithLoginRequired() async throws {
    let (auth, browser) = (try makeAuth(), makeBrowser())
    let error = try await authError {
      try await auth.signInWithWebUI(browser: browser, options: .init(prompt: [.none]))
    }
    XCTAssertEqual(error.code, .loginRequired)
    XCTAssertEqual(browser.forms, [])
  }

  /// Signs in at the local pool's stand-in for Google. Returns the error. Fails unless the sign-in is refused.
  private func refusalAtGoogle(_ fields: [String: String]) async throws -> AuthError {
    try await pool.addGoogle()
    let (auth, browser) = (try makeAuth(), PoolBrowser(fields: fields))
    let error = try await authError { try await auth.signInWithWebUI(for: .google, browser: browser) }
    XCTAssertEqual(browser.forms, ["Stand-in for Google"])
    XCTAssertEqual(browser.redirects.first?.absoluteString.contains("error="), true)
    let session = try await auth.fetchAuthSession()
    XCTAssertFalse(session.isSignedIn)
    let message = try XCTUnwrap(error.serviceMessage)
    XCTAssertFalse("\(error)".contains(message))
    return error
  }

  func testAUserWhoCancelsAtTheProviderIsRefusedAndCanSignInLater() async throws {
    let error = try await refusalAtGoogle(["answer": "cancel"])
    XCTAssertEqual(error.code, .webSignInRefused)
    XCTAssertEqual(error.reason, .signInRefused)
    XCTAssertEqual(error.serviceMessage, "The user cancelled the sign-in")

    let auth = try makeAuth()
    let browser = PoolBrowser(fields: ["sub": "1815", "email": "ana@example.com", "answer": "sign-in"])
    let result = try await auth.signInWithWebUI(for: .google, browser: browser)
    XCTAssertTrue(result.isSignedIn)
    let user = try await auth.getCurrentUser()
    XCTAssertEqual(user.username, "Google_1815")
  }

  func testAnErrorOfTheProviderIsRetryable() async throws {
    let error = try await refusalAtGoogle(["answer": "error", "error_description": "Google is closed"])
    XCTAssertEqual(error.code, .webSignInFailed)
    XCTAssertTrue(error.isRetryable)
    XCTAssertEqual(error.serviceMessage, "Google is closed")
  }

  func testTheErrorSaysWhichTriggerRefusedANewUserOfTheProvider() async throws {
    let sources = Kept<String>()
    let server = try TriggerServer { event in
      sources.keep(event["triggerSource"]?.text ?? "none")
      return nil
    }
    defer { withExtendedLifetime(server) {} }
    try await server.serve(pool, ["PreSignUp"])
    let error = try await refusalAtGoogle(["sub": "1815", "email": "ana@example.com"])
    XCTAssertEqual(error.code, .userLambdaValidation)
    XCTAssertEqual(error.reason, .preSignUpTrigger)
    XCTAssertEqual(error.serviceMessage, "PreSignUp failed with error refused.")
    XCTAssertEqual(sources.all, ["PreSignUp_ExternalProvider"])
  }

  func testARedirectWithAnotherStateIsRefused() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    let browser = makeBrowser { redirect in
      try URL(string: redirect.absoluteString.replacingOccurrences(of: "state=", with: "state=x")).orMismatch("no URL")
    }
    let error = try await authError { try await auth.signInWithWebUI(browser: browser) }
    XCTAssertEqual(error.code, .unknownRedirect)
    let session = try await auth.fetchAuthSession()
    XCTAssertFalse(session.isSignedIn)
  }

  func testARedirectThatComesTwiceSignsInOnlyOnce() async throws {
    try await pool.addUser("ana")
    let (auth, browser) = (try makeAuth(), makeBrowser())
    _ = try await auth.signInWithWebUI(browser: browser)
    let again = try await auth.handleRedirect(XCTUnwrap(browser.redirects.first))
    XCTAssertEqual(again, .ignored)
    let operations = try await pool.operations()
    XCTAssertEqual(operations.filter { $0 == "Token" }.count, 1)
  }

  func testARedirectThatComesAfterTheUserClosedThePageSignsTheUserIn() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    let result = try await auth.handleRedirect(redirectAfterTheUserClosedThePage(auth))
    XCTAssertEqual(result, .signedIn(AuthSignInResult(nextStep: .done)))
  }

  func testARedirectThatComesAfterTenMinutesIsTooLate() async throws {
    try await pool.addUser("ana")
    let clock = TestClock()
    let auth = try makeAuth(clock: clock)
    let redirect = try await redirectAfterTheUserClosedThePage(auth)
    clock.advance(by: 11 * 60)
    let error = try await authError { try await auth.handleRedirect(redirect) }
    XCTAssertEqual(error.code, .challengeExpired)
  }

  func testARedirectThatReachesANewProcessSignsTheUserIn() async throws {
    try await pool.addUser("ana")
    let store = MemoryStore()
    let redirect = try await redirectAfterTheUserClosedThePage(makeAuth(store: store))
    let afterRestart = try makeAuth(store: store)
    let result = try await afterRestart.handleRedirect(redirect)
    XCTAssertEqual(result, .signedIn(AuthSignInResult(nextStep: .done)))
    let user = try await afterRestart.getCurrentUser()
    XCTAssertEqual(user.username, "ana")
  }
}
