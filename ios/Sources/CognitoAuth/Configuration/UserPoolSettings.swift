/// The user pool's settings that a configuration file contains. An app can use them to decide which fields its forms
/// show, and what they ask for. The library itself uses none of them, and the pool's real settings can differ. A
/// setting is `nil` or empty if the file lacks it.
public struct UserPoolSettings: Hashable, Sendable {
  /// What a password has to look like.
  public var passwordPolicy: PasswordPolicy?
  /// Whether a sign-in asks for a second factor.
  public var mfaConfiguration: MFAConfiguration?
  /// The second factors that the pool allows.
  public var mfaTypes: [MFAType]
  /// What a user may type as the user name.
  public var usernameAttributes: [UsernameAttribute]
  /// The attributes that the pool requires for a sign-up.
  public var requiredSignUpAttributes: [AuthUserAttributeKey]
  /// The attributes that the pool verifies with a code: the e-mail address, the phone number.
  public var verificationTypes: [AuthUserAttributeKey]
  /// The ways to sign in without a password.
  public var passwordless: PasswordlessSettings?
  /// The names of the pool's groups. The group with the lowest precedence value comes first.
  public var groups: [String]

  /// Settings.
  public init(
    passwordPolicy: PasswordPolicy? = nil, mfaConfiguration: MFAConfiguration? = nil, mfaTypes: [MFAType] = [],
    usernameAttributes: [UsernameAttribute] = [], requiredSignUpAttributes: [AuthUserAttributeKey] = [],
    verificationTypes: [AuthUserAttributeKey] = [], passwordless: PasswordlessSettings? = nil, groups: [String] = []
  ) {
    self.passwordPolicy = passwordPolicy
    self.mfaConfiguration = mfaConfiguration
    self.mfaTypes = mfaTypes
    self.usernameAttributes = usernameAttributes
    self.requiredSignUpAttributes = requiredSignUpAttributes
    self.verificationTypes = verificationTypes
    self.passwordless = passwordless
    self.groups = groups
  }
}

/// What a password of the pool has to look like (Cognito: `PasswordPolicyType`).
public struct PasswordPolicy: Hashable, Sendable {
  /// The least number of characters, 6 to 99.
  public var minLength: Int
  /// Whether a password needs a lower-case letter of the basic Latin alphabet.
  public var requiresLowercase: Bool
  /// Whether a password needs an upper-case letter of the basic Latin alphabet.
  public var requiresUppercase: Bool
  /// Whether a password needs a digit.
  public var requiresNumbers: Bool
  /// Whether a password needs a symbol.
  public var requiresSymbols: Bool

  /// A policy.
  public init(
    minLength: Int, requiresLowercase: Bool = false, requiresUppercase: Bool = false, requiresNumbers: Bool = false,
    requiresSymbols: Bool = false
  ) {
    self.minLength = minLength
    self.requiresLowercase = requiresLowercase
    self.requiresUppercase = requiresUppercase
    self.requiresNumbers = requiresNumbers
    self.requiresSymbols = requiresSymbols
  }
}

/// Whether a sign-in asks for a second factor (Cognito: `MfaConfiguration`).
public enum MFAConfiguration: Hashable, CaseIterable, Sendable {
  /// No sign-in asks for a second factor.
  case off
  /// A sign-in asks for a second factor if the user has enabled one.
  case optional
  /// Every sign-in asks for a second factor.
  case required
}

/// What a user may type as the user name.
public enum UsernameAttribute: Hashable, CaseIterable, Sendable {
  /// A name of the user's choice.
  case username
  /// The e-mail address.
  case email
  /// The phone number.
  case phoneNumber
  /// The attribute `preferred_username`.
  case preferredUsername
}

/// The ways to sign in without a password, in the flow ``AuthFlowType/userAuth(preferredFirstFactor:)``.
public struct PasswordlessSettings: Hashable, Sendable {
  /// Whether a user can sign in with a code by e-mail.
  public var emailOTPEnabled: Bool
  /// Whether a user can sign in with a code by text message.
  public var smsOTPEnabled: Bool
  /// The settings of passkeys, if a user can sign in with one.
  public var webAuthn: WebAuthnSettings?
  /// The factor that a form offers first.
  public var preferredChallenge: AuthFactorType?

  /// Settings.
  public init(
    emailOTPEnabled: Bool = false, smsOTPEnabled: Bool = false, webAuthn: WebAuthnSettings? = nil,
    preferredChallenge: AuthFactorType? = nil
  ) {
    self.emailOTPEnabled = emailOTPEnabled
    self.smsOTPEnabled = smsOTPEnabled
    self.webAuthn = webAuthn
    self.preferredChallenge = preferredChallenge
  }
}

/// The pool's settings of passkeys (Cognito: `WebAuthnConfigurationType`).
public struct WebAuthnSettings: Hashable, Sendable {
  /// The domain that the passkeys are for.
  public var relyingPartyId: String?
  /// Whether the authenticator has to verify the user, as by a fingerprint.
  public var userVerification: UserVerification?

  /// Settings.
  public init(relyingPartyId: String? = nil, userVerification: UserVerification? = nil) {
    self.relyingPartyId = relyingPartyId
    self.userVerification = userVerification
  }
}

/// Whether an authenticator has to verify the user (Web Authentication, section 5.8.6).
public enum UserVerification: Hashable, CaseIterable, Sendable {
  /// The authenticator verifies the user if it can.
  case preferred
  /// The authenticator always verifies the user.
  case required
}
