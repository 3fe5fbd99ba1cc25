//! What concurrent code is built on: locks, atomics, tasks and timers. They are those of std and tokio.
//!
//! With the feature `schedules`, the unit tests use shuttle's instead, and a clock of their own. Such a test runs its
//! tasks in many orders: at each of these operations, shuttle decides which task goes on. `make test-schedules` runs
//! these tests.

#[cfg(all(test, feature = "schedules"))]
mod scheduled;
#[cfg(not(all(test, feature = "schedules")))]
mod usual;

#[cfg(all(test, feature = "schedules"))]
pub(crate) use scheduled::*;
#[cfg(not(all(test, feature = "schedules")))]
pub(crate) use usual::*;

/// A bug that a schedule test plants, to see whether it finds the bug. No other build has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    /// The lock of the single flight is free between the look for a running refresh and the start of a new one.
    FlightUnlockedBetweenLookAndStart,
    /// An instance is counted only after the list of sessions is unlocked.
    UserCountedUnlocked,
    /// The change lock is free between the check of the generation and the write.
    WriteWithoutChangeLock,
    /// A caller shares a read of the store that began before its call.
    OldReadShared,
    /// A process releases its lease while another refresh of the process uses the lease.
    LeaseLeftInUse,
}
