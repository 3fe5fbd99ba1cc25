import Foundation

/// What the tokens say about the user: the claims of the ID token and those of the access token.
///
/// The library does **not** verify the tokens' signatures: it gets the tokens from the service over TLS. Use claims
/// only for what the app shows. A server must verify a token itself before it trusts the token's claims.
public struct UserPoolClaims: Hashable, Sendable {
  /// The ID token's claims, which are about the user: attributes, groups.
  public let idToken: TokenClaims
  /// The access token's claims, which say what the token allows: scopes, groups. They include no attributes, unless a
  /// trigger of the pool adds some.
  public let accessToken: TokenClaims

  /// Claims.
  public init(idToken: TokenClaims = TokenClaims(), accessToken: TokenClaims = TokenClaims()) {
    self.idToken = idToken
    self.accessToken = accessToken
  }
}

/// The claims of one token. Printing the claims prints no attribute of the user.
///
/// A claim that is missing, or has an unexpected form, is `nil` or empty here. ``claimsJSON`` has every claim in its
/// original form.
public struct TokenClaims: Hashable, Sendable {
  /// The user's id (`sub`).
  public let userId: UserId?
  /// The user name in the pool (`cognito:username` in the ID token, `username` in the access token).
  public let username: String?
  /// The user's groups (`cognito:groups`).
  public let groups: [String]
  /// The e-mail address (`email`).
  public let email: String?
  /// Whether the address was verified (`email_verified`).
  public let isEmailVerified: Bool?
  /// The phone number (`phone_number`).
  public let phoneNumber: String?
  /// Whether the number was verified (`phone_number_verified`).
  public let isPhoneNumberVerified: Bool?
  /// The pool's custom attributes (`custom:…`), by their names without the prefix. A value other than a
  /// text has its JSON form.
  public let customAttributes: [String: String]
  /// What the access token allows (`scope`).
  public let scopes: [String]
  /// When the token was issued (`iat`), by the service's clock.
  public let issuedAt: Date?
  /// When the token expires (`exp`), by the service's clock.
  public let expiresAt: Date?
  /// Every claim, as the token's JSON object. The text is empty if the token can't be read.
  public let claimsJSON: String

  /// Claims.
  public init(
    userId: UserId? = nil, username: String? = nil, groups: [String] = [], email: String? = nil,
    isEmailVerified: Bool? = nil, phoneNumber: String? = nil, isPhoneNumberVerified: Bool? = nil,
    customAttributes: [String: String] = [:], scopes: [String] = [], issuedAt: Date? = nil, expiresAt: Date? = nil,
    claimsJSON: String = ""
  ) {
    self.userId = userId
    self.username = username
    self.groups = groups
    self.email = email
    self.isEmailVerified = isEmailVerified
    self.phoneNumber = phoneNumber
    self.isPhoneNumberVerified = isPhoneNumberVerified
    self.customAttributes = customAttributes
    self.scopes = scopes
    self.issuedAt = issuedAt
    self.expiresAt = expiresAt
    self.claimsJSON = claimsJSON
  }
}
