import Foundation

/// Who is signed in, with the user's tokens. With an identity pool, the session also has an identity and its AWS
/// credentials. The tokens, the identity and the credentials each have an error of their own. So if the identity pool
/// gives no credentials, the tokens are still there.
public struct AuthSession: Hashable, Sendable {
  /// Whether a user is signed in, or the app is federated to the identity pool.
  public let isSignedIn: Bool
  /// The user's id (`sub`); `nil` if no user of the user pool is signed in.
  public let userSub: UserId?
  /// The tokens, which were valid when they were returned, or the error that says why there are none:
  /// ``AuthErrorCode/notSignedIn`` or ``AuthErrorCode/federatedToIdentityPool``.
  public let userPoolTokens: Result<UserPoolTokens, AuthError>
  /// The id of the identity, `<region>:<GUID>`, or the error that says why it is unknown. The id can be known although
  /// the call got no credentials.
  public let identityId: Result<String, AuthError>
  /// The AWS credentials, which were valid when they were returned, or the error that says why there are none. If the
  /// options leave the credentials out, the error is ``AuthErrorCode/credentialsLeftOut``; otherwise, without an
  /// identity pool, ``AuthErrorCode/identityPoolNotConfigured``; if nobody is signed in and guests are not allowed,
  /// ``AuthErrorCode/notSignedIn``.
  public let awsCredentials: Result<AuthAWSCredentials, AuthError>

  /// The tokens, if there are any: the value of ``userPoolTokens``.
  public var tokens: UserPoolTokens? { try? userPoolTokens.get() }

  /// A session.
  ///
  /// - Parameters:
  ///   - isSignedIn: Whether a user is signed in, or the app is federated to the identity pool.
  ///   - userSub: The ``AuthUser/userId`` of the signed-in user.
  ///   - tokens: The tokens, if there are any.
  ///   - userPoolError: The error if `tokens` is `nil`. If both are `nil`, the error is ``AuthErrorCode/notSignedIn``.
  ///   - identityId: If `nil`, a failure with ``AuthErrorCode/identityPoolNotConfigured``.
  ///   - awsCredentials: If `nil`, also a failure with ``AuthErrorCode/identityPoolNotConfigured``.
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
  /// When the access token or the ID token expires, whichever is earlier. The time is by the device's clock as it was
  /// when the tokens were received.
  public let expiresAt: Date
  /// What the tokens say about the user. The library reads the claims from the tokens; in tokens that an app makes,
  /// the claims are empty.
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
