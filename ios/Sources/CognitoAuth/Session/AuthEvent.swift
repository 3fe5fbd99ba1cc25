/// Something that happened to the session of one ``Auth``. Events come in the order in which they happened. The library
/// changes the store first, and reports the change afterwards.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthEvent: Hashable, Sendable {
  /// A user signed in, and the session is stored.
  case signedIn
  /// The user signed out, and the session is gone from the store.
  case signedOut
  /// The service no longer accepts the refresh token or the user: the user has to sign in again. Failures of the
  /// network or the store never cause this event.
  case sessionExpired
  /// The user deleted the account, and the session is gone from the store.
  case userDeleted
  /// A refresh brought new tokens, which are stored.
  case tokensRefreshed
  /// The store failed to save refreshed tokens, or to remove an ended session. The user stays signed in, and the
  /// library tries again. This event also comes if the stored session can't be read.
  case storageFailed
  /// The library has taken over the session, the remembered devices or the identity of the app's former library, and
  /// stored them. ``AuthClient/moveReport()`` says what.
  case movedIn
  /// The session of the app's former library can't be taken over, or the app is not allowed to read that library's
  /// storage. ``AuthClient/moveReport()`` says why. The next start of the app tries again, until a user signs in or the
  /// app signs out.
  case moveFailed
}
