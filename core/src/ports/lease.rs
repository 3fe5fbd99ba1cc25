//! The leases that processes over one store take turns with.

use super::StoreError;

/// A place for leases, which every process over the same store reaches. A lease says which process refreshes a session
/// now, and until when. The core decides what is in it; the platform only has to change it atomically.
///
/// It is called on a blocking thread. A lease holds no secret. Without this port, nothing is taken: the store belongs
/// to one process.
pub trait LeaseStore: Send + Sync {
    /// The name of this process, if the system runs only one process of that name at a time. A lease that an earlier
    /// run of the same process has left is then void at once. Without a name it lapses after a while.
    ///
    /// It is called on the thread that makes an instance, so it must not block.
    fn process(&self) -> Option<String> {
        None
    }

    /// The lease with a name, or `None` if there was never one.
    ///
    /// # Errors
    /// See [`StoreError`]. The refresh then goes on without a lease.
    fn read(&self, name: String) -> Result<Option<Vec<u8>>, StoreError>;

    /// Writes a lease, if the stored one is still `expected`. False if it is not, or if another process changes it at
    /// this moment: this one may then have been stored for a moment. Of several calls at a time with the same
    /// `expected`, in whatever process, at most one gets true.
    ///
    /// It must not wait for another process: the system may have suspended that one.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn swap(&self, name: String, expected: Option<Vec<u8>>, lease: Vec<u8>) -> Result<bool, StoreError>;
}
