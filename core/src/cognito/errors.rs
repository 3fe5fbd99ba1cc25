//! Every way in which an operation can fail, and our code for each exception of the service.
//!
//! An error holds the service's text as a [`Secret`], which the app can read. Nothing prints it.

use std::fmt;
use std::time::Duration;

use super::http_date;
use super::refusals;
use super::service::Request;
use crate::error::{AuthError, AuthErrorCode, AuthErrorReason, RefreshFailure};
use crate::ports::TransportFailure;
use crate::secret::Secret;

/// Why an operation failed. Neither `Display` nor `Debug` shows a text of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceError {
    /// The service refused with one of its exceptions.
    Exception {
        /// Our code for the exception.
        code: AuthErrorCode,
        /// The reason that the service's text gives, if this version knows the text. Otherwise the core adds the
        /// general reason of the operation, such as [`SignInRefused`](AuthErrorReason::SignInRefused).
        reason: Option<AuthErrorReason>,
        /// The service's text.
        message: Option<Secret>,
        /// The service's id of the request.
        request_id: Option<String>,
    },
    /// The server failed, and its response has no exception that this version knows.
    Server {
        /// The HTTP status.
        status: u16,
        /// The service's id of the request.
        request_id: Option<String>,
    },
    /// The service refused or failed, and said how long to wait before the next try.
    Postponed {
        /// The refusal or the failure.
        refusal: Box<Self>,
        /// How long the service asks to wait. [`AuthError::retry_after_seconds`] has it in whole seconds, raised to one
        /// second or lowered to one hour if needed.
        retry_after: Duration,
    },
    /// The response is not in the service's form.
    Malformed {
        /// The service's id of the request.
        request_id: Option<String>,
    },
    /// No response came, or it was too large.
    Transport(TransportFailure),
    /// The library could not make the request, or the [`UserPoolService`](crate::service::UserPoolService) gave the
    /// response of another operation: a defect.
    Request,
    /// The configuration has no user pool. Nothing was sent.
    NoUserPool,
}

/// Our codes for the exceptions that every AWS service has, and for other names of Cognito's own exceptions.
const OTHER_EXCEPTIONS: &[(&str, AuthErrorCode)] = &[
    ("InternalFailure", AuthErrorCode::InternalError),
    ("InvalidAction", AuthErrorCode::UnsupportedOperation),
    ("ServiceUnavailable", AuthErrorCode::InternalError),
    ("ThrottlingException", AuthErrorCode::TooManyRequests),
    ("UnknownOperationException", AuthErrorCode::UnsupportedOperation),
    ("ValidationException", AuthErrorCode::InvalidParameter),
];

/// Our code for an exception, if this version knows it.
fn code_of(exception: &str) -> Option<AuthErrorCode> {
    let other = || OTHER_EXCEPTIONS.iter().find(|(name, _)| *name == exception).map(|(_, code)| *code);
    AuthErrorCode::of_exception(exception).or_else(other)
}

impl ServiceError {
    /// The error for a response that is not a success. If the response names an exception that this version knows, the
    /// exception decides the error. Otherwise, the HTTP status 429 means too many requests, and a status from 500 on
    /// means that the server failed. With any other status, an unknown exception is
    /// [`AuthErrorCode::UnknownServiceException`], and a response that names no exception is malformed.
    ///
    /// `message` is the service's text.
    pub fn refused(
        status: u16,
        request_id: Option<&str>,
        exception: Option<&str>,
        message: Option<&str>,
    ) -> Self {
        let request_id = known_form(request_id);
        let known = exception.and_then(code_of);
        let code = match (known, exception) {
            (Some(code), _) => code,
            _ if status == 429 => AuthErrorCode::TooManyRequests,
            _ if status >= 500 => return Self::Server { status, request_id },
            (None, Some(_)) => AuthErrorCode::UnknownServiceException,
            (None, None) => return Self::Malformed { request_id },
        };
        let reason = refusals::reason(code, message.unwrap_or_default());
        Self::Exception { code, reason, message: kept(message), request_id }
    }

    /// If the error is transient, adds the time that the service asks to wait. Any other error stays as it is.
    ///
    /// `retry_after` and `date` are the response's headers of these names (RFC 9110, section 10.2.3). A longer time
    /// than an hour becomes an hour.
    #[must_use]
    pub fn postponed(self, retry_after: Option<&str>, date: Option<&str>) -> Self {
        match retry_after.and_then(|header| wait_of(header, date)) {
            Some(retry_after) if self.passes() => Self::Postponed { refusal: Box::new(self), retry_after },
            Some(_) | None => self,
        }
    }

    fn passes(&self) -> bool {
        let failure = AuthError::from(self.code()).refresh_failure();
        matches!(failure, Some(RefreshFailure::Transient { .. }))
    }

    /// How long the service asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Postponed { retry_after, .. } => Some(*retry_after),
            Self::Exception { .. }
            | Self::Server { .. }
            | Self::Malformed { .. }
            | Self::Transport(_)
            | Self::Request
            | Self::NoUserPool => None,
        }
    }

    /// The error without the time that the service asks to wait.
    pub(super) fn refusal(&self) -> &Self {
        match self {
            Self::Postponed { refusal, .. } => refusal.refusal(),
            Self::Exception { .. }
            | Self::Server { .. }
            | Self::Malformed { .. }
            | Self::Transport(_)
            | Self::Request
            | Self::NoUserPool => self,
        }
    }

    /// The error without the time that the service asks to wait, as a mutable reference.
    pub(super) fn refusal_mut(&mut self) -> &mut Self {
        match self {
            Self::Postponed { refusal, .. } => refusal.refusal_mut(),
            other => other,
        }
    }

    /// The same error. If the service's text gave no reason, the error gets the general reason of the operation.
    pub(super) fn of_operation(mut self, request: &Request) -> Self {
        if let Self::Exception { reason, .. } = self.refusal_mut() {
            reason.get_or_insert_with(|| refusals::untold_reason(request));
        }
        self
    }

    /// Whether the service refused with one of its exceptions.
    pub(super) fn is_exception(&self) -> bool {
        matches!(self.refusal(), Self::Exception { .. })
    }

    /// The error for a response that the operation can't have.
    pub fn malformed(request_id: Option<&str>) -> Self {
        Self::Malformed { request_id: known_form(request_id) }
    }

    /// Whether the server lacks the operation. Cognito itself lacks none, but other servers may.
    pub(super) fn lacks_operation(&self) -> bool {
        matches!(
            self.refusal(),
            Self::Exception { code: AuthErrorCode::UnsupportedOperation, .. }
                | Self::Server { status: 501, .. }
        )
    }

    /// The exception's reason, if the service's text gave one. The general reason of an operation does not count.
    pub fn reason(&self) -> Option<AuthErrorReason> {
        match self {
            Self::Exception { reason, .. } => reason.filter(|reason| reason.is_told()),
            Self::Postponed { refusal, .. } => refusal.reason(),
            Self::Server { .. }
            | Self::Malformed { .. }
            | Self::Transport(_)
            | Self::Request
            | Self::NoUserPool => None,
        }
    }

    /// An error with this code, and with this error's reason, the service's text, its id of the request, and the time
    /// that it asks to wait.
    pub(crate) fn told_as(&self, code: AuthErrorCode) -> AuthError {
        let mut told = AuthError::from(code).with_request_id(self.request_id().cloned());
        told.retry_after_seconds = self.retry_after().map(seconds);
        if let Self::Exception { reason, message, .. } = self.refusal() {
            told.reason = *reason;
            told.service_message.clone_from(message);
        }
        told
    }

    /// The code that an app sees.
    pub fn code(&self) -> AuthErrorCode {
        match self {
            Self::Exception { reason: Some(AuthErrorReason::ChallengeSessionExpired), .. } => {
                AuthErrorCode::ChallengeExpired
            }
            Self::Exception { reason: Some(AuthErrorReason::AttemptsExceeded), .. } => {
                AuthErrorCode::LimitExceeded
            }
            Self::Exception { code, .. } => *code,
            Self::Server { .. } => AuthErrorCode::ServerError,
            Self::Postponed { refusal, .. } => refusal.code(),
            Self::Malformed { .. } => AuthErrorCode::MalformedResponse,
            Self::Transport(failure) => match failure {
                TransportFailure::Offline => AuthErrorCode::Offline,
                TransportFailure::TimedOut => AuthErrorCode::DeadlinePassed,
                TransportFailure::Tls => AuthErrorCode::TlsFailed,
                TransportFailure::CleartextBlocked => AuthErrorCode::CleartextBlocked,
                TransportFailure::TooLarge => AuthErrorCode::MalformedResponse,
                TransportFailure::Cancelled => AuthErrorCode::Cancelled,
                TransportFailure::Unanswered | TransportFailure::Other => AuthErrorCode::TransportFailed,
            },
            Self::Request => AuthErrorCode::Internal,
            Self::NoUserPool => AuthErrorCode::UserPoolNotConfigured,
        }
    }

    /// The service's id of the request, if there was one.
    pub fn request_id(&self) -> Option<&String> {
        match self {
            Self::Exception { request_id, .. }
            | Self::Server { request_id, .. }
            | Self::Malformed { request_id } => request_id.as_ref(),
            Self::Postponed { refusal, .. } => refusal.request_id(),
            Self::Transport(_) | Self::Request | Self::NoUserPool => None,
        }
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code().name())?;
        if let Some(reason) = self.reason() {
            write!(formatter, " ({})", reason.name())?;
        }
        if let Some(request_id) = self.request_id() {
            write!(formatter, ", request {request_id}")?;
        }
        Ok(())
    }
}

impl From<ServiceError> for AuthError {
    fn from(error: ServiceError) -> Self {
        let mut told = error.told_as(error.code());
        // NotAuthorized by itself explains nothing, so even the general reason of an operation is shown. For any other
        // exception, the general reason would explain less than the exception itself.
        let reason =
            told.reason.filter(|reason| reason.is_told() || told.code == AuthErrorCode::NotAuthorized);
        if let Some(texts) = reason.map(AuthErrorReason::texts) {
            told.description = texts.description.to_owned();
            told.recovery_suggestion = texts.recovery_suggestion.to_owned();
        }
        told
    }
}

/// The longest text of the service that is kept, in bytes. Cognito's texts are far shorter.
const LONGEST_MESSAGE: usize = 2048;

/// The service's text, cut to [`LONGEST_MESSAGE`]; `None` if it is blank.
fn kept(message: Option<&str>) -> Option<Secret> {
    let message = message.filter(|message| !message.trim().is_empty())?;
    Some(Secret::from(&message[..message.floor_char_boundary(LONGEST_MESSAGE)]))
}

/// The longest time that the service can ask to wait.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// The time to wait that a header `Retry-After` gives: in seconds, or as a date. A date is compared with the response's
/// own `date`.
fn wait_of(retry_after: &str, date: Option<&str>) -> Option<Duration> {
    let retry_after = retry_after.trim();
    let until_date = || http_date::seconds(retry_after)?.checked_sub(http_date::seconds(date?)?);
    let seconds = retry_after.parse::<u64>().ok().or_else(|| u64::try_from(until_date()?).ok())?;
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT)).filter(|wait| !wait.is_zero())
}

/// A wait in whole seconds: at least one, and at most those of [`LONGEST_WAIT`]. A
/// [`UserPoolService`](crate::service::UserPoolService) may ask for any other wait.
fn seconds(wait: Duration) -> u16 {
    u16::try_from(wait.as_secs().clamp(1, LONGEST_WAIT.as_secs())).unwrap_or(u16::MAX)
}

/// The service's id of the request. It comes from outside, so this is `None` if it does not have the form of an id.
pub(super) fn known_form(request_id: Option<&str>) -> Option<String> {
    let is_id = |id: &&str| {
        (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    request_id.filter(is_id).map(str::to_owned)
}
