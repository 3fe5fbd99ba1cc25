/// A user attribute: a key and its value.
public struct AuthUserAttribute: Hashable, Sendable {
  /// The key.
  public let key: AuthUserAttributeKey
  /// The value; up to 2,048 characters. It is personal data, and is not printed.
  public let value: String

  /// An attribute.
  public init(_ key: AuthUserAttributeKey, value: String) {
    self.key = key
    self.value = value
  }
}

/// The key of a user attribute: a standard attribute of OpenID Connect, or another attribute. The raw value is
/// Cognito's name of the attribute. Two keys are equal if they have the same raw value.
public enum AuthUserAttributeKey: Sendable {
  /// `address`
  case address
  /// `birthdate`
  case birthDate
  /// `email`
  case email
  /// `email_verified`
  case emailVerified
  /// `family_name`
  case familyName
  /// `gender`
  case gender
  /// `given_name`
  case givenName
  /// `locale`
  case locale
  /// `middle_name`
  case middleName
  /// `name`
  case name
  /// `nickname`
  case nickname
  /// `phone_number`
  case phoneNumber
  /// `phone_number_verified`
  case phoneNumberVerified
  /// `picture`
  case picture
  /// `preferred_username`
  case preferredUsername
  /// `profile`
  case profile
  /// `sub`: the user's id in the pool; it never changes.
  case sub
  /// `updated_at`
  case updatedAt
  /// `website`
  case website
  /// `zoneinfo`
  case zoneInfo
  /// A custom attribute of the pool, with Cognito's prefix `custom:` or without it: `custom("team")` equals
  /// `custom("custom:team")`. Cognito has other attributes that are not standard, such as `identities` and
  /// `dev:custom:team`. They are custom keys too, with their whole names.
  case custom(String)

  /// Cognito's name of the attribute: `email`, `custom:team`.
  public var name: String { rawValue }
}

extension AuthUserAttributeKey: RawRepresentable {
  /// Cognito's name of the attribute: `email`, `custom:team`.
  public var rawValue: String {
    switch self {
    case .address: "address"
    case .birthDate: "birthdate"
    case .email: "email"
    case .emailVerified: "email_verified"
    case .familyName: "family_name"
    case .gender: "gender"
    case .givenName: "given_name"
    case .locale: "locale"
    case .middleName: "middle_name"
    case .name: "name"
    case .nickname: "nickname"
    case .phoneNumber: "phone_number"
    case .phoneNumberVerified: "phone_number_verified"
    case .picture: "picture"
    case .preferredUsername: "preferred_username"
    case .profile: "profile"
    case .sub: "sub"
    case .updatedAt: "updated_at"
    case .website: "website"
    case .zoneInfo: "zoneinfo"
    case .custom(let name): Self.isWhole(name) ? name : "custom:\(name)"
    }
  }

  /// The key with this name. Any name that is not a standard attribute becomes a custom key. The prefix `custom:` may
  /// be left out.
  public init(rawValue: String) {
    self = Self.standard.first { $0.rawValue == rawValue } ?? .custom(Self.withoutPrefix(rawValue))
  }

  /// The standard attributes.
  static let standard: [Self] = [
    .address, .birthDate, .email, .emailVerified, .familyName, .gender, .givenName, .locale, .middleName, .name,
    .nickname, .phoneNumber, .phoneNumberVerified, .picture, .preferredUsername, .profile, .sub, .updatedAt, .website,
    .zoneInfo,
  ]

  /// Whether this is an attribute's whole name. Such a name begins with one of Cognito's prefixes, or is `identities`:
  /// the attribute that lists a user's accounts at other providers.
  private static func isWhole(_ name: String) -> Bool {
    name == "identities" || ["custom:", "dev:", "cognito:"].contains { name.hasPrefix($0) }
  }

  private static func withoutPrefix(_ name: String) -> String {
    guard name.hasPrefix("custom:") else { return name }
    let rest = String(name.dropFirst("custom:".count))
    return isWhole(rest) ? name : rest
  }
}

extension AuthUserAttributeKey: Hashable {
  /// Whether both keys have the same name at Cognito.
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

  /// Hashes Cognito's name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
