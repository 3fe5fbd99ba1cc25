//! The session's state, and the sign-in that waits for an answer.

use super::Auth;
use crate::error::AuthError;
use crate::events::SessionStateObserver;
use crate::model::{PendingSignIn, SessionState};

impl Auth {
    /// Whom the stored session belongs to. The call sends no request, and refreshes nothing.
    ///
    /// # Errors
    /// Errors of the store.
    pub async fn session_state(&self) -> Result<SessionState, AuthError> {
        self.inner.limits.begin().run(self.inner.session.state()).await
    }

    /// The session's state now and after each change, until this instance is closed. It agrees with the results of
    /// calls: when a call returns, the state shows what the call has changed or found. A change by another instance of
    /// this process arrives immediately. A change by another process arrives with the next call.
    ///
    /// Call this function within a tokio runtime: the library reads the store here if the state is not known yet.
    pub fn observe_session_state(&self) -> SessionStateObserver {
        self.inner.session.observe_state()
    }

    /// The sign-in whose challenge waits for an answer, as stored. An earlier run of the app may have begun it:
    /// [`Auth::confirm_sign_in`] goes on with it. The step of a TOTP set-up has no secret here, because secrets of that
    /// kind are not stored.
    ///
    /// # Errors
    /// Errors of the store.
    pub async fn pending_sign_in(&self) -> Result<Option<PendingSignIn>, AuthError> {
        self.inner.limits.begin().run(self.inner.session.pending_sign_in()).await
    }
}
