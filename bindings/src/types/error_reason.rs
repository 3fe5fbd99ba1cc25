//! Why the user pool refused.

use cognito_auth_core::AuthErrorReason;

#[uniffi::remote(Enum)]
pub enum AuthErrorReason {
    WrongUsernameOrPassword,
    AttemptsExceeded,
    TemporaryPasswordExpired,
    UserDisabled,
    UserDeleted,
    BlockedForSecurity,
    ChallengeSessionExpired,
    ChallengeSessionInvalid,
    FlowNotEnabled,
    CustomFlowNotConfigured,

    SignUpNotPermitted,
    AlreadyConfirmed,
    EmailTaken,
    PhoneNumberTaken,
    UsernameMalformed,
    AutoVerificationOff,

    UserStateForbidsReset,
    NoVerifiedContact,
    PasswordTooShort,
    PasswordLacksUppercase,
    PasswordLacksLowercase,
    PasswordLacksDigit,
    PasswordLacksSymbol,
    PasswordCompromised,
    PasswordMalformed,

    CodeAlreadyUsed,
    EmailQuotaExceeded,
    FactorNotSetUp,
    FactorNotEnabled,

    AttributeNotWritable,
    AttributeNotChangeable,
    AttributeUnknown,
    AttributeMissing,
    EmailMalformed,
    PhoneNumberMalformed,
    AttributeMalformed,

    AccessTokenExpired,
    AccessTokenInvalid,
    AccessTokenRevoked,
    ScopeMissing,
    RefreshTokenExpired,
    RefreshTokenInvalid,
    RefreshTokenRevoked,
    DeviceUnknown,

    SecretHashMissing,
    SecretHashWrong,
    AppClientUnknown,
    UserPoolUnknown,
    ParameterMissing,
    ParameterMalformed,

    PreSignUpTrigger,
    PostConfirmationTrigger,
    PreAuthenticationTrigger,
    PostAuthenticationTrigger,
    PreTokenGenerationTrigger,
    CustomChallengeTrigger,
    UserMigrationTrigger,
    CustomMessageTrigger,
    CustomSenderTrigger,

    SignUpRefused,
    ConfirmationRefused,
    SignInRefused,
    RefreshRefused,
    SignOutRefused,
    PasswordResetRefused,
    PasswordChangeRefused,
    AttributesRefused,
    SecondFactorRefused,
    DeviceRefused,
    PasskeyRefused,
    AccountRefused,
}

#[uniffi::export]
pub fn auth_error_reason_name(reason: AuthErrorReason) -> String {
    reason.name().to_owned()
}
