//! Why the program failed, and its message.

use std::process::ExitCode;

use cognito_auth_core::AuthError;

use crate::terminal::complain;

pub(crate) enum Failure {
    /// A line of input is missing.
    InputClosed,
    Auth(AuthError),
    /// The code that confirms the sign-up is wrong or too old.
    Code(AuthError),
    /// A sentence that says what went wrong, or what to do.
    Other(String),
}

impl From<AuthError> for Failure {
    fn from(error: AuthError) -> Self {
        Self::Auth(error)
    }
}

impl Failure {
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::InputClosed => {
                complain("A line of input is needed here, and the input is closed. Run again and type it.");
                return ExitCode::from(2);
            }
            Self::Auth(error) => explain(error),
            Self::Code(error) => {
                explain(error);
                complain(
                    "Run without --code. With --endpoint, an unconfirmed user gets another code, and is asked for it.",
                );
            }
            Self::Other(what_to_do) => complain(what_to_do),
        }
        ExitCode::FAILURE
    }
}

fn explain(error: &AuthError) {
    complain(format_args!("{} ({})", error.description, error.code.name()));
    if let Some(field) = &error.field {
        complain(format_args!("At fault: {field}"));
    }
    complain(format_args!("What to do: {}", error.recovery_suggestion));
    if let Some(request_id) = &error.request_id {
        complain(format_args!("Request id: {request_id}"));
    }
}
