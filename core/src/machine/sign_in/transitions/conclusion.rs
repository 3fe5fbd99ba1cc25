//! The states after the service gave tokens.

use super::{Refusable, SignInTransition, failed, stays};
use crate::machine::sign_in::{Concluding, Effects, Event, State, Work};
use crate::model::AuthSignInStep;

/// The session is stored even if the caller no longer waits: the service already counts the user as signed in.
pub(super) fn storing_session(has_new_device: bool, event: Event) -> Refusable {
    let storing = State::StoringSession { has_new_device };
    match event {
        Event::Concluding(Concluding::SessionStored) if has_new_device => {
            Ok((State::ConfirmingDevice, Effects::perform(Work::ConfirmDevice)))
        }
        Event::Concluding(Concluding::SessionStored) => Ok(signed_in()),
        Event::WorkFailed(error) => Ok(failed(error)),
        Event::Leaving(why) => Ok((storing, Effects::conclude(Err(why.code().into())))),
        Event::App(_)
        | Event::Service(_)
        | Event::Proving(_)
        | Event::SettingUp(_)
        | Event::Concluding(Concluding::DeviceConfirmed) => stays(storing),
    }
}

/// The user is signed in. If the device can't be confirmed now, the session confirms it later.
pub(super) fn confirming_device(event: Event) -> Refusable {
    match event {
        Event::Concluding(Concluding::DeviceConfirmed) | Event::WorkFailed(_) | Event::Leaving(_) => {
            Ok(signed_in())
        }
        Event::App(_)
        | Event::Service(_)
        | Event::Proving(_)
        | Event::SettingUp(_)
        | Event::Concluding(Concluding::SessionStored) => stays(State::ConfirmingDevice),
    }
}

fn signed_in() -> SignInTransition {
    (State::SignedIn, Effects::conclude(Ok(AuthSignInStep::Done)))
}
