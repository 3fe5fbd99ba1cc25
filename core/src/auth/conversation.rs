//! The one sign-in of an instance: at most one is under way, and the newest is the one that counts.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::error::{AuthError, AuthErrorCode};
use crate::machine::sign_in::{Effects, Event, Leaving, State, Unexpected};

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

/// One call's part in a sign-in. It changes under the conversation's lock alone, so that what is to be done about the
/// call always fits where the sign-in stands.
pub(super) struct Part {
    pub(super) turn: Turn,
    /// The service gave tokens: they are stored, or revoked if nobody wants them any more, but never dropped.
    has_tokens: AtomicBool,
    /// The caller does not wait any more.
    is_left: AtomicBool,
}

impl Part {
    pub(super) fn of(turn: Turn) -> Self {
        Self { turn, has_tokens: AtomicBool::new(false), is_left: AtomicBool::new(false) }
    }

    /// Whether the call's work is of no use any more: the caller left before there were tokens.
    pub(super) fn is_stopped(&self) -> bool {
        self.is_left.load(Ordering::Relaxed) && !self.has_tokens.load(Ordering::Relaxed)
    }
}

/// Why an event did not count.
#[derive(Debug)]
pub(super) enum Refused {
    /// A newer sign-in took this one's place, or a sign-out ended it.
    Superseded,
    /// The caller has left, and the sign-in went on without what the work came to.
    Left,
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

    /// The newest sign-in, and whether nothing happened in it so far.
    pub(super) fn newest(&self) -> (Turn, bool) {
        let current = self.current();
        (current.turn, matches!(current.state, State::NotStarted))
    }

    /// Feeds an event of a call to its sign-in.
    pub(super) fn advance(&self, part: &Part, event: Event) -> Result<Transition, Refused> {
        let mut current = self.current();
        if current.turn != part.turn {
            return Err(Refused::Superseded);
        }
        if part.is_stopped() {
            return Err(Refused::Left);
        }
        let is_left = part.is_left.load(Ordering::Relaxed);
        let refused = |it| if is_left { Refused::Left } else { Refused::Unexpected(it) };
        let transition = current.on(event).map_err(refused)?;
        if let State::StoringSession { .. } = current.state {
            part.has_tokens.store(true, Ordering::Relaxed);
        }
        Ok(transition)
    }

    /// Tells the sign-in why the caller of a call leaves; nothing happens if the sign-in has come to its end,
    /// so that its conclusion is on its way.
    pub(super) fn leave(&self, part: &Part, why: Leaving) -> Option<Result<Transition, Refused>> {
        let mut current = self.current();
        let is_current = current.turn == part.turn;
        if is_current && current.state.has_ended() {
            return None;
        }
        part.is_left.store(true, Ordering::Relaxed);
        Some(if is_current {
            current.on(Event::Leaving(why)).map_err(Refused::Unexpected)
        } else {
            Err(Refused::Superseded)
        })
    }

    /// Returns once `turn` is not the newest any more.
    pub(super) async fn superseded(&self, turn: Turn) {
        // The sender lives as long as this does, so there is no error.
        let _ = self.newest.subscribe().wait_for(|newest| *newest != turn).await;
    }

    /// No code panics while it holds this lock; if it did, the sign-in would have failed.
    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Current {
    fn on(&mut self, event: Event) -> Result<Transition, Unexpected> {
        let (from, event_name) = (self.state.to_string(), event.to_string());
        let (state, effects) = mem::replace(&mut self.state, State::Failed).on(event);
        self.state = state;
        let names = Names { from, event: event_name, to: self.state.to_string() };
        Ok((effects?, names))
    }
}

/// What a transition asks for, and the transition by its names.
pub(super) type Transition = (Effects, Names);

/// A transition by its names, for the log.
pub(super) struct Names {
    pub(super) from: String,
    pub(super) event: String,
    pub(super) to: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::sign_in::samples;

    fn event(label: &str) -> Event {
        let events = samples::events();
        events.into_iter().find(|(found, _)| found == label).map(|(_, event)| event).expect("a sample")
    }

    /// A sign-in that these events have led somewhere.
    fn led_by(labels: &[&str]) -> (Conversation, Part) {
        let conversation = Conversation::new();
        let part = Part::of(conversation.begin().expect("nothing is under way"));
        for label in labels {
            assert!(conversation.advance(&part, event(label)).is_ok(), "{label}");
        }
        (conversation, part)
    }

    fn refusal(conversation: &Conversation, part: &Part, label: &str) -> Option<Refused> {
        conversation.advance(part, event(label)).err()
    }

    #[test]
    fn who_leaves_before_there_are_tokens_stops_the_work_and_hears_nothing_of_it() {
        for (leaving, state) in [(Leaving::Cancel, "Cancelled"), (Leaving::DeadlinePassed, "Failed")] {
            let (conversation, part) = led_by(&["SignIn (password)"]);
            assert!(conversation.leave(&part, leaving).is_some_and(|left| left.is_ok()));
            assert!(part.is_stopped());
            assert!(matches!(refusal(&conversation, &part, "TokensReceived"), Some(Refused::Left)));
            assert_eq!(conversation.current().state.to_string(), state);
        }
    }

    #[test]
    fn what_a_stopped_call_brings_is_not_taken_for_an_answer_to_the_next_one() {
        let (conversation, late) = led_by(&["SignIn (password)", "ChallengeReceived", "Answer (SMS)"]);
        assert!(conversation.leave(&late, Leaving::DeadlinePassed).is_some_and(|left| left.is_ok()));
        let again = Part::of(late.turn);
        assert!(conversation.advance(&again, event("Answer (SMS)")).is_ok());
        assert!(matches!(refusal(&conversation, &late, "TokensReceived"), Some(Refused::Left)));
        assert!(conversation.advance(&again, event("TokensReceived")).is_ok());
    }

    #[test]
    fn who_leaves_once_there_are_tokens_stops_nothing() {
        let (conversation, part) = led_by(&["SignIn (password)", "TokensReceived (a new device)"]);
        assert!(conversation.leave(&part, Leaving::DeadlinePassed).is_some_and(|left| left.is_ok()));
        assert!(!part.is_stopped());
        assert!(conversation.advance(&part, event("SessionStored")).is_ok());
    }

    #[test]
    fn a_sign_out_stops_no_call_that_has_tokens() {
        for (tokens, is_stopped) in [(&["TokensReceived"][..], false), (&[], true)] {
            let (conversation, part) = led_by(&[&["SignIn (password)"], tokens].concat());
            conversation.supersede();
            let left = conversation.leave(&part, Leaving::Cancel);
            assert!(matches!(left, Some(Err(Refused::Superseded))));
            assert_eq!(part.is_stopped(), is_stopped);
        }
    }

    #[test]
    fn a_device_that_is_confirmed_after_the_caller_has_left_is_no_defect() {
        let (conversation, part) =
            led_by(&["SignIn (password)", "TokensReceived (a new device)", "SessionStored"]);
        assert!(conversation.leave(&part, Leaving::Cancel).is_some_and(|left| left.is_ok()));
        assert!(!part.is_stopped());
        assert!(matches!(refusal(&conversation, &part, "DeviceConfirmed"), Some(Refused::Left)));
    }

    #[test]
    fn who_leaves_a_sign_in_that_has_ended_changes_nothing() {
        let (conversation, part) = led_by(&["SignIn (password)", "TokensReceived", "SessionStored"]);
        assert!(conversation.leave(&part, Leaving::Cancel).is_none());
        assert!(!part.is_stopped());
    }

    #[test]
    fn an_event_that_does_not_belong_is_a_defect_as_long_as_somebody_waits() {
        let (conversation, part) = led_by(&["SignIn (password)"]);
        assert!(matches!(refusal(&conversation, &part, "DeviceConfirmed"), Some(Refused::Unexpected(_))));
    }
}
