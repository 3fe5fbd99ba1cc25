//! Exactly what went wrong.

use cognito_auth_core::AuthErrorCode;

use crate::error::AuthError;

#[uniffi::remote(Enum)]
pub enum AuthErrorCode {
    AliasExists,
    CodeDeliveryFailure,
    CodeMismatch,
    ConcurrentModification,
    DeviceKeyExists,
    EnableSoftwareTokenMfa,
    ExpiredCode,
    FeatureUnavailableInTier,
    Forbidden,
    InternalError,
    InvalidEmailRoleAccessPolicy,
    InvalidLambdaResponse,
    InvalidParameter,
    InvalidPassword,
    InvalidSmsRoleAccessPolicy,
    InvalidSmsRoleTrustRelationship,
    InvalidUserPoolConfiguration,
    LimitExceeded,
    MfaMethodNotFound,
    NotAuthorized,
    OperationNotEnabled,
    PasswordHistoryPolicyViolation,
    PasswordResetRequired,
    RefreshTokenReuse,
    ResourceNotFound,
    SoftwareTokenMfaNotFound,
    TooManyFailedAttempts,
    TooManyRequests,
    Unauthorized,
    UnexpectedLambda,
    UnsupportedOperation,
    UnsupportedTokenType,
    UserLambdaValidation,
    UsernameExists,
    UserNotConfirmed,
    UserNotFound,
    WebAuthnChallengeNotFound,
    WebAuthnClientMismatch,
    WebAuthnConfigurationMissing,
    WebAuthnCredentialNotSupported,
    WebAuthnNotEnabled,
    WebAuthnOriginNotAllowed,
    WebAuthnRelyingPartyMismatch,
    UnknownServiceException,
    UnsupportedChallenge,
    MalformedResponse,
    ServerError,
    InvalidServerProof,

    Offline,
    TlsFailed,
    TransportFailed,
    DeadlinePassed,
    Cancelled,
    Closed,

    StoreLocked,
    StoreUnavailable,
    StoreFull,
    StoreCorrupt,
    StoreUnrecoverable,
    StoreMisconfigured,
    NoEntropy,

    PasskeyCancelled,
    PasskeyUnsupported,
    PasskeyNotFound,
    PasskeyAlreadyRegistered,
    PasskeyDomainMismatch,
    PasskeyFailed,

    OAuthNotConfigured,
    BrowserBusy,
    BrowserCancelled,
    BrowserUnavailable,
    BrowserFailed,
    MalformedRedirect,
    UnknownRedirect,
    WebSignInRefused,
    WebSignInFailed,
    WebSignInMisconfigured,
    LoginRequired,
    AuthorizationCodeRefused,
    InvalidIdToken,
    UnexpectedIdentity,
    MissingScope,

    EmptyArgument,
    MalformedArgument,
    UnreadableConfiguration,
    MalformedConfiguration,
    InvalidConfiguration,
    InsecureEndpoint,
    CleartextBlocked,

    AlreadySignedIn,
    NotSignedIn,
    NoPendingSignIn,
    SignInInProgress,
    NoPendingAutoSignIn,
    NoDevice,
    ChallengeExpired,
    SessionExpired,
    Internal,
}

/// The library's own error of this code. The two packages use it for failures that they notice themselves, so that the
/// texts are the same.
#[uniffi::export]
pub fn auth_error(code: AuthErrorCode) -> AuthError {
    code.into()
}

#[uniffi::export]
pub fn auth_error_code_name(code: AuthErrorCode) -> String {
    code.name().to_owned()
}
