//! The platform asks for a passkey. A sheet that fails leaves the challenge open: nothing was sent for it.

use super::opening::verify;
use super::{Refusable, SignInTransition, cancelled, failed_as, stays};
use crate::challenge::{
    Challenge, ChallengeAnswer, ChallengeResponse, PasskeyChallenge, Username, not_offered, option_refused,
};
use crate::error::{AuthError, AuthErrorCode};
use crate::machine::sign_in::{Effects, Event, FromApp, Leaving, OpenPasskey, Proving, State, Work};
use crate::model::{AuthFactorType, AuthSignInStep, RequestContext};

/// Asks the user for the passkey that the service wants.
pub(super) fn ask(
    challenge: PasskeyChallenge,
    username: Username,
    context: RequestContext,
) -> SignInTransition {
    let username = username.known_as(challenge.pool_username.clone());
    ask_again(OpenPasskey { username, challenge }, context)
}

fn ask_again(open: OpenPasskey, context: RequestContext) -> SignInTransition {
    let work = Work::AskPasskey(open.challenge.clone());
    (State::AskingPasskey(open, context), Effects::perform(work))
}

/// The state while the platform shows its sheet.
pub(super) fn asking(open: OpenPasskey, context: RequestContext, event: Event) -> Refusable {
    match event {
        Event::Proving(Proving::PasskeyAnswered { credential, session }) => {
            Ok(verify(ChallengeResponse::passkey(credential), session, open.username, context))
        }
        Event::WorkFailed(error) => Ok(keep_open(open, error)),
        Event::Leaving(Leaving::DeadlinePassed) => Ok(keep_open(open, AuthErrorCode::DeadlinePassed.into())),
        Event::Leaving(Leaving::Cancel) => Ok(cancelled()),
        Event::App(_)
        | Event::Service(_)
        | Event::Proving(Proving::ProofPrepared(_) | Proving::PasswordProved(_))
        | Event::SettingUp(_)
        | Event::Concluding(_) => stays(State::AskingPasskey(open, context)),
    }
}

/// The user can try again. Another factor needs a new sign-in, because the service takes only one choice. The challenge
/// is not stored: after a restart, a new sign-in costs the user no more than another try.
pub(super) fn awaiting(open: OpenPasskey, event: Event) -> Refusable {
    match event {
        Event::App(FromApp::Answer(answer, context)) => Ok(answered(open, &answer, context)),
        Event::Leaving(Leaving::DeadlinePassed) => {
            let available_factors = vec![AuthFactorType::WebAuthn];
            let step = AuthSignInStep::ContinueSignInWithFirstFactorSelection { available_factors };
            Ok((State::AwaitingPasskey(open), Effects::conclude(Ok(step))))
        }
        Event::Leaving(Leaving::Cancel) => Ok(cancelled()),
        Event::App(FromApp::SignIn(_) | FromApp::Resume(_))
        | Event::Service(_)
        | Event::Proving(_)
        | Event::SettingUp(_)
        | Event::Concluding(_)
        | Event::WorkFailed(_) => stays(State::AwaitingPasskey(open)),
    }
}

fn answered(open: OpenPasskey, answer: &ChallengeAnswer, context: RequestContext) -> SignInTransition {
    if Challenge::is_expired_since(open.challenge.at_milliseconds, answer.at_milliseconds) {
        failed_as(AuthErrorCode::ChallengeExpired)
    } else if let Some(option) = answer.useless_option(false, false) {
        keep_open(open, option_refused(option))
    } else if AuthFactorType::WebAuthn.is_chosen_by(answer.challenge_response.expose()) {
        ask_again(open, context)
    } else {
        keep_open(open, not_offered())
    }
}

fn keep_open(open: OpenPasskey, error: AuthError) -> SignInTransition {
    (State::AwaitingPasskey(open), Effects::conclude(Err(error)))
}
