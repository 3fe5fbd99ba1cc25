//! The session's state, for the app: computed from what is known of the store, and told to every observer at each change.

use std::sync::Arc;

use super::identity::IdentityOwner;
use super::manager::{SessionManager, SessionStatus, State};
use super::{Session, SessionInner};
use crate::error::{AuthError, AuthErrorCode};
use crate::events::SessionStateObserver;
use crate::model::{PendingSignIn, SessionState};
use crate::ports::StoreError;
use crate::tasks::spawn;

impl Session {
    /// The session's state, as stored now. It sends no request.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn state(&self) -> Result<SessionState, AuthError> {
        let state = self.inner.read_state().await?;
        self.inner.shown_user.show(match &state {
            SessionState::SignedIn(user) => Some(&user.user_id),
            _ => None,
        });
        Ok(state)
    }

    /// The state from now on. The first observer makes the library read the store.
    pub(crate) fn observe_state(&self) -> SessionStateObserver {
        let state = self.inner.manager.session_state();
        let is_loading = state == SessionState::Loading;
        let observer = self.inner.events.observe(state);
        if is_loading {
            let inner = Arc::clone(&self.inner);
            // If the store fails, the state says so.
            spawn(async move { inner.read_state().await.map(drop) });
        }
        observer
    }
}

impl SessionInner {
    async fn read_state(&self) -> Result<SessionState, AuthError> {
        if let SessionStatus::Unreadable(error) = self.status().await? {
            return Err(AuthErrorCode::from(error).into());
        }
        let read = async {
            self.manager.identity().await?;
            self.read_pending().await
        };
        read.await.inspect_err(|error| self.manager.set_failure(*error))?;
        Ok(self.manager.session_state())
    }
}

impl SessionManager {
    /// The state, as far as the store was read.
    pub(super) fn session_state(&self) -> SessionState {
        self.state_of(&self.state())
    }

    /// Notes which sign-in waits for an answer.
    pub(super) fn set_pending(&self, pending: Option<PendingSignIn>) {
        let mut state = self.state();
        (state.pending, state.failure) = (Some(pending), None);
        self.tell(&state);
    }

    /// Nobody has to know any more that the service has ended a session.
    pub(super) fn forget_end(&self) {
        let mut state = self.state();
        state.ended = None;
        self.tell(&state);
    }

    /// Notes that the store failed before all was read.
    pub(super) fn set_failure(&self, failure: StoreError) {
        let mut state = self.state();
        state.failure = Some(failure);
        self.tell(&state);
    }

    /// Tells the observers the state. Every change of what it is computed from ends with this.
    pub(super) fn tell(&self, state: &State) {
        self.hubs.show(&self.state_of(state));
    }

    fn state_of(&self, state: &State) -> SessionState {
        match &state.status {
            SessionStatus::SignedIn(record) => SessionState::SignedIn(record.user()),
            SessionStatus::Unreadable(error) => SessionState::Unavailable { code: (*error).into() },
            SessionStatus::Unread => unread(state),
            SessionStatus::Nobody => self.state_without_user(state),
        }
    }

    fn state_without_user(&self, state: &State) -> SessionState {
        let (Some(identity), Some(pending)) = (self.known_identity(), &state.pending) else {
            return unread(state);
        };
        let owned = identity.as_ref().map(|identity| (&identity.owner, identity.identity_id.clone()));
        match (owned, pending) {
            (Some((IdentityOwner::Federated { .. }, identity_id)), _) => {
                SessionState::Federated { identity_id }
            }
            (_, Some(pending)) => SessionState::AwaitingChallenge(pending.clone()),
            (Some((IdentityOwner::Guest, identity_id)), None) if self.allows_guests => {
                SessionState::Guest { identity_id }
            }
            (Some((IdentityOwner::Guest | IdentityOwner::User { .. }, _)) | None, None) => {
                SessionState::SignedOut { ended: state.ended.clone() }
            }
        }
    }
}

/// The state while something of the store is not read yet.
fn unread(state: &State) -> SessionState {
    match state.failure {
        Some(error) => SessionState::Unavailable { code: error.into() },
        None => SessionState::Loading,
    }
}
