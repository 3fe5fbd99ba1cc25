//! The newest sign-up of an instance: its Session signs the user in after the confirmation.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::secret::Secret;

/// Kept in memory alone: a Session lives for minutes, and without it the user signs in as usual.
#[derive(Default)]
pub(super) struct SignedUp {
    newest: Mutex<Option<(String, Secret)>>,
}

impl SignedUp {
    /// Keeps the Session that an answer brought; an answer without one leaves nothing to go on with.
    pub(super) fn keep(&self, username: &str, session: Option<&Secret>) {
        *self.newest() = session.map(|session| (username.to_owned(), session.clone()));
    }

    pub(super) fn forget(&self) {
        *self.newest() = None;
    }

    /// The Session of this user's sign-up.
    pub(super) fn session_of(&self, username: &str) -> Option<Secret> {
        self.newest().as_ref().filter(|(of, _)| of == username).map(|(_, session)| session.clone())
    }

    /// The user who signed up last, with the Session, which is good once.
    pub(super) fn take(&self) -> Option<(String, Secret)> {
        self.newest().take()
    }

    /// Nothing panics while it holds the lock.
    fn newest(&self) -> MutexGuard<'_, Option<(String, Secret)>> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
