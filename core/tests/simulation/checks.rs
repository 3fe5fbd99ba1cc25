//! Most checks of the invariants: at each change of the store, at each request, when a call ends, and at each event.

use std::collections::BTreeSet;

use cognito_auth_core::{AuthEvent, SessionState};
use serde_json::Value;

use crate::model::{
    AFTERMATH, CallOutcome, DEADLINE, Record, RunningCall, SLACK, Stored, access_serial, run_name,
};
use crate::plan::Call;
use crate::service::serial;
use crate::world::{Run, Slot, State};

/// For this long after a lease failed, in milliseconds, two processes may refresh at the same time.
const LEASE_TROUBLE: u64 = 120_000;

impl State {
    // --- Changes of the store ---

    /// A process writes a session.
    pub(crate) fn check_save(&mut self, run: &Run, new: &Stored) {
        let Stored::Record(new) = new else {
            self.violate(4, format!("process {} writes something that is not a session", run.slot));
            return;
        };
        self.model.saved.insert(new.serial);
        self.model.saved_access.insert(new.access);
        let broken = match self.model.now_stored() {
            Stored::Record(old) if old.family != new.family && self.may_replace(run, old) => None,
            Stored::Record(old) if old.family != new.family => {
                Some((4, "a session was written over that of another sign-in"))
            }
            // The store has called the newer record corrupt, so this process does not know the newer token.
            Stored::Record(old) if old.family == new.family && self.may_replace(run, old) => None,
            Stored::Record(old) if new.serial < old.serial => {
                Some((4, "an older refresh token was written over a newer one"))
            }
            // A process that knows a session writes it over an unreadable one. The process may not know that its
            // session has already ended, for example if the mark can't be read.
            Stored::Unreadable if self.model.gone.contains(&new.family) => {
                self.tally.unreadable_writes += 1;
                None
            }
            _ if self.model.gone.contains(&new.family) => {
                Some((2, "a session that was signed out, or that has ended, was written again"))
            }
            _ => None,
        };
        let family = new.family;
        if *self.model.now_stored() == Stored::Unreadable {
            self.model.is_back(family);
        }
        if let Some((invariant, text)) = broken {
            self.model.is_back(family);
            self.violate_unless_late(invariant, text);
        }
    }

    /// Whether a process may store a session in place of `old`. It may if the store has called `old` corrupt, or has
    /// reported a corrupt session to this process after the tokens of `old` came.
    fn may_replace(&self, run: &Run, old: &Record) -> bool {
        let told_corrupt_at = self.slots[run.slot].told_corrupt_at;
        self.model.damaged.contains(&old.family) || told_corrupt_at.is_some_and(|at| old.received_at <= at)
    }

    /// A process removes the session.
    pub(crate) fn check_removal(&mut self, run: &Run) {
        let now = self.now();
        let Stored::Record(old) = self.model.now_stored().clone() else { return };
        // The work of a frozen process goes on when it wakes.
        let woken_at = self.slots[run.slot].woken_at;
        let ends = |call: &&mut RunningCall| {
            call.slot == run.slot
                && matches!(call.call, Call::SignOut { .. } | Call::DeleteUser)
                && call.left_until.is_none_or(|until| now < until.max(woken_at.saturating_add(AFTERMATH)))
        };
        let is_accepted = self.service.accepts(old.serial, now);
        let is_refused = self.service.has_refused(old.serial)
            || (!is_accepted && self.service.has_refused_family(old.family));
        let is_for = |shown: &Option<String>| shown.as_ref().is_none_or(|shown| *shown == old.sub);
        let marked_by = self.model.marked_by(old.family).map(str::to_owned);
        let mut is_meant = false;
        let mut is_for_another = false;
        for call in self.model.calls.iter_mut().filter(ends) {
            if is_for(&call.shown) {
                // If the service has ended the session, there is nothing to revoke. If another process has named the
                // session in the mark, the sign-out of that process reports whether the tokens are revoked.
                let is_own = marked_by.as_ref().is_none_or(|marker| *marker == run_name(run));
                let is_checked = !is_refused && is_own && !self.model.is_late_write;
                call.removed.extend(Some(old.family).filter(|_| is_checked));
                is_meant = true;
            } else {
                is_for_another = true;
            }
        }
        self.model.gone.insert(old.family);
        let was_marked = self.model.ever_marked.contains(&old.family);
        if is_meant || is_refused || was_marked || self.model.damaged.contains(&old.family) {
            return;
        }
        if is_for_another {
            self.violate_unless_late(4, "a call that was meant for another user has removed a session");
        } else {
            self.violate_unless_late(
                1,
                "a session was removed although the service accepts it and nobody signed it out",
            );
        }
    }

    /// A process that was frozen between its comparison and its write can replace something newer: no store compares
    /// and writes in one step (ADR 18).
    fn violate_unless_late(&mut self, invariant: u8, text: &str) {
        if self.model.is_late_write {
            self.say(|| format!("a late write, as ADR 18 allows: {text}"));
            self.tally.late_writes += 1;
        } else {
            self.violate(invariant, text);
        }
    }

    // --- Refreshes ---

    /// A process sends a request.
    pub(crate) fn check_refresh(&mut self, run: &Run, id: u64, operation: &str, body: &Value) {
        self.tally.requests += 1;
        self.tally.has_proof |= operation == "RespondToAuthChallenge";
        if operation != "GetTokensFromRefreshToken" || !self.is_present(run) {
            return;
        }
        let token = serial(body["RefreshToken"].as_str().unwrap_or_default());
        let Some(family) = token.and_then(|token| self.service.tokens.get(&token)).map(|it| it.family) else {
            return;
        };
        let runs = |slot: &usize| self.slots[*slot].refreshes.iter().any(|(_, other)| *other == family);
        let refreshing: Vec<_> = (0..self.slots.len()).filter(runs).collect();
        // A refresh that was begun before a sign-out may still run when the store brings the session back.
        let is_restored = self.model.restored.contains(&family);
        if refreshing.contains(&run.slot) && !is_restored {
            self.violate(8, "a process refreshes a session twice at the same time");
        }
        let is_holder = |other: &usize| *other != run.slot && self.holds_lease(*other, run.slot);
        if let Some(other) = refreshing.into_iter().find(is_holder) {
            let text =
                format!("process {} refreshes while process {other} has the lease and refreshes", run.slot);
            self.violate(8, text);
        }
        self.slots[run.slot].refreshes.push((id, family));
    }

    /// Whether `holder` has the lease, and `other` can know that.
    fn holds_lease(&self, holder: usize, other: usize) -> bool {
        let now = self.now();
        let is_recent = |at: Option<u64>| at.is_some_and(|at| now < at + LEASE_TROUBLE);
        let Slot { lease_trouble_at, thawed_at, .. } = &self.slots[other];
        // A process that was suspended until its lease lapsed goes on when it wakes. Then two processes may refresh at
        // the same time.
        if is_recent(*lease_trouble_at) || is_recent(*thawed_at) || is_recent(self.jumped_at) {
            return false;
        }
        self.lease_of_session().is_some_and(|lease| {
            lease["run"] == run_name(&self.slots[holder].run).as_str()
                && lease["isReleased"] == false
                && lease["expiresAtMilliseconds"].as_i64().unwrap_or(0) > self.wall_milliseconds()
        })
    }

    pub(crate) fn end_refresh(&mut self, run: &Run, id: u64) {
        if self.is_present(run) {
            self.slots[run.slot].refreshes.retain(|(other, _)| *other != id);
        }
    }

    // --- Calls ---

    pub(crate) fn begin_call(&mut self, slot: usize, instance: usize, call: Call) -> usize {
        let is_alone = self.model.waiting(slot) == 0;
        self.model.calls.iter_mut().filter(|it| it.slot == slot).for_each(|it| it.is_alone = false);
        let id = self.model.last_call + 1;
        self.model.last_call = id;
        *self.tally.calls.entry(call.name()).or_default() += 1;
        self.say(|| format!("process {slot}, instance {instance}: {} begins (call {id})", call.name()));
        self.model.calls.push(RunningCall {
            id,
            slot,
            instance,
            call,
            began_at: self.now(),
            first: self.model.stored.len() - 1,
            known: self.slots[slot].known,
            faults: self.slots[slot].faults,
            shown: self.model.instances[instance].user.clone(),
            removed: Vec::new(),
            left_until: None,
            is_alone,
        });
        id
    }

    /// Nobody waits for a call any more. Its work may go on.
    pub(crate) fn leave_call(&mut self, id: usize) {
        let until = self.now() + AFTERMATH;
        self.say(|| format!("call {id} is dropped"));
        if let Some(call) = self.model.calls.iter_mut().find(|call| call.id == id) {
            call.left_until = Some(until);
            let slot = call.slot;
            self.model.is_unquiet_until(slot, until);
        }
    }

    /// A call has ended. `states` are those of the process's open instances.
    pub(crate) fn end_call(&mut self, id: usize, outcome: &CallOutcome, states: &[(usize, SessionState)]) {
        let Some(place) = self.model.calls.iter().position(|call| call.id == id) else { return };
        let call = self.model.calls.remove(place);
        self.say(|| format!("call {id} ends: {outcome}"));
        self.check_end(&call);
        let has_faults = self.slots[call.slot].faults > call.faults || self.store_failure.is_some();
        let first = if has_faults { call.first.min(call.known) } else { call.first };
        self.check_outcome(&call, outcome, first);
        if !has_faults {
            self.learn(&call, outcome);
        }
        self.show(call.instance, outcome);
        if let CallOutcome::Failed(text) = outcome {
            if text.contains("DeadlinePassed") || text.contains("Closed") {
                let until = self.now() + AFTERMATH;
                self.model.is_unquiet_until(call.slot, until);
                self.model.calls.push(RunningCall { left_until: Some(until), ..call });
            }
            return;
        }
        let is_newest = self.slots[call.slot].read == self.model.stored.len() - 1;
        if call.is_alone
            && is_newest
            && self.model.is_quiet(call.slot, self.slots[call.slot].woken_at, self.now())
        {
            self.check_states(&call, outcome, states);
        }
    }

    /// A call has ended, so the process knows what the call has read.
    fn learn(&mut self, call: &RunningCall, outcome: &CallOutcome) {
        let slot = &mut self.slots[call.slot];
        match outcome {
            CallOutcome::Failed(_) => {}
            _ if call.is_alone => slot.known = slot.read,
            _ => slot.known = slot.known.max(call.first),
        }
    }

    fn check_outcome(&mut self, call: &RunningCall, outcome: &CallOutcome, first: usize) {
        let seen = self.model.stored[first..].to_vec();
        let records =
            || seen.iter().filter_map(|it| if let Stored::Record(it) = it { Some(it) } else { None });
        let subs = || records().map(|record| &record.sub).collect::<BTreeSet<_>>().into_iter();
        let was_nothing = seen.contains(&Stored::Nothing);
        let was_unreadable = seen.contains(&Stored::Unreadable);
        // If the mark names the session, a call may find nobody signed in, even if the session could not be removed.
        let was_marked = || records().any(|record| self.model.marked_by(record.family).is_some());
        match outcome {
            // A call that is meant for one user has this outcome if another user has signed in meanwhile.
            CallOutcome::Nobody if call.call.is_for_a_user() && subs().count() > 1 => {}
            CallOutcome::Nobody if !was_nothing && !was_unreadable && !was_marked() => {
                self.violate(1, "a signed-in user was reported signed out");
            }
            CallOutcome::User(sub) | CallOutcome::Session { sub, .. } => {
                let is_known = was_unreadable || records().any(|record| record.sub == *sub);
                if !is_known && records().next().is_none() {
                    self.violate(2, format!("{sub} is reported signed in after the sign-out"));
                } else if !is_known {
                    self.violate(1, format!("{sub} is reported signed in, but another user is"));
                }
            }
            CallOutcome::Expired => {
                let is_refused = records().any(|record| self.service.has_refused_family(record.family));
                if !is_refused && !was_unreadable {
                    self.violate(1, "a session that the service accepts was reported expired");
                }
            }
            CallOutcome::SignedIn { user } if !records().any(|record| record.user == *user) => {
                self.violate(3, "a sign-in was not stored");
            }
            // Another user may be signed in by now.
            CallOutcome::Deleted if subs().count() > 1 => {}
            CallOutcome::SignedOut { .. } | CallOutcome::Deleted if !was_nothing => {
                self.violate(2, "a session is stored after the sign-out");
            }
            _ => {}
        }
        match outcome {
            CallOutcome::Session { access_token, refresh_token, .. } => {
                let access =
                    access_serial(access_token).is_some_and(|it| self.model.saved_access.contains(&it));
                let refresh = serial(refresh_token).is_some_and(|it| self.model.saved.contains(&it));
                if !access || !refresh {
                    self.violate(3, "tokens were shown that are not stored");
                }
            }
            CallOutcome::SignedOut { says_unrevoked: true } => {
                self.model.unrevoked.extend(call.removed.iter().copied());
            }
            CallOutcome::SignedOut { says_unrevoked: false } => {
                // If several calls remove a session at the same time, only the last one to end says whether the tokens
                // are revoked.
                let is_open = |family: &usize| self.model.calls.iter().any(|it| it.removed.contains(family));
                let is_told = |family: &usize| is_open(family) || self.model.unrevoked.contains(family);
                let mut removed = call.removed.iter().filter(|family| !is_told(family));
                if removed.any(|family| !self.service.is_over(*family)) {
                    self.violate(2, "a signed-out session has valid tokens, and the result does not say so");
                }
            }
            _ => {}
        }
    }

    /// The app sees a result.
    fn show(&mut self, instance: usize, outcome: &CallOutcome) {
        let user = match outcome {
            CallOutcome::User(sub) => Some(sub.clone()),
            CallOutcome::State(state) => {
                self.show_state(instance, state);
                return;
            }
            CallOutcome::SignedIn { .. }
            | CallOutcome::Nobody
            | CallOutcome::SignedOut { .. }
            | CallOutcome::Deleted => None,
            CallOutcome::Expired | CallOutcome::Changed | CallOutcome::Done | CallOutcome::Failed(_) => None,
            CallOutcome::Session { .. } => return,
        };
        self.model.instances[instance].user = user;
    }

    /// The app sees a state.
    pub(crate) fn show_state(&mut self, instance: usize, state: &SessionState) {
        match state {
            SessionState::SignedIn(user) => {
                self.model.instances[instance].user = Some(user.user_id.clone());
            }
            SessionState::Loading | SessionState::Unavailable { .. } => {}
            _ => self.model.instances[instance].user = None,
        }
    }

    // --- States and events ---

    /// Checks that the states agree with the result of a call.
    fn check_states(&mut self, call: &RunningCall, outcome: &CallOutcome, states: &[(usize, SessionState)]) {
        let agrees = |state: &SessionState| match outcome {
            CallOutcome::User(sub) | CallOutcome::Session { sub, .. } => {
                matches!(state, SessionState::SignedIn(user) if user.user_id == *sub)
            }
            CallOutcome::SignedIn { .. } => matches!(state, SessionState::SignedIn(_)),
            CallOutcome::Nobody if call.call.is_for_a_user() => true,
            CallOutcome::Nobody | CallOutcome::SignedOut { .. } | CallOutcome::Expired => {
                !matches!(state, SessionState::SignedIn(_) | SessionState::Loading)
            }
            CallOutcome::State(told) => state == told,
            // After a deletion another user may be signed in.
            CallOutcome::Deleted => true,
            CallOutcome::Changed | CallOutcome::Done | CallOutcome::Failed(_) => true,
        };
        let wrong: Vec<_> = states.iter().filter(|(_, state)| !agrees(state)).collect();
        if wrong.is_empty() {
            return;
        }
        let text = format!("the call gave {outcome}, and the states are {states:?}");
        let invariant = if wrong.len() == states.len() { 6 } else { 5 };
        self.violate(invariant, text);
    }

    /// A listener hears an event.
    pub(crate) fn hear(&mut self, instance: usize, event: &AuthEvent) {
        self.say(|| format!("instance {instance} hears {}", event.name()));
        let belief = self.model.instances[instance].belief;
        let (is_wrong, now) = match event {
            AuthEvent::SignedIn => (belief == Some(true), Some(true)),
            AuthEvent::SignedOut | AuthEvent::UserDeleted => (false, Some(false)),
            AuthEvent::SessionExpired => (belief == Some(false), Some(false)),
            AuthEvent::TokensRefreshed => (belief == Some(false), Some(true)),
            AuthEvent::StorageFailed | AuthEvent::MovedIn | AuthEvent::MoveFailed => (false, belief),
        };
        if is_wrong {
            self.violate(6, format!("{} comes although the events before said otherwise", event.name()));
        }
        self.model.instances[instance].belief = now;
    }

    /// When nothing runs any more, checks that the events agree with the states, and that the instances of a process
    /// agree with each other.
    pub(crate) fn check_rest(&mut self, states: &[(usize, SessionState)]) {
        for (instance, state) in states {
            let is_signed_in = matches!(state, SessionState::SignedIn(_));
            let is_known = !matches!(state, SessionState::Loading | SessionState::Unavailable { .. });
            let belief = self.model.instances[*instance].belief;
            if is_known && belief.is_some_and(|belief| belief != is_signed_in) {
                self.violate(
                    6,
                    format!("the state of instance {instance} is {state:?}, but its events say otherwise"),
                );
            }
        }
        if let Some((first, rest)) = states.split_first()
            && let Some(other) = rest.iter().find(|other| other.1 != first.1)
        {
            self.violate(5, format!("instances of one process see {first:?} and {other:?}"));
        }
    }

    /// Checks that no call goes on after its deadline. A call of a process that was frozen has more time.
    pub(crate) fn check_ends(&mut self) {
        let is_late = |call: &&RunningCall| call.left_until.is_none() && self.is_late(call);
        if let Some(late) = self.model.calls.iter().find(is_late) {
            let text = format!("call {}, {}, has not ended", late.id, late.call.name());
            self.violate(7, text);
        }
    }

    fn is_late(&self, call: &RunningCall) -> bool {
        let Slot { woken_at, run, .. } = &self.slots[call.slot];
        run.gate.is_running() && self.now() > call.began_at.max(*woken_at).saturating_add(DEADLINE + SLACK)
    }

    fn check_end(&mut self, call: &RunningCall) {
        if self.is_late(call) {
            self.violate(7, format!("call {}, {}, has ended late", call.id, call.call.name()));
        }
    }
}
