/// The result of ``AuthClient/handleRedirect(_:)``.
public enum AuthRedirectResult: Equatable, Sendable {
  /// The address is no redirect of this configuration. The app can use it for something else.
  case notARedirect
  /// The redirect belongs to no open sign-in or sign-out: it was used before, its sign-in has ended, or it is forged.
  case ignored
  /// The call that opened the browser has the redirect now, and goes on.
  case delivered
  /// The call that opened the browser has ended, or was made in an earlier run of the app. The sign-in was completed
  /// here.
  case signedIn(AuthSignInResult)
}
