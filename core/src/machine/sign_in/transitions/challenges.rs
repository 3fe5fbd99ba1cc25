//! The states in which a challenge is open, or its response is on its way.

use super::opening::go_on;
use super::{
    Refusable, SignInTransition, associate, await_answer, cancelled, failed_as, forgetting, keep_open,
    open_or_ended, overstepped, oversteps, receive, stays,
};
use crate::challenge::{
    AfterAnswer, Challenge, ChallengeAnswer, ChallengeKind, ChallengeResponse, FirstFactors,
};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::{
    Effects, Event, FromApp, FromService, Leaving, OutgoingResponse, Prover, Proving, SettingUp, SideEffect,
    State, TokenCode, Work,
};
use crate::model::{AuthFactorType, RequestContext};
use crate::secret::Secret;

/// The call may still be storing the challenge. If its deadline passes then, the call succeeds.
pub(super) fn awaiting(challenge: Challenge, event: Event) -> Refusable {
    match event {
        Event::App(FromApp::Answer(answer, context)) => Ok(answered(challenge, answer, context)),
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
    context: RequestContext,
    event: Event,
) -> Refusable {
    match event {
        Event::Proving(Proving::ProofPrepared(key_pair)) => {
            let response = challenge.kind.srp_response(key_pair.public_hex().into());
            let allowed = FirstFactors::Chosen(AuthFactorType::PasswordSrp);
            Ok(respond(challenge, response, context, Some(Prover { key_pair, password }), allowed))
        }
        Event::WorkFailed(error) => Ok(keep_open(challenge, error)),
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
    context: RequestContext,
    prover: Option<Prover>,
    allowed: FirstFactors,
    event: Event,
) -> Refusable {
    match event {
        Event::Service(said) if oversteps(&said, allowed) => Ok(forgetting(overstepped())),
        // The new challenge replaces the stored one.
        Event::Service(FromService::ChallengeReceived(received)) => Ok(receive(received, challenge.username)),
        Event::Service(said) => Ok(forgetting(go_on(said, prover, challenge.username, context))),
        Event::WorkFailed(error) => Ok(open_or_ended(challenge, error)),
        Event::Leaving(why) => Ok(left(challenge, why)),
        Event::App(_) | Event::Proving(_) | Event::SettingUp(_) | Event::Concluding(_) => {
            stays(State::Answering(challenge, context, prover, allowed))
        }
    }
}

pub(super) fn associating_token(challenge: Challenge, event: Event) -> Refusable {
    match event {
        Event::SettingUp(SettingUp::TokenAssociated(token)) => Ok(await_answer(Challenge {
            kind: ChallengeKind::TotpSetup { shared_secret: Some(token.secret_code) },
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

pub(super) fn verifying_token(challenge: Challenge, context: RequestContext, event: Event) -> Refusable {
    match event {
        Event::SettingUp(SettingUp::TokenVerified { session }) => {
            let challenge = Challenge { session: session.or(challenge.session), ..challenge };
            let remember = SideEffect::RememberChallenge(challenge.clone());
            let response = ChallengeResponse::totp_setup();
            let (state, effects) = respond(challenge, response, context, None, FirstFactors::None);
            Ok((state, effects.and(remember)))
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

fn answered(challenge: Challenge, answer: ChallengeAnswer, given: RequestContext) -> SignInTransition {
    if challenge.is_expired(answer.at_milliseconds) {
        return forgetting(failed_as(AuthErrorCode::ChallengeExpired));
    }
    let friendly_device_name = answer.friendly_device_name.clone();
    let allowed = FirstFactors::after(&challenge.kind, &answer);
    let context = challenge.context.clone().with(given);
    match challenge.kind.answered(answer) {
        Ok(AfterAnswer::Respond(response)) => respond(challenge, response, context, None, allowed),
        Ok(AfterAnswer::Ask(kind)) => await_answer(Challenge { kind, context, ..challenge }),
        Ok(AfterAnswer::PrepareSrp(password)) => {
            let state = State::PreparingAnswer(challenge, password, context);
            (state, Effects::perform(Work::PrepareProof))
        }
        Ok(AfterAnswer::AssociateToken) => associate(Challenge { context, ..challenge }),
        Ok(AfterAnswer::VerifyToken(code)) => {
            let session = challenge.session.clone();
            let work = Work::VerifyToken(TokenCode { code, session, friendly_device_name });
            (State::VerifyingToken(challenge, context), Effects::perform(work))
        }
        Err(error) => keep_open(challenge, error),
    }
}

/// The caller no longer waits for running work. After the deadline the challenge stays open for another answer.
fn left(challenge: Challenge, why: Leaving) -> SignInTransition {
    match why {
        Leaving::DeadlinePassed => keep_open(challenge, why.code().into()),
        Leaving::Cancel => forgetting(cancelled()),
    }
}

fn respond(
    challenge: Challenge,
    response: ChallengeResponse,
    context: RequestContext,
    prover: Option<Prover>,
    allowed: FirstFactors,
) -> SignInTransition {
    let outgoing = OutgoingResponse {
        username: challenge.username.clone(),
        session: challenge.session.clone(),
        response,
        context: context.clone(),
    };
    (State::Answering(challenge, context, prover, allowed), Effects::perform(Work::Respond(outgoing)))
}
