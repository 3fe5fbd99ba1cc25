//! The user whom this instance has shown to the app. The store may hold another user by now, because another process or
//! instance has changed it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{AuthError, AuthErrorCode};

/// The id of the user whom a result has shown to the app last, if that result showed one.
#[derive(Default)]
pub(super) struct ShownUser(Mutex<Option<String>>);

impl ShownUser {
    /// A result tells the app who is signed in.
    pub(super) fn show(&self, user_id: Option<&str>) {
        *self.lock() = user_id.map(str::to_owned);
    }

    /// The user whom the app knows now. What the app asks for is meant for this one, if there is one.
    pub(super) fn now(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }

    /// Fails if the app was shown another user: the app's call is not meant for this one. Once the app has got this
    /// error, it counts as shown this user, so that its next call is made.
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
