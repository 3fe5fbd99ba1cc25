//! The leases, with which processes that use one store take turns.

use super::StoreError;

/// Keeps the leases. All processes over the same store share them. A lease says which process refreshes a session now,
/// and until when. The core decides what is in a lease; the platform only has to change it atomically.
///
/// The core calls the port on a blocking thread. A lease holds no secret. Without this port, the core takes no lease:
/// the store belongs to one process.
pub trait LeaseStore: Send + Sync {
    /// The name of this process, if the system runs only one process of that name at a time. Then a new run
    /// immediately takes over a lease that an earlier run has left. Without a name, it waits until that lease lapses.
    ///
    /// The core also calls this on the thread that makes an instance, so it must not block.
    fn process(&self) -> Option<String> {
        None
    }

    /// The lease with this name, or `None` if there was never one.
    ///
    /// # Errors
    /// See [`StoreError`]. The refresh then goes on without a lease.
    fn read(&self, name: String) -> Result<Option<Vec<u8>>, StoreError>;

    /// Writes `lease`, if the stored lease is still `expected`. Returns false if it is not. Also returns false if
    /// another process changes the stored lease at the same moment; `lease` may then have been stored for a moment. Of
    /// several simultaneous calls with the same `expected`, in any process, at most one returns true.
    ///
    /// The call must not wait for another process, because the system may have suspended that process.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn swap(&self, name: String, expected: Option<Vec<u8>>, lease: Vec<u8>) -> Result<bool, StoreError>;
}
