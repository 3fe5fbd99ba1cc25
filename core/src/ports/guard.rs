//! Protection of a refresh against suspension.

/// Keeps the system from suspending the process while it refreshes the session and stores the result. It is called on a
/// blocking thread. [`LeaseStore`](crate::LeaseStore) protects against other processes.
pub trait ProcessGuard: Send + Sync {
    /// The work begins. `name` identifies the session; [`ProcessGuard::end`] gets the same name.
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
