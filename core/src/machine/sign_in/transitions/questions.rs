//! A question is open, or its answer is on its way.

use super::opening::go_on;
use super::{
    Outcome, Transition, ask, ask_again, associate, cancelled, failed_as, forgetting, open_or_ended, put,
    stays,
};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::challenge::Next;
use crate::machine::sign_in::{
    Answer, Challenge, Context, Effects, Event, FromApp, FromService, Leaving, Note, Prover, Proving,
    Question, Reply, Response, SettingUp, State, TokenCode, Work,
};
use crate::secret::Secret;

/// Nothing runs while the user thinks. A deadline that passes here found the call at its end: the question is asked.
pub(super) fn awaiting(challenge: Challenge, event: Event) -> Outcome {
    match event {
        Event::App(FromApp::Answer(reply)) => Ok(answer(challenge, reply)),
        Event::Leaving(Leaving::DeadlinePassed) => {
            let step = challenge.step();
            Ok((State::Awaiting(challenge), Effects::conclude(Ok(step))))
        }
        Event::Leaving(Leaving::Cancel) => Ok(forgetting(cancelled())),
        Event::App(FromApp::SignIn(_) | FromApp::Resume(_))
        | Event::Service(_)
        | Event::Proving(_)
        | Event::SettingUp(_)
        | Event::Concluding(_)
        | Event::WorkFailed(_) => stays(State::Awaiting(challenge)),
    }
}

pub(super) fn preparing_answer(
    challenge: Challenge,
    password: Secret,
    context: Context,
    event: Event,
) -> Outcome {
    match event {
        Event::Proving(Proving::ProofPrepared(key_pair)) => {
            let is_selected = matches!(challenge.question, Question::Password { is_selected: true, .. });
            let answer = Answer::PasswordSrp { srp_a: key_pair.public_hex().into(), is_selected };
            Ok(respond(challenge, answer, context, Some(Prover { key_pair, password })))
        }
        Event::WorkFailed(error) => Ok(ask_again(challenge, error)),
        Event::Leaving(why) => Ok(left(challenge, why)),
        Event::App(_)
        | Event::Service(_)
        | Event::Proving(Proving::PasswordProved(_) | Proving::PasskeyAnswered { .. })
        | Event::SettingUp(_)
        | Event::Concluding(_) => stays(State::PreparingAnswer(challenge, password, context)),
    }
}

pub(super) fn answering(
    challenge: Challenge,
    context: Context,
    prover: Option<Prover>,
    event: Event,
) -> Outcome {
    match event {
        // The new question is remembered in place of the one that was answered.
        Event::Service(FromService::QuestionReceived(asked)) => Ok(ask(asked, challenge.username)),
        Event::Service(said) => Ok(forgetting(go_on(said, prover, challenge.username, context))),
        Event::WorkFailed(error) => Ok(open_or_ended(challenge, error)),
        Event::Leaving(why) => Ok(left(challenge, why)),
        Event::App(_) | Event::Proving(_) | Event::SettingUp(_) | Event::Concluding(_) => {
            stays(State::Answering(challenge, context, prover))
        }
    }
}

pub(super) fn associating_token(challenge: Challenge, event: Event) -> Outcome {
    match event {
        Event::SettingUp(SettingUp::TokenAssociated(token)) => Ok(put(Challenge {
            question: Question::TotpSetup { shared_secret: Some(token.secret_code) },
            session: token.session.or(challenge.session),
            ..challenge
        })),
        Event::WorkFailed(error) => Ok(open_or_ended(challenge, error)),
        Event::Leaving(why) => Ok(left(challenge, why)),
        Event::App(_)
        | Event::Service(_)
        | Event::Proving(_)
        | Event::SettingUp(SettingUp::TokenVerified { .. })
        | Event::Concluding(_) => stays(State::AssociatingToken(challenge)),
    }
}

pub(super) fn verifying_token(challenge: Challenge, context: Context, event: Event) -> Outcome {
    match event {
        Event::SettingUp(SettingUp::TokenVerified { session }) => {
            let challenge = Challenge { session: session.or(challenge.session), ..challenge };
            let note = Note::RememberChallenge(challenge.clone());
            let (state, effects) = respond(challenge, Answer::TotpSetup, context, None);
            Ok((state, effects.noting(note)))
        }
        Event::WorkFailed(error) => Ok(open_or_ended(challenge, error)),
        Event::Leaving(why) => Ok(left(challenge, why)),
        Event::App(_)
        | Event::Service(_)
        | Event::Proving(_)
        | Event::SettingUp(SettingUp::TokenAssociated(_))
        | Event::Concluding(_) => stays(State::VerifyingToken(challenge, context)),
    }
}

fn answer(challenge: Challenge, reply: Reply) -> Transition {
    if challenge.is_expired(reply.at_milliseconds) {
        return forgetting(failed_as(AuthErrorCode::ChallengeExpired));
    }
    let (context, friendly_device_name) = (reply.context.clone(), reply.friendly_device_name.clone());
    match challenge.question.next(reply) {
        Ok(Next::Respond(answer)) => respond(challenge, answer, context, None),
        Ok(Next::Ask(question)) => put(Challenge { question, ..challenge }),
        Ok(Next::ProvePassword(password)) => {
            let state = State::PreparingAnswer(challenge, password, context);
            (state, Effects::perform(Work::PrepareProof))
        }
        Ok(Next::AssociateToken) => associate(challenge),
        Ok(Next::VerifyToken(code)) => {
            let session = challenge.session.clone();
            let work = Work::VerifyToken(TokenCode { code, session, friendly_device_name });
            (State::VerifyingToken(challenge, context), Effects::perform(work))
        }
        Err(error) => ask_again(challenge, error),
    }
}

/// The caller leaves while something runs: the question stays open for an answer after the deadline.
fn left(challenge: Challenge, why: Leaving) -> Transition {
    match why {
        Leaving::DeadlinePassed => ask_again(challenge, why.code().into()),
        Leaving::Cancel => forgetting(cancelled()),
    }
}

fn respond(challenge: Challenge, answer: Answer, context: Context, prover: Option<Prover>) -> Transition {
    let response = Response {
        username: challenge.username.clone(),
        session: challenge.session.clone(),
        answer,
        context: context.clone(),
    };
    (State::Answering(challenge, context, prover), Effects::perform(Work::Respond(response)))
}
