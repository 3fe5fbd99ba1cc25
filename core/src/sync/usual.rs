//! The primitives of every build except the schedule tests.

pub(crate) use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize};
pub(crate) use std::sync::{Mutex, MutexGuard};

pub(crate) use tokio::runtime::Handle;
pub(crate) use tokio::sync::{Mutex as AsyncMutex, MutexGuard as AsyncMutexGuard, watch};
pub(crate) use tokio::task::{AbortHandle, JoinHandle};
pub(crate) use tokio::time::{Instant, sleep, sleep_until, timeout};

impl super::Bug {
    /// Whether a test has planted this bug.
    pub(crate) const fn is_planted(self) -> bool {
        false
    }
}
