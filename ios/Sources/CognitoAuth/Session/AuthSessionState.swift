/// Whom the session belongs to, or why nobody knows.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthSessionState: Equatable, Sendable {
  /// The store was not read yet.
  case loading
  /// Nobody. The value is the session that the service has ended, if nobody has signed in or out since.
  case signedOut(ended: AuthSessionEnd?)
  /// Nobody yet: a sign-in waits for the answer to its challenge. An earlier run of the app can be the one that began
  /// it.
  case awaitingChallenge(AuthPendingSignIn)
  /// A user of the user pool.
  case signedIn(AuthUser)
  /// A guest: nobody is signed in, the configuration allows guests, and the app has an identity of the identity pool.
  case guest(identityId: String)
  /// A login of another provider, without a user of the user pool:
  /// ``AuthClient/federateToIdentityPool(withProviderToken:for:options:)``.
  case federated(identityId: String)
  /// The store can't be read. A user may be signed in. The value is the failure of the store, such as
  /// ``AuthErrorCode/storeLocked``.
  case unavailable(AuthErrorCode)
}

/// A sign-in whose challenge waits for an answer. Printing it does not print the user name.
public struct AuthPendingSignIn: Equatable, Sendable {
  /// The user name or alias, as the user typed it.
  public let username: String
  /// The challenge. ``AuthClient/confirmSignIn(challengeResponse:options:)`` answers it.
  public let nextStep: AuthSignInStep
  /// The attributes that have to come with a new password, if that is the next step.
  public let requiredAttributes: [AuthUserAttributeKey]

  /// A sign-in that waits.
  public init(username: String, nextStep: AuthSignInStep, requiredAttributes: [AuthUserAttributeKey] = []) {
    self.username = username
    self.nextStep = nextStep
    self.requiredAttributes = requiredAttributes
  }
}

/// A session that the service has ended. Printing it does not print the user name.
public struct AuthSessionEnd: Hashable, Sendable {
  /// Why the service ended it.
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
  /// The refresh token was revoked: a global sign-out, a sign-out on another device, or an administrator.
  case revoked
  /// The refresh token was used after it had been replaced by another.
  case reused
  /// The user no longer exists.
  case userDeleted
  /// An administrator has disabled the user.
  case userDisabled
  /// The user has to reset the password before the next sign-in.
  case passwordResetRequired
  /// The user's sign-up is not confirmed.
  case notConfirmed
  /// The service does not accept the refresh token, and says no more. The session's device may have been forgotten.
  case rejected
}
