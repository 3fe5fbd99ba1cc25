//! The active sign-in of an instance. At most one sign-in runs at a time; a new one takes the place of the old one.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::error::{AuthError, AuthErrorCode};
use crate::machine::sign_in::{Effects, Event, Leaving, State, Unexpected};

/// The newest attempt to sign in, and its state. Reading it never waits.
pub(super) struct ActiveSignIn {
    current: Mutex<CurrentAttempt>,
    newest: watch::Sender<AttemptId>,
}

struct CurrentAttempt {
    id: AttemptId,
    state: State,
    /// The number of the account's sign-outs and purges at the time when the attempt began. If an earlier run of the app
    /// began it, at the time of this run's first answer. Each later sign-out or purge ends the attempt.
    endings: u64,
}

/// Identifies one sign-in attempt of an instance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct AttemptId(u64);

/// The state of one call of the app within an attempt. It changes only while [`ActiveSignIn`] is locked, so that it
/// always fits the state of the attempt.
pub(super) struct CallState {
    pub(super) attempt_id: AttemptId,
    /// Whether the service has issued tokens. If so, the call's work runs to its end: it stores the tokens or revokes
    /// them.
    has_tokens: AtomicBool,
    /// Whether the caller has stopped waiting.
    is_left: AtomicBool,
}

impl CallState {
    pub(super) fn of(attempt_id: AttemptId) -> Self {
        Self { attempt_id, has_tokens: AtomicBool::new(false), is_left: AtomicBool::new(false) }
    }

    /// Whether the call's work can stop: the caller stopped waiting before there were tokens.
    pub(super) fn is_stopped(&self) -> bool {
        self.is_left.load(Ordering::Relaxed) && !self.has_tokens.load(Ordering::Relaxed)
    }
}

/// Why an event was refused.
#[derive(Debug)]
pub(super) enum RefusedEvent {
    /// A newer sign-in or a sign-out ended this attempt.
    Superseded,
    /// The caller no longer waits, and the attempt no longer needs the result of the call's work.
    Left,
    /// The state does not expect this event.
    Unexpected(Unexpected),
}

impl ActiveSignIn {
    pub(super) fn new() -> Self {
        let current = CurrentAttempt { id: AttemptId::default(), state: State::NotStarted, endings: 0 };
        Self { current: Mutex::new(current), newest: watch::Sender::default() }
    }

    /// Ends the active attempt, whatever its state.
    pub(super) fn supersede(&self) {
        let mut current = self.current();
        let endings = current.endings;
        self.supersede_locked(&mut current, endings);
    }

    /// Ends this attempt, if it is the newest.
    pub(super) fn supersede_attempt(&self, id: AttemptId) {
        let mut current = self.current();
        if current.id == id {
            let endings = current.endings;
            self.supersede_locked(&mut current, endings);
        }
    }

    /// Starts a new attempt. An unfinished one ends here. `endings` is the present number of the account's sign-outs
    /// and purges.
    ///
    /// # Errors
    /// [`AuthErrorCode::AlreadySignedIn`] if the session of the former attempt is being stored: that attempt can't be
    /// stopped.
    pub(super) fn begin(&self, endings: u64) -> Result<AttemptId, AuthError> {
        let mut current = self.current();
        if let State::StoringSession { .. } = current.state
            && current.endings == endings
        {
            return Err(AuthErrorCode::AlreadySignedIn.into());
        }
        Ok(self.supersede_locked(&mut current, endings))
    }

    fn supersede_locked(&self, current: &mut CurrentAttempt, endings: u64) -> AttemptId {
        let id = AttemptId(current.id.0.wrapping_add(1));
        *current = CurrentAttempt { id, state: State::NotStarted, endings };
        self.newest.send_replace(id);
        id
    }

    /// Whether this is the newest attempt: no other sign-in, no sign-out and no purge has ended it. `endings` is the
    /// present number of the account's sign-outs and purges.
    pub(super) fn is_newest(&self, id: AttemptId, endings: u64) -> bool {
        let current = self.current();
        current.id == id && current.endings == endings
    }

    /// The user name, as typed, of the sign-in whose challenge is open for an answer, if this is the newest attempt.
    pub(super) fn awaited_user(&self, id: AttemptId) -> Option<String> {
        let current = self.current();
        let user = current.state.awaited_user().filter(|_| current.id == id);
        user.map(|username| username.typed.clone())
    }

    /// The newest attempt, and whether nothing has happened in it yet. If a sign-out or a purge, in any instance, has
    /// ended the newest attempt, a new one replaces it. `endings` is the present number of the account's sign-outs and
    /// purges.
    pub(super) fn newest(&self, endings: u64) -> (AttemptId, bool) {
        let mut current = self.current();
        if current.endings != endings {
            self.supersede_locked(&mut current, endings);
        }
        (current.id, matches!(current.state, State::NotStarted))
    }

    /// Gives the machine an event of this call, and returns the effects of the event.
    pub(super) fn advance(&self, call: &CallState, event: Event) -> Result<NamedTransition, RefusedEvent> {
        let mut current = self.current();
        if current.id != call.attempt_id {
            return Err(RefusedEvent::Superseded);
        }
        if call.is_stopped() {
            return Err(RefusedEvent::Left);
        }
        let is_left = call.is_left.load(Ordering::Relaxed);
        let refused = |it| if is_left { RefusedEvent::Left } else { RefusedEvent::Unexpected(it) };
        let transition = current.on(event).map_err(refused)?;
        if let State::StoringSession { .. } = current.state {
            call.has_tokens.store(true, Ordering::Relaxed);
        }
        Ok(transition)
    }

    /// Tells the machine why the caller no longer waits. Gives `None` and changes nothing if the attempt has ended: the
    /// call's result is about to arrive.
    pub(super) fn leave(
        &self,
        call: &CallState,
        why: Leaving,
    ) -> Option<Result<NamedTransition, RefusedEvent>> {
        let mut current = self.current();
        let is_newest = current.id == call.attempt_id;
        if is_newest && current.state.has_ended() {
            return None;
        }
        call.is_left.store(true, Ordering::Relaxed);
        Some(if is_newest {
            current.on(Event::Leaving(why)).map_err(RefusedEvent::Unexpected)
        } else {
            Err(RefusedEvent::Superseded)
        })
    }

    /// Returns as soon as the attempt is no longer the newest.
    pub(super) async fn superseded(&self, id: AttemptId) {
        // The sender lives as long as `self`, so this never fails.
        let _ = self.newest.subscribe().wait_for(|newest| *newest != id).await;
    }

    /// No code panics while it holds this lock. Even after a panic, the state would be valid: `CurrentAttempt::on`
    /// would leave it `Failed`.
    fn current(&self) -> MutexGuard<'_, CurrentAttempt> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CurrentAttempt {
    fn on(&mut self, event: Event) -> Result<NamedTransition, Unexpected> {
        let (from, event_name) = (self.state.to_string(), event.to_string());
        let (state, effects) = mem::replace(&mut self.state, State::Failed).on(event);
        self.state = state;
        let names = TransitionNames { from, event: event_name, to: self.state.to_string() };
        Ok(NamedTransition { effects: effects?, names })
    }
}

/// The effects of a transition, and the names of its states and its event.
pub(super) struct NamedTransition {
    pub(super) effects: Effects,
    pub(super) names: TransitionNames,
}

/// The names of a transition's states and its event, for the log.
pub(super) struct TransitionNames {
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

    /// The active sign-in after a new attempt has received the events with these labels, and the call of that attempt.
    fn after(labels: &[&str]) -> (ActiveSignIn, CallState) {
        let active_sign_in = ActiveSignIn::new();
        let call = CallState::of(active_sign_in.begin(0).expect("no session is being stored"));
        for label in labels {
            assert!(active_sign_in.advance(&call, event(label)).is_ok(), "{label}");
        }
        (active_sign_in, call)
    }

    fn refusal(active_sign_in: &ActiveSignIn, call: &CallState, label: &str) -> Option<RefusedEvent> {
        active_sign_in.advance(call, event(label)).err()
    }

    #[test]
    fn an_abandoned_call_without_tokens_stops_and_its_later_events_are_refused() {
        for (leaving, state) in [(Leaving::Cancel, "Cancelled"), (Leaving::DeadlinePassed, "Failed")] {
            let (active_sign_in, call) = after(&["SignIn (password)"]);
            assert!(active_sign_in.leave(&call, leaving).is_some_and(|left| left.is_ok()));
            assert!(call.is_stopped());
            assert!(matches!(refusal(&active_sign_in, &call, "TokensReceived"), Some(RefusedEvent::Left)));
            assert_eq!(active_sign_in.current().state.to_string(), state);
        }
    }

    #[test]
    fn a_late_event_of_a_stopped_call_does_not_reach_the_next_call() {
        let (active_sign_in, late) = after(&["SignIn (password)", "ChallengeReceived", "Answer (SMS)"]);
        assert!(active_sign_in.leave(&late, Leaving::DeadlinePassed).is_some_and(|left| left.is_ok()));
        let again = CallState::of(late.attempt_id);
        assert!(active_sign_in.advance(&again, event("Answer (SMS)")).is_ok());
        assert!(matches!(refusal(&active_sign_in, &late, "TokensReceived"), Some(RefusedEvent::Left)));
        assert!(active_sign_in.advance(&again, event("TokensReceived")).is_ok());
    }

    #[test]
    fn an_event_of_an_older_attempt_does_not_reach_the_newer_one() {
        let (active_sign_in, older) = after(&["SignIn (password)"]);
        let newer = CallState::of(active_sign_in.begin(0).expect("no session is being stored"));
        assert!(active_sign_in.advance(&newer, event("SignIn (password)")).is_ok());
        // Both attempts wait for the same event, so only the attempt id shows whose event it is.
        assert!(matches!(refusal(&active_sign_in, &older, "TokensReceived"), Some(RefusedEvent::Superseded)));
        assert_eq!(active_sign_in.current().state.to_string(), "Initiating");
        assert!(matches!(active_sign_in.leave(&older, Leaving::Cancel), Some(Err(RefusedEvent::Superseded))));
        assert_eq!(active_sign_in.current().state.to_string(), "Initiating");
        assert!(active_sign_in.advance(&newer, event("TokensReceived")).is_ok());
    }

    #[test]
    fn the_refusal_of_an_answer_without_an_open_challenge_says_whether_work_is_running() {
        let is_working = |labels: &[&str]| {
            let (active_sign_in, call) = after(labels);
            match refusal(&active_sign_in, &call, "Answer (SMS)") {
                Some(RefusedEvent::Unexpected(unexpected)) => unexpected.is_working,
                other => panic!("{other:?}"),
            }
        };
        assert!(is_working(&["SignIn (password)"]));
        assert!(is_working(&["SignIn (password)", "ChallengeReceived", "Answer (SMS)"]));
        assert!(is_working(&["SignIn (password)", "TokensReceived"]));
        assert!(!is_working(&[]));
        assert!(!is_working(&["SignIn (password)", "WorkFailed (NotAuthorized)"]));
        assert!(!is_working(&["SignIn (password)", "TokensReceived", "SessionStored"]));
    }

    #[test]
    fn a_superseded_attempt_awaits_no_answer() {
        let (active_sign_in, call) = after(&["SignIn (password)", "ChallengeReceived"]);
        assert_eq!(active_sign_in.awaited_user(call.attempt_id).as_deref(), Some("private"));
        active_sign_in.supersede();
        assert_eq!(active_sign_in.awaited_user(call.attempt_id), None);
    }

    #[test]
    fn an_abandoned_call_with_tokens_still_stores_the_session() {
        let (active_sign_in, call) = after(&["SignIn (password)", "TokensReceived (a new device)"]);
        assert!(active_sign_in.leave(&call, Leaving::DeadlinePassed).is_some_and(|left| left.is_ok()));
        assert!(!call.is_stopped());
        assert!(active_sign_in.advance(&call, event("SessionStored")).is_ok());
    }

    #[test]
    fn a_sign_out_stops_a_call_only_before_the_tokens() {
        for (tokens, is_stopped) in [(&["TokensReceived"][..], false), (&[], true)] {
            let (active_sign_in, call) = after(&[&["SignIn (password)"], tokens].concat());
            active_sign_in.supersede();
            let left = active_sign_in.leave(&call, Leaving::Cancel);
            assert!(matches!(left, Some(Err(RefusedEvent::Superseded))));
            assert_eq!(call.is_stopped(), is_stopped);
        }
    }

    #[test]
    fn confirming_a_device_after_the_call_was_dropped_is_not_a_defect() {
        let (active_sign_in, call) =
            after(&["SignIn (password)", "TokensReceived (a new device)", "SessionStored"]);
        assert!(active_sign_in.leave(&call, Leaving::Cancel).is_some_and(|left| left.is_ok()));
        assert!(!call.is_stopped());
        assert!(matches!(refusal(&active_sign_in, &call, "DeviceConfirmed"), Some(RefusedEvent::Left)));
    }

    #[test]
    fn cancelling_an_ended_attempt_changes_nothing() {
        let (active_sign_in, call) = after(&["SignIn (password)", "TokensReceived", "SessionStored"]);
        assert!(active_sign_in.leave(&call, Leaving::Cancel).is_none());
        assert!(!call.is_stopped());
    }

    #[test]
    fn an_unexpected_event_is_a_defect_while_the_caller_waits() {
        let (active_sign_in, call) = after(&["SignIn (password)"]);
        assert!(matches!(
            refusal(&active_sign_in, &call, "DeviceConfirmed"),
            Some(RefusedEvent::Unexpected(_))
        ));
    }
}
