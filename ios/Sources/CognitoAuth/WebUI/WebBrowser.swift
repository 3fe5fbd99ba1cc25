import Foundation

/// Shows the user pool's web pages: the platform's browser, or one of the app's own. It is never called on the app's
/// thread.
public protocol WebBrowser: Sendable {
  /// Shows a page until it is redirected to ``WebBrowserRequest/redirectURI``. There is no time limit: a page stays for
  /// as long as the user wants. Close the page when the `Task` is cancelled, because nobody waits for the redirect any
  /// more.
  ///
  /// - Returns: The redirect, and whether the page was private.
  /// - Throws: ``WebBrowserFailure``; the library takes any other error for ``WebBrowserFailure/notShown``.
  func redirect(for request: WebBrowserRequest) async throws -> WebBrowserRedirect
}

/// A page to show.
public struct WebBrowserRequest: Sendable {
  /// The address to open.
  public let url: URL
  /// The address, without parameters, at which the browser returns to the app. The system recognizes this address by
  /// its scheme, or by its host and path.
  public let redirectURI: String
  /// Whether the browser should show the page without its present cookies, and keep no new ones.
  public let prefersPrivateSession: Bool

  /// A page.
  public init(url: URL, redirectURI: String, prefersPrivateSession: Bool = false) {
    self.url = url
    self.redirectURI = redirectURI
    self.prefersPrivateSession = prefersPrivateSession
  }
}

/// The redirect at which a browser returned to the app.
public struct WebBrowserRedirect: Sendable {
  /// The whole address of the redirect, with its parameters.
  public let url: URL
  /// Whether the page was private: the browser showed it without its present cookies, and kept no new ones. A browser
  /// that can't do this still shows the page, and sets this to `false`. Then a sign-out removes the cookie.
  public let isPrivate: Bool

  /// A redirect.
  public init(url: URL, isPrivate: Bool) {
    self.url = url
    self.isPrivate = isPrivate
  }
}

/// Why a browser returned no redirect.
public enum WebBrowserFailure: Error, Hashable, Sendable, CaseIterable {
  /// The user closed the page.
  case cancelled
  /// The device has no browser that can show the page, or none that can return to the app at the redirect. The
  /// platform's browser returns at an `https` redirect from iOS 17.4, macOS 14.4, tvOS 17.4, watchOS 10.4 and
  /// visionOS 1.1 on, if the app is associated with the redirect's domain. It never returns at an `http` redirect.
  case unavailable
  /// The page could not be shown: there is no window, or the app is in the background.
  case notShown
  /// The browser ended without a result.
  case unanswered
}
