//! Locks, channels, tasks and the time for the schedule tests, in which shuttle chooses the task that goes on. The
//! async lock and the channel are tokio's, which need no runtime. Shuttle chooses when a task waits for one of these
//! two. To let shuttle choose even if the task need not wait, a [`turn`] comes before each use.

pub(crate) mod clock;

use std::cell::Cell;
use std::future::Future;
use std::sync::atomic::Ordering;

pub(crate) use clock::{Instant, sleep, sleep_until, timeout};
pub(crate) use shuttle::future::{AbortHandle, JoinHandle};
pub(crate) use shuttle::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize};
pub(crate) use shuttle::sync::{Mutex, MutexGuard};
pub(crate) use tokio::sync::MutexGuard as AsyncMutexGuard;

use super::Bug;

/// Lets shuttle choose which task goes on.
pub(crate) fn turn() {
    AtomicBool::new(false).load(Ordering::SeqCst);
}

/// tokio's async lock, with a turn before each use.
#[derive(Debug, Default)]
pub(crate) struct AsyncMutex<T>(tokio::sync::Mutex<T>);

impl<T> AsyncMutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(tokio::sync::Mutex::new(value))
    }

    pub(crate) async fn lock(&self) -> AsyncMutexGuard<'_, T> {
        turn();
        self.0.lock().await
    }

    pub(crate) fn try_lock(&self) -> Result<AsyncMutexGuard<'_, T>, tokio::sync::TryLockError> {
        turn();
        self.0.try_lock()
    }
}

/// tokio's `watch` channel, with a turn before each use of the sender, and another one after a send.
pub(crate) mod watch {
    pub(crate) use tokio::sync::watch::{Receiver, Ref};

    use super::turn;

    pub(crate) struct Sender<T>(tokio::sync::watch::Sender<T>);

    impl<T> Sender<T> {
        pub(crate) fn new(value: T) -> Self {
            Self(tokio::sync::watch::Sender::new(value))
        }

        pub(crate) fn subscribe(&self) -> Receiver<T> {
            turn();
            self.0.subscribe()
        }

        pub(crate) fn borrow(&self) -> Ref<'_, T> {
            turn();
            self.0.borrow()
        }

        pub(crate) fn send_replace(&self, value: T) -> T {
            turn();
            let former = self.0.send_replace(value);
            turn();
            former
        }
    }
}

/// Stands in for a runtime: every task that it spawns is one of shuttle's tasks.
#[derive(Clone, Debug)]
pub(crate) struct Handle;

impl Handle {
    pub(crate) fn current() -> Self {
        Self
    }

    #[expect(clippy::unnecessary_wraps, reason = "tokio's function of this name can fail")]
    pub(crate) fn try_current() -> Result<Self, std::convert::Infallible> {
        Ok(Self)
    }

    #[expect(clippy::unused_self, reason = "tokio's function of this name takes it")]
    pub(crate) fn spawn<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> JoinHandle<T> {
        shuttle::future::spawn(work)
    }

    pub(crate) fn spawn_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> JoinHandle<T> {
        self.spawn(async move { work() })
    }
}

thread_local! {
    /// The planted bug of the running test. All tasks of the test share it, because shuttle runs them on the test's
    /// thread.
    static PLANTED: Cell<Option<Bug>> = const { Cell::new(None) };
}

/// Plants a bug in the code that this thread runs from now on, or removes it.
pub(crate) fn plant(bug: Option<Bug>) {
    PLANTED.set(bug);
}

impl Bug {
    /// Whether a test has planted this bug.
    pub(crate) fn is_planted(self) -> bool {
        PLANTED.get() == Some(self)
    }
}
