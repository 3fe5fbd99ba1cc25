//! The session's state, and the sign-in that waits for an answer.

use std::sync::Arc;

use cognito_auth_core as core;
use cognito_auth_core::{PendingSignIn, SessionState};
use tokio::sync::Mutex;

use super::AuthBridge;
use crate::alive::{Alive, Kind};
use crate::error::AuthError;
use crate::runtime::{CallHandle, run, run_now};

#[uniffi::export]
impl AuthBridge {
    #[uniffi::method(default(call = None))]
    pub async fn session_state(&self, call: Option<Arc<CallHandle>>) -> Result<SessionState, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.session_state().await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn pending_sign_in(
        &self,
        call: Option<Arc<CallHandle>>,
    ) -> Result<Option<PendingSignIn>, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.pending_sign_in().await }).await
    }

    pub fn observe_session_state(&self) -> Result<SessionStateObserver, AuthError> {
        run_now(|| Ok::<_, AuthError>(SessionStateObserver::of(self.auth.observe_session_state())))
    }
}

#[derive(uniffi::Object)]
pub struct SessionStateObserver {
    now: core::SessionStateObserver,
    changes: Arc<Mutex<core::SessionStateObserver>>,
    _alive: Alive,
}

impl SessionStateObserver {
    fn of(observer: core::SessionStateObserver) -> Self {
        Self {
            now: observer.clone(),
            changes: Arc::new(Mutex::new(observer)),
            _alive: Alive::new(Kind::StateObserver),
        }
    }
}

#[uniffi::export]
impl SessionStateObserver {
    pub fn current(&self) -> Result<SessionState, AuthError> {
        Ok(self.now.current())
    }

    #[uniffi::method(default(call = None))]
    pub async fn changed(&self, call: Option<Arc<CallHandle>>) -> Result<Option<SessionState>, AuthError> {
        let changes = Arc::clone(&self.changes);
        run(call, async move { Ok::<_, AuthError>(changes.lock().await.changed().await) }).await
    }
}
