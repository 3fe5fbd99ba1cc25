//! Errors as they cross the bridge: one variant for each [`AuthErrorKind`], all with the same details.
//!
//! No field is called `message` or `cause`, because Kotlin's `Throwable` already has properties of these names.

use cognito_auth_core as core;
use cognito_auth_core::{AuthErrorCode, AuthErrorKind, AuthErrorReason, RefreshFailure, Secret};

#[uniffi::remote(Enum)]
pub enum RefreshFailure {
    Configuration,
    Trigger,
    Transient { retry_after_seconds: Option<u16> },
}

#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthErrorDetails {
    pub code: AuthErrorCode,
    pub reason: Option<AuthErrorReason>,
    pub description: String,
    pub recovery_suggestion: String,
    pub retryable: bool,
    pub field: Option<String>,
    pub request_id: Option<String>,
    pub service_message: Option<Secret>,
    pub refresh_failure: Option<RefreshFailure>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum AuthError {
    #[error("{}", details.description)]
    Configuration { details: AuthErrorDetails },
    #[error("{}", details.description)]
    Validation { details: AuthErrorDetails },
    #[error("{}", details.description)]
    NotAuthorized { details: AuthErrorDetails },
    #[error("{}", details.description)]
    Service { details: AuthErrorDetails },
    #[error("{}", details.description)]
    InvalidState { details: AuthErrorDetails },
    #[error("{}", details.description)]
    SignedOut { details: AuthErrorDetails },
    #[error("{}", details.description)]
    SessionExpired { details: AuthErrorDetails },
    #[error("{}", details.description)]
    Network { details: AuthErrorDetails },
    #[error("{}", details.description)]
    Storage { details: AuthErrorDetails },
    #[error("{}", details.description)]
    Cancelled { details: AuthErrorDetails },
    #[error("{}", details.description)]
    TimedOut { details: AuthErrorDetails },
    #[error("{}", details.description)]
    Internal { details: AuthErrorDetails },
}

impl From<core::AuthError> for AuthError {
    fn from(error: core::AuthError) -> Self {
        let refresh_failure = error.refresh_failure();
        let core::AuthError {
            kind,
            code,
            reason,
            description,
            recovery_suggestion,
            retryable,
            field,
            request_id,
            service_message,
            // `refresh_failure` already has this time.
            retry_after_seconds: _,
        } = error;
        let details = AuthErrorDetails {
            code,
            reason,
            description,
            recovery_suggestion,
            retryable,
            field,
            request_id,
            service_message,
            refresh_failure,
        };
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
