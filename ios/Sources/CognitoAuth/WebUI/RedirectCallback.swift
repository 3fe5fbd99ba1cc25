import Foundation

/// How the system recognizes the redirect.
enum RedirectCallback: Equatable {
  /// By the app's own scheme, without `://`.
  case scheme(String)
  /// By the host and path of an `https` address. The app has to be associated with that domain.
  case https(host: String, path: String)

  /// - Throws: ``WebBrowserFailure/unavailable`` for an `http` redirect, for a redirect without a scheme, and for an
  ///   `https` redirect without a host. The system can't recognize such a redirect.
  init(redirectURI: String) throws(WebBrowserFailure) {
    guard let address = URLComponents(string: redirectURI), let scheme = address.scheme else { throw .unavailable }
    switch scheme.lowercased() {
    case "http":
      throw .unavailable
    case "https":
      guard let host = address.host, !host.isEmpty else { throw .unavailable }
      self = .https(host: host, path: address.path.isEmpty ? "/" : address.path)
    default:
      self = .scheme(scheme)
    }
  }

  /// Whether the app has to be associated with the redirect's domain.
  var needsAssociation: Bool {
    if case .https = self { true } else { false }
  }
}

extension WebBrowserFailure {
  /// The failure for an error of `ASWebAuthenticationSession`, whose callback was `callback`. An app that is not
  /// associated with the domain of an `https` callback gets the same code as if the user had closed the page. Only the
  /// error of an app that is not associated has a `userInfo`, which says why.
  init(sessionError error: NSError?, endingAt callback: RedirectCallback) {
    let code = error.flatMap { $0.domain == Self.sessionErrors ? $0.code : nil }
    self =
      switch code {
      case 1:  // canceledLogin: the user closed the page, or refused the alert before it.
        callback.needsAssociation && error?.userInfo.isEmpty == false ? .unavailable : .cancelled
      case 2, 3: .notShown  // presentationContextNotProvided, presentationContextInvalid
      default: .unanswered
      }
  }

  /// `ASWebAuthenticationSessionErrorDomain`.
  private static let sessionErrors = "com.apple.AuthenticationServices.WebAuthenticationSession"
}
