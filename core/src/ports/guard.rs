//! Protection of the moments when the session must not be torn.

/// Keeps the process from being suspended around a refresh and its persist, and other processes that share the
/// session out of it meanwhile. Called on a blocking thread.
pub trait ProcessGuard: Send + Sync {
    /// Before the work. `name` names the session; the same name comes to [`ProcessGuard::end`].
    fn begin(&self, name: String);
    /// After the work.
    fn end(&self, name: String);
}

/// A guard that does nothing: one process, never suspended.
#[derive(Debug, Default)]
pub struct NoProcessGuard;

impl ProcessGuard for NoProcessGuard {
    fn begin(&self, _name: String) {}
    fn end(&self, _name: String) {}
}
