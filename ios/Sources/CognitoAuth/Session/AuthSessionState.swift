/// Whom the stored session belongs to.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthSessionState: Hashable, Sendable {
  /// Nobody.
  case signedOut
  /// A user of the user pool.
  case signedIn(AuthUser)
  /// A guest: nobody is signed in, and the app has an identity of the identity pool.
  case guest(identityId: String)
  /// A login of another provider, without a user of the user pool:
  /// ``AuthClient/federateToIdentityPool(withProviderToken:for:options:)``.
  case federated(identityId: String)
}
