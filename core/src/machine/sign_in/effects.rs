//! The effects of a transition.

use super::{SideEffect, Work};
use crate::error::AuthError;
use crate::model::AuthSignInStep;

/// What follows a transition: side effects first, in order, and then either one piece of work or the end of the call.
pub(crate) struct Effects {
    pub(crate) side_effects: Vec<SideEffect>,
    pub(crate) then: Then,
}

/// A transition either goes on with one piece of work, or ends the app's call.
pub(crate) enum Then {
    /// Do this work. Its result is the next event.
    Perform(Work),
    /// The call ends with this result.
    Conclude(Result<AuthSignInStep, AuthError>),
}

impl Effects {
    pub(super) fn perform(work: Work) -> Self {
        Self { side_effects: Vec::new(), then: Then::Perform(work) }
    }

    pub(super) fn conclude(result: Result<AuthSignInStep, AuthError>) -> Self {
        Self { side_effects: Vec::new(), then: Then::Conclude(result) }
    }

    pub(super) fn and(mut self, side_effect: SideEffect) -> Self {
        self.side_effects.push(side_effect);
        self
    }
}

/// An event that the state does not expect. It holds only names, so it is safe to log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{event} does not belong to {state}")]
pub(crate) struct Unexpected {
    pub(crate) state: String,
    pub(crate) event: String,
    /// Whether work of the sign-in is running.
    pub(crate) is_working: bool,
}
