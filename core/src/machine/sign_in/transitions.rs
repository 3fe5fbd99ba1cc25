//! The table of a sign-in: one function per state, one arm per event.

use std::collections::BTreeMap;

use super::{
    Answer, Asked, Attempt, Challenge, Credential, Event, Initiation, IssuedTokens, Note, PasswordClaim,
    ProofTask, Reply, Response, State, Work,
};
use crate::error::{AuthError, AuthErrorCode, AuthErrorKind};
use crate::machine::{Effects, Unexpected};
use crate::model::{AuthFlowType, AuthSignInStep};
use cognito_auth_srp::KeyPair;

/// A transition, if the event belongs to the state.
type Outcome = Option<Transition>;
type Transition = (State, Effects<State>);

pub(super) fn on(state: &State, event: Event) -> Result<Transition, Unexpected> {
    let name = event.to_string();
    match state {
        State::NotStarted => not_started(event),
        State::PreparingProof(attempt) => preparing_proof(attempt, event),
        State::Initiating(attempt, key_pair) => initiating(attempt, key_pair.as_ref(), event),
        State::ProvingPassword { client_metadata } => proving_password(client_metadata, event),
        State::VerifyingPassword { user_id } => verifying_password(user_id, event),
        State::Awaiting(challenge) => awaiting(challenge, event),
        State::Answering(challenge) => answering(challenge, event),
        State::StoringSession => storing_session(event),
        State::SignedIn | State::Redirected | State::Failed | State::Cancelled => ended(event),
    }
    .ok_or_else(|| Unexpected { state: state.to_string(), event: name })
}

fn not_started(event: Event) -> Outcome {
    match event {
        Event::SignIn(attempt) => Some(start(attempt)),
        Event::Resume(challenge) => {
            let step = challenge.question.step();
            Some((State::Awaiting(challenge), Effects::conclude(Ok(step))))
        }
        Event::Cancel => Some(cancelled()),
        Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::WorkFailed(_)
        | Event::DeadlinePassed => None,
    }
}

fn preparing_proof(attempt: &Attempt, event: Event) -> Outcome {
    match event {
        Event::ProofPrepared(key_pair) => {
            let work = initiate(attempt, Credential::SrpA(key_pair.public_hex()));
            Some((State::Initiating(attempt.clone(), Some(key_pair)), Effects::perform(work)))
        }
        Event::WorkFailed(error) => Some(failed(error)),
        Event::DeadlinePassed => Some(failed(AuthErrorCode::DeadlinePassed.into())),
        Event::Cancel => Some(cancelled()),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored => None,
    }
}

fn initiating(attempt: &Attempt, key_pair: Option<&KeyPair>, event: Event) -> Outcome {
    match event {
        Event::ProofRequested(verifier) => Some(match key_pair {
            Some(key_pair) => {
                let client_metadata = attempt.client_metadata.clone();
                let key_pair = key_pair.clone();
                let task = ProofTask { key_pair, verifier, password: attempt.password.clone() };
                let work = Work::ProvePassword(Box::new(task));
                (State::ProvingPassword { client_metadata }, Effects::perform(work))
            }
            None => failed(AuthErrorCode::UnsupportedChallenge.into()),
        }),
        Event::QuestionReceived(asked) => Some(ask(asked, &attempt.username)),
        Event::TokensReceived(tokens) => Some(store(tokens)),
        Event::WorkFailed(error) => Some(refused(error)),
        Event::DeadlinePassed => Some(failed(AuthErrorCode::DeadlinePassed.into())),
        Event::Cancel => Some(cancelled()),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::PasswordProved(_)
        | Event::SessionStored => None,
    }
}

fn proving_password(client_metadata: &BTreeMap<String, String>, event: Event) -> Outcome {
    match event {
        Event::PasswordProved(claim) => Some(verify(claim, client_metadata)),
        Event::WorkFailed(error) => Some(failed(error)),
        Event::DeadlinePassed => Some(failed(AuthErrorCode::DeadlinePassed.into())),
        Event::Cancel => Some(cancelled()),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::ProofRequested(_)
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored => None,
    }
}

fn verifying_password(user_id: &str, event: Event) -> Outcome {
    match event {
        Event::QuestionReceived(asked) => Some(ask(asked, user_id)),
        Event::TokensReceived(tokens) => Some(store(tokens)),
        // The key pair is spent: a second proof would need a new sign-in.
        Event::ProofRequested(_) => Some(failed(AuthErrorCode::UnsupportedChallenge.into())),
        Event::WorkFailed(error) => Some(refused(error)),
        Event::DeadlinePassed => Some(failed(AuthErrorCode::DeadlinePassed.into())),
        Event::Cancel => Some(cancelled()),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::PasswordProved(_)
        | Event::SessionStored => None,
    }
}

/// Nothing runs while the user thinks. A deadline that passes here found the call at its end: the question is asked.
fn awaiting(challenge: &Challenge, event: Event) -> Outcome {
    match event {
        Event::Answer(reply) => Some(answer(challenge, reply)),
        Event::DeadlinePassed => {
            let step = challenge.question.step();
            Some((State::Awaiting(challenge.clone()), Effects::conclude(Ok(step))))
        }
        Event::Cancel => Some(forgetting(cancelled())),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::ProofPrepared(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::WorkFailed(_) => None,
    }
}

fn answering(challenge: &Challenge, event: Event) -> Outcome {
    match event {
        Event::QuestionReceived(asked) => Some(ask(asked, &challenge.username)),
        Event::TokensReceived(tokens) => Some(forgetting(store(tokens))),
        Event::ProofRequested(_) => Some(forgetting(failed(AuthErrorCode::UnsupportedChallenge.into()))),
        Event::WorkFailed(error) if leaves_question_open(&error) => Some(ask_again(challenge, error)),
        Event::WorkFailed(error) => Some(forgetting(refused(error))),
        Event::DeadlinePassed => Some(ask_again(challenge, AuthErrorCode::DeadlinePassed.into())),
        Event::Cancel => Some(forgetting(cancelled())),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::PasswordProved(_)
        | Event::SessionStored => None,
    }
}

/// The caller may leave, but the session is stored all the same: the service already counts the user as signed in.
fn storing_session(event: Event) -> Outcome {
    let caller_leaves = |code: AuthErrorCode| (State::StoringSession, Effects::conclude(Err(code.into())));
    match event {
        Event::SessionStored => Some((State::SignedIn, Effects::conclude(Ok(AuthSignInStep::Done)))),
        Event::WorkFailed(error) => Some(failed(error)),
        Event::DeadlinePassed => Some(caller_leaves(AuthErrorCode::DeadlinePassed)),
        Event::Cancel => Some(caller_leaves(AuthErrorCode::Cancelled)),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_) => None,
    }
}

fn ended(event: Event) -> Outcome {
    match event {
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::WorkFailed(_)
        | Event::DeadlinePassed
        | Event::Cancel => None,
    }
}

/// A question that an earlier sign-in left in the store ends here.
fn start(attempt: Attempt) -> Transition {
    let (state, work) = match attempt.flow {
        AuthFlowType::UserSrp => (State::PreparingProof(attempt), Work::PrepareProof),
        AuthFlowType::UserPassword => {
            let work = initiate(&attempt, Credential::Password(attempt.password.clone()));
            (State::Initiating(attempt, None), work)
        }
    };
    forgetting((state, Effects::perform(work)))
}

fn initiate(attempt: &Attempt, credential: Credential) -> Work {
    Work::Initiate(Initiation {
        username: attempt.username.clone(),
        credential,
        client_metadata: attempt.client_metadata.clone(),
    })
}

fn verify(claim: PasswordClaim, client_metadata: &BTreeMap<String, String>) -> Transition {
    let state = State::VerifyingPassword { user_id: claim.user_id.clone() };
    let response = Response {
        username: claim.user_id.clone(),
        session: claim.session.clone(),
        answer: Answer::PasswordClaim(claim),
        client_metadata: client_metadata.clone(),
    };
    (state, Effects::perform(Work::Respond(response)))
}

fn ask(asked: Asked, known_as: &str) -> Transition {
    let step = asked.question.step();
    let challenge = Challenge {
        username: asked.user_id.unwrap_or_else(|| known_as.to_owned()),
        session: asked.session,
        question: asked.question,
        asked_at_milliseconds: asked.at_milliseconds,
    };
    let effects = Effects::conclude(Ok(step)).noting(Note::RememberChallenge(challenge.clone()));
    (State::Awaiting(challenge), effects)
}

fn answer(challenge: &Challenge, reply: Reply) -> Transition {
    if challenge.is_expired(reply.at_milliseconds) {
        return forgetting(failed(AuthErrorCode::ChallengeExpired.into()));
    }
    match challenge.response(reply) {
        Ok(response) => (State::Answering(challenge.clone()), Effects::perform(Work::Respond(response))),
        Err(error) => ask_again(challenge, error),
    }
}

fn ask_again(challenge: &Challenge, error: AuthError) -> Transition {
    (State::Awaiting(challenge.clone()), Effects::conclude(Err(error)))
}

fn store(tokens: IssuedTokens) -> Transition {
    (State::StoringSession, Effects::perform(Work::StoreSession(tokens)))
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

fn cancelled() -> Transition {
    (State::Cancelled, Effects::conclude(Err(AuthErrorCode::Cancelled.into())))
}

fn forgetting((state, effects): Transition) -> Transition {
    (state, effects.noting(Note::ForgetChallenge))
}

/// Whether the question can be answered again: another answer may be right, or what stood in the way passes by
/// itself. Should the Session be spent after all, the service says so at the next answer.
fn leaves_question_open(error: &AuthError) -> bool {
    let another_answer_helps = matches!(
        error.code,
        AuthErrorCode::CodeMismatch
            | AuthErrorCode::EnableSoftwareTokenMfa
            | AuthErrorCode::InvalidPassword
            | AuthErrorCode::PasswordHistoryPolicyViolation
            | AuthErrorCode::InvalidParameter
    );
    another_answer_helps || error.retryable || error.kind == AuthErrorKind::Network
}
