//! The one sign-in of an instance: at most one is under way, and the newest is the one that counts.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::error::{AuthError, AuthErrorCode};
use crate::machine::sign_in::{Event, State};
use crate::machine::{Effects, Machine, Unexpected};

/// Where the newest sign-in stands. Reading it never waits.
pub(super) struct Conversation {
    current: Mutex<Current>,
    newest: watch::Sender<Turn>,
}

struct Current {
    turn: Turn,
    state: State,
}

/// Tells one sign-in from those before and after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Turn(u64);

/// Why an event did not count.
#[derive(Debug)]
pub(super) enum Refused {
    /// A newer sign-in took this one's place, or a sign-out ended it.
    Superseded,
    /// It does not belong to where the sign-in stands.
    Unexpected(Unexpected),
}

impl Conversation {
    pub(super) fn new() -> Self {
        let current = Current { turn: Turn::default(), state: State::NotStarted };
        Self { current: Mutex::new(current), newest: watch::Sender::default() }
    }

    /// Ends the sign-in under way, however far it is.
    pub(super) fn supersede(&self) {
        self.supersede_in(&mut self.current());
    }

    /// Makes room for a new sign-in: one that is half done ends here.
    ///
    /// # Errors
    /// [`AuthErrorCode::AlreadySignedIn`] if the former one is past the point where it can be stopped.
    pub(super) fn begin(&self) -> Result<Turn, AuthError> {
        let mut current = self.current();
        if let State::StoringSession { .. } = current.state {
            return Err(AuthErrorCode::AlreadySignedIn.into());
        }
        Ok(self.supersede_in(&mut current))
    }

    fn supersede_in(&self, current: &mut Current) -> Turn {
        let turn = Turn(current.turn.0.wrapping_add(1));
        *current = Current { turn, state: State::NotStarted };
        self.newest.send_replace(turn);
        turn
    }

    /// Whether this is the newest sign-in, which no other and no sign-out took the place of.
    pub(super) fn is_newest(&self, turn: Turn) -> bool {
        self.current().turn == turn
    }

    /// Whether the sign-in of `turn` has come to its end, so that its conclusion is on its way.
    pub(super) fn has_ended(&self, turn: Turn) -> bool {
        let current = self.current();
        current.turn == turn && current.state.has_ended()
    }

    /// The newest sign-in, and whether nothing happened in it so far.
    pub(super) fn newest(&self) -> (Turn, bool) {
        let current = self.current();
        (current.turn, matches!(current.state, State::NotStarted))
    }

    /// Feeds an event to the sign-in of `turn`; gives its state before and after by name.
    pub(super) fn advance(&self, turn: Turn, event: Event) -> Result<(Effects<State>, Names), Refused> {
        let mut current = self.current();
        if current.turn != turn {
            return Err(Refused::Superseded);
        }
        let from = current.state.to_string();
        let event_name = event.to_string();
        let (next, effects) = current.state.on(event).map_err(Refused::Unexpected)?;
        let names = Names { from, event: event_name, to: next.to_string() };
        current.state = next;
        Ok((effects, names))
    }

    /// Returns once `turn` is not the newest any more.
    pub(super) async fn superseded(&self, turn: Turn) {
        // The sender lives as long as this does, so there is no error.
        let _ = self.newest.subscribe().wait_for(|newest| *newest != turn).await;
    }

    /// No code panics while it holds this lock; if it did, the state would still be whole.
    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A transition by its names, for the log.
pub(super) struct Names {
    pub(super) from: String,
    pub(super) event: String,
    pub(super) to: String,
}
