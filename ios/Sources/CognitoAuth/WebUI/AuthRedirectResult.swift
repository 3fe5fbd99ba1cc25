/// The result of ``AuthClient/handleRedirect(_:)``.
public enum AuthRedirectResult: Equatable, Sendable {
  /// The address is not one of the configuration's redirects. The app can use it for something else.
  case notARedirect
  /// The redirect belongs to no open sign-in or sign-out. It was used before, its sign-in has ended, or it is forged.
  case ignored
  /// The call that opened the browser has received the redirect, and goes on.
  case delivered
  /// `handleRedirect` has completed the sign-in itself. The call that opened the browser has ended, or was made in an
  /// earlier run of the app.
  case signedIn(AuthSignInResult)
}
