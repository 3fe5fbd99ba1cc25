//! One sample at least of every state and event, for the tests and the diagram.

use super::{CodeRequest, Confirmation, Event, Registered, Registration, State, Work};
use crate::error::AuthErrorCode;
use crate::machine::diagram::Sampled;
use crate::model::{AuthCodeDeliveryDetails, AuthSignUpResult, AuthSignUpStep, DeliveryMedium};

/// A text that stands in every secret and every name of the samples, and so must never be printed.
const PRIVATE: &str = "private";

fn delivery() -> AuthCodeDeliveryDetails {
    AuthCodeDeliveryDetails {
        medium: DeliveryMedium::Email,
        destination: PRIVATE.into(),
        attribute_key: None,
    }
}

fn registration() -> Registration {
    let password = Some(PRIVATE.into());
    Registration { username: PRIVATE.into(), password, options: Default::default() }
}

fn confirmation() -> Confirmation {
    Confirmation { username: PRIVATE.into(), code: PRIVATE.into(), options: Default::default() }
}

fn code_request() -> CodeRequest {
    CodeRequest { username: PRIVATE.into(), options: Default::default() }
}

fn registered(confirmed: bool) -> Registered {
    Registered { confirmed, delivery: Some(delivery()), user_id: Some(PRIVATE.into()), session: None }
}

impl Sampled for State {
    fn states() -> Vec<(String, Self)> {
        [
            Self::NotStarted,
            Self::Registering,
            Self::AwaitingConfirmation,
            Self::Confirming,
            Self::ResendingCode,
            Self::Confirmed,
            Self::Failed,
        ]
        .map(|state| (state.to_string(), state))
        .into()
    }

    fn events() -> Vec<(String, Event)> {
        [
            ("SignUp", Event::SignUp(registration())),
            ("ConfirmSignUp", Event::ConfirmSignUp(confirmation())),
            ("ResendCode", Event::ResendCode(code_request())),
            ("Registered (unconfirmed)", Event::Registered(registered(false))),
            ("Registered (confirmed)", Event::Registered(registered(true))),
            ("CodeAccepted", Event::CodeAccepted { session: Some(PRIVATE.into()) }),
            ("CodeSent", Event::CodeSent(delivery())),
            ("WorkFailed", Event::WorkFailed(AuthErrorCode::CodeMismatch.into())),
        ]
        .map(|(label, event)| (label.to_owned(), event))
        .into()
    }

    fn is_final(&self) -> bool {
        match self {
            Self::Confirmed | Self::Failed => true,
            Self::NotStarted
            | Self::Registering
            | Self::AwaitingConfirmation
            | Self::Confirming
            | Self::ResendingCode => false,
        }
    }

    fn name_of_work(work: &Work) -> &'static str {
        match work {
            Work::Register(_) => "Register",
            Work::Confirm(_) => "Confirm",
            Work::ResendCode(_) => "ResendCode",
        }
    }

    fn name_of_note(note: &std::convert::Infallible) -> &'static str {
        match *note {}
    }

    fn name_of_step(result: &AuthSignUpResult) -> &'static str {
        match result.next_step {
            AuthSignUpStep::ConfirmUser { .. } => "confirmUser",
            AuthSignUpStep::CompleteAutoSignIn { .. } => "completeAutoSignIn",
            AuthSignUpStep::Done => "done",
        }
    }
}
