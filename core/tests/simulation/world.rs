//! What stays when a process ends: the store, the leases, the service, the clocks, and the list of what happened.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use cognito_auth_core::StoreError;
use cognito_auth_core::simulation::{Order, Process};
use serde_json::Value;
use tokio::time::Instant;

use crate::fault::{Effect, Fault, Place};
use crate::former::Former;
use crate::model::{Model, Stored};
use crate::plan::{Plan, Settings, duration};
use crate::random::Random;
use crate::service::{MARK, Service};
use crate::support::sessions::NOW;
use crate::tally::Tally;

const HOUR: u64 = 3_600_000;
const PAUSE: u64 = 15_000;

/// An invariant that a history has violated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Violation {
    pub(crate) invariant: u8,
    pub(crate) text: String,
}

/// A change of the store that a frozen process makes when it wakes.
pub(crate) enum Late {
    Save(String, Vec<u8>),
    Delete(String),
}

/// One run of a process.
#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) slot: usize,
    /// The number of the run.
    pub(crate) number: usize,
    /// Runs the work of this run, and can freeze or kill it.
    pub(crate) gate: Process,
}

/// What is known of the present run of a process.
pub(crate) struct Slot {
    pub(crate) run: Run,
    late: Vec<Late>,
    /// The index in [`Model::stored`] of the session that the run has read or written last.
    pub(crate) read: usize,
    /// The index of the newest session that the run knows for sure. A call that is dropped may lose what it has read.
    pub(crate) known: usize,
    /// When the store last told this run that the session is corrupt, in milliseconds of the device's clock.
    pub(crate) told_corrupt_at: Option<i64>,
    /// When a fault last hit this process's use of the leases, or when all leases were lost.
    pub(crate) lease_trouble_at: Option<u64>,
    /// When the run began or last woke.
    pub(crate) woken_at: u64,
    /// When the run last woke. `None` if it was never frozen.
    pub(crate) thawed_at: Option<u64>,
    /// The refreshes that are on their way: the request's id, and the sign-in.
    pub(crate) refreshes: Vec<(u64, usize)>,
    /// How many faults have hit this process.
    pub(crate) faults: usize,
}

pub(crate) struct State {
    pub(crate) settings: Settings,
    pub(crate) session_key: String,
    other_session_key: String,
    pub(crate) random: Random,
    pub(crate) jump_milliseconds: i64,
    pub(crate) jumped_at: Option<u64>,
    pub(crate) entries: BTreeMap<String, Vec<u8>>,
    /// Every session that was ever stored, in order. `None` means that no session was stored.
    sessions: Vec<Option<Vec<u8>>>,
    pub(crate) store_failure: Option<StoreError>,
    pub(crate) leases: BTreeMap<String, Vec<u8>>,
    pub(crate) armed: Vec<Fault>,
    pub(crate) service: Service,
    /// The storage of the library that the app used before.
    pub(crate) former: Option<Former>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) model: Model,
    pub(crate) violation: Option<Violation>,
    pub(crate) tally: Tally,
    trace: Option<Vec<String>>,
    now: u64,
}

/// The world of one history.
pub(crate) struct World {
    state: Mutex<State>,
    began: Instant,
    pub(crate) order: Order,
    /// What runs outside of every process: the network, and the player of the history.
    pub(crate) outside: Process,
}

impl World {
    /// Makes the world. The caller must run within the runtime.
    pub(crate) fn new(plan: &Plan, is_traced: bool) -> Arc<Self> {
        let settings = plan.settings.clone();
        let mut service = Service::new(&settings);
        let former = settings.former.map(|settings| Former::of(settings, &mut service));
        let mut state = State {
            random: Random::of(plan.seed ^ 0x5EED),
            jump_milliseconds: 0,
            jumped_at: None,
            // The simulated service did not issue this session, so nobody can use it.
            entries: BTreeMap::from([(
                settings.other_session_key(),
                b"the session of another account".to_vec(),
            )]),
            session_key: settings.session_key(),
            other_session_key: settings.other_session_key(),
            sessions: vec![None],
            store_failure: None,
            leases: BTreeMap::new(),
            armed: Vec::new(),
            service,
            former,
            slots: Vec::new(),
            model: Model::new(),
            violation: None,
            tally: Tally::default(),
            trace: is_traced.then(Vec::new),
            settings,
            now: 0,
        };
        state.begin_with_former();
        let order = Order::default();
        let outside = Process::new(&order, "outside".to_owned(), plan.seed, 0, None);
        Arc::new(Self { state: Mutex::new(state), began: Instant::now(), order, outside })
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap();
        state.now = u64::try_from(self.began.elapsed().as_millis()).unwrap();
        state
    }

    /// The trace, and what happened.
    pub(crate) fn end(&self) -> (Vec<String>, Tally, Option<Violation>) {
        let mut state = self.state.lock().unwrap();
        let trace = state.trace.take().unwrap_or_default();
        (trace, std::mem::take(&mut state.tally), state.violation.clone())
    }

    /// Wakes a frozen process after some time.
    fn wake_later(self: &Arc<Self>, run: &Run, milliseconds: u64) {
        let (world, run) = (Arc::clone(self), run.clone());
        self.outside.spawn(async move {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            world.wake(&run);
        });
    }

    /// Wakes a frozen process. What it was about to write is written first.
    pub(crate) fn wake(&self, run: &Run) {
        let mut state = self.lock();
        if run.gate.is_dead() || run.gate.is_running() || !state.is_present(run) {
            return;
        }
        state.say(|| format!("process {} wakes", run.slot));
        let slot = &mut state.slots[run.slot];
        slot.woken_at = u64::MAX;
        let late = std::mem::take(&mut slot.late);
        for change in late {
            state.model.is_late_write = true;
            match change {
                Late::Save(key, value) => state.put(run, key, value),
                Late::Delete(key) => state.remove(run, &key),
            }
            state.model.is_late_write = false;
        }
        let now = state.now;
        state.slots[run.slot].woken_at = now;
        state.slots[run.slot].thawed_at = Some(now);
        drop(state);
        run.gate.thaw();
    }

    pub(crate) fn freeze(self: &Arc<Self>, run: &Run, milliseconds: u64) {
        if run.gate.is_running() {
            self.lock().say(|| format!("process {} is frozen for {}", run.slot, duration(milliseconds)));
            run.gate.freeze();
            self.wake_later(run, milliseconds);
        }
    }

    pub(crate) fn kill(&self, run: &Run) {
        let mut state = self.lock();
        if !run.gate.is_dead() {
            state.say(|| format!("process {} crashes", run.slot));
            run.gate.kill();
            state.end_of(run);
        }
    }

    /// Gives the fault that happens at this boundary, if there is one. If that fault crashes or freezes the process
    /// before the boundary, this function does so.
    pub(crate) fn cross(self: &Arc<Self>, run: &Run, place: Place) -> Option<Effect> {
        let effect = self.lock().take_fault(run, place)?;
        match effect {
            Effect::CrashBefore => self.kill(run),
            Effect::FreezeBefore => self.freeze(run, PAUSE),
            Effect::FreezeForAnHour if matches!(place, Place::StoreWrite | Place::StoreDelete) => {
                self.freeze(run, HOUR);
            }
            _ => {}
        }
        Some(effect)
    }

    /// Crashes or freezes the process, if its fault does so after the boundary.
    pub(crate) fn crossed(self: &Arc<Self>, run: &Run, effect: Option<Effect>) {
        match effect {
            Some(Effect::CrashAfter | Effect::HalfWritten) => self.kill(run),
            Some(Effect::FreezeAfter) => self.freeze(run, PAUSE),
            Some(Effect::FreezeForAnHour) => self.freeze(run, HOUR),
            _ => {}
        }
    }
}

impl State {
    /// The virtual time, in milliseconds since the history began.
    pub(crate) fn now(&self) -> u64 {
        self.now
    }

    /// The device's clock.
    pub(crate) fn wall_milliseconds(&self) -> i64 {
        NOW + i64::try_from(self.now).unwrap() + self.jump_milliseconds
    }

    pub(crate) fn say(&mut self, line: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{:>10}.{:03}  {}", self.now / 1000, self.now % 1000, line()));
        }
    }

    /// Notes that an invariant does not hold. Only the first violation of a history is kept.
    pub(crate) fn violate(&mut self, invariant: u8, text: impl Into<String>) {
        let text = text.into();
        self.say(|| format!("invariant {invariant} is violated: {text}"));
        self.violation.get_or_insert(Violation { invariant, text });
    }

    pub(crate) fn is_present(&self, run: &Run) -> bool {
        self.slots[run.slot].run.number == run.number
    }

    /// Starts a new run of a process, in place of the former one.
    pub(crate) fn start(&mut self, run: Run) {
        let slot = run.slot;
        let new = Slot {
            run,
            late: Vec::new(),
            read: self.model.stored.len() - 1,
            known: self.model.stored.len() - 1,
            told_corrupt_at: None,
            lease_trouble_at: None,
            woken_at: self.now,
            thawed_at: None,
            refreshes: Vec::new(),
            faults: 0,
        };
        self.say(|| format!("process {slot} starts"));
        match self.slots.get_mut(slot) {
            Some(present) => *present = new,
            None => self.slots.push(new),
        }
    }

    fn end_of(&mut self, run: &Run) {
        if self.is_present(run) {
            let slot = &mut self.slots[run.slot];
            slot.late.clear();
            slot.refreshes.clear();
            self.model.end_of_process(run.slot);
        }
    }

    fn take_fault(&mut self, run: &Run, place: Place) -> Option<Effect> {
        if !self.is_present(run) {
            return None;
        }
        let here = |fault: &Fault| fault.process == run.slot && fault.place == place;
        let position = self.armed.iter().position(here)?;
        let fault = &mut self.armed[position];
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        let effect = self.armed.remove(position).effect;
        self.slots[run.slot].faults += 1;
        self.tally.fault(place, effect);
        self.say(|| format!("process {}: at a {}: {}", run.slot, place.name(), effect.name()));
        Some(effect)
    }

    /// Checks that no process changes the session of the other account.
    fn check_account(&mut self, run: &Run, key: &str) {
        if key.starts_with(&self.other_session_key) {
            self.violate(4, format!("process {} changes the session of another account", run.slot));
        }
    }

    /// Writes an entry of the store.
    pub(crate) fn put(&mut self, run: &Run, key: String, value: Vec<u8>) {
        self.check_account(run, &key);
        if key != self.session_key {
            self.notes_mark(run, &key, &value);
            self.entries.insert(key, value);
            return;
        }
        let stored = Stored::of(Some(&value), &self.service);
        self.say(|| format!("process {} stores {stored}", run.slot));
        self.check_save(run, &stored);
        self.entries.insert(key, value.clone());
        self.changed(Some(value), stored);
        self.knows_newest(run);
    }

    /// Removes an entry of the store.
    pub(crate) fn remove(&mut self, run: &Run, key: &str) {
        self.check_account(run, key);
        if key == self.session_key && self.entries.contains_key(key) {
            self.say(|| format!("process {} removes the session", run.slot));
            self.check_removal(run);
            self.changed(None, Stored::Nothing);
            self.knows_newest(run);
        }
        self.notes_mark(run, key, &[]);
        self.entries.remove(key);
    }

    /// Writes half of an entry.
    pub(crate) fn put_half(&mut self, run: &Run, key: &str, value: &[u8]) {
        let half = value[..value.len() / 2].to_vec();
        self.check_account(run, key);
        if key == self.session_key {
            self.say(|| format!("process {} writes half of the session", run.slot));
            self.model.is_damaged();
            self.changed(Some(half.clone()), Stored::Unreadable);
        }
        self.notes_mark(run, key, &half);
        self.entries.insert(key.to_owned(), half);
    }

    /// If the entry is the mark, notes the sign-ins that its new content names.
    fn notes_mark(&mut self, run: &Run, key: &str, content: &[u8]) {
        if key == self.session_key.replace(".session", ".signedOut") {
            let read = self.slots[run.slot].read;
            self.model.marks(run, read, &ids_of_mark(content));
        }
    }

    fn changed(&mut self, session: Option<Vec<u8>>, stored: Stored) {
        self.sessions.push(session);
        self.model.stored.push(stored);
    }

    /// The store forgets its last changes of the session.
    ///
    /// It forgets none before the move from the former library is settled. Otherwise the next start would take that
    /// library's session over again, and a process that signs out meanwhile could not know it.
    pub(crate) fn roll_back(&mut self, changes: usize) {
        if self.session_to_move().is_some() {
            return;
        }
        let place = self.sessions.len().saturating_sub(1 + changes);
        let session = self.sessions[place].clone();
        let stored = Stored::of(session.as_ref(), &self.service);
        self.say(|| format!("the store is rolled back: {stored}"));
        match &session {
            Some(bytes) => self.entries.insert(self.session_key.clone(), bytes.clone()),
            None => self.entries.remove(&self.session_key),
        };
        if let Stored::Record(record) = &stored {
            if *self.model.now_stored() == Stored::Unreadable {
                // A sign-in may replace this session, as if its record were still unreadable.
                self.model.damaged.insert(record.family);
            }
            self.model.is_back(record.family);
            self.model.restored.insert(record.family);
        }
        self.changed(session, stored);
    }

    /// A process has changed the stored session, so it knows the newest one.
    fn knows_newest(&mut self, run: &Run) {
        let newest = self.model.stored.len() - 1;
        let slot = &mut self.slots[run.slot];
        (slot.read, slot.known) = (newest, newest);
    }

    /// The leases are gone, and no process knows it.
    pub(crate) fn lose_leases(&mut self) {
        self.leases.clear();
        let now = self.now;
        self.slots.iter_mut().for_each(|slot| slot.lease_trouble_at = Some(now));
    }

    /// Puts a change of a frozen process off until the process wakes.
    pub(crate) fn put_off(&mut self, run: &Run, change: Late) {
        self.say(|| format!("process {} was about to change the store", run.slot));
        self.slots[run.slot].late.push(change);
    }

    /// Checks that a text contains no secret.
    pub(crate) fn check_text(&mut self, place: &str, text: &str) {
        if text.contains(MARK) {
            self.violate(9, format!("{place} contains a secret: {text}"));
        }
    }

    pub(crate) fn lease_of_session(&self) -> Option<Value> {
        serde_json::from_slice(self.leases.get(&self.session_key)?).ok()
    }
}

/// The ids of the sign-ins that the stored mark names. A mark that can't be read names none.
fn ids_of_mark(mark: &[u8]) -> Vec<String> {
    let mark: Value = serde_json::from_slice(mark).unwrap_or_default();
    let ids = mark["signedOut"].as_array().cloned().unwrap_or_default();
    ids.iter().filter_map(|id| Some(id.as_str()?.to_owned())).collect()
}
