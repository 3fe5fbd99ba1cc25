//! Errors as they cross the bridge: one variant per way to react, each with the same details.
//!
//! No field is called `message` or `cause`: both are taken in Kotlin.

use cognito_auth_core as core;
use cognito_auth_core::{AuthErrorCode, AuthErrorKind};

/// What is known about an error. Its texts are this library's own: no secrets, nothing of the user's.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthErrorDetails {
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

/// What an app has to do about an error. One variant, one way to react.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum AuthError {
    /// The configuration is wrong or lacks something: a mistake in the app, not the user's.
    #[error("{}", details.description)]
    Configuration {
        /// What is known about it.
        details: AuthErrorDetails,
    },
    /// An argument is empty or malformed; `field` names it. Nothing was sent.
    #[error("{}", details.description)]
    Validation {
        /// What is known about it.
        details: AuthErrorDetails,
    },
    /// The service refused: wrong password, wrong code, unknown user. Show it to the user.
    #[error("{}", details.description)]
    NotAuthorized {
        /// What is known about it.
        details: AuthErrorDetails,
    },
    /// The service refused for another reason; see `code`.
    #[error("{}", details.description)]
    Service {
        /// What is known about it.
        details: AuthErrorDetails,
    },
    /// The call does not fit the moment: a sign-in while signed in, an answer with no question open.
    #[error("{}", details.description)]
    InvalidState {
        /// What is known about it.
        details: AuthErrorDetails,
    },
    /// Nobody is signed in.
    #[error("{}", details.description)]
    SignedOut {
        /// What is known about it.
        details: AuthErrorDetails,
    },
    /// The session has ended at the service; the user has to sign in again.
    #[error("{}", details.description)]
    SessionExpired {
        /// What is known about it.
        details: AuthErrorDetails,
    },
    /// No answer came: offline, TLS, a server that is down or answers nonsense. The session stands.
    #[error("{}", details.description)]
    Network {
        /// What is known about it.
        details: AuthErrorDetails,
    },
    /// The platform's store is locked, broken or full. The session stands.
    #[error("{}", details.description)]
    Storage {
        /// What is known about it.
        details: AuthErrorDetails,
    },
    /// The call was cancelled.
    #[error("{}", details.description)]
    Cancelled {
        /// What is known about it.
        details: AuthErrorDetails,
    },
    /// The call's time limit passed. The session stands.
    #[error("{}", details.description)]
    TimedOut {
        /// What is known about it.
        details: AuthErrorDetails,
    },
    /// A defect of this library.
    #[error("{}", details.description)]
    Internal {
        /// What is known about it.
        details: AuthErrorDetails,
    },
}

impl From<core::AuthError> for AuthError {
    fn from(error: core::AuthError) -> Self {
        let core::AuthError { kind, code, description, recovery_suggestion, retryable, field, request_id } =
            error;
        let details =
            AuthErrorDetails { code, description, recovery_suggestion, retryable, field, request_id };
        match kind {
            AuthErrorKind::Configuration => Self::Configuration { details },
            AuthErrorKind::Validation => Self::Validation { details },
            AuthErrorKind::NotAuthorized => Self::NotAuthorized { details },
            AuthErrorKind::Service => Self::Service { details },
            AuthErrorKind::InvalidState => Self::InvalidState { details },
            AuthErrorKind::SignedOut => Self::SignedOut { details },
            AuthErrorKind::SessionExpired => Self::SessionExpired { details },
            AuthErrorKind::Network => Self::Network { details },
            AuthErrorKind::Storage => Self::Storage { details },
            AuthErrorKind::Cancelled => Self::Cancelled { details },
            AuthErrorKind::TimedOut => Self::TimedOut { details },
            AuthErrorKind::Internal => Self::Internal { details },
        }
    }
}

impl From<AuthErrorCode> for AuthError {
    fn from(code: AuthErrorCode) -> Self {
        core::AuthError::from(code).into()
    }
}
