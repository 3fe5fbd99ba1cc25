//! The session's state, for the app. It is computed from what is known of the store. After each change, every observer
//! gets the newest state.

use std::sync::Arc;

use super::identity::IdentityOwner;
use super::manager::{SessionManager, SessionStatus, State};
use super::{Session, SessionInner};
use crate::error::{AuthError, AuthErrorCode};
use crate::events::{EventHub, OnShown, SessionStateObserver};
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
        self.inner.show_state(&state);
        Ok(state)
    }

    /// An observer of the state from now on. If the state is not known yet, this makes the library read the store.
    pub(crate) fn observe_state(&self) -> SessionStateObserver {
        // Weak, so that an observer does not keep an instance alive that the app has dropped.
        let inner = Arc::downgrade(&self.inner);
        let shown = move |state: &SessionState| {
            if let Some(inner) = inner.upgrade() {
                inner.show_state(state);
            }
        };
        let observer = self.inner.manager.observed_by(&self.inner.events, Arc::new(shown));
        if observer.peek() == SessionState::Loading {
            let inner = Arc::clone(&self.inner);
            // If the store fails, the state becomes unavailable.
            spawn(async move { inner.read_state().await.map(drop) });
        }
        observer
    }

    /// The sign-in whose challenge waits for an answer, as stored now.
    ///
    /// # Errors
    /// Those of the store, even if it can never read the challenge again. For [`Self::state`], such a challenge counts
    /// as none.
    pub(crate) async fn pending_sign_in(&self) -> Result<Option<PendingSignIn>, AuthError> {
        let manager = &self.inner.manager;
        let _change = manager.change().await;
        manager.read_pending().await?;
        Ok(manager.state().pending.clone().flatten())
    }
}

impl SessionInner {
    /// Notes that the app sees this state, and so knows who is signed in.
    fn show_state(&self, state: &SessionState) {
        match state {
            SessionState::SignedIn(user) => self.shown_user.show(Some(&user.user_id)),
            SessionState::Loading | SessionState::Unavailable { .. } => {}
            SessionState::SignedOut { .. }
            | SessionState::AwaitingChallenge(_)
            | SessionState::Guest { .. }
            | SessionState::Federated { .. } => self.shown_user.show(None),
        }
    }

    async fn read_state(&self) -> Result<SessionState, AuthError> {
        match self.status().await? {
            SessionStatus::Unreadable(error) => return Err(AuthErrorCode::from(error).into()),
            SessionStatus::SignedIn(_) => {}
            SessionStatus::Unread | SessionStatus::Nobody => {
                let _change = self.manager.change().await;
                let read = async {
                    self.manager.read_identity_again().await?;
                    self.manager.read_pending_or_none().await
                };
                read.await.inspect_err(|error| self.manager.set_failure(*error))?;
                self.manager.read_end().await;
            }
        }
        Ok(self.manager.session_state())
    }
}

impl SessionManager {
    /// The state, as far as the store was read.
    pub(super) fn session_state(&self) -> SessionState {
        self.state_of(&self.state())
    }

    /// An observer of an instance. The state is locked until the observer is made, so the observer misses no change.
    fn observed_by(&self, hub: &EventHub, shown: OnShown) -> SessionStateObserver {
        let state = self.state();
        hub.observe(self.state_of(&state), shown)
    }

    /// Reads the mark of a session that the service has ended. The caller holds the change lock.
    async fn read_end(&self) {
        let ended = self.stored_end().await;
        let mut state = self.state();
        if let SessionStatus::Nobody = state.status {
            state.ended = ended;
            self.tell(&state);
        }
    }

    /// Notes which sign-in waits for an answer.
    pub(super) fn set_pending(&self, pending: Option<PendingSignIn>) {
        let mut state = self.state();
        (state.pending, state.failure) = (Some(pending), None);
        self.tell(&state);
    }

    /// Notes that the ended session no longer matters: somebody has signed in or out since.
    pub(super) fn forget_end(&self) {
        let mut state = self.state();
        state.ended = None;
        self.tell(&state);
    }

    /// Notes that the store failed, so that a part of what the state needs is still unknown.
    pub(super) fn set_failure(&self, failure: StoreError) {
        let mut state = self.state();
        state.failure = Some(failure);
        self.tell(&state);
    }

    /// Tells the observers the state. Call this after every change of the data from which the state is computed.
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

/// The state while a part of the stored data that it depends on is unread.
fn unread(state: &State) -> SessionState {
    match state.failure {
        Some(error) => SessionState::Unavailable { code: error.into() },
        None => SessionState::Loading,
    }
}
