//! The user whom this instance has shown to the app. The store may hold another user by now, because another process or
//! instance has changed it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{AuthError, AuthErrorCode};

/// The id of the user whom the last result showed to the app; `None` if that result showed no user.
#[derive(Default)]
pub(super) struct ShownUser(Mutex<Option<String>>);

impl ShownUser {
    /// Notes that a result has told the app who is signed in.
    pub(super) fn show(&self, user_id: Option<&str>) {
        *self.lock() = user_id.map(str::to_owned);
    }

    /// A copy of the present value: the user for whom the app's calls are meant now, if there is one.
    pub(super) fn now(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }

    /// Fails if the app was shown another user than this one: then the app's call is not meant for this user. The error
    /// tells the app about this user, so the app's next call counts as meant for this user.
    ///
    /// # Errors
    /// [`AuthErrorCode::UserChanged`].
    pub(super) fn ensure_is(&self, user_id: &str) -> Result<(), AuthError> {
        match &*self.lock() {
            Some(shown) if shown != user_id && !has_bug!(ForgetsShownUser) => {
                Err(AuthErrorCode::UserChanged.into())
            }
            Some(_) | None => Ok(()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<String>> {
        // No code panics while it holds the lock. Even after a panic, the value would be valid.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
