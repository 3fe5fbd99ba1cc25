import Foundation

/// Whether a user is signed in, which user, the tokens, and an identity of the identity pool with its AWS credentials.
/// Each part has an error of its own: the tokens are there whether or not the identity pool gives credentials.
public struct AuthSession: Hashable, Sendable {
  /// Whether a user is signed in, or the app is federated to the identity pool.
  public let isSignedIn: Bool
  /// The user's id (`sub`).
  public let userSub: UserId?
  /// The tokens, which were valid when they were returned, or why there are none: ``AuthErrorCode/notSignedIn`` or
  /// ``AuthErrorCode/federatedToIdentityPool``.
  public let userPoolTokens: Result<UserPoolTokens, AuthError>
  /// The id of the identity, `<region>:<GUID>`, or why it is not known. The id can be known although the credentials
  /// failed.
  public let identityId: Result<String, AuthError>
  /// The AWS credentials, which were valid when they were returned, or why there are none. Without an identity pool the
  /// error is ``AuthErrorCode/identityPoolNotConfigured``; if the options leave the credentials out,
  /// ``AuthErrorCode/credentialsLeftOut``; if nobody is signed in and guests are not allowed,
  /// ``AuthErrorCode/notSignedIn``.
  public let awsCredentials: Result<AuthAWSCredentials, AuthError>

  /// The tokens, if there are any: the value of ``userPoolTokens``.
  public var tokens: UserPoolTokens? { try? userPoolTokens.get() }

  /// A session.
  ///
  /// - Parameters:
  ///   - userPoolError: Why there are no `tokens`; ``AuthErrorCode/notSignedIn`` if `nil`.
  ///   - identityId: If `nil`, a failure with ``AuthErrorCode/identityPoolNotConfigured``.
  ///   - awsCredentials: If `nil`, the same failure.
  public init(
    isSignedIn: Bool, userSub: UserId? = nil, tokens: UserPoolTokens? = nil, userPoolError: AuthError? = nil,
    identityId: Result<String, AuthError>? = nil, awsCredentials: Result<AuthAWSCredentials, AuthError>? = nil
  ) {
    self.isSignedIn = isSignedIn
    self.userSub = userSub
    userPoolTokens = tokens.map(Result.success) ?? .failure(userPoolError ?? .notSignedIn)
    self.identityId = identityId ?? .failure(.identityPoolNotConfigured)
    self.awsCredentials = awsCredentials ?? .failure(.identityPoolNotConfigured)
  }
}

/// The tokens of a signed-in user.
public struct UserPoolTokens: Hashable, Sendable {
  /// The ID token: a signed JWT about the user.
  public let idToken: String
  /// The access token: a signed JWT for the user pool's own operations and for APIs.
  public let accessToken: String
  /// The refresh token. Send it only to Cognito.
  public let refreshToken: String
  /// When the access token or the ID token expires, whichever comes first, by the device's clock as it was when they
  /// were received.
  public let expiresAt: Date
  /// What the tokens say about the user. The library fills it in; it is empty in tokens that an app makes.
  public let claims: UserPoolClaims

  /// Tokens.
  public init(
    idToken: String, accessToken: String, refreshToken: String, expiresAt: Date,
    claims: UserPoolClaims = UserPoolClaims()
  ) {
    self.idToken = idToken
    self.accessToken = accessToken
    self.refreshToken = refreshToken
    self.expiresAt = expiresAt
    self.claims = claims
  }
}

/// The signed-in user.
public struct AuthUser: Hashable, Sendable {
  /// The user name in the pool (Cognito's claim `username`). It may differ from what the user typed.
  public let username: String
  /// The user's id (`sub`).
  public let userId: UserId

  /// A user.
  public init(username: String, userId: UserId) {
    self.username = username
    self.userId = userId
  }
}
