/// The result of a sign-out.
public enum AuthSignOutResult: Equatable, Sendable {
  /// The session is gone from this device. Its tokens are revoked at the service, if the app client allows revocation.
  case complete
  /// The session is gone from this device, but a part of the sign-out failed. The errors say why the refresh token
  /// could not be revoked, why the user could not be signed out everywhere, and why the browser may still have its
  /// cookie. The next sign-out with a browser tries again to remove the cookie.
  case partial(revokeTokenError: AuthError?, globalSignOutError: AuthError?, hostedUIError: AuthError?)
  /// The session is still on this device, and the error says why. For example, the session could not be removed from
  /// the store, the instance is closed, the app is federated (``AuthErrorCode/federatedToIdentityPool``), or another
  /// user is signed in (``AuthErrorCode/userChanged``). If the call was cancelled, a sign-out that has begun goes on in
  /// the background.
  case failed(AuthError)

  /// Whether the session is gone from this device.
  public var isSignedOutLocally: Bool {
    switch self {
    case .complete, .partial: true
    case .failed: false
    }
  }
}
