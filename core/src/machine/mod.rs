//! Pure state machines: a state and an event give the next state and what has to be done. Nothing in here waits,
//! reads a clock, draws randomness or knows what the service calls things; see `README.md` beside this file for the
//! vocabulary, and `docs/state-machines.md` for the diagrams.

#[cfg(test)]
pub(crate) mod diagram;
pub(crate) mod sign_in;
pub(crate) mod sign_up;

use std::fmt::Display;

use crate::error::AuthError;

/// One flow's states, as a value that only [`Machine::on`] changes. `Display` of a state and of an event prints its
/// name and no data.
pub(crate) trait Machine: Display + Sized {
    /// What can happen: the app asks, or work ends.
    type Event: Display;
    /// What takes time, and whose outcome is the next event.
    type Work;
    /// What is done in passing, and whose outcome changes nothing.
    type Note;
    /// What the app is told at the end of a call.
    type Step;

    /// The next state, and what has to be done to get any further.
    ///
    /// # Errors
    /// [`Unexpected`] for an event that does not belong to this state, which then stands as it was.
    fn on(&self, event: Self::Event) -> Result<(Self, Effects<Self>), Unexpected>;
}

/// What a transition asks for: notes first, in order, and then one thing more.
pub(crate) struct Effects<M: Machine> {
    pub(crate) notes: Vec<M::Note>,
    pub(crate) then: Then<M>,
}

/// A transition either goes on with one piece of work, or ends the app's call. There is no third way, so no call is
/// ever left without an answer.
pub(crate) enum Then<M: Machine> {
    /// Do this; what comes of it is the next event.
    Perform(M::Work),
    /// The call ends with this.
    Conclude(Result<M::Step, AuthError>),
}

impl<M: Machine> Effects<M> {
    pub(crate) fn perform(work: M::Work) -> Self {
        Self { notes: Vec::new(), then: Then::Perform(work) }
    }

    pub(crate) fn conclude(result: Result<M::Step, AuthError>) -> Self {
        Self { notes: Vec::new(), then: Then::Conclude(result) }
    }

    pub(crate) fn noting(mut self, note: M::Note) -> Self {
        self.notes.push(note);
        self
    }
}

/// An event that does not belong to the state it met. Names only: safe to log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{event} does not belong to {state}")]
pub(crate) struct Unexpected {
    pub(crate) state: String,
    pub(crate) event: String,
}
