//! Sign-up: register, confirm with the code, ask for another code.

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;

use super::{Effects, Machine, Unexpected};
use crate::error::AuthError;
use crate::model::{
    AuthCodeDeliveryDetails, AuthSignUpResult, AuthSignUpStep, ConfirmSignUpOptions, ResendSignUpCodeOptions,
    SignUpOptions,
};
use crate::secret::Secret;

/// Where a sign-up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing was sent yet.
    NotStarted,
    /// The registration is at the service.
    Registering,
    /// The user exists, made now or long ago, and has to be confirmed by a code.
    AwaitingConfirmation,
    /// The code is at the service.
    Confirming,
    /// Another code was asked for.
    ResendingCode,
    /// The user can sign in.
    Confirmed,
    /// The service refused the registration.
    Failed,
}

/// What can happen to a sign-up.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// The app registers a user.
    SignUp(Registration),
    /// The app answers with the code.
    ConfirmSignUp(Confirmation),
    /// The app asks for another code.
    ResendCode(CodeRequest),
    /// The service registered the user.
    Registered(Registered),
    /// The service took the code. With a Session the user can be signed in without a password.
    CodeAccepted { session: Option<Secret> },
    /// The service sent another code.
    CodeSent(AuthCodeDeliveryDetails),
    /// The work under way failed: the service refused, or no answer came.
    WorkFailed(AuthError),
}

/// The requests of a sign-up.
#[derive(Clone, Debug)]
pub(crate) enum Work {
    Register(Registration),
    Confirm(Confirmation),
    ResendCode(CodeRequest),
}

/// A user to register.
#[derive(Clone, Debug)]
pub(crate) struct Registration {
    pub(crate) username: String,
    pub(crate) password: Option<Secret>,
    pub(crate) options: SignUpOptions,
}

/// A code to confirm a user with.
#[derive(Clone, Debug)]
pub(crate) struct Confirmation {
    pub(crate) username: String,
    pub(crate) code: Secret,
    pub(crate) options: ConfirmSignUpOptions,
}

/// A user who needs another code.
#[derive(Clone, Debug)]
pub(crate) struct CodeRequest {
    pub(crate) username: String,
    pub(crate) options: ResendSignUpCodeOptions,
}

/// What the service says about a new user.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    /// Whether the user can sign in without a code.
    pub(crate) confirmed: bool,
    /// Where the code went, if one was sent.
    pub(crate) delivery: Option<AuthCodeDeliveryDetails>,
    /// The user's id (`sub`).
    pub(crate) user_id: Option<String>,
    /// Signs a user in who is confirmed already, without a password.
    pub(crate) session: Option<Secret>,
}

impl Machine for State {
    type Event = Event;
    type Work = Work;
    type Note = Infallible;
    type Step = AuthSignUpResult;

    fn on(&self, event: Event) -> Result<(Self, Effects<Self>), Unexpected> {
        let name = event.to_string();
        match self {
            Self::NotStarted => not_started(event),
            Self::Registering => registering(event),
            Self::AwaitingConfirmation => awaiting_confirmation(event),
            Self::Confirming => confirming(event),
            Self::ResendingCode => resending_code(event),
            Self::Confirmed | Self::Failed => ended(event),
        }
        .ok_or_else(|| Unexpected { state: self.to_string(), event: name })
    }
}

/// A transition, if the event belongs to the state.
type Outcome = Option<(State, Effects<State>)>;

fn not_started(event: Event) -> Outcome {
    match event {
        Event::SignUp(registration) => {
            Some((State::Registering, Effects::perform(Work::Register(registration))))
        }
        Event::ConfirmSignUp(_)
        | Event::ResendCode(_)
        | Event::Registered(_)
        | Event::CodeAccepted { .. }
        | Event::CodeSent(_)
        | Event::WorkFailed(_) => None,
    }
}

fn registering(event: Event) -> Outcome {
    match event {
        Event::Registered(user) if user.confirmed => {
            Some((State::Confirmed, done(user.session, user.user_id)))
        }
        Event::Registered(user) => {
            Some((State::AwaitingConfirmation, confirm_user(user.delivery, user.user_id)))
        }
        Event::WorkFailed(error) => Some((State::Failed, Effects::conclude(Err(error)))),
        Event::SignUp(_)
        | Event::ConfirmSignUp(_)
        | Event::ResendCode(_)
        | Event::CodeAccepted { .. }
        | Event::CodeSent(_) => None,
    }
}

fn awaiting_confirmation(event: Event) -> Outcome {
    match event {
        Event::ConfirmSignUp(confirmation) => {
            Some((State::Confirming, Effects::perform(Work::Confirm(confirmation))))
        }
        Event::ResendCode(request) => {
            Some((State::ResendingCode, Effects::perform(Work::ResendCode(request))))
        }
        Event::SignUp(_)
        | Event::Registered(_)
        | Event::CodeAccepted { .. }
        | Event::CodeSent(_)
        | Event::WorkFailed(_) => None,
    }
}

/// Whatever is wrong with a code, another one can be given: a sign-up has no Session that could be spent.
fn confirming(event: Event) -> Outcome {
    match event {
        Event::CodeAccepted { session } => Some((State::Confirmed, done(session, None))),
        Event::WorkFailed(error) => Some((State::AwaitingConfirmation, Effects::conclude(Err(error)))),
        Event::SignUp(_)
        | Event::ConfirmSignUp(_)
        | Event::ResendCode(_)
        | Event::Registered(_)
        | Event::CodeSent(_) => None,
    }
}

fn resending_code(event: Event) -> Outcome {
    match event {
        Event::CodeSent(delivery) => Some((State::AwaitingConfirmation, confirm_user(Some(delivery), None))),
        Event::WorkFailed(error) => Some((State::AwaitingConfirmation, Effects::conclude(Err(error)))),
        Event::SignUp(_)
        | Event::ConfirmSignUp(_)
        | Event::ResendCode(_)
        | Event::Registered(_)
        | Event::CodeAccepted { .. } => None,
    }
}

fn ended(event: Event) -> Outcome {
    match event {
        Event::SignUp(_)
        | Event::ConfirmSignUp(_)
        | Event::ResendCode(_)
        | Event::Registered(_)
        | Event::CodeAccepted { .. }
        | Event::CodeSent(_)
        | Event::WorkFailed(_) => None,
    }
}

fn done(session: Option<Secret>, user_id: Option<String>) -> Effects<State> {
    let next_step = match session {
        Some(session) => AuthSignUpStep::CompleteAutoSignIn { session },
        None => AuthSignUpStep::Done,
    };
    Effects::conclude(Ok(AuthSignUpResult { next_step, user_id }))
}

fn confirm_user(
    delivery_details: Option<AuthCodeDeliveryDetails>,
    user_id: Option<String>,
) -> Effects<State> {
    let additional_info = BTreeMap::new();
    let next_step =
        AuthSignUpStep::ConfirmUser { delivery_details, additional_info, user_id: user_id.clone() };
    Effects::conclude(Ok(AuthSignUpResult { next_step, user_id }))
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotStarted => "NotStarted",
            Self::Registering => "Registering",
            Self::AwaitingConfirmation => "AwaitingConfirmation",
            Self::Confirming => "Confirming",
            Self::ResendingCode => "ResendingCode",
            Self::Confirmed => "Confirmed",
            Self::Failed => "Failed",
        })
    }
}

impl fmt::Display for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::SignUp(_) => "SignUp",
            Self::ConfirmSignUp(_) => "ConfirmSignUp",
            Self::ResendCode(_) => "ResendCode",
            Self::Registered(_) => "Registered",
            Self::CodeAccepted { .. } => "CodeAccepted",
            Self::CodeSent(_) => "CodeSent",
            Self::WorkFailed(_) => "WorkFailed",
        })
    }
}
