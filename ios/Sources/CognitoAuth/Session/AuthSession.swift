import Foundation

/// Whether a user is signed in, which user, and the tokens.
public struct AuthSession: Hashable, Sendable {
  /// Whether a user is signed in.
  public let isSignedIn: Bool
  /// The user's id (`sub`).
  public let userSub: UserId?
  /// The tokens; they were valid when they were returned.
  public let tokens: UserPoolTokens?

  /// A session.
  public init(isSignedIn: Bool, userSub: UserId? = nil, tokens: UserPoolTokens? = nil) {
    self.isSignedIn = isSignedIn
    self.userSub = userSub
    self.tokens = tokens
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
  /// When the access token or the ID token expires, whichever comes first, by the device's clock.
  public let expiresAt: Date

  /// Tokens.
  public init(idToken: String, accessToken: String, refreshToken: String, expiresAt: Date) {
    self.idToken = idToken
    self.accessToken = accessToken
    self.refreshToken = refreshToken
    self.expiresAt = expiresAt
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
