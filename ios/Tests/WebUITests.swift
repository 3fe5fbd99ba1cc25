import CognitoAuthTesting
import XCTest

@testable import CognitoAuth

/// Signing in and out on web pages, with a browser that follows a script.
final class WebUITests: XCTestCase {
  private func makeAuth(
    _ pages: ManagedLogin, store: any SecureStore = MemoryStore(), oauth: OAuthConfiguration? = ManagedLogin.oauth
  ) throws -> Auth {
    let pool = UserPoolConfiguration(
      region: "local", poolId: LocalPool.userPoolId, clientId: "local-client", endpoint: "http://127.0.0.1:9")
    return try Auth.forTesting(
      configuration: AuthConfiguration(userPool: pool, oauth: oauth), store: store, transport: pages)
  }

  private func hasAttempt(_ store: MemoryStore) -> Bool {
    store.entries.keys.contains { $0.hasSuffix(".web") }
  }

  func testAUserSignsInOnWebPagesWithOneTokenRequest() async throws {
    let (pages, store) = (ManagedLogin([.signedIn]), MemoryStore())
    let auth = try makeAuth(pages, store: store)
    let result = try await auth.signInWithWebUI(browser: pages)
    XCTAssertTrue(result.isSignedIn)
    let user = try await auth.getCurrentUser()
    XCTAssertEqual(user, AuthUser(username: "ana", userId: "sub-of-ana"))
    XCTAssertEqual(pages.operations, ["token"])
    XCTAssertEqual(pages.pages.first?.redirectURI, "myapp://callback/")
    XCTAssertEqual(pages.pages.first?.prefersPrivateSession, false)
    XCTAssertFalse(hasAttempt(store), "no open sign-in is stored any more")
  }

  func testEveryOptionReachesThePage() async throws {
    let pages = ManagedLogin([.signedIn])
    let auth = try makeAuth(pages)
    let options = AuthWebUISignInRequest.Options(
      scopes: ["openid"], language: "de", loginHint: "ana+a@example.com", prompt: [.login, .selectAccount],
      nonce: "a-nonce", resource: "https://api.example.com", prefersPrivateSession: true,
      redirectURI: "myapp://callback/", identityExpectation: .user("sub-of-ana"))
    _ = try await auth.signInWithWebUI(for: .google, browser: pages, options: options)
    let expected = [
      "identity_provider": "Google", "scope": "openid", "lang": "de", "login_hint": "ana+a@example.com",
      "prompt": "login select_account", "nonce": "a-nonce", "resource": "https://api.example.com",
      "redirect_uri": "myapp://callback/",
    ]
    XCTAssertEqual(pages.query().filter { expected[$0.key] != nil }, expected)
    XCTAssertEqual(pages.pages.first?.prefersPrivateSession, true)
  }

  func testThePageGetsTheServicesNameOfEachProvider() async throws {
    let names: [(AuthProvider, String)] = [
      (.amazon, "LoginWithAmazon"), (.apple, "SignInWithApple"), (.facebook, "Facebook"), (.google, "Google"),
      (.oidc("Okta"), "Okta"), (.saml("Work"), "Work"), (.custom("Other"), "Other"),
    ]
    for (provider, name) in names {
      let pages = ManagedLogin([.failure(WebBrowserFailure.cancelled)])
      let auth = try makeAuth(pages)
      _ = try await authError { try await auth.signInWithWebUI(for: provider, browser: pages) }
      XCTAssertEqual(pages.query()["identity_provider"], name)
    }
  }

  func testEachFailureOfTheBrowserAndOfTheRedirectHasItsErrorCode() async throws {
    let meanings: [(ManagedLogin.Page, AuthErrorCode)] = [
      (.failure(WebBrowserFailure.cancelled), .browserCancelled),
      (.failure(WebBrowserFailure.unavailable), .browserUnavailable),
      (.failure(WebBrowserFailure.notShown), .browserFailed),
      (.failure(WebBrowserFailure.unanswered), .browserFailed),
      (.failure(ForeignError()), .browserFailed),
      (.redirect("myapp://callback/?error=access_denied&error_description=secret&state=STATE"), .webSignInRefused),
      (.redirect("myapp://callback/?error=server_error&state=STATE"), .webSignInFailed),
      (.redirect("myapp://callback/?error=invalid_scope&state=STATE"), .webSignInMisconfigured),
      (.redirect("myapp://callback/?error=login_required&state=STATE"), .loginRequired),
      (.redirect("myapp://callback/?code=secret&state=another"), .unknownRedirect),
      (.redirect("myapp://callback/?code=secret"), .unknownRedirect),
      (.redirect("https://elsewhere.example.com/?code=secret&state=STATE"), .unknownRedirect),
      (.redirect("myapp://callback/?state=STATE"), .malformedRedirect),
    ]
    for (page, code) in meanings {
      let pages = ManagedLogin([page])
      let auth = try makeAuth(pages)
      let error = try await authError { try await auth.signInWithWebUI(browser: pages) }
      XCTAssertEqual(error.code, code, "\(page)")
      XCTAssertFalse("\(error)".contains("secret"), "\(page)")
      XCTAssertEqual(pages.operations, [], "\(page)")
    }
  }

  func testTheErrorOfARefusedSignInHasTheServicesText() async throws {
    let pages = ManagedLogin([.redirect("myapp://callback/?error=access_denied&error_description=No.&state=STATE")])
    let auth = try makeAuth(pages)
    let error = try await authError { try await auth.signInWithWebUI(browser: pages) }
    XCTAssertEqual(error.serviceMessage, "No.")
  }

  func testAnUnexpectedUserIsNotSignedIn() async throws {
    for expectation in [AuthIdentityExpectation.user("sub-of-ben"), .otherThan(["sub-of-ana"])] {
      let pages = ManagedLogin([.signedIn])
      let auth = try makeAuth(pages)
      let error = try await authError {
        try await auth.signInWithWebUI(browser: pages, options: .init(identityExpectation: expectation))
      }
      XCTAssertEqual(error.code, .unexpectedIdentity)
      let session = try await auth.fetchAuthSession()
      XCTAssertFalse(session.isSignedIn)
      try await eventually { pages.operations == ["token", "RevokeToken"] }
    }
  }

  func testNoPageIsShownIfOAuthIsNotConfiguredOrTheRedirectIsNotListed() async throws {
    let pages = ManagedLogin()
    let without = try makeAuth(pages, oauth: nil)
    let missing = try await authError { try await without.signInWithWebUI(browser: pages) }
    XCTAssertEqual(missing.code, .oauthNotConfigured)
    let auth = try makeAuth(pages)
    let foreign = try await authError {
      try await auth.signInWithWebUI(browser: pages, options: .init(redirectURI: "other://callback/"))
    }
    XCTAssertEqual(foreign.code, .malformedArgument)
    XCTAssertEqual(pages.pages.count, 0)
  }

  func testCancellingTheTaskClosesThePageAndEndsTheSignIn() async throws {
    let (pages, store) = (ManagedLogin([.open]), MemoryStore())
    let auth = try makeAuth(pages, store: store)
    let call = Task { try await auth.signInWithWebUI(browser: pages) }
    try await within { await pages.work.started.first { _ in true } }
    XCTAssertTrue(hasAttempt(store))
    call.cancel()
    let closed: Void? = try await within { await pages.work.cancelled.first { _ in true } }
    XCTAssertNotNil(closed)
    let result = await call.result
    XCTAssertThrowsError(try result.get()) { XCTAssertTrue($0 is CancellationError, "\($0)") }
    try await eventually { !hasAttempt(store) }
    let late = try await auth.handleRedirect(pages.address("myapp://callback/?code=the-code&state=STATE"))
    XCTAssertEqual(late, .ignored)
    XCTAssertEqual(pages.operations, [])
  }

  func testARedirectThatTheAppHandsOverCompletesTheWaitingSignIn() async throws {
    let pages = ManagedLogin([.open])
    let auth = try makeAuth(pages)
    let call = Task { try await auth.signInWithWebUI(browser: pages) }
    try await within { await pages.work.started.first { _ in true } }
    for (text, expected) in [
      ("myapp://elsewhere/?code=a&state=STATE", AuthRedirectResult.notARedirect),
      ("myapp://callback/?code=a&state=another", .ignored),
    ] {
      let result = try await auth.handleRedirect(pages.address(text))
      XCTAssertEqual(result, expected)
    }
    let url = try pages.address("myapp://callback/?code=the-code&state=STATE")
    let delivered = try await auth.handleRedirect(url)
    XCTAssertEqual(delivered, .delivered)
    let result = try await within { try await call.value }
    XCTAssertTrue(result.isSignedIn)
    let closed: Void? = try await within { await pages.work.cancelled.first { _ in true } }
    XCTAssertNotNil(closed)
    let again = try await auth.handleRedirect(url)
    XCTAssertEqual(again, .ignored)
    XCTAssertEqual(pages.operations, ["token"])
  }

  func testAfterARelaunchARedirectCompletesTheSignIn() async throws {
    let (pages, store) = (ManagedLogin([.failure(WebBrowserFailure.cancelled)]), MemoryStore())
    let error = try await authError { try await makeAuth(pages, store: store).signInWithWebUI(browser: pages) }
    XCTAssertEqual(error.code, .browserCancelled)
    let later = try makeAuth(pages, store: store)
    let url = try pages.address("myapp://callback/?code=the-code&state=STATE")
    let result = try await later.handleRedirect(url)
    XCTAssertEqual(result, .signedIn(AuthSignInResult(nextStep: .done)))
    let user = try await later.getCurrentUser()
    XCTAssertEqual(user.userId, "sub-of-ana")
    let again = try await later.handleRedirect(url)
    XCTAssertEqual(again, .ignored)
  }

  func testWhileAPageIsOpenASecondSignInIsRefusedOrWaits() async throws {
    let (first, second) = (ManagedLogin([.open]), ManagedLogin([.signedIn]))
    let (one, other) = (try makeAuth(first), try makeAuth(second))
    let call = Task { try await one.signInWithWebUI(browser: first) }
    try await within { await first.work.started.first { _ in true } }
    let error = try await authError { try await other.signInWithWebUI(browser: second) }
    XCTAssertEqual(error.code, .browserBusy)
    let waiting = Task { try await other.signInWithWebUI(browser: second, options: .init(waitsForBrowser: true)) }
    call.cancel()
    let result = try await within { try await waiting.value }
    XCTAssertTrue(result.isSignedIn)
    _ = await call.result
  }

  func testASignOutOpensTheBrowserOnlyIfTheBrowserHasACookie() async throws {
    for isPrivate in [false, true] {
      let pages = ManagedLogin([.signedIn, .signedOut])
      let auth = try makeAuth(pages)
      _ = try await auth.signInWithWebUI(browser: pages, options: .init(prefersPrivateSession: isPrivate))
      let result = await auth.signOut(browser: pages)
      XCTAssertEqual(result, .complete)
      XCTAssertEqual(pages.operations, ["token", "RevokeToken"])
      XCTAssertEqual(pages.pages.map(\.url.path), isPrivate ? ["/oauth2/authorize"] : ["/oauth2/authorize", "/logout"])
      XCTAssertEqual(pages.pages.last?.redirectURI, isPrivate ? "myapp://callback/" : "myapp://signed-out/")
    }
  }

  func testASignOutOpensAPageIfTheBrowserIgnoredPrefersPrivateSession() async throws {
    let (pages, store) = (ManagedLogin([.signedInWithoutPrivacy, .signedOut]), MemoryStore())
    let auth = try makeAuth(pages, store: store)
    _ = try await auth.signInWithWebUI(browser: pages, options: .init(prefersPrivateSession: true))
    XCTAssertEqual(pages.pages.last?.prefersPrivateSession, true)
    let result = await auth.signOut(browser: pages)
    XCTAssertEqual(result, .complete)
    XCTAssertEqual(pages.pages.map(\.url.path), ["/oauth2/authorize", "/logout"])
    XCTAssertEqual(store.entries.keys.filter { !$0.hasSuffix(".signedOut") }, [])
  }

  func testALaterSignOutRemovesTheCookieThatACancelledSignOutLeft() async throws {
    let pages = ManagedLogin([.signedIn, .failure(WebBrowserFailure.cancelled), .signedOut])
    let store = MemoryStore()
    let auth = try makeAuth(pages, store: store)
    _ = try await auth.signInWithWebUI(browser: pages)
    await auth.signOut(browser: pages)
    let later = try makeAuth(pages, store: store)
    let silent = await later.signOut()
    XCTAssertEqual(silent, .complete)
    XCTAssertEqual(pages.pages.count, 2)
    for _ in 0..<2 {
      let result = await later.signOut(browser: pages)
      XCTAssertEqual(result, .complete)
      XCTAssertEqual(pages.pages.count, 3)
    }
  }

  func testASignOutWhileAnotherPageIsOpenIsPartialOrWaits() async throws {
    let (pages, other) = (ManagedLogin([.signedIn, .signedOut]), ManagedLogin([.open]))
    let (auth, another) = (try makeAuth(pages), try makeAuth(other))
    _ = try await auth.signInWithWebUI(browser: pages)
    let call = Task { try await another.signInWithWebUI(browser: other) }
    try await within { await other.work.started.first { _ in true } }
    guard case .partial(nil, nil, let error?) = await auth.signOut(browser: pages) else {
      return XCTFail("the sign-out is not partial")
    }
    XCTAssertEqual(error.code, .browserBusy)
    let session = try await auth.fetchAuthSession()
    XCTAssertFalse(session.isSignedIn)
    let left = Task { await auth.signOut(browser: pages, options: .init(waitsForBrowser: true)) }
    left.cancel()
    _ = await left.value
    let waiting = Task { await auth.signOut(browser: pages, options: .init(waitsForBrowser: true)) }
    call.cancel()
    let result = try await within { await waiting.value }
    XCTAssertEqual(result, .complete)
    XCTAssertEqual(pages.pages.count, 2, "the cancelled call opens no page")
    _ = await call.result
  }

  func testASignOutEndsAtTheRedirectThatTheAppChooses() async throws {
    let pages = ManagedLogin([.signedIn, .redirect("https://example.com/")])
    let auth = try makeAuth(pages)
    _ = try await auth.signInWithWebUI(browser: pages)
    guard
      case .partial(nil, nil, let error?) = await auth.signOut(
        browser: pages, options: .init(redirectURI: "myapp://elsewhere/"))
    else {
      return XCTFail("the sign-out is not partial")
    }
    XCTAssertEqual(error.code, .malformedArgument)
    XCTAssertEqual(error.field, "redirect_uri")
    let result = await auth.signOut(browser: pages, options: .init(redirectURI: "https://example.com/"))
    XCTAssertEqual(result, .complete)
    XCTAssertEqual(pages.pages.last?.redirectURI, "https://example.com/")
  }

  func testIfTheUserClosesThePageOfASignOutTheSessionStillEnds() async throws {
    let pages = ManagedLogin([.signedIn, .failure(WebBrowserFailure.cancelled)])
    let auth = try makeAuth(pages)
    _ = try await auth.signInWithWebUI(browser: pages)
    guard case .partial(nil, nil, let error?) = await auth.signOut(browser: pages) else {
      return XCTFail("the sign-out is not partial")
    }
    XCTAssertEqual(error.code, .browserCancelled)
    let session = try await auth.fetchAuthSession()
    XCTAssertFalse(session.isSignedIn)
  }
}
