//! Protection against suspension.

/// Keeps the system from suspending the process before the library has stored the result of its work: of a refresh, of
/// a request for AWS credentials, or of a change of the accounts. The guard is called on a blocking thread.
/// [`LeaseStore`](crate::LeaseStore) protects against other processes.
pub trait ProcessGuard: Send + Sync {
    /// The work begins. `name` identifies the stored entry that the work changes; [`ProcessGuard::end`] gets the same
    /// name.
    fn begin(&self, name: String);
    /// The work has ended.
    fn end(&self, name: String);
}

/// A guard that does nothing, for a process that is never suspended.
#[derive(Debug, Default)]
pub struct NoProcessGuard;

impl ProcessGuard for NoProcessGuard {
    fn begin(&self, _name: String) {}
    fn end(&self, _name: String) {}
}
