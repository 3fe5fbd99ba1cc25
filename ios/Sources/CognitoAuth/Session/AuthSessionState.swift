/// Who is signed in, or why this can't be known.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthSessionState: Equatable, Sendable {
  /// The store was not read yet.
  case loading
  /// Nobody is signed in. If the service has ended the last session, the value says which session and why. It is `nil`
  /// after the next sign-in or sign-out.
  case signedOut(ended: AuthSessionEnd?)
  /// Nobody is signed in yet: a sign-in waits for the answer to its challenge. The sign-in can have begun in an earlier
  /// run of the app.
  case awaitingChallenge(AuthPendingSignIn)
  /// A user of the user pool is signed in.
  case signedIn(AuthUser)
  /// Nobody is signed in, and the app has a guest's identity of the identity pool. The configuration allows guests.
  case guest(identityId: String)
  /// The app is federated with a login of another provider, without a user of the user pool:
  /// ``AuthClient/federateToIdentityPool(withProviderToken:for:options:)``.
  case federated(identityId: String)
  /// The store can't be read. A user may be signed in. The value is the failure of the store, such as
  /// ``AuthErrorCode/storeLocked``.
  case unavailable(AuthErrorCode)
}

/// A sign-in whose challenge waits for an answer. A printed value does not show the user name.
public struct AuthPendingSignIn: Equatable, Sendable {
  /// The user name or alias, as the user typed it.
  public let username: String
  /// The challenge. ``AuthClient/confirmSignIn(challengeResponse:options:)`` answers it.
  public let nextStep: AuthSignInStep
  /// The attributes that the answer must contain, if the next step asks for a new password.
  public let requiredAttributes: [AuthUserAttributeKey]

  /// A sign-in that waits.
  public init(username: String, nextStep: AuthSignInStep, requiredAttributes: [AuthUserAttributeKey] = []) {
    self.username = username
    self.nextStep = nextStep
    self.requiredAttributes = requiredAttributes
  }
}

/// Which session the service has ended, and why. A printed value does not show the user name.
public struct AuthSessionEnd: Hashable, Sendable {
  /// Why the service ended the session.
  public let reason: AuthSessionEndReason
  /// The user name in the pool, with which the user can sign in again.
  public let username: String

  /// A session that the service has ended.
  public init(reason: AuthSessionEndReason, username: String) {
    self.reason = reason
    self.username = username
  }
}

/// Why the service ended a session.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthSessionEndReason: Hashable, CaseIterable, Sendable {
  /// The refresh token's lifetime is over. The app client's settings say how long it is.
  case expired
  /// The refresh token was revoked: by a sign-out on all devices, or by an administrator.
  case revoked
  /// The refresh token was used after a newer one had replaced it.
  case reused
  /// The user no longer exists.
  case userDeleted
  /// An administrator has disabled the user.
  case userDisabled
  /// The user has to reset the password before the next sign-in.
  case passwordResetRequired
  /// The user's sign-up is not confirmed.
  case notConfirmed
  /// The service does not accept the refresh token, and does not say why. The session's device may have been forgotten.
  case rejected
}
