//! New tokens for old: one request however many ask, owned by none of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::watch;

use super::Inner;
use super::keeper::{Change, Presence};
use super::record::SessionRecord;
use crate::cognito::{Reason, RefreshTokensRequest, RefreshedTokens, ServiceError};
use crate::error::{AuthError, AuthErrorCode};
use crate::ports::ProcessGuard;
use crate::tasks::{spawn, spawn_blocking};

/// How a refresh ended.
#[derive(Clone)]
pub(super) enum Outcome {
    /// The session has these tokens now.
    Renewed(Arc<SessionRecord>),
    /// The session that was refreshed is no longer the one that is signed in: look again.
    Superseded,
    Failed(AuthError),
}

/// The refresh under way, if there is one. Its task alone keeps it alive.
#[derive(Default)]
pub(super) struct SingleFlight {
    current: Mutex<Weak<watch::Sender<Option<Outcome>>>>,
}

impl SingleFlight {
    /// Lets nobody join the refresh under way any more: it is of a session that has ended.
    pub(super) fn abandon(&self) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Weak::new();
    }

    /// Joins the refresh under way, or starts one.
    fn join<Work>(&self, start: impl FnOnce() -> Work) -> watch::Receiver<Option<Outcome>>
    where
        Work: Future<Output = Outcome> + Send + 'static,
    {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = current.upgrade() {
            return flight.subscribe();
        }
        let flight = Arc::new(watch::Sender::new(None));
        *current = Arc::downgrade(&flight);
        let arrival = flight.subscribe();
        let work = start();
        spawn(async move { flight.send_replace(Some(work.await)) });
        arrival
    }
}

impl Inner {
    /// Waits for the refresh under way, or for a new one. Who stops waiting does not stop the refresh.
    pub(super) async fn refreshed(
        self: &Arc<Self>,
        force: bool,
        client_metadata: BTreeMap<String, String>,
    ) -> Outcome {
        let inner = Arc::clone(self);
        let mut arrival = self.flight.join(|| inner.refresh(force, client_metadata));
        match arrival.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(outcome)) => outcome.clone(),
            // The task died, which only a defect can cause.
            Ok(None) | Err(_) => Outcome::Failed(AuthErrorCode::Internal.into()),
        }
    }

    async fn refresh(self: Arc<Self>, force: bool, client_metadata: BTreeMap<String, String>) -> Outcome {
        let name = self.keeper.store.session_key();
        let guard = Arc::clone(&self.ports.guard);
        guarded(guard, name, self.refresh_guarded(force, client_metadata)).await
    }

    async fn refresh_guarded(&self, force: bool, client_metadata: BTreeMap<String, String>) -> Outcome {
        if let Err(error) = self.keeper.save_unsaved().await {
            return Outcome::Failed(error.into());
        }
        let Presence::SignedIn(mut record) = self.keeper.presence() else { return Outcome::Superseded };
        let mut must_refresh = force;
        loop {
            if !must_refresh && record.validity.holds_at(self.ports.clock.now_milliseconds()) {
                return Outcome::Renewed(record);
            }
            if let Err(error) = self.ensure_device_is_told(&record).await {
                return Outcome::Failed(error);
            }
            match self.request_tokens(&record, client_metadata.clone()).await {
                Err(ended) => match ended {
                    // Another process has refreshed the session meanwhile: its tokens are as new as ours would be.
                    Refusal::Adopted(newer) => (record, must_refresh) = (newer, false),
                    Refusal::Final(outcome) => return outcome,
                },
                Ok(tokens) => return self.take(&record, tokens).await,
            }
        }
    }

    async fn request_tokens(
        &self,
        record: &SessionRecord,
        client_metadata: BTreeMap<String, String>,
    ) -> Result<RefreshedTokens, Refusal> {
        let request = RefreshTokensRequest {
            refresh_token: record.refresh_token.clone(),
            username: record.username.clone(),
            device_key: record.device_key(),
            client_metadata,
        };
        match self.cognito.refresh_tokens(request).await {
            Ok(tokens) => Ok(tokens),
            Err(error) => Err(self.refused(record, &error).await),
        }
    }

    /// Stores what a refresh brought, if its session is still there. Of tokens that can't be read, the new refresh
    /// token at least: the former one is spent.
    async fn take(&self, record: &SessionRecord, refreshed: RefreshedTokens) -> Outcome {
        let malformed = || Outcome::Failed(AuthErrorCode::MalformedResponse.into());
        let (rotated, whole) = match refreshed {
            RefreshedTokens::Whole(tokens) => (
                tokens.refresh_token.clone(),
                record.refreshed(tokens, self.ports.clock.now_milliseconds()).ok(),
            ),
            RefreshedTokens::RefreshTokenAlone(rotated) => (Some(rotated), None),
        };
        let (is_rotated, is_whole) = (rotated.is_some(), whole.is_some());
        let Some(renewed) = whole.or_else(|| rotated.map(|token| record.rotated(token))) else {
            return malformed();
        };
        let renewed = Arc::new(renewed);
        match self.keeper.renew(record, Arc::clone(&renewed)).await {
            Ok(Change::Made(_)) if !is_whole => malformed(),
            Ok(Change::Made(renewed)) => Outcome::Renewed(renewed),
            Ok(Change::Ended | Change::Superseded) => {
                if is_rotated && !self.keeper.newest().is_some_and(|newest| newest.is_of_sign_in_of(&renewed))
                {
                    self.revoke_unowned(&renewed);
                }
                Outcome::Superseded
            }
            Err(error) => Outcome::Failed(error.into()),
        }
    }

    /// What a failed refresh means for the session: only the service's own word ends it.
    async fn refused(&self, record: &SessionRecord, error: &ServiceError) -> Refusal {
        if !self.ends_session(record, error) {
            return Refusal::Final(Outcome::Failed(error.clone().into()));
        }
        Refusal::Final(match self.keeper.end(record).await {
            Ok(Change::Made(newer)) => return Refusal::Adopted(newer),
            Ok(Change::Ended) => {
                let expired = AuthError::from(AuthErrorCode::SessionExpired);
                Outcome::Failed(expired.with_request_id(error.request_id().cloned()))
            }
            Ok(Change::Superseded) => Outcome::Superseded,
            Err(error) => Outcome::Failed(error.into()),
        })
    }

    /// Whether the service says that the session is over. A refusal for a reason that nobody knows is believed the
    /// second time in a row; a known one that is none of these, such as a wrong client secret, says nothing of it.
    fn ends_session(&self, record: &SessionRecord, error: &ServiceError) -> bool {
        match error.reason() {
            Some(
                Reason::RefreshTokenExpired
                | Reason::RefreshTokenInvalid
                | Reason::RefreshTokenRevoked
                | Reason::UserDeleted
                | Reason::UserDisabled
                | Reason::DeviceUnknown,
            ) => true,
            Some(_) => false,
            None => match error.code() {
                AuthErrorCode::RefreshTokenReuse | AuthErrorCode::UserNotFound => true,
                AuthErrorCode::NotAuthorized => self.keeper.was_refused_before(record.generation),
                _ => false,
            },
        }
    }
}

/// What a refused refresh comes to.
enum Refusal {
    /// The store had a newer session all along.
    Adopted(Arc<SessionRecord>),
    Final(Outcome),
}

/// Does the work between the guard's `begin` and `end`, which may block and so have a thread to themselves.
async fn guarded<T>(guard: Arc<dyn ProcessGuard>, name: String, work: impl Future<Output = T>) -> T {
    let (first, its_name) = (Arc::clone(&guard), name.clone());
    // A guard that panics guards nothing; the work goes on.
    let _ = spawn_blocking(move || first.begin(its_name)).await;
    let result = work.await;
    let _ = spawn_blocking(move || guard.end(name)).await;
    result
}
