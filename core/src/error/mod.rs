//! What goes wrong, as an app sees it: what to do, why, and whether trying again helps.
//!
//! Inside, the floors have errors of their own, rich and never shown. Here they become one small type. No text of
//! the service's, of the platform's or of the user's ever gets into it.

use std::fmt;

mod words;

/// What an app has to do about an error. One variant, one way to react.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthErrorKind {
    /// The configuration is wrong or lacks something: a mistake in the app, not the user's.
    Configuration,
    /// An argument is empty or malformed; [`AuthError::field`] names it. Nothing was sent.
    Validation,
    /// The service refused: wrong password, wrong code, unknown user. Show it to the user.
    NotAuthorized,
    /// The service refused for another reason; see [`AuthError::code`].
    Service,
    /// The call does not fit the moment: a sign-in while signed in, an answer with no question open.
    InvalidState,
    /// Nobody is signed in.
    SignedOut,
    /// The session has ended at the service; the user has to sign in again.
    SessionExpired,
    /// No answer came: offline, TLS, a server that is down or answers nonsense. The session stands.
    Network,
    /// The platform's store is locked, broken or full. The session stands.
    Storage,
    /// The call was cancelled.
    Cancelled,
    /// The call's time limit passed. The session stands.
    TimedOut,
    /// A defect of this library.
    Internal,
}

/// Declares [`AuthErrorCode`] with the name of each code and, for the service's, Cognito's exception.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// Exactly what went wrong: one code for every exception that Cognito declares for an operation of ours,
        /// and one for everything that goes wrong on this side.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum AuthErrorCode { $($(#[$doc])* $variant,)+ }

        impl AuthErrorCode {
            /// Every code, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code's name, the same in every language: Cognito's exception without its ending, or ours.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    /// Cognito: AliasExistsException. The e-mail address or phone number belongs to another account.
    AliasExists = "AliasExists",
    /// Cognito: CodeDeliveryFailureException. The code could not be delivered.
    CodeDeliveryFailure = "CodeDeliveryFailure",
    /// Cognito: CodeMismatchException. The code is wrong; the question stands and can be answered again.
    CodeMismatch = "CodeMismatch",
    /// Cognito: ConcurrentModificationException.
    ConcurrentModification = "ConcurrentModification",
    /// Cognito: DeviceKeyExistsException. The device is confirmed already.
    DeviceKeyExists = "DeviceKeyExists",
    /// Cognito: EnableSoftwareTokenMFAException. The first TOTP code was wrong.
    EnableSoftwareTokenMfa = "EnableSoftwareTokenMFA",
    /// Cognito: ExpiredCodeException. The code is too old, or spent.
    ExpiredCode = "ExpiredCode",
    /// Cognito: FeatureUnavailableInTierException.
    FeatureUnavailableInTier = "FeatureUnavailableInTier",
    /// Cognito: ForbiddenException. A firewall rule of the pool refused.
    Forbidden = "Forbidden",
    /// Cognito: InternalErrorException. The service failed.
    InternalError = "InternalError",
    /// Cognito: InvalidEmailRoleAccessPolicyException. The pool's e-mail set-up is wrong.
    InvalidEmailRoleAccessPolicy = "InvalidEmailRoleAccessPolicy",
    /// Cognito: InvalidLambdaResponseException. A trigger of the pool answered nonsense.
    InvalidLambdaResponse = "InvalidLambdaResponse",
    /// Cognito: InvalidParameterException. The service refused a parameter, or the pool has this disabled.
    InvalidParameter = "InvalidParameter",
    /// Cognito: InvalidPasswordException. The password does not meet the pool's policy.
    InvalidPassword = "InvalidPassword",
    /// Cognito: InvalidSmsRoleAccessPolicyException. The pool's SMS set-up is wrong.
    InvalidSmsRoleAccessPolicy = "InvalidSmsRoleAccessPolicy",
    /// Cognito: InvalidSmsRoleTrustRelationshipException. The pool's SMS set-up is wrong.
    InvalidSmsRoleTrustRelationship = "InvalidSmsRoleTrustRelationship",
    /// Cognito: InvalidUserPoolConfigurationException. The pool's set-up is wrong.
    InvalidUserPoolConfiguration = "InvalidUserPoolConfiguration",
    /// Cognito: LimitExceededException. Too many attempts; wait.
    LimitExceeded = "LimitExceeded",
    /// Cognito: MFAMethodNotFoundException. No MFA method is set up.
    MfaMethodNotFound = "MFAMethodNotFound",
    /// Cognito: NotAuthorizedException. Wrong user name or password, a spent session, a disabled user.
    NotAuthorized = "NotAuthorized",
    /// Cognito: OperationNotEnabledException.
    OperationNotEnabled = "OperationNotEnabled",
    /// Cognito: PasswordHistoryPolicyViolationException. The password was used before.
    PasswordHistoryPolicyViolation = "PasswordHistoryPolicyViolation",
    /// Cognito: PasswordResetRequiredException. An administrator asked for a new password.
    PasswordResetRequired = "PasswordResetRequired",
    /// Cognito: RefreshTokenReuseException. The refresh token was rotated away.
    RefreshTokenReuse = "RefreshTokenReuse",
    /// Cognito: ResourceNotFoundException. The pool, the client or the device does not exist.
    ResourceNotFound = "ResourceNotFound",
    /// Cognito: SoftwareTokenMFANotFoundException. TOTP is not set up.
    SoftwareTokenMfaNotFound = "SoftwareTokenMFANotFound",
    /// Cognito: TooManyFailedAttemptsException.
    TooManyFailedAttempts = "TooManyFailedAttempts",
    /// Cognito: TooManyRequestsException. Slow down.
    TooManyRequests = "TooManyRequests",
    /// Cognito: UnauthorizedException.
    Unauthorized = "Unauthorized",
    /// Cognito: UnexpectedLambdaException. A trigger of the pool failed.
    UnexpectedLambda = "UnexpectedLambda",
    /// Cognito: UnsupportedOperationException.
    UnsupportedOperation = "UnsupportedOperation",
    /// Cognito: UnsupportedTokenTypeException. The token can't be revoked.
    UnsupportedTokenType = "UnsupportedTokenType",
    /// Cognito: UserLambdaValidationException. A trigger of the pool refused.
    UserLambdaValidation = "UserLambdaValidation",
    /// Cognito: UsernameExistsException. The user name is taken.
    UsernameExists = "UsernameExists",
    /// Cognito: UserNotConfirmedException. The user has not confirmed the sign-up.
    UserNotConfirmed = "UserNotConfirmed",
    /// Cognito: UserNotFoundException. No such user.
    UserNotFound = "UserNotFound",
    /// Cognito: WebAuthnChallengeNotFoundException. The registration of a passkey took too long, or was never begun.
    WebAuthnChallengeNotFound = "WebAuthnChallengeNotFound",
    /// Cognito: WebAuthnClientMismatchException. The app client has no passkeys.
    WebAuthnClientMismatch = "WebAuthnClientMismatch",
    /// Cognito: WebAuthnConfigurationMissingException. The pool's passkeys are not set up.
    WebAuthnConfigurationMissing = "WebAuthnConfigurationMissing",
    /// Cognito: WebAuthnCredentialNotSupportedException. The pool does not take passkeys of this kind.
    WebAuthnCredentialNotSupported = "WebAuthnCredentialNotSupported",
    /// Cognito: WebAuthnNotEnabledException. The pool has no passkeys.
    WebAuthnNotEnabled = "WebAuthnNotEnabled",
    /// Cognito: WebAuthnOriginNotAllowedException. The passkey was made for another site or app.
    WebAuthnOriginNotAllowed = "WebAuthnOriginNotAllowed",
    /// Cognito: WebAuthnRelyingPartyMismatchException. The passkey was made for another domain.
    WebAuthnRelyingPartyMismatch = "WebAuthnRelyingPartyMismatch",
    /// An exception of the service that this version does not know.
    UnknownServiceException = "UnknownServiceException",
    /// The service asks something that this version can't put to the user.
    UnsupportedChallenge = "UnsupportedChallenge",
    /// The service's answer lacks what it must have, or is no answer of Cognito's at all.
    MalformedResponse = "MalformedResponse",
    /// The service failed (HTTP 5xx) without one of its exceptions.
    ServerError = "ServerError",
    /// The service's proof of identity failed: SRP values that no honest server sends.
    InvalidServerProof = "InvalidServerProof",

    /// The device has no network.
    Offline = "Offline",
    /// TLS failed.
    TlsFailed = "TlsFailed",
    /// No answer came for another reason: connection refused or reset, DNS, the transport itself.
    TransportFailed = "TransportFailed",
    /// The call's time limit passed.
    DeadlinePassed = "DeadlinePassed",
    /// The caller cancelled the call, or a newer sign-in took its place.
    Cancelled = "Cancelled",
    /// The instance was closed.
    Closed = "Closed",

    /// The store is locked until the device is unlocked.
    StoreLocked = "StoreLocked",
    /// The store can't be reached now.
    StoreUnavailable = "StoreUnavailable",
    /// The store is full.
    StoreFull = "StoreFull",
    /// The stored record is damaged; it was kept aside.
    StoreCorrupt = "StoreCorrupt",
    /// The stored record can never be read again; it was kept aside.
    StoreUnrecoverable = "StoreUnrecoverable",
    /// The app is not set up to use the store: an entitlement is missing.
    StoreMisconfigured = "StoreMisconfigured",
    /// The system gave no randomness.
    NoEntropy = "NoEntropy",

    /// The user closed the platform's sheet for passkeys.
    PasskeyCancelled = "PasskeyCancelled",
    /// The device, or its system's version, has no passkeys, or the app gave no authenticator.
    PasskeyUnsupported = "PasskeyUnsupported",
    /// The user has no passkey for this here.
    PasskeyNotFound = "PasskeyNotFound",
    /// The authenticator holds a passkey of this user's already.
    PasskeyAlreadyRegistered = "PasskeyAlreadyRegistered",
    /// The app does not belong to the domain that the passkeys are for.
    PasskeyDomainMismatch = "PasskeyDomainMismatch",
    /// The authenticator failed for another reason.
    PasskeyFailed = "PasskeyFailed",

    /// An argument that must not be empty is empty.
    EmptyArgument = "EmptyArgument",
    /// An argument has a form that the service never accepts.
    MalformedArgument = "MalformedArgument",
    /// The configuration file is not JSON, or not of a kind that is known.
    MalformedConfiguration = "MalformedConfiguration",
    /// The configuration lacks a value that is needed, or a value is malformed.
    InvalidConfiguration = "InvalidConfiguration",
    /// Plain http to a host that is not on this desk.
    InsecureEndpoint = "InsecureEndpoint",

    /// A user is signed in already: sign out first.
    AlreadySignedIn = "AlreadySignedIn",
    /// Nobody is signed in.
    NotSignedIn = "NotSignedIn",
    /// No sign-in is waiting for an answer.
    NoPendingSignIn = "NoPendingSignIn",
    /// No sign-up has just been confirmed, or it can't be followed by a sign-in without a password.
    NoPendingAutoSignIn = "NoPendingAutoSignIn",
    /// This device is not remembered, so there is none to forget or to remember.
    NoDevice = "NoDevice",
    /// The question is too old to be answered; start the sign-in again.
    ChallengeExpired = "ChallengeExpired",
    /// The session ended at the service: the refresh token has expired, or was revoked.
    SessionExpired = "SessionExpired",
    /// A defect of this library.
    Internal = "Internal",
}

/// An error of any call of [`Auth`](crate::Auth).
///
/// Its texts are this library's own: neither secrets nor the user's input nor the service's words get into them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct AuthError {
    /// What to do about it.
    pub kind: AuthErrorKind,
    /// Exactly what went wrong.
    pub code: AuthErrorCode,
    /// What went wrong, as a sentence for a developer.
    pub description: String,
    /// What the app, or its user, can do now.
    pub recovery_suggestion: String,
    /// Whether the same call may succeed later without any change.
    pub retryable: bool,
    /// The argument at fault, or the value of the configuration, where it is one.
    pub field: Option<String>,
    /// The service's id of the request that failed (`x-amzn-requestid`), for a question to AWS.
    pub request_id: Option<String>,
}

impl fmt::Display for AuthError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {} {}", self.code.name(), self.description, self.recovery_suggestion)
    }
}

impl From<AuthErrorCode> for AuthError {
    /// The error with the words of its code.
    fn from(code: AuthErrorCode) -> Self {
        let words = words::words(code);
        Self {
            kind: words.kind,
            code,
            description: words.description.to_owned(),
            recovery_suggestion: words.recovery_suggestion.to_owned(),
            retryable: words.retryable,
            field: None,
            request_id: None,
        }
    }
}

impl AuthError {
    /// The same error, naming the argument at fault.
    #[must_use]
    pub fn with_field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// The same error, naming the service's request.
    #[must_use]
    pub fn with_request_id(mut self, request_id: Option<String>) -> Self {
        self.request_id = request_id;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_of_its_own() {
        let mut descriptions = std::collections::BTreeSet::new();
        for code in AuthErrorCode::ALL {
            let error = AuthError::from(*code);
            assert!(!error.recovery_suggestion.is_empty(), "{code:?} says nothing to do");
            assert!(descriptions.insert(error.description), "{code:?} shares its description");
        }
    }
}
