//! The lease across processes: while one process refreshes a record and stores the result, the others wait, and use
//! what it stores.
//!
//! The lease makes a second refresh rare, not impossible: a process can be suspended until its lease has lapsed, and
//! then goes on. So every write still compares what is stored with what was read.

mod machine;
#[cfg(test)]
mod machine_tests;
mod record;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use machine::{Circumstances, Effect, Event, State};
use record::Holder;

use crate::ports::{Clock, Entropy, LeaseStore, Ports, StoreError, SystemEntropy};
use crate::sync::{AsyncMutex, AtomicUsize, Bug, Instant, sleep, sleep_until, timeout};
use crate::tasks::spawn_blocking;

/// A lease holds this long without being renewed, or a third of a call's deadline if that is shorter. So if the holder
/// dies, a waiting call still has time for its own refresh.
const LONGEST_DURATION: Duration = Duration::from_secs(10);
/// No lease is shorter than this, even if the deadline is.
const SHORTEST_DURATION: Duration = Duration::from_secs(1);

/// Into how many parts a lease's duration is divided. The holder renews the lease after each part.
const RENEWALS: u32 = 3;

/// A lease store that does not respond within this time counts as failed.
const RESPONSE_TIME: Duration = Duration::from_secs(2);

/// One process's lease on one record: its turn to refresh that record.
pub(super) struct Lease {
    /// `None` if the store belongs to one process.
    leases: Option<Arc<dyn LeaseStore>>,
    name: String,
    holder: Holder,
    duration: Duration,
    clock: Arc<dyn Clock>,
    began: OnceLock<Instant>,
    /// How many refreshes of this process use the lease now. There may be more than one, because an abandoned refresh
    /// may still run.
    users: AtomicUsize,
    state: AsyncMutex<State>,
}

/// Why a refresh runs without the lease, or has lost it. The refresh still gives the right result: at worst, the
/// service gets one more refresh request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeaseTrouble {
    Unavailable,
    Lost,
}

impl LeaseTrouble {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Unavailable => "the lease can't be taken",
            Self::Lost => "another process has taken the lease over",
        }
    }
}

/// The result of an attempt to take the lease.
enum Start<'a, T> {
    /// The work may start.
    Begin(Option<InUse<'a>>),
    /// Another process has done the work.
    Done(T),
}

/// One use of the lease. It ends when this value is dropped.
struct InUse<'a>(&'a Lease);

impl<'a> InUse<'a> {
    fn of(lease: &'a Lease) -> Self {
        lease.users.fetch_add(1, Ordering::SeqCst);
        Self(lease)
    }
}

impl Drop for InUse<'_> {
    fn drop(&mut self) {
        self.0.users.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Lease {
    /// The lease of the record with this name, for calls that take `deadline_milliseconds` at most.
    pub(super) fn new(ports: &Ports, deadline_milliseconds: u64, name: String) -> Self {
        static MANAGERS: AtomicU64 = AtomicU64::new(0);
        let leases = ports.leases.clone();
        let third = Duration::from_millis(deadline_milliseconds) / 3;
        Self {
            holder: Holder {
                process: leases.as_ref().and_then(|leases| leases.process()),
                run: run(),
                manager: MANAGERS.fetch_add(1, Ordering::SeqCst),
            },
            leases,
            name,
            duration: third.clamp(SHORTEST_DURATION, LONGEST_DURATION),
            clock: Arc::clone(&ports.clock),
            began: OnceLock::new(),
            users: AtomicUsize::new(0),
            state: AsyncMutex::new(State::Over),
        }
    }

    /// Whether other processes may use the store.
    pub(super) fn is_shared(&self) -> bool {
        self.leases.is_some()
    }

    /// Runs `work` while this process has the lease, and renews the lease meanwhile. While another process has the
    /// lease, this waits. After each wait it asks `look` whether the other process has done the work already.
    pub(super) async fn hold<T, Looking: Future<Output = Option<T>>>(
        &self,
        look: impl Fn() -> Looking,
        tell: impl Fn(LeaseTrouble),
        work: impl Future<Output = T>,
    ) -> T {
        let Some(leases) = self.leases.as_ref().filter(|_| !has_bug!(TakesNoLease)) else {
            return work.await;
        };
        let in_use = match self.take(leases, look).await {
            Start::Done(result) => return result,
            Start::Begin(None) => {
                tell(LeaseTrouble::Unavailable);
                return work.await;
            }
            Start::Begin(Some(in_use)) => in_use,
        };
        let result = self.renew_during(leases, work).await;
        if self.leave(leases, in_use).await == State::Lost {
            tell(LeaseTrouble::Lost);
        }
        result
    }

    /// Renews the lease, if this process has it, so that it holds for the write that comes next. A process that has
    /// lost the lease goes on: the write compares what is stored with what was read.
    pub(super) async fn confirm(&self) {
        if let Some(leases) = &self.leases {
            self.renew(leases).await;
        }
    }

    async fn take<T, Looking: Future<Output = Option<T>>>(
        &self,
        leases: &Arc<dyn LeaseStore>,
        look: impl Fn() -> Looking,
    ) -> Start<'_, T> {
        let (mut attempt, mut effect) = State::begin();
        loop {
            let wait = {
                let mut state = self.state.lock().await;
                if self.users.load(Ordering::SeqCst) > 0 && matches!(*state, State::Held(_)) {
                    return Start::Begin(Some(InUse::of(self)));
                }
                match self.run(leases, &mut attempt, effect).await {
                    Some(wait) => wait,
                    None if matches!(attempt, State::Held(_)) => {
                        *state = attempt;
                        return Start::Begin(Some(InUse::of(self)));
                    }
                    None => return Start::Begin(None),
                }
            };
            sleep(wait).await;
            if let Some(result) = look().await {
                return Start::Done(result);
            }
            effect = self.step(&mut attempt, Event::Waited);
        }
    }

    async fn renew_during<T>(&self, leases: &Arc<dyn LeaseStore>, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        loop {
            let due = Instant::now() + self.duration / RENEWALS;
            tokio::select! {
                biased;
                result = &mut work => return result,
                () = sleep_until(due) => {}
            }
            // The work goes on during the renewal, because it may hold the lock that the renewal waits for. A renewal
            // that has begun is not dropped, because the release has to know what the renewal wrote.
            let mut renewal = std::pin::pin!(self.renew(leases));
            tokio::select! {
                biased;
                result = &mut work => {
                    renewal.await;
                    return result;
                }
                () = &mut renewal => {}
            }
        }
    }

    async fn renew(&self, leases: &Arc<dyn LeaseStore>) {
        let mut state = self.state.lock().await;
        if matches!(*state, State::Held(_)) {
            let effect = self.step(&mut state, Event::Due);
            self.run(leases, &mut state, effect).await;
        }
    }

    /// Ends one use of the lease, and releases the lease if it was the last use. Returns the state from before the
    /// release.
    async fn leave(&self, leases: &Arc<dyn LeaseStore>, in_use: InUse<'_>) -> State {
        let mut state = self.state.lock().await;
        drop(in_use);
        let left = state.clone();
        if self.users.load(Ordering::SeqCst) == 0 || Bug::LeaseLeftInUse.is_planted() {
            let effect = self.step(&mut state, Event::End);
            self.run(leases, &mut state, effect).await;
        }
        left
    }

    /// Performs effects until there is nothing to do, or until one is a wait. In the second case the result is the time
    /// to wait.
    async fn run(
        &self,
        leases: &Arc<dyn LeaseStore>,
        state: &mut State,
        mut effect: Effect,
    ) -> Option<Duration> {
        loop {
            let event = match effect {
                Effect::Rest => return None,
                Effect::Wait(milliseconds) => return Some(Duration::from_millis(milliseconds)),
                Effect::Read => {
                    let name = self.name.clone();
                    call(leases, move |leases| leases.read(name)).await.map(Event::Found)
                }
                Effect::Swap { expected, lease } => {
                    let (name, lease) = (self.name.clone(), lease.to_bytes());
                    call(leases, move |leases| leases.swap(name, expected, lease)).await.map(Event::Swapped)
                }
            };
            effect = self.step(state, event.unwrap_or(Event::Failed));
        }
    }

    fn step(&self, state: &mut State, event: Event) -> Effect {
        static TAKINGS: AtomicU64 = AtomicU64::new(0);
        let began = *self.began.get_or_init(Instant::now);
        let now = Circumstances {
            me: &self.holder,
            duration: milliseconds(self.duration),
            taking: TAKINGS.fetch_add(1, Ordering::SeqCst),
            wall_milliseconds: self.clock.now_milliseconds(),
            ticks_milliseconds: milliseconds(began.elapsed()),
        };
        let (next, effect) = std::mem::replace(state, State::Without).on(event, &now);
        *state = next;
        // Only a defect of this file brings an event that the machine does not expect. The work then goes on.
        effect.unwrap_or(Effect::Rest)
    }
}

/// The id of this run of the process: the process number and a random number. Without randomness the second number is
/// 0, and only the process number tells two runs apart.
fn run() -> String {
    #[cfg(feature = "simulation")]
    if let Some(run) = crate::simulation::run() {
        return run;
    }
    static RUN: OnceLock<String> = OnceLock::new();
    RUN.get_or_init(|| {
        let mut bytes = [0; 16];
        let _ = SystemEntropy.fill(&mut bytes);
        format!("{}.{:032x}", std::process::id(), u128::from_be_bytes(bytes))
    })
    .clone()
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Calls the lease store. A call that panics, or does not respond in time, has failed.
async fn call<T: Send + 'static>(
    leases: &Arc<dyn LeaseStore>,
    call: impl FnOnce(&dyn LeaseStore) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let leases = Arc::clone(leases);
    match timeout(RESPONSE_TIME, spawn_blocking(move || call(&*leases))).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) | Err(_) => Err(StoreError::Unavailable),
    }
}
