import CognitoAuthBindings
import Foundation

// The core's types whose shape fits the guides as it is.

/// Where a code went, as the service says it.
public typealias AuthCodeDeliveryDetails = CognitoAuthBindings.AuthCodeDeliveryDetails
/// How a code is delivered.
public typealias DeliveryMedium = CognitoAuthBindings.DeliveryMedium
/// A user attribute: a key and its value.
public typealias AuthUserAttribute = CognitoAuthBindings.AuthUserAttribute
/// The key of a user attribute: a standard one of OpenID Connect's, or another one.
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
/// What a user wants of one second factor.
public typealias MFAPreference = CognitoAuthBindings.MfaPreference
/// What an authenticator app needs to be set up.
public typealias TOTPSetupDetails = CognitoAuthBindings.TotpSetupDetails
/// A device of the user's, as the service lists it.
public typealias AuthDevice = CognitoAuthBindings.AuthDevice
/// A passkey of the user's, as the service lists it.
public typealias AuthWebAuthnCredential = CognitoAuthBindings.AuthWebAuthnCredential
/// One page of the user's passkeys.
public typealias AuthListWebAuthnCredentialsResult = CognitoAuthBindings.ListWebAuthnCredentialsResult
/// What the pool's threat protection (advanced security) is told about the device.
public typealias UserContextData = CognitoAuthBindings.UserContextData

/// A first factor to sign in with.
public enum AuthFactorType: Equatable, Hashable, Sendable, CaseIterable {
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

  /// The word that answers a selection, the same in every language.
  public var challengeResponse: String { authFactorTypeChallengeResponse(factorType: bridged) }
}

/// The second factors to choose from.
public typealias AllowedMFATypes = Set<MFAType>
/// The first factors to choose from.
public typealias AvailableAuthFactorTypes = Set<AuthFactorType>

/// The second factors of a user.
public struct UserMFAPreference: Equatable, Sendable {
  /// Those that may be used.
  public let enabled: Set<MFAType>
  /// The one that is used unless the user says otherwise.
  public let preferred: MFAType?
}

/// How a user can sign in.
public struct UserAuthFactors: Equatable, Sendable {
  /// The user name in the pool.
  public let username: String
  /// First factors that the user has; those that this version does not know are left out.
  public let firstFactors: [AuthFactorType]
  /// Second factors that may be used.
  public let enabledMFATypes: [MFAType]
  /// The second factor that is used unless the user says otherwise.
  public let preferredMFAType: MFAType?
}

extension AuthUserAttribute {
  /// An attribute.
  public init(_ key: AuthUserAttributeKey, value: String) {
    self.init(key: key, value: value)
  }
}

extension AuthUserAttributeKey {
  /// The key of Cognito's name; a name that is neither standard nor one of Cognito's others is the pool's own, with
  /// its prefix or without.
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

extension TOTPSetupDetails {
  /// The address that sets up an authenticator app: to be opened, or shown as a QR code. It contains the secret.
  ///
  /// - Parameters:
  ///   - appName: Shown beside the code.
  ///   - accountName: Shown too; the user name unless given.
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/validation`` for an empty `appName`.
  public func getSetupURI(appName: String, accountName: String? = nil) throws(AuthError) -> URL {
    do {
      let uri = try totpSetupUri(details: self, appName: appName, accountName: accountName)
      guard let url = URL(string: uri) else { throw AuthError.internal }
      return url
    } catch {
      throw AuthError(error)
    }
  }
}

extension UserPoolTokens {
  /// When the first of the access token and the ID token expires, by the device's clock.
  public var expiresAt: Date { Date(milliseconds: expiresAtMilliseconds) }
}

extension AuthDevice {
  /// When it was first seen.
  public var createdDate: Date? { createdAtMilliseconds.map(Date.init(milliseconds:)) }
  /// When it last signed in.
  public var lastAuthenticatedDate: Date? { lastAuthenticatedAtMilliseconds.map(Date.init(milliseconds:)) }
  /// When what the service knows of it changed last.
  public var lastModifiedDate: Date? { lastModifiedAtMilliseconds.map(Date.init(milliseconds:)) }
}

extension AuthWebAuthnCredential {
  /// When it was registered.
  public var createdAt: Date { Date(milliseconds: createdAtMilliseconds) }
}

extension Date {
  fileprivate init(milliseconds: Int64) {
    self.init(timeIntervalSince1970: TimeInterval(milliseconds) / 1000)
  }
}
