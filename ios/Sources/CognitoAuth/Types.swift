import CognitoAuthBindings
import Foundation

// The core's types whose shape fits the guides as it is.

/// Where a code went, as the service says it.
public typealias AuthCodeDeliveryDetails = CognitoAuthBindings.AuthCodeDeliveryDetails
/// How a code is delivered.
public typealias DeliveryMedium = CognitoAuthBindings.DeliveryMedium
/// A user attribute: a key and its value.
public typealias AuthUserAttribute = CognitoAuthBindings.AuthUserAttribute
/// The key of a user attribute: a standard one of OpenID Connect's, or one of the pool's own.
public typealias AuthUserAttributeKey = CognitoAuthBindings.AuthUserAttributeKey
/// The session: whether somebody is signed in, who, and the tokens.
public typealias AuthSession = CognitoAuthBindings.AuthSession
/// The tokens of a signed-in user.
public typealias UserPoolTokens = CognitoAuthBindings.UserPoolTokens
/// The signed-in user.
public typealias AuthUser = CognitoAuthBindings.AuthUser
/// Something that happened to the session of one ``Auth``.
public typealias AuthEvent = CognitoAuthBindings.AuthEvent
/// A second factor.
public typealias MFAType = CognitoAuthBindings.MfaType
/// What TOTP set-up needs.
public typealias TOTPSetupDetails = CognitoAuthBindings.TotpSetupDetails

/// A first factor to sign in with.
public enum AuthFactorType: Equatable, Hashable, Sendable {
  /// The password, sent.
  case password
  /// The password, proved by SRP.
  case passwordSRP
  /// A code by e-mail.
  case emailOTP
  /// A code by text message.
  case smsOTP
  /// A passkey.
  case webAuthn
}

extension AuthUserAttribute {
  /// An attribute.
  public init(_ key: AuthUserAttributeKey, value: String) {
    self.init(key: key, value: value)
  }
}

extension AuthUserAttributeKey {
  /// The key of Cognito's name; a name that is not standard is the pool's own.
  public init(name: String) {
    self = userAttributeKey(name: name)
  }

  /// Cognito's name of the attribute: `email`, `custom:department`.
  public var name: String { userAttributeName(key: self) }
}

extension MFAType {
  /// The word that answers a selection, the same in every language.
  public var challengeResponse: String { mfaTypeChallengeResponse(mfaType: self) }
}

extension UserPoolTokens {
  /// When the access token expires, by the device's clock.
  public var expiresAt: Date { Date(timeIntervalSince1970: TimeInterval(expiresAtMilliseconds) / 1000) }
}
