//! Exactly what went wrong.

use cognito_auth_core::AuthErrorCode;

/// Exactly what went wrong: one code for every exception that Cognito declares for an operation of ours, and one for
/// everything that goes wrong on this side.
#[uniffi::remote(Enum)]
pub enum AuthErrorCode {
    /// Cognito: AliasExistsException. The e-mail address or phone number belongs to another account.
    AliasExists,
    /// Cognito: CodeDeliveryFailureException. The code could not be delivered.
    CodeDeliveryFailure,
    /// Cognito: CodeMismatchException. The code is wrong; the question stands and can be answered again.
    CodeMismatch,
    /// Cognito: ConcurrentModificationException.
    ConcurrentModification,
    /// Cognito: DeviceKeyExistsException. The device is confirmed already.
    DeviceKeyExists,
    /// Cognito: EnableSoftwareTokenMFAException. The first TOTP code was wrong.
    EnableSoftwareTokenMfa,
    /// Cognito: ExpiredCodeException. The code is too old, or spent.
    ExpiredCode,
    /// Cognito: FeatureUnavailableInTierException.
    FeatureUnavailableInTier,
    /// Cognito: ForbiddenException. A firewall rule of the pool refused.
    Forbidden,
    /// Cognito: InternalErrorException. The service failed.
    InternalError,
    /// Cognito: InvalidEmailRoleAccessPolicyException. The pool's e-mail set-up is wrong.
    InvalidEmailRoleAccessPolicy,
    /// Cognito: InvalidLambdaResponseException. A trigger of the pool answered nonsense.
    InvalidLambdaResponse,
    /// Cognito: InvalidParameterException. The service refused a parameter, or the pool has this disabled.
    InvalidParameter,
    /// Cognito: InvalidPasswordException. The password does not meet the pool's policy.
    InvalidPassword,
    /// Cognito: InvalidSmsRoleAccessPolicyException. The pool's SMS set-up is wrong.
    InvalidSmsRoleAccessPolicy,
    /// Cognito: InvalidSmsRoleTrustRelationshipException. The pool's SMS set-up is wrong.
    InvalidSmsRoleTrustRelationship,
    /// Cognito: InvalidUserPoolConfigurationException. The pool's set-up is wrong.
    InvalidUserPoolConfiguration,
    /// Cognito: LimitExceededException. Too many attempts; wait.
    LimitExceeded,
    /// Cognito: MFAMethodNotFoundException. No MFA method is set up.
    MfaMethodNotFound,
    /// Cognito: NotAuthorizedException. Wrong user name or password, a spent session, a disabled user.
    NotAuthorized,
    /// Cognito: OperationNotEnabledException.
    OperationNotEnabled,
    /// Cognito: PasswordHistoryPolicyViolationException. The password was used before.
    PasswordHistoryPolicyViolation,
    /// Cognito: PasswordResetRequiredException. An administrator asked for a new password.
    PasswordResetRequired,
    /// Cognito: RefreshTokenReuseException. The refresh token was rotated away.
    RefreshTokenReuse,
    /// Cognito: ResourceNotFoundException. The pool, the client or the device does not exist.
    ResourceNotFound,
    /// Cognito: SoftwareTokenMFANotFoundException. TOTP is not set up.
    SoftwareTokenMfaNotFound,
    /// Cognito: TooManyFailedAttemptsException.
    TooManyFailedAttempts,
    /// Cognito: TooManyRequestsException. Slow down.
    TooManyRequests,
    /// Cognito: UnauthorizedException.
    Unauthorized,
    /// Cognito: UnexpectedLambdaException. A trigger of the pool failed.
    UnexpectedLambda,
    /// Cognito: UnsupportedOperationException.
    UnsupportedOperation,
    /// Cognito: UnsupportedTokenTypeException. The token can't be revoked.
    UnsupportedTokenType,
    /// Cognito: UserLambdaValidationException. A trigger of the pool refused.
    UserLambdaValidation,
    /// Cognito: UsernameExistsException. The user name is taken.
    UsernameExists,
    /// Cognito: UserNotConfirmedException. The user has not confirmed the sign-up.
    UserNotConfirmed,
    /// Cognito: UserNotFoundException. No such user.
    UserNotFound,
    /// Cognito: WebAuthnChallengeNotFoundException. The registration of a passkey took too long, or was never begun.
    WebAuthnChallengeNotFound,
    /// Cognito: WebAuthnClientMismatchException. The app client has no passkeys.
    WebAuthnClientMismatch,
    /// Cognito: WebAuthnConfigurationMissingException. The pool's passkeys are not set up.
    WebAuthnConfigurationMissing,
    /// Cognito: WebAuthnCredentialNotSupportedException. The pool does not take passkeys of this kind.
    WebAuthnCredentialNotSupported,
    /// Cognito: WebAuthnNotEnabledException. The pool has no passkeys.
    WebAuthnNotEnabled,
    /// Cognito: WebAuthnOriginNotAllowedException. The passkey was made for another site or app.
    WebAuthnOriginNotAllowed,
    /// Cognito: WebAuthnRelyingPartyMismatchException. The passkey was made for another domain.
    WebAuthnRelyingPartyMismatch,
    /// An exception of the service that this version does not know.
    UnknownServiceException,
    /// The service asks something that this version can't put to the user.
    UnsupportedChallenge,
    /// The service's answer lacks what it must have, or is no answer of Cognito's at all.
    MalformedResponse,
    /// The service failed (HTTP 5xx) without one of its exceptions.
    ServerError,
    /// The service's proof of identity failed: SRP values that no honest server sends.
    InvalidServerProof,

    /// The device has no network.
    Offline,
    /// TLS failed.
    TlsFailed,
    /// No answer came for another reason: connection refused or reset, DNS, the transport itself.
    TransportFailed,
    /// The call's time limit passed.
    DeadlinePassed,
    /// The caller cancelled the call, or a newer sign-in took its place.
    Cancelled,
    /// The instance was closed.
    Closed,

    /// The store is locked until the device is unlocked.
    StoreLocked,
    /// The store can't be reached now.
    StoreUnavailable,
    /// The store is full.
    StoreFull,
    /// The stored record is damaged; it was kept aside.
    StoreCorrupt,
    /// The stored record can never be read again; it was kept aside.
    StoreUnrecoverable,
    /// The app is not set up to use the store: an entitlement is missing.
    StoreMisconfigured,
    /// The system gave no randomness.
    NoEntropy,

    /// The user closed the platform's sheet for passkeys.
    PasskeyCancelled,
    /// The device, or its system's version, has no passkeys, or the app gave no authenticator.
    PasskeyUnsupported,
    /// The user has no passkey for this here.
    PasskeyNotFound,
    /// The authenticator holds a passkey of this user's already.
    PasskeyAlreadyRegistered,
    /// The app does not belong to the domain that the passkeys are for.
    PasskeyDomainMismatch,
    /// The authenticator failed for another reason.
    PasskeyFailed,

    /// An argument that must not be empty is empty.
    EmptyArgument,
    /// An argument has a form that the service never accepts.
    MalformedArgument,
    /// The configuration file is not JSON, or not of a kind that is known.
    MalformedConfiguration,
    /// The configuration lacks a value that is needed, or a value is malformed.
    InvalidConfiguration,
    /// Plain http to a host that is not on this desk.
    InsecureEndpoint,

    /// A user is signed in already: sign out first.
    AlreadySignedIn,
    /// Nobody is signed in.
    NotSignedIn,
    /// No sign-in is waiting for an answer.
    NoPendingSignIn,
    /// No sign-up has just been confirmed, or it can't be followed by a sign-in without a password.
    NoPendingAutoSignIn,
    /// This device is not remembered, so there is none to forget or to remember.
    NoDevice,
    /// The question is too old to be answered; start the sign-in again.
    ChallengeExpired,
    /// The session ended at the service: the refresh token has expired, or was revoked.
    SessionExpired,
    /// A defect of this library.
    Internal,
}

/// The code's name, the same in every language: Cognito's exception without its ending, or ours.
#[uniffi::export]
pub fn auth_error_code_name(code: AuthErrorCode) -> String {
    code.name().to_owned()
}
