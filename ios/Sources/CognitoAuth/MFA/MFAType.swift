/// A second factor. The raw value is the answer that chooses this factor, the same in every language.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum MFAType: String, CaseIterable, Sendable {
  /// A code by text message.
  case sms = "SMS"
  /// A code that an authenticator app shows (RFC 6238).
  case totp = "TOTP"
  /// A code by e-mail.
  case email = "EMAIL"

  /// The answer to ``AuthSignInStep/continueSignInWithMFASelection(_:)`` and
  /// ``AuthSignInStep/continueSignInWithMFASetupSelection(_:)`` that chooses this factor. The service's names
  /// choose it too: `SMS_MFA`, `SOFTWARE_TOKEN_MFA`, `EMAIL_OTP`.
  public var challengeResponse: String { rawValue }
}

/// The second factors that the user can choose from.
public typealias AllowedMFATypes = Set<MFAType>

/// How a user wants to use one second factor.
public enum MFAPreference: Hashable, CaseIterable, Sendable {
  /// The service does not ask for the factor.
  case disabled
  /// The user can choose the factor. If it is the preferred factor, it stays preferred, unless the same call prefers
  /// another factor.
  case enabled
  /// The service asks for the factor, unless the user chooses another one.
  case preferred
  /// The user can choose the factor, but it is not the preferred one.
  case notPreferred
}

/// The second factors of a user.
public struct UserMFAPreference: Hashable, Sendable {
  /// The enabled second factors.
  public let enabled: Set<MFAType>
  /// The second factor that the service asks for, unless the user chooses another one.
  public let preferred: MFAType?

  /// A preference.
  public init(enabled: Set<MFAType>, preferred: MFAType? = nil) {
    self.enabled = enabled
    self.preferred = preferred
  }
}
