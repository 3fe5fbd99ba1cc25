/// Why the user pool refused. A reason says more than the ``AuthErrorCode``, which only says which exception the
/// service sent. Every refusal of the user pool has a reason. For a refusal of the identity pool, the code says why.
///
/// The service gives its reasons as texts. Each text that this version knows has a reason here. Any other text gives
/// the reason of the operation, such as ``signInRefused``, which says only what was refused. `docs/errors.md` says what
/// to show the user.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthErrorReason: String, CaseIterable, Sendable {
  // Signing in
  /// The user name or the password is wrong.
  case wrongUsernameOrPassword = "WrongUsernameOrPassword"
  /// There were too many attempts in a row.
  case attemptsExceeded = "AttemptsExceeded"
  /// The temporary password is too old.
  case temporaryPasswordExpired = "TemporaryPasswordExpired"
  /// The user is disabled.
  case userDisabled = "UserDisabled"
  /// The user was deleted.
  case userDeleted = "UserDeleted"
  /// The user pool's threat protection blocked the request.
  case blockedForSecurity = "BlockedForSecurity"
  /// The challenge was answered too late.
  case challengeSessionExpired = "ChallengeSessionExpired"
  /// The challenge was answered already, or belongs to another sign-in.
  case challengeSessionInvalid = "ChallengeSessionInvalid"
  /// The app client does not allow this sign-in flow.
  case flowNotEnabled = "FlowNotEnabled"
  /// The user pool has no triggers for a custom sign-in.
  case customFlowNotConfigured = "CustomFlowNotConfigured"

  // Signing up and confirming
  /// Users can't sign themselves up in this user pool.
  case signUpNotPermitted = "SignUpNotPermitted"
  /// The user has confirmed the sign-up before.
  case alreadyConfirmed = "AlreadyConfirmed"
  /// Another account has this e-mail address.
  case emailTaken = "EmailTaken"
  /// Another account has this phone number.
  case phoneNumberTaken = "PhoneNumberTaken"
  /// The user name does not have the form that the user pool asks for.
  case usernameMalformed = "UsernameMalformed"
  /// The user pool sends no codes to confirm a sign-up.
  case autoVerificationOff = "AutoVerificationOff"

  // Passwords
  /// The password can't be reset now: the user has a temporary one, or signs in with another provider.
  case userStateForbidsReset = "UserStateForbidsReset"
  /// The user has no verified e-mail address or phone number to send a code to.
  case noVerifiedContact = "NoVerifiedContact"
  /// The password is too short.
  case passwordTooShort = "PasswordTooShort"
  /// The password has no upper-case letter.
  case passwordLacksUppercase = "PasswordLacksUppercase"
  /// The password has no lower-case letter.
  case passwordLacksLowercase = "PasswordLacksLowercase"
  /// The password has no digit.
  case passwordLacksDigit = "PasswordLacksDigit"
  /// The password has no symbol.
  case passwordLacksSymbol = "PasswordLacksSymbol"
  /// The password is known from a data breach.
  case passwordCompromised = "PasswordCompromised"
  /// The password has a form that no user pool accepts: too short, too long, or with white space at its beginning or
  /// end.
  case passwordMalformed = "PasswordMalformed"

  // Codes and second factors
  /// The code was used before.
  case codeAlreadyUsed = "CodeAlreadyUsed"
  /// The user pool has sent all the e-mails that it is allowed to send today.
  case emailQuotaExceeded = "EmailQuotaExceeded"
  /// The user has not set up this second factor.
  case factorNotSetUp = "FactorNotSetUp"
  /// The user pool does not have this second factor.
  case factorNotEnabled = "FactorNotEnabled"

  // Attributes
  /// The app client is not allowed to write one of the attributes.
  case attributeNotWritable = "AttributeNotWritable"
  /// An attribute was set before and can't be changed.
  case attributeNotChangeable = "AttributeNotChangeable"
  /// The user pool has no such attribute.
  case attributeUnknown = "AttributeUnknown"
  /// An attribute that the user pool requires is missing.
  case attributeMissing = "AttributeMissing"
  /// The e-mail address is malformed.
  case emailMalformed = "EmailMalformed"
  /// The phone number is malformed: it needs a plus sign and the country's code.
  case phoneNumberMalformed = "PhoneNumberMalformed"
  /// An attribute's value does not have the form that the user pool asks for.
  case attributeMalformed = "AttributeMalformed"

  // Tokens and devices
  /// The access token is too old.
  case accessTokenExpired = "AccessTokenExpired"
  /// The access token is not from this user pool.
  case accessTokenInvalid = "AccessTokenInvalid"
  /// The session was ended, here or on another device.
  case accessTokenRevoked = "AccessTokenRevoked"
  /// The access token lacks the scope `aws.cognito.signin.user.admin`.
  case scopeMissing = "ScopeMissing"
  /// The refresh token is too old.
  case refreshTokenExpired = "RefreshTokenExpired"
  /// The refresh token is not from this app client, or not from this device.
  case refreshTokenInvalid = "RefreshTokenInvalid"
  /// The refresh token was revoked: the session was ended, here or on another device.
  case refreshTokenRevoked = "RefreshTokenRevoked"
  /// The service does not know this device.
  case deviceUnknown = "DeviceUnknown"

  // The configuration
  /// The app client has a secret, and the configuration has none.
  case secretHashMissing = "SecretHashMissing"
  /// The app client's secret is wrong, or the app client has none.
  case secretHashWrong = "SecretHashWrong"
  /// The user pool has no app client with this id.
  case appClientUnknown = "AppClientUnknown"
  /// There is no user pool with this id.
  case userPoolUnknown = "UserPoolUnknown"
  /// The request lacks a parameter that the service needs.
  case parameterMissing = "ParameterMissing"
  /// A value breaks a rule of the service, such as its length.
  case parameterMalformed = "ParameterMalformed"

  // Triggers of the user pool
  /// The user pool's pre sign-up trigger refused or failed.
  case preSignUpTrigger = "PreSignUpTrigger"
  /// The user pool's post confirmation trigger refused or failed. The user was already confirmed, or the password
  /// already replaced.
  case postConfirmationTrigger = "PostConfirmationTrigger"
  /// The user pool's pre authentication trigger refused or failed.
  case preAuthenticationTrigger = "PreAuthenticationTrigger"
  /// The user pool's post authentication trigger refused or failed.
  case postAuthenticationTrigger = "PostAuthenticationTrigger"
  /// The user pool's pre token generation trigger refused or failed.
  case preTokenGenerationTrigger = "PreTokenGenerationTrigger"
  /// One of the user pool's three triggers of custom challenges refused or failed.
  case customChallengeTrigger = "CustomChallengeTrigger"
  /// The user pool's migrate user trigger refused or failed.
  case userMigrationTrigger = "UserMigrationTrigger"
  /// The user pool's custom message trigger refused or failed.
  case customMessageTrigger = "CustomMessageTrigger"
  /// The user pool's trigger that sends e-mails or text messages refused or failed.
  case customSenderTrigger = "CustomSenderTrigger"

  // The service did not say why
  /// The service refused the sign-up.
  case signUpRefused = "SignUpRefused"
  /// The service refused to confirm the sign-up, or to send its code.
  case confirmationRefused = "ConfirmationRefused"
  /// The service refused the sign-in.
  case signInRefused = "SignInRefused"
  /// The service refused to refresh the session.
  case refreshRefused = "RefreshRefused"
  /// The service refused to end the session.
  case signOutRefused = "SignOutRefused"
  /// The service refused to reset the password.
  case passwordResetRefused = "PasswordResetRefused"
  /// The service refused to change the password.
  case passwordChangeRefused = "PasswordChangeRefused"
  /// The service refused to read, change or confirm the attributes.
  case attributesRefused = "AttributesRefused"
  /// The service refused to set up or change a second factor.
  case secondFactorRefused = "SecondFactorRefused"
  /// The service refused to list, remember or forget a device.
  case deviceRefused = "DeviceRefused"
  /// The service refused to register, list or delete a passkey.
  case passkeyRefused = "PasskeyRefused"
  /// The service refused to read or delete the account.
  case accountRefused = "AccountRefused"

  /// The reason's name, the same in every language.
  public var name: String { rawValue }
}
