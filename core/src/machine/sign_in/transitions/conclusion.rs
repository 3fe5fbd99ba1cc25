//! The service gave tokens, or the sign-in has ended.

use super::{Outcome, Transition, failed};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::{Effects, Event, State, Work};
use crate::model::AuthSignInStep;

/// The caller may leave, but the session is stored all the same: the service already counts the user as signed in.
pub(super) fn storing_session(has_new_device: bool, event: Event) -> Outcome {
    let caller_leaves =
        |code: AuthErrorCode| (State::StoringSession { has_new_device }, Effects::conclude(Err(code.into())));
    match event {
        Event::SessionStored if has_new_device => {
            Some((State::ConfirmingDevice, Effects::perform(Work::ConfirmDevice)))
        }
        Event::SessionStored => Some(signed_in()),
        Event::WorkFailed(error) => Some(failed(error)),
        Event::DeadlinePassed => Some(caller_leaves(AuthErrorCode::DeadlinePassed)),
        Event::Cancel => Some(caller_leaves(AuthErrorCode::Cancelled)),
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
        | Event::TokenVerified { .. }
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::DeviceConfirmed => None,
    }
}

/// The user is signed in. What the service could not be told of the device now, the session tells it later.
pub(super) fn confirming_device(event: Event) -> Outcome {
    match event {
        Event::DeviceConfirmed | Event::WorkFailed(_) | Event::DeadlinePassed | Event::Cancel => {
            Some(signed_in())
        }
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
        | Event::TokenVerified { .. }
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored => None,
    }
}

pub(super) fn ended(event: Event) -> Outcome {
    match event {
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
        | Event::TokenVerified { .. }
        | Event::QuestionReceived(_)
        | Event::TokensReceived(_)
        | Event::SessionStored
        | Event::DeviceConfirmed
        | Event::WorkFailed(_)
        | Event::DeadlinePassed
        | Event::Cancel => None,
    }
}

fn signed_in() -> Transition {
    (State::SignedIn, Effects::conclude(Ok(AuthSignInStep::Done)))
}
