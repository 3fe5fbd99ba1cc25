//! The table of a sign-in: one function per state, one arm per event, and one for the groups of events that don't
//! belong.

mod conclusion;
mod opening;
mod questions;

use std::collections::BTreeMap;

use super::{
    Asked, Challenge, Context, DeviceProofRequest, Effects, Event, IssuedTokens, Note, PasskeyRequest,
    Question, State, Unexpected, Username, Work,
};
use crate::error::{AuthError, AuthErrorCode, AuthErrorKind};
use crate::model::{AuthSignInStep, MfaType};

/// A transition, or the state as it was if the event does not belong to it.
type Outcome = Result<Transition, Box<State>>;
type Transition = (State, Effects);

pub(super) fn on(state: State, event: Event) -> (State, Result<Effects, Unexpected>) {
    let event_name = event.to_string();
    let outcome = match state {
        State::NotStarted => opening::not_started(event),
        State::PreparingProof(attempt) => opening::preparing_proof(attempt, event),
        State::Initiating(attempt, key_pair) => opening::initiating(attempt, key_pair, event),
        State::ProvingPassword { username, context } => opening::proving_password(username, context, event),
        State::VerifyingProof { username, context } => opening::verifying_proof(username, context, event),
        State::ProvingDevice { username } => opening::proving_device(username, event),
        State::AskingPasskey { username, context } => opening::asking_passkey(username, context, event),
        State::Awaiting(challenge) => questions::awaiting(challenge, event),
        State::PreparingAnswer(challenge, password, context) => {
            questions::preparing_answer(challenge, password, context, event)
        }
        State::Answering(challenge, context, prover) => {
            questions::answering(challenge, context, prover, event)
        }
        State::AssociatingToken(challenge) => questions::associating_token(challenge, event),
        State::VerifyingToken(challenge, context) => questions::verifying_token(challenge, context, event),
        State::StoringSession { has_new_device } => conclusion::storing_session(has_new_device, event),
        State::ConfirmingDevice => conclusion::confirming_device(event),
        ended @ (State::SignedIn | State::Redirected | State::Failed | State::Cancelled) => stays(ended),
    };
    match outcome {
        Ok((next, effects)) => (next, Ok(effects)),
        Err(state) => {
            let unexpected = Unexpected { state: state.to_string(), event: event_name };
            (*state, Err(unexpected))
        }
    }
}

/// The event does not belong.
fn stays(state: State) -> Outcome {
    Err(Box::new(state))
}

/// Puts a question to the user. One that has a single answer is none.
fn ask(asked: Asked, username: Username) -> Transition {
    let challenge = Challenge {
        username: username.known_as(asked.user_id),
        session: asked.session,
        question: asked.question,
        asked_at_milliseconds: asked.at_milliseconds,
    };
    if let Question::MfaSetupSelection { options } = &challenge.question {
        if options[..] == [MfaType::Totp] {
            return associate(challenge);
        }
        if options[..] == [MfaType::Email] {
            return put(Challenge { question: Question::EmailMfaSetup, ..challenge });
        }
    }
    put(challenge)
}

fn put(challenge: Challenge) -> Transition {
    let effects = Effects::conclude(Ok(challenge.step())).noting(Note::RememberChallenge(challenge.clone()));
    (State::Awaiting(challenge), effects)
}

/// The choice is remembered: what was open before it is answered, and the set-up may fail on its way.
fn associate(challenge: Challenge) -> Transition {
    let work = Work::AssociateToken { session: challenge.session.clone() };
    let effects = Effects::perform(work).noting(Note::RememberChallenge(challenge.clone()));
    (State::AssociatingToken(challenge), effects)
}

fn ask_again(challenge: Challenge, error: AuthError) -> Transition {
    (State::Awaiting(challenge), Effects::conclude(Err(error)))
}

/// What failed leaves the question open, or ends the sign-in.
fn open_or_ended(challenge: Challenge, error: AuthError) -> Transition {
    if leaves_question_open(&challenge.question, &error) {
        ask_again(challenge, error)
    } else {
        forgetting(refused(error))
    }
}

fn prove_device(request: DeviceProofRequest, username: Username, context: Context) -> Transition {
    let username = username.known_as(request.username.own);
    let request = DeviceProofRequest { username: username.clone(), session: request.session, context };
    (State::ProvingDevice { username }, Effects::perform(Work::ProveDevice(request)))
}

fn ask_passkey(request: PasskeyRequest, username: Username, context: Context) -> Transition {
    let username = username.known_as(request.user_id.clone());
    (State::AskingPasskey { username, context }, Effects::perform(Work::AskPasskey(request)))
}

fn store(tokens: IssuedTokens, username: Username) -> Transition {
    let state = State::StoringSession { has_new_device: tokens.new_device.is_some() };
    (state, Effects::perform(Work::StoreSession { username, tokens }))
}

/// Two of the service's refusals are next steps, not errors.
fn refused(error: AuthError) -> Transition {
    let additional_info = BTreeMap::new();
    if error.code == AuthErrorCode::UserNotConfirmed {
        redirected(AuthSignInStep::ConfirmSignUp { additional_info })
    } else if error.code == AuthErrorCode::PasswordResetRequired {
        redirected(AuthSignInStep::ResetPassword { additional_info })
    } else {
        failed(error)
    }
}

fn redirected(step: AuthSignInStep) -> Transition {
    (State::Redirected, Effects::conclude(Ok(step)))
}

fn failed(error: AuthError) -> Transition {
    (State::Failed, Effects::conclude(Err(error)))
}

fn failed_as(code: AuthErrorCode) -> Transition {
    failed(code.into())
}

fn cancelled() -> Transition {
    (State::Cancelled, Effects::conclude(Err(AuthErrorCode::Cancelled.into())))
}

fn forgetting((state, effects): Transition) -> Transition {
    (state, effects.noting(Note::ForgetChallenge))
}

/// Whether the question can be answered again: another answer may be right, or what stood in the way passes by
/// itself. Should the Session be spent after all, the service says so at the next answer.
fn leaves_question_open(question: &Question, error: &AuthError) -> bool {
    // A code that was sent has expired for good, while an authenticator app shows another in half a minute: its codes
    // count once.
    let another_code_comes = error.code == AuthErrorCode::ExpiredCode && *question == Question::TotpMfa;
    let another_answer_helps = matches!(
        error.code,
        AuthErrorCode::CodeMismatch
            | AuthErrorCode::EnableSoftwareTokenMfa
            | AuthErrorCode::InvalidPassword
            | AuthErrorCode::PasswordHistoryPolicyViolation
            | AuthErrorCode::InvalidParameter
    );
    another_code_comes || another_answer_helps || error.retryable || error.kind == AuthErrorKind::Network
}
