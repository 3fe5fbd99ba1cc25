//! The error of every call: what happened, how to react, and whether to try again.
//!
//! Each layer has errors of its own, with more detail. They become this one type before the app sees them. It never
//! holds text of the service, of the platform or of the user.

use std::fmt;

mod words;

/// How an app has to react to an error: one variant for each reaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AuthErrorKind {
    /// The configuration is wrong or incomplete: a mistake of the app, not of the user.
    Configuration,
    /// An argument is empty or malformed; [`AuthError::field`] names it. Nothing was sent.
    Validation,
    /// The service refused: wrong password, wrong code, unknown user. Show it to the user.
    NotAuthorized,
    /// The service refused for another reason; see [`AuthError::code`].
    Service,
    /// The call is not possible in this state: a sign-in while signed in, an answer without an open challenge.
    InvalidState,
    /// Nobody is signed in.
    SignedOut,
    /// The session has ended at the service; the user has to sign in again.
    SessionExpired,
    /// No valid response came: the device is offline, TLS failed, or the server failed. The session stays.
    Network,
    /// The platform's store is locked, broken or full. The session stays.
    Storage,
    /// The call was cancelled.
    Cancelled,
    /// The call's time limit passed. The session stays.
    TimedOut,
    /// A defect of this library.
    Internal,
}

/// Declares [`AuthErrorCode`] with the name of each code.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// Exactly what went wrong: one code for each exception of the Cognito operations that are used, and one for
        /// each failure on this side.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
        pub enum AuthErrorCode { $($(#[$doc])* $variant,)+ }

        impl AuthErrorCode {
            /// Every code, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code's name, the same in every language. For the service's exceptions it is Cognito's name without
            /// `Exception`.
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
    /// Cognito: CodeMismatchException. The code is wrong. The challenge stays open.
    CodeMismatch = "CodeMismatch",
    /// Cognito: ConcurrentModificationException.
    ConcurrentModification = "ConcurrentModification",
    /// Cognito: DeviceKeyExistsException. The device is confirmed already.
    DeviceKeyExists = "DeviceKeyExists",
    /// Cognito: EnableSoftwareTokenMFAException. The first TOTP code was wrong.
    EnableSoftwareTokenMfa = "EnableSoftwareTokenMFA",
    /// Cognito: ExpiredCodeException. The code is too old, or was used before.
    ExpiredCode = "ExpiredCode",
    /// Cognito: FeatureUnavailableInTierException.
    FeatureUnavailableInTier = "FeatureUnavailableInTier",
    /// Cognito: ForbiddenException. A firewall rule of the pool refused the request.
    Forbidden = "Forbidden",
    /// Cognito: InternalErrorException. The service failed.
    InternalError = "InternalError",
    /// Cognito: InvalidEmailRoleAccessPolicyException. The pool's e-mail settings are wrong.
    InvalidEmailRoleAccessPolicy = "InvalidEmailRoleAccessPolicy",
    /// Cognito: InvalidLambdaResponseException. A trigger of the pool gave an invalid response.
    InvalidLambdaResponse = "InvalidLambdaResponse",
    /// Cognito: InvalidParameterException. The service refused a parameter, or the pool has this disabled.
    InvalidParameter = "InvalidParameter",
    /// Cognito: InvalidPasswordException. The password does not meet the pool's policy.
    InvalidPassword = "InvalidPassword",
    /// Cognito: InvalidSmsRoleAccessPolicyException. The pool's SMS settings are wrong.
    InvalidSmsRoleAccessPolicy = "InvalidSmsRoleAccessPolicy",
    /// Cognito: InvalidSmsRoleTrustRelationshipException. The pool's SMS settings are wrong.
    InvalidSmsRoleTrustRelationship = "InvalidSmsRoleTrustRelationship",
    /// Cognito: InvalidUserPoolConfigurationException. The pool's settings are wrong.
    InvalidUserPoolConfiguration = "InvalidUserPoolConfiguration",
    /// Cognito: LimitExceededException. There were too many attempts.
    LimitExceeded = "LimitExceeded",
    /// Cognito: MFAMethodNotFoundException. No MFA method is set up.
    MfaMethodNotFound = "MFAMethodNotFound",
    /// Cognito: NotAuthorizedException. The user name, the password or the session is wrong, or the user is disabled.
    NotAuthorized = "NotAuthorized",
    /// Cognito: OperationNotEnabledException.
    OperationNotEnabled = "OperationNotEnabled",
    /// Cognito: PasswordHistoryPolicyViolationException. The password was used before.
    PasswordHistoryPolicyViolation = "PasswordHistoryPolicyViolation",
    /// Cognito: PasswordResetRequiredException. An administrator asked for a new password.
    PasswordResetRequired = "PasswordResetRequired",
    /// Cognito: RefreshTokenReuseException. The refresh token was replaced by a newer one.
    RefreshTokenReuse = "RefreshTokenReuse",
    /// Cognito: ResourceNotFoundException. The pool, the client or the device does not exist.
    ResourceNotFound = "ResourceNotFound",
    /// Cognito: SoftwareTokenMFANotFoundException. TOTP is not set up.
    SoftwareTokenMfaNotFound = "SoftwareTokenMFANotFound",
    /// Cognito: TooManyFailedAttemptsException.
    TooManyFailedAttempts = "TooManyFailedAttempts",
    /// Cognito: TooManyRequestsException. The service gets too many requests.
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
    /// Cognito: UserNotFoundException. There is no such user.
    UserNotFound = "UserNotFound",
    /// Cognito: WebAuthnChallengeNotFoundException. The registration of a passkey took too long, or was never started.
    WebAuthnChallengeNotFound = "WebAuthnChallengeNotFound",
    /// Cognito: WebAuthnClientMismatchException. The app client does not allow passkeys.
    WebAuthnClientMismatch = "WebAuthnClientMismatch",
    /// Cognito: WebAuthnConfigurationMissingException. The pool's passkeys are not set up.
    WebAuthnConfigurationMissing = "WebAuthnConfigurationMissing",
    /// Cognito: WebAuthnCredentialNotSupportedException. The pool does not take passkeys of this kind.
    WebAuthnCredentialNotSupported = "WebAuthnCredentialNotSupported",
    /// Cognito: WebAuthnNotEnabledException. Passkeys are switched off in the pool.
    WebAuthnNotEnabled = "WebAuthnNotEnabled",
    /// Cognito: WebAuthnOriginNotAllowedException. The passkey was made for another site or app.
    WebAuthnOriginNotAllowed = "WebAuthnOriginNotAllowed",
    /// Cognito: WebAuthnRelyingPartyMismatchException. The passkey was made for another domain.
    WebAuthnRelyingPartyMismatch = "WebAuthnRelyingPartyMismatch",
    /// An exception of the service that this version does not know.
    UnknownServiceException = "UnknownServiceException",
    /// The service sent a challenge that this version does not support.
    UnsupportedChallenge = "UnsupportedChallenge",
    /// The response is incomplete, or does not come from Cognito.
    MalformedResponse = "MalformedResponse",
    /// The service failed with an HTTP status 5xx and without an exception.
    ServerError = "ServerError",
    /// The server sent SRP values that a genuine server never sends.
    InvalidServerProof = "InvalidServerProof",

    /// The device has no network.
    Offline = "Offline",
    /// TLS failed.
    TlsFailed = "TlsFailed",
    /// No response came for another reason: connection refused or reset, DNS, the transport itself.
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
    /// The stored session is damaged.
    StoreCorrupt = "StoreCorrupt",
    /// The stored session can't be read any more, because its key is lost.
    StoreUnrecoverable = "StoreUnrecoverable",
    /// The app may not use the store: an entitlement is missing.
    StoreMisconfigured = "StoreMisconfigured",
    /// The system gave no randomness.
    NoEntropy = "NoEntropy",

    /// The user closed the platform's passkey sheet.
    PasskeyCancelled = "PasskeyCancelled",
    /// The device, or its system's version, has no passkeys, or the app gave no authenticator.
    PasskeyUnsupported = "PasskeyUnsupported",
    /// The user has no passkey for this app on this device.
    PasskeyNotFound = "PasskeyNotFound",
    /// The authenticator already has a passkey of this user.
    PasskeyAlreadyRegistered = "PasskeyAlreadyRegistered",
    /// The app does not belong to the domain that the passkeys are for.
    PasskeyDomainMismatch = "PasskeyDomainMismatch",
    /// The authenticator failed for another reason.
    PasskeyFailed = "PasskeyFailed",

    /// An argument that must not be empty is empty.
    EmptyArgument = "EmptyArgument",
    /// An argument has a form that the service never accepts.
    MalformedArgument = "MalformedArgument",
    /// The configuration file is not JSON, or not of a known kind.
    MalformedConfiguration = "MalformedConfiguration",
    /// A value of the configuration is missing or malformed.
    InvalidConfiguration = "InvalidConfiguration",
    /// The endpoint is plain http to a host other than the local machine.
    InsecureEndpoint = "InsecureEndpoint",

    /// A user is signed in already: sign out first.
    AlreadySignedIn = "AlreadySignedIn",
    /// Nobody is signed in.
    NotSignedIn = "NotSignedIn",
    /// No sign-in has an open challenge.
    NoPendingSignIn = "NoPendingSignIn",
    /// No sign-up was just confirmed, or it can't be followed by a sign-in without a password.
    NoPendingAutoSignIn = "NoPendingAutoSignIn",
    /// This device is not remembered.
    NoDevice = "NoDevice",
    /// The challenge is too old to be answered. Start the sign-in again.
    ChallengeExpired = "ChallengeExpired",
    /// The session has ended at the service: the refresh token has expired or was revoked.
    SessionExpired = "SessionExpired",
    /// A defect of this library.
    Internal = "Internal",
}

/// An error of any call of [`Auth`](crate::Auth).
///
/// Its texts come from this library. They hold no secrets, no input of the user and no text of the service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct AuthError {
    /// How to react.
    pub kind: AuthErrorKind,
    /// Exactly what went wrong.
    pub code: AuthErrorCode,
    /// What went wrong, as a sentence for a developer.
    pub description: String,
    /// What the app, or its user, can do now.
    pub recovery_suggestion: String,
    /// Whether the same call may succeed later without any change.
    pub retryable: bool,
    /// The argument, or the value of the configuration, that caused the error.
    pub field: Option<String>,
    /// The service's id of the failed request (`x-amzn-requestid`), to give to AWS support.
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
    /// The same error, with the argument that caused it.
    #[must_use]
    pub fn with_field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// The same error, with the service's id of the request.
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
    fn every_code_has_a_description_of_its_own() {
        let mut descriptions = std::collections::BTreeSet::new();
        for code in AuthErrorCode::ALL {
            let error = AuthError::from(*code);
            assert!(!error.recovery_suggestion.is_empty(), "{code:?} has no recovery suggestion");
            assert!(descriptions.insert(error.description), "{code:?} shares its description");
        }
    }
}
