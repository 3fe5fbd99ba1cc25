//! Protection of a refresh against suspension and other processes.

/// Protects a refresh of the session and the storing of its result: the process is not suspended, and no other process
/// that shares the session refreshes it at the same time. It is called on a blocking thread.
pub trait ProcessGuard: Send + Sync {
    /// The work begins. `name` names the session; [`ProcessGuard::end`] gets the same name.
    fn begin(&self, name: String);
    /// The work has ended.
    fn end(&self, name: String);
}

/// A guard that does nothing, for a single process that is never suspended.
#[derive(Debug, Default)]
pub struct NoProcessGuard;

impl ProcessGuard for NoProcessGuard {
    fn begin(&self, _name: String) {}
    fn end(&self, _name: String) {}
}
