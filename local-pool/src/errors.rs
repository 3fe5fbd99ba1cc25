//! Cognito's errors: a type, a text and a status, which is nearly always 400.

use serde_json::{Value, json};
use std::borrow::Cow;

/// An error in Cognito's form: `{"__type": kind, "message": message}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CognitoError {
    pub kind: Cow<'static, str>,
    pub message: String,
    pub status: u16,
}

impl CognitoError {
    /// An error by its Cognito name, e.g. `UsernameExistsException`.
    pub(crate) fn new(kind: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { kind: kind.into(), message: message.into(), status: 400 }
    }

    pub(crate) fn not_authorized(message: impl Into<String>) -> Self {
        Self::new("NotAuthorizedException", message)
    }

    pub(crate) fn invalid_parameter(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterException", message)
    }

    /// A request can't be read. The text quotes nothing of it.
    pub(crate) fn unreadable() -> Self {
        Self::new(
            "SerializationException",
            "The request is not a JSON object with members of the right types.",
        )
    }

    /// A member's value breaks a constraint. The text is that of AWS's request validation.
    pub(crate) fn constraint(member: &str, constraint: &str) -> Self {
        Self::invalid_parameter(format!(
            "1 validation error detected: Value at '{member}' failed to satisfy constraint: {constraint}"
        ))
    }

    /// The same error. Its text begins with `owner`, the name of what the error is about.
    pub(crate) fn about(mut self, owner: &str) -> Self {
        self.message = format!("{owner}: {}", self.message);
        self
    }

    pub(crate) fn missing_parameter(name: &str) -> Self {
        Self::invalid_parameter(format!("Missing required parameter {name}"))
    }

    /// Refuses something that Cognito supports and the local pool does not.
    pub(crate) fn unsupported(what: &str) -> Self {
        Self::invalid_parameter(format!("{what} is not supported by the local pool."))
    }

    /// Refuses an operation that Cognito has and the local pool does not.
    pub(crate) fn unsupported_operation(operation: &str) -> Self {
        Self::new(
            "UnsupportedOperationException",
            format!("The operation {operation} is not supported by the local pool."),
        )
    }

    pub(crate) fn client_not_found(client_id: &str) -> Self {
        Self::new("ResourceNotFoundException", format!("User pool client {client_id} does not exist."))
    }

    pub(crate) fn pool_not_found(pool_id: &str) -> Self {
        Self::new("ResourceNotFoundException", format!("User pool {pool_id} does not exist."))
    }

    pub(crate) fn user_not_found() -> Self {
        Self::new("UserNotFoundException", "User does not exist.")
    }

    pub(crate) fn wrong_credentials() -> Self {
        Self::not_authorized("Incorrect username or password.")
    }

    pub(crate) fn invalid_session() -> Self {
        Self::not_authorized("Invalid session for the user.")
    }

    /// The error for a Session that an earlier request has used.
    pub(crate) fn spent_session() -> Self {
        Self::not_authorized("Invalid session for the user, session can only be used once.")
    }

    pub(crate) fn code_mismatch() -> Self {
        Self::new("CodeMismatchException", "Invalid verification code provided, please try again.")
    }

    /// A wrong answer to a challenge whose code was sent in a message.
    pub(crate) fn wrong_sent_code() -> Self {
        Self::new("CodeMismatchException", "Invalid code or auth state for the user.")
    }

    /// A wrong code of an authenticator app.
    pub(crate) fn wrong_totp_code() -> Self {
        Self::new("CodeMismatchException", "Invalid code received for user")
    }

    pub(crate) fn code_expired() -> Self {
        Self::new("ExpiredCodeException", "Invalid code provided, please request a code again.")
    }

    pub(crate) fn attempts_exceeded() -> Self {
        Self::new("LimitExceededException", "Attempt limit exceeded, please try after some time.")
    }

    /// The pool itself failed. `message` must not hold anything of the request.
    pub(crate) fn internal(message: &str) -> Self {
        Self { kind: "InternalErrorException".into(), message: message.to_owned(), status: 500 }
    }

    pub(crate) fn body(&self) -> Value {
        json!({ "__type": self.kind, "message": self.message })
    }
}
