//! The newest sign-up of an instance. Its Session signs the user in after the confirmation.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::secret::Secret;

/// The newest sign-up. It is kept only in memory: a Session is valid for minutes, and without it the user signs in as
/// usual.
#[derive(Default)]
pub(super) struct SignedUp {
    newest: Mutex<Option<SignUp>>,
}

struct SignUp {
    username: String,
    session: Secret,
    /// Until the sign-up is confirmed, the Session is only valid for the confirmation.
    is_confirmed: bool,
}

impl SignedUp {
    /// Keeps the Session of a response. A response without one removes the former Session.
    pub(super) fn keep(&self, username: &str, session: Option<&Secret>, is_confirmed: bool) {
        let sign_up = |session: &Secret| SignUp {
            username: username.to_owned(),
            session: session.clone(),
            is_confirmed,
        };
        *self.newest() = session.map(sign_up);
    }

    pub(super) fn forget(&self) {
        *self.newest() = None;
    }

    /// Call this when a sign-in under this name begins or continues: it removes the kept sign-up. Only an unconfirmed
    /// sign-up of the same user stays, because the sign-in may ask the user to confirm it.
    pub(super) fn sign_in_begins(&self, username: &str) {
        self.newest().take_if(|it| it.is_confirmed || it.username != username);
    }

    /// Removes the sign-up with this Session. A newer one stays.
    pub(super) fn forget_session(&self, used: &Secret) {
        self.newest().take_if(|it| it.session == *used);
    }

    /// The Session of this user's sign-up.
    pub(super) fn session_of(&self, username: &str) -> Option<Secret> {
        self.newest().as_ref().filter(|it| it.username == username).map(|it| it.session.clone())
    }

    /// The user name and the Session of the newest sign-up, if it was confirmed.
    pub(super) fn confirmed(&self) -> Option<(String, Secret)> {
        let newest = self.newest();
        newest.as_ref().filter(|it| it.is_confirmed).map(|it| (it.username.clone(), it.session.clone()))
    }

    /// No code panics while it holds the lock, so the lock is never poisoned.
    fn newest(&self) -> MutexGuard<'_, Option<SignUp>> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
