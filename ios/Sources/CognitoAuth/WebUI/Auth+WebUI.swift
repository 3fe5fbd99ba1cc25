internal import CognitoAuthBindings
import Foundation

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func signInWithWebUI(
    for provider: AuthProvider?, browser: any WebBrowser, options: AuthWebUISignInRequest.Options
  ) async throws -> AuthSignInResult {
    try await call { bridge, handle in
      AuthSignInResult(
        try await bridge.signInWithWebUi(
          options: options.bridged(for: provider), browser: BrowserPort(browser), call: handle))
    }
  }

  public func handleRedirect(_ url: URL) async throws -> AuthRedirectResult {
    try await call { bridge, handle in
      AuthRedirectResult(try await bridge.handleRedirect(url: url.absoluteString, call: handle))
    }
  }

  @discardableResult
  public func signOut(browser: any WebBrowser, options: AuthSignOutRequest.Options) async -> AuthSignOutResult {
    do {
      return try await call { bridge, handle in
        AuthSignOutResult(
          try await bridge.signOutWithWebUi(
            options: options.bridged, browser: BrowserPort(browser), call: handle))
      }
    } catch {
      return .failed(AuthError(error))
    }
  }
}
