//! Simulated processes, and the order of their work: with these, `core/tests/simulation` controls the core. No shipped
//! build has this module.
//!
//! Work within a [`Process`] runs as tasks of the runtime, and never on a blocking thread. A task for work that blocks
//! begins after a few turns of the runtime, and the process's seed decides how many. So on a runtime of one thread with
//! a paused clock, the same seed gives the same run. While a process is frozen, all of its work is suspended. Once a
//! process is killed, its work never goes on. Work outside of a process runs as it does without this feature.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::future::Future;
use std::mem::take;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::task::JoinHandle;

thread_local! {
    /// The process whose work is being polled on this thread.
    static CURRENT: RefCell<Option<Process>> = const { RefCell::new(None) };
}

/// A deliberate defect, by which a test shows that an invariant can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bug {
    /// A failure of the server ends the session.
    EndsAtAnyFailure,
    /// A sign-out reports that it has revoked the tokens, but has not.
    RevokesNothing,
    /// A refresh writes its result where a sign-out has removed the session.
    WritesOverNothing,
    /// Tokens that the store failed to save are given to the app.
    ShowsUnsaved,
    /// A refresh writes its result over the session of another sign-in.
    SkipsComparison,
    /// A sign-out for one user signs out another one.
    ForgetsShownUser,
    /// One of several instances does not learn the new state.
    ForgetsAnInstance,
    /// A change is stored and published as an event, but the state stays as it was.
    KeepsTheState,
    /// A call has no deadline.
    HasNoDeadline,
    /// A refresh does not wait for its turn.
    TakesNoLease,
    /// A line of the log contains the refresh token.
    LogsTheToken,
    /// After the store has failed once, it is never read again.
    NeverReadsAgain,
    /// The former library's session is taken over again after a sign-out.
    MovesAgain,
}

impl Bug {
    /// Every bug.
    pub const ALL: &[Self] = &[
        Self::EndsAtAnyFailure,
        Self::RevokesNothing,
        Self::WritesOverNothing,
        Self::ShowsUnsaved,
        Self::SkipsComparison,
        Self::ForgetsShownUser,
        Self::ForgetsAnInstance,
        Self::KeepsTheState,
        Self::HasNoDeadline,
        Self::TakesNoLease,
        Self::LogsTheToken,
        Self::NeverReadsAgain,
        Self::MovesAgain,
    ];
}

/// Whether the process of the running work has this bug.
pub(crate) fn has(bug: Bug) -> bool {
    CURRENT.with_borrow(|current| current.as_ref().is_some_and(|process| process.inner.bug == Some(bug)))
}

/// The id of this run of the simulated process. `None` outside of a simulated process.
pub(crate) fn run() -> Option<String> {
    CURRENT.with_borrow(|current| current.as_ref().map(|process| process.inner.run.clone()))
}

/// The order in which the work of a simulation goes on, whatever the runtime's own order is: work that was woken at the
/// same moment goes on in the order in which it was spawned. (The runtime wakes those who wait for one value in a
/// random order.) A clone is the same order.
#[derive(Clone, Default)]
pub struct Order(Arc<Mutex<Queue>>);

#[derive(Default)]
struct Queue {
    spawned: u64,
    /// How many turns there were so far. In each turn, one piece of work goes on.
    turns: u64,
    /// The woken work that waits for its turn: the turn at which it was woken, and its number.
    woken: BTreeSet<(u64, u64)>,
}

impl Order {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A simulated process. A clone is the same one.
#[derive(Clone)]
pub struct Process {
    inner: Arc<ProcessInner>,
}

struct ProcessInner {
    order: Order,
    run: String,
    bug: Option<Bug>,
    random: AtomicU64,
    most_turns: u64,
    life: Mutex<Life>,
}

struct Life {
    condition: Condition,
    /// The wakers of the work that goes on once the process does.
    parked: Vec<Waker>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Condition {
    Running,
    Frozen,
    Dead,
}

impl Process {
    /// A process that runs. `run` is the id of this run of the process. `most_turns` is the most turns of the runtime
    /// that blocking work waits before it begins.
    pub fn new(order: &Order, run: String, seed: u64, most_turns: u64, bug: Option<Bug>) -> Self {
        let life = Mutex::new(Life { condition: Condition::Running, parked: Vec::new() });
        Self {
            inner: Arc::new(ProcessInner {
                order: order.clone(),
                run,
                bug,
                random: AtomicU64::new(seed),
                most_turns,
                life,
            }),
        }
    }

    /// Suspends all work of the process, at the next point where it waits.
    pub fn freeze(&self) {
        let mut life = self.life();
        if life.condition == Condition::Running {
            life.condition = Condition::Frozen;
        }
    }

    /// Goes on with the work of a frozen process.
    pub fn thaw(&self) {
        let mut life = self.life();
        if life.condition == Condition::Frozen {
            life.condition = Condition::Running;
            let parked = take(&mut life.parked);
            drop(life);
            parked.into_iter().for_each(Waker::wake);
        }
    }

    /// Ends all work of the process, at the next point where it waits.
    pub fn kill(&self) {
        let mut life = self.life();
        life.condition = Condition::Dead;
        life.parked.clear();
    }

    /// Whether the process is neither frozen nor dead.
    pub fn is_running(&self) -> bool {
        self.life().condition == Condition::Running
    }

    /// Whether the process was killed.
    pub fn is_dead(&self) -> bool {
        self.life().condition == Condition::Dead
    }

    /// Spawns work within the process on the caller's runtime. What the work spawns runs within the process too.
    ///
    /// # Panics
    /// Outside a runtime.
    pub fn spawn<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
        tokio::spawn(Within::new(self.clone(), Box::pin(work)))
    }

    fn life(&self) -> MutexGuard<'_, Life> {
        self.inner.life.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many turns the next blocking work waits (SplitMix64).
    fn turns(&self) -> u64 {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        let state = self.inner.random.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % (self.inner.most_turns.saturating_add(1))
    }
}

/// Work within a process.
struct Within<T: 'static> {
    process: Process,
    number: u64,
    /// The work's place in [`Queue::woken`], once the work was woken.
    place: Option<(u64, u64)>,
    work: Pin<Box<dyn Future<Output = T> + Send>>,
    /// The result, if the process was suspended when the work ended.
    result: Option<T>,
}

impl<T: 'static> Unpin for Within<T> {}

impl<T: 'static> Within<T> {
    fn new(process: Process, work: Pin<Box<dyn Future<Output = T> + Send>>) -> Self {
        let number = {
            let mut queue = process.inner.order.queue();
            queue.spawned = queue.spawned.saturating_add(1);
            queue.spawned
        };
        Self { process, number, place: None, work, result: None }
    }

    /// Whether the process runs. If it is frozen, the work is woken when the process goes on.
    fn runs(&self, context: &Context<'_>) -> bool {
        let mut life = self.process.life();
        if life.condition == Condition::Frozen {
            life.parked.push(context.waker().clone());
        }
        life.condition == Condition::Running
    }

    /// Whether it is this work's turn. If not, this wakes the work again. When the work is polled next, everything that
    /// was woken at the same moment has its place in the order.
    fn is_next(&mut self, context: &Context<'_>) -> bool {
        let mut queue = self.process.inner.order.queue();
        match self.place {
            Some(place) if queue.woken.first() == Some(&place) => {
                queue.woken.remove(&place);
                queue.turns = queue.turns.saturating_add(1);
                self.place = None;
                return true;
            }
            Some(_) => {}
            None => {
                let place = (queue.turns, self.number);
                queue.woken.insert(place);
                self.place = Some(place);
            }
        }
        context.waker().wake_by_ref();
        false
    }

    fn leave_order(&mut self) {
        if let Some(place) = self.place.take() {
            self.process.inner.order.queue().woken.remove(&place);
        }
    }
}

impl<T: 'static> Future for Within<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        if !self.runs(context) {
            self.leave_order();
            return Poll::Pending;
        }
        if !self.is_next(context) {
            return Poll::Pending;
        }
        if let Some(result) = self.result.take() {
            return Poll::Ready(result);
        }
        let former = CURRENT.replace(Some(self.process.clone()));
        let polled = self.work.as_mut().poll(context);
        CURRENT.set(former);
        let Poll::Ready(result) = polled else { return Poll::Pending };
        if self.runs(context) {
            return Poll::Ready(result);
        }
        self.result = Some(result);
        Poll::Pending
    }
}

impl<T: 'static> Drop for Within<T> {
    /// Code that runs because the work is dropped belongs to the process too.
    fn drop(&mut self) {
        self.leave_order();
        let former = CURRENT.replace(Some(self.process.clone()));
        self.work = Box::pin(std::future::pending());
        self.result = None;
        CURRENT.set(former);
    }
}

type Anything = Box<dyn Any + Send>;
type Work = Pin<Box<dyn Future<Output = Anything> + Send>>;

/// The same work, within the process that the caller runs in.
pub(crate) fn in_this_process(work: Work) -> Work {
    match CURRENT.with_borrow(Clone::clone) {
        Some(process) => Box::pin(Within::new(process, work)),
        None => work,
    }
}

/// Work that blocks, as a task of the process that the caller runs in. Outside of a process this gives the work back.
pub(crate) fn inline<Blocking>(work: Blocking) -> Result<Work, Blocking>
where
    Blocking: FnOnce() -> Anything + Send + 'static,
{
    let Some(process) = CURRENT.with_borrow(Clone::clone) else { return Err(work) };
    let turns = process.turns();
    let task = async move {
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
        work()
    };
    Ok(Box::pin(Within::new(process, Box::pin(task))))
}
