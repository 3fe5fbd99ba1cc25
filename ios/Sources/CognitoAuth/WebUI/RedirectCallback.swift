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
}

extension WebBrowserFailure {
  /// The failure for an `ASWebAuthenticationSessionError.Code`. The code is `nil` for an error of another kind.
  init(sessionError code: Int?) {
    self =
      switch code {
      case 1: .cancelled  // canceledLogin: the user closed the page, or refused the alert before it.
      case 2, 3: .notShown  // presentationContextNotProvided, presentationContextInvalid
      default: .unanswered
      }
  }
}
