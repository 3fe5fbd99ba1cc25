//! Every way in which an operation can fail, and every exception of the service in one table.
//!
//! Only this file reads the texts of the service, to find out why it refused. It keeps none of them.

use std::fmt;

use crate::error::{AuthError, AuthErrorCode};
use crate::ports::TransportFailure;

/// Why an operation failed. It has no text of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceError {
    /// The service refused with one of its exceptions.
    Exception {
        /// Our code for the exception.
        code: AuthErrorCode,
        /// The reason, if a known text says more than the exception's name.
        reason: Option<Reason>,
        /// The service's id of the request.
        request_id: Option<String>,
    },
    /// The server failed without naming an exception.
    Server {
        /// The HTTP status.
        status: u16,
        /// The service's id of the request.
        request_id: Option<String>,
    },
    /// The response is not in the service's form.
    Malformed {
        /// The service's id of the request.
        request_id: Option<String>,
    },
    /// No response came.
    Transport(TransportFailure),
    /// The request could not be made: a defect of this library.
    Request,
}

/// The reason that the text of an exception gives, beyond the exception's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The access token is too old.
    AccessTokenExpired,
    /// The access token is not from this pool.
    AccessTokenInvalid,
    /// The access token's session was ended.
    AccessTokenRevoked,
    /// The user has confirmed the sign-up before.
    AlreadyConfirmed,
    /// The user failed too often, and has to wait.
    AttemptsExceeded,
    /// The challenge was answered too late.
    ChallengeSessionExpired,
    /// The challenge was answered already, or belongs to another sign-in.
    ChallengeSessionInvalid,
    /// The service does not know the device.
    DeviceUnknown,
    /// The app client does not allow the sign-in flow.
    FlowNotEnabled,
    /// The refresh token is too old.
    RefreshTokenExpired,
    /// The refresh token is not from this app client.
    RefreshTokenInvalid,
    /// The refresh token was revoked.
    RefreshTokenRevoked,
    /// The app client has a secret, and the request has neither the secret nor a SECRET_HASH.
    SecretHashMissing,
    /// The request's secret or SECRET_HASH is not the app client's.
    SecretHashWrong,
    /// The user was deleted.
    UserDeleted,
    /// The user is disabled.
    UserDisabled,
    /// The user name or the password is wrong.
    WrongUsernameOrPassword,
}

impl Reason {
    /// The reason's name, for the log.
    fn name(self) -> &'static str {
        match self {
            Self::AccessTokenExpired => "AccessTokenExpired",
            Self::AccessTokenInvalid => "AccessTokenInvalid",
            Self::AccessTokenRevoked => "AccessTokenRevoked",
            Self::AlreadyConfirmed => "AlreadyConfirmed",
            Self::AttemptsExceeded => "AttemptsExceeded",
            Self::ChallengeSessionExpired => "ChallengeSessionExpired",
            Self::ChallengeSessionInvalid => "ChallengeSessionInvalid",
            Self::DeviceUnknown => "DeviceUnknown",
            Self::FlowNotEnabled => "FlowNotEnabled",
            Self::RefreshTokenExpired => "RefreshTokenExpired",
            Self::RefreshTokenInvalid => "RefreshTokenInvalid",
            Self::RefreshTokenRevoked => "RefreshTokenRevoked",
            Self::SecretHashMissing => "SecretHashMissing",
            Self::SecretHashWrong => "SecretHashWrong",
            Self::UserDeleted => "UserDeleted",
            Self::UserDisabled => "UserDisabled",
            Self::WrongUsernameOrPassword => "WrongUsernameOrPassword",
        }
    }
}

/// Exceptions that every AWS service has, and other names of Cognito's exceptions.
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

/// Parts of the texts that tell apart refusals with the same name, in lower case. The first match counts.
const REASONS: &[(AuthErrorCode, &str, Reason)] = &[
    (AuthErrorCode::NotAuthorized, "access token has expired", Reason::AccessTokenExpired),
    (AuthErrorCode::NotAuthorized, "access token has been revoked", Reason::AccessTokenRevoked),
    (AuthErrorCode::NotAuthorized, "invalid access token", Reason::AccessTokenInvalid),
    (AuthErrorCode::NotAuthorized, "session is expired", Reason::ChallengeSessionExpired),
    (AuthErrorCode::NotAuthorized, "invalid session", Reason::ChallengeSessionInvalid),
    (AuthErrorCode::NotAuthorized, "refresh token has expired", Reason::RefreshTokenExpired),
    (AuthErrorCode::NotAuthorized, "refresh token has been revoked", Reason::RefreshTokenRevoked),
    (AuthErrorCode::NotAuthorized, "invalid refresh token", Reason::RefreshTokenInvalid),
    (AuthErrorCode::NotAuthorized, "been deleted", Reason::UserDeleted),
    (AuthErrorCode::NotAuthorized, "is disabled", Reason::UserDisabled),
    (AuthErrorCode::NotAuthorized, "attempts exceeded", Reason::AttemptsExceeded),
    (AuthErrorCode::NotAuthorized, "current status is confirmed", Reason::AlreadyConfirmed),
    (AuthErrorCode::NotAuthorized, "secret_hash was not received", Reason::SecretHashMissing),
    (AuthErrorCode::NotAuthorized, "secret hash", Reason::SecretHashWrong),
    (AuthErrorCode::NotAuthorized, "verify secret for client", Reason::SecretHashWrong),
    (AuthErrorCode::NotAuthorized, "incorrect username or password", Reason::WrongUsernameOrPassword),
    (AuthErrorCode::InvalidParameter, "flow not enabled", Reason::FlowNotEnabled),
    (AuthErrorCode::ResourceNotFound, "device does not exist", Reason::DeviceUnknown),
];

impl ServiceError {
    /// The error of a response that is not a success. It follows from the exception that the response names, or else
    /// from the status.
    ///
    /// `message` is the service's text. It is read and not kept.
    pub fn refused(
        status: u16,
        request_id: Option<&str>,
        exception: Option<&str>,
        message: Option<&str>,
    ) -> Self {
        let request_id = known_form(request_id);
        let known = exception.and_then(code_of);
        match (known, exception) {
            (Some(code), _) => {
                Self::Exception { code, reason: reason(code, message.unwrap_or_default()), request_id }
            }
            _ if status == 429 => {
                Self::Exception { code: AuthErrorCode::TooManyRequests, reason: None, request_id }
            }
            _ if status >= 500 => Self::Server { status, request_id },
            (None, Some(_)) => {
                Self::Exception { code: AuthErrorCode::UnknownServiceException, reason: None, request_id }
            }
            (None, None) => Self::Malformed { request_id },
        }
    }

    /// A response that the operation can't have.
    pub fn malformed(request_id: Option<&str>) -> Self {
        Self::Malformed { request_id: known_form(request_id) }
    }

    /// Whether the server lacks the operation. Cognito itself has every operation.
    pub(super) fn lacks_operation(&self) -> bool {
        matches!(
            self,
            Self::Exception { code: AuthErrorCode::UnsupportedOperation, .. }
                | Self::Server { status: 501, .. }
        )
    }

    /// The exception's reason, if the service gave a known one.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Exception { reason, .. } => *reason,
            Self::Server { .. } | Self::Malformed { .. } | Self::Transport(_) | Self::Request => None,
        }
    }

    /// The code that an app sees.
    pub fn code(&self) -> AuthErrorCode {
        match self {
            Self::Exception { reason: Some(Reason::ChallengeSessionExpired), .. } => {
                AuthErrorCode::ChallengeExpired
            }
            Self::Exception { reason: Some(Reason::AttemptsExceeded), .. } => AuthErrorCode::LimitExceeded,
            Self::Exception { code, .. } => *code,
            Self::Server { .. } => AuthErrorCode::ServerError,
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
        }
    }

    /// The service's id of the request, if there was one.
    pub fn request_id(&self) -> Option<&String> {
        match self {
            Self::Exception { request_id, .. }
            | Self::Server { request_id, .. }
            | Self::Malformed { request_id } => request_id.as_ref(),
            Self::Transport(_) | Self::Request => None,
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
        let mut told = AuthError::from(error.code()).with_request_id(error.request_id().cloned());
        if let Some((description, recovery_suggestion)) = error.reason().and_then(texts) {
            told.description = description.to_owned();
            told.recovery_suggestion = recovery_suggestion.to_owned();
        }
        told
    }
}

/// More specific texts than those of the code: the description and the recovery suggestion.
fn texts(reason: Reason) -> Option<(&'static str, &'static str)> {
    match reason {
        Reason::AlreadyConfirmed => Some(("The user has confirmed the sign-up before.", "Sign in.")),
        Reason::DeviceUnknown => Some(("The service does not know this device.", "Sign in again.")),
        Reason::FlowNotEnabled => Some((
            "The app client does not allow this sign-in flow.",
            "Enable the flow in the app client's settings, or choose another.",
        )),
        Reason::SecretHashMissing => Some((
            "The app client has a secret, and the configuration has none.",
            "Put the app client's secret into the configuration.",
        )),
        Reason::SecretHashWrong => Some((
            "The app client's secret is wrong, or the app client has none.",
            "Check the app client's secret in the configuration.",
        )),
        Reason::UserDisabled => Some(("The user is disabled.", "Ask an administrator to enable the user.")),
        Reason::UserDeleted => Some(("The user was deleted.", "Sign up again.")),
        Reason::WrongUsernameOrPassword => Some((
            "The user name or the password is wrong.",
            "Ask the user to type them again, or reset the password.",
        )),
        Reason::ChallengeSessionInvalid => Some((
            "The challenge was answered already, or belongs to another sign-in.",
            "Start the sign-in again.",
        )),
        Reason::AccessTokenExpired
        | Reason::AccessTokenInvalid
        | Reason::AccessTokenRevoked
        | Reason::RefreshTokenExpired
        | Reason::RefreshTokenInvalid
        | Reason::RefreshTokenRevoked => {
            Some(("The service no longer accepts the session.", "Sign in again."))
        }
        Reason::AttemptsExceeded | Reason::ChallengeSessionExpired => None,
    }
}

fn reason(code: AuthErrorCode, text: &str) -> Option<Reason> {
    let text = text.to_ascii_lowercase();
    let found = REASONS.iter().find(|(of, part, _)| *of == code && text.contains(part));
    found.map(|(_, _, reason)| *reason)
}

/// The service's id of the request. It comes from outside, so only characters of an id pass.
fn known_form(request_id: Option<&str>) -> Option<String> {
    let is_id = |id: &&str| {
        (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    request_id.filter(is_id).map(str::to_owned)
}
