//! A question is open, or its answer is on its way.

use super::opening::prove;
use super::{
    Outcome, Transition, ask, ask_again, ask_passkey, associate, cancelled, failed_as, forgetting,
    open_or_ended, prove_device, put, store,
};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::challenge::Next;
use crate::machine::sign_in::{
    Answer, Challenge, Context, Effects, Event, Note, Prover, Question, Reply, Response, State, TokenCode,
    Work,
};
use crate::secret::Secret;

/// Nothing runs while the user thinks. A deadline that passes here found the call at its end: the question is asked.
pub(super) fn awaiting(challenge: &Challenge, event: Event) -> Outcome {
    match event {
        Event::Answer(reply) => Some(answer(challenge, reply)),
        Event::DeadlinePassed => {
            Some((State::Awaiting(challenge.clone()), Effects::conclude(Ok(challenge.step()))))
        }
        Event::Cancel => Some(forgetting(cancelled())),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::ProofPrepared(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::DeviceProofRequested(_)
        | Event::PasskeyRequested(_)
        | Event::PasskeyAnswered { .. }
        | Event::TokenAssociated(_)
        | Event::TokenVerified { .. }
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::DeviceConfirmed
        | Event::WorkFailed(_) => None,
    }
}

pub(super) fn preparing_answer(
    challenge: &Challenge,
    password: &Secret,
    context: &Context,
    event: Event,
) -> Outcome {
    match event {
        Event::ProofPrepared(key_pair) => {
            let is_selected = matches!(challenge.question, Question::Password { is_selected: true, .. });
            let answer = Answer::PasswordSrp { srp_a: key_pair.public_hex().into(), is_selected };
            let prover = Prover { key_pair, password: password.clone() };
            Some(respond(challenge, answer, context.clone(), Some(prover)))
        }
        Event::WorkFailed(error) => Some(ask_again(challenge, error)),
        Event::DeadlinePassed => Some(ask_again(challenge, AuthErrorCode::DeadlinePassed.into())),
        Event::Cancel => Some(forgetting(cancelled())),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::DeviceProofRequested(_)
        | Event::PasskeyRequested(_)
        | Event::PasskeyAnswered { .. }
        | Event::TokenAssociated(_)
        | Event::TokenVerified { .. }
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::DeviceConfirmed => None,
    }
}

pub(super) fn answering(
    challenge: &Challenge,
    context: &Context,
    prover: Option<&Prover>,
    event: Event,
) -> Outcome {
    let username = &challenge.username;
    match event {
        Event::QuestionReceived(asked) => Some(ask(asked, username)),
        Event::TokensReceived(tokens) => Some(forgetting(store(tokens, username))),
        Event::ProofRequested(verifier) => Some(forgetting(match prover {
            Some(Prover { key_pair, password }) => prove(key_pair, password, verifier, username, context),
            None => failed_as(AuthErrorCode::UnsupportedChallenge),
        })),
        Event::DeviceProofRequested(request) => Some(forgetting(prove_device(request, username, context))),
        Event::PasskeyRequested(request) => Some(forgetting(ask_passkey(request, username, context))),
        Event::WorkFailed(error) => Some(open_or_ended(challenge, error)),
        Event::DeadlinePassed => Some(ask_again(challenge, AuthErrorCode::DeadlinePassed.into())),
        Event::Cancel => Some(forgetting(cancelled())),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::PasswordProved(_)
        | Event::PasskeyAnswered { .. }
        | Event::TokenAssociated(_)
        | Event::TokenVerified { .. }
        | Event::SessionStored
        | Event::DeviceConfirmed => None,
    }
}

pub(super) fn associating_token(challenge: &Challenge, event: Event) -> Outcome {
    match event {
        Event::TokenAssociated(token) => Some(put(Challenge {
            question: Question::TotpSetup { shared_secret: Some(token.secret_code) },
            session: token.session.or_else(|| challenge.session.clone()),
            ..challenge.clone()
        })),
        Event::WorkFailed(error) => Some(open_or_ended(challenge, error)),
        Event::DeadlinePassed => Some(ask_again(challenge, AuthErrorCode::DeadlinePassed.into())),
        Event::Cancel => Some(forgetting(cancelled())),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::DeviceProofRequested(_)
        | Event::PasskeyRequested(_)
        | Event::PasskeyAnswered { .. }
        | Event::TokenVerified { .. }
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::DeviceConfirmed => None,
    }
}

pub(super) fn verifying_token(challenge: &Challenge, context: &Context, event: Event) -> Outcome {
    match event {
        Event::TokenVerified { session } => {
            let session = session.or_else(|| challenge.session.clone());
            let challenge = Challenge { session, ..challenge.clone() };
            let (state, effects) = respond(&challenge, Answer::TotpSetup, context.clone(), None);
            Some((state, effects.noting(Note::RememberChallenge(challenge))))
        }
        Event::WorkFailed(error) => Some(open_or_ended(challenge, error)),
        Event::DeadlinePassed => Some(ask_again(challenge, AuthErrorCode::DeadlinePassed.into())),
        Event::Cancel => Some(forgetting(cancelled())),
        Event::SignIn(_)
        | Event::Resume(_)
        | Event::Answer(_)
        | Event::ProofPrepared(_)
        | Event::ProofRequested(_)
        | Event::PasswordProved(_)
        | Event::DeviceProofRequested(_)
        | Event::PasskeyRequested(_)
        | Event::PasskeyAnswered { .. }
        | Event::TokenAssociated(_)
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::DeviceConfirmed => None,
    }
}

fn answer(challenge: &Challenge, reply: Reply) -> Transition {
    if challenge.is_expired(reply.at_milliseconds) {
        return forgetting(failed_as(AuthErrorCode::ChallengeExpired));
    }
    let (context, friendly_device_name) = (reply.context.clone(), reply.friendly_device_name.clone());
    match challenge.question.next(reply) {
        Ok(Next::Respond(answer)) => respond(challenge, answer, context, None),
        Ok(Next::Ask(question)) => put(Challenge { question, ..challenge.clone() }),
        Ok(Next::ProvePassword(password)) => {
            let state = State::PreparingAnswer(challenge.clone(), password, context);
            (state, Effects::perform(Work::PrepareProof))
        }
        Ok(Next::AssociateToken) => associate(challenge.clone()),
        Ok(Next::VerifyToken(code)) => {
            let work = Work::VerifyToken(TokenCode {
                code,
                session: challenge.session.clone(),
                friendly_device_name,
            });
            (State::VerifyingToken(challenge.clone(), context), Effects::perform(work))
        }
        Err(error) => ask_again(challenge, error),
    }
}

fn respond(challenge: &Challenge, answer: Answer, context: Context, prover: Option<Prover>) -> Transition {
    let response = Response {
        username: challenge.username.clone(),
        session: challenge.session.clone(),
        answer,
        context: context.clone(),
    };
    (State::Answering(challenge.clone(), context, prover), Effects::perform(Work::Respond(response)))
}
