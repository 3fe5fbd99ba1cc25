import Foundation

// Signing in and out on web pages, with completion handlers.

extension AuthClient {
  /// Signs a user in on the user pool's web pages (managed login), or with another provider (Cognito:
  /// `/oauth2/authorize`, `/oauth2/token`).
  @preconcurrency @discardableResult
  public func signInWithWebUI(
    for provider: AuthProvider? = nil,
    browser: any WebBrowser,
    options: AuthWebUISignInRequest.Options? = nil,
    completion: AuthCompletion<AuthSignInResult>? = nil
  ) -> AuthOperation<AuthSignInResult> {
    start(completion) { try await $0.signInWithWebUI(for: provider, browser: browser, options: options) }
  }

  /// Takes the redirect that ends a sign-in or a sign-out on the web.
  @preconcurrency @discardableResult
  public func handleRedirect(
    _ url: URL,
    completion: AuthCompletion<AuthRedirectResult>? = nil
  ) -> AuthOperation<AuthRedirectResult> {
    start(completion) { try await $0.handleRedirect(url) }
  }

  /// Signs the user out, and removes the cookie of a sign-in on the web (Cognito: RevokeToken, GlobalSignOut,
  /// `/logout`). The handler never gets a failure: the value in its result says what failed.
  @preconcurrency @discardableResult
  public func signOut(
    browser: any WebBrowser,
    options: AuthSignOutRequest.Options? = nil,
    completion: AuthCompletion<AuthSignOutResult>? = nil
  ) -> AuthOperation<AuthSignOutResult> {
    start(completion) { await $0.signOut(browser: browser, options: options) }
  }
}
