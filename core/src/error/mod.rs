//! The error of every call: what happened, how to react, and whether to try again.
//!
//! Each layer has errors of its own, with more detail. They become this one type before the app sees them. This type
//! never holds text of the platform or of the user. It holds the service's text as a [`Secret`], which only the app
//! reads.

use std::fmt;

use crate::secret::Secret;

mod codes;
mod reasons;
mod refresh;

pub use codes::AuthErrorCode;
pub use reasons::AuthErrorReason;
pub use refresh::RefreshFailure;

/// How an app has to react to an error: one variant for each reaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AuthErrorKind {
    /// The configuration is wrong or incomplete: a mistake of the app, not of the user.
    Configuration,
    /// An argument is empty or malformed; [`AuthError::field`] names it. Nothing was sent.
    Validation,
    /// The service refused: wrong password, wrong code, unknown user. Tell the user.
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
    /// A defect of this library; or the system gave no randomness ([`AuthErrorCode::NoEntropy`]), and the same call may
    /// succeed later.
    Internal,
}

/// An error of any call of [`Auth`](crate::Auth).
///
/// `Display` and `Debug` show only texts of this library: no secrets, no input of the user and no text of the service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct AuthError {
    /// How to react.
    pub kind: AuthErrorKind,
    /// Exactly what went wrong.
    pub code: AuthErrorCode,
    /// Why the user pool refused. Every refusal of the user pool has a reason; no other error has one. For a refusal of
    /// the identity pool, the code says why.
    pub reason: Option<AuthErrorReason>,
    /// What went wrong, as a sentence for a developer.
    pub description: String,
    /// What the app, or its user, can do now.
    pub recovery_suggestion: String,
    /// Whether the same call may succeed later without any change.
    pub retryable: bool,
    /// The argument, or the value of the configuration, that caused the error; or the scope that the session lacks.
    pub field: Option<String>,
    /// The service's id of the failed request (`x-amzn-requestid`), to give to AWS support.
    pub request_id: Option<String>,
    /// The service's own text, cut to 2,048 bytes: for example what a trigger of the user pool says to the user.
    /// Nothing prints it, because it may name the user and may have any form. It is in English, unless a trigger wrote
    /// it.
    pub service_message: Option<Secret>,
    /// How long the service asks to wait before the next try, in seconds: 1 to 3,600. Only few refusals and failures
    /// say so (the header `Retry-After`).
    pub retry_after_seconds: Option<u16>,
}

impl fmt::Display for AuthError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code.name())?;
        if let Some(field) = &self.field {
            write!(formatter, " ({field})")?;
        }
        write!(formatter, ": {} {}", self.description, self.recovery_suggestion)
    }
}

impl From<AuthErrorCode> for AuthError {
    /// The error with the kind and the texts of its code.
    fn from(code: AuthErrorCode) -> Self {
        let details = code.details();
        Self {
            kind: details.kind,
            code,
            reason: None,
            description: details.description.to_owned(),
            recovery_suggestion: details.recovery_suggestion.to_owned(),
            retryable: details.retryable,
            field: None,
            request_id: None,
            service_message: None,
            retry_after_seconds: None,
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

    /// Whether the service gave no final answer to a request, so that another try may help.
    pub(crate) fn is_unanswered(&self) -> bool {
        self.retryable
            || matches!(self.kind, AuthErrorKind::Network | AuthErrorKind::Cancelled)
            || self.code == AuthErrorCode::CleartextBlocked
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
    fn the_page_of_errors_lists_every_code_and_every_reason_with_its_meaning() {
        let page = include_str!("../../../docs/errors.md");
        let codes = AuthErrorCode::ALL.iter().map(|code| (code.name(), code.details().description));
        let reasons = AuthErrorReason::ALL.iter().map(|reason| (reason.name(), reason.texts().description));
        for (name, meaning) in codes.chain(reasons) {
            assert_eq!(page.matches(&format!("| `{name}` | {meaning} | ")).count(), 1, "{name}");
        }
    }

    #[test]
    fn a_printed_error_names_the_field() {
        let error = AuthError::from(AuthErrorCode::EmptyArgument);
        let texts = format!("{} {}", error.description, error.recovery_suggestion);
        assert_eq!(error.to_string(), format!("EmptyArgument: {texts}"));
        assert_eq!(error.with_field("username").to_string(), format!("EmptyArgument (username): {texts}"));
    }

    #[test]
    fn every_code_has_its_own_description() {
        let mut descriptions = std::collections::BTreeSet::new();
        for code in AuthErrorCode::ALL {
            let error = AuthError::from(*code);
            assert!(!error.recovery_suggestion.is_empty(), "{code:?} has no recovery suggestion");
            assert!(descriptions.insert(error.description), "{code:?} shares its description");
        }
        for reason in AuthErrorReason::ALL {
            assert!(!reason.texts().recovery_suggestion.is_empty(), "{reason:?} has no recovery suggestion");
        }
    }
}
