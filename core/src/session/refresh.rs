//! The refresh of the tokens. Calls at the same time share one request, and none of them can cancel it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::SessionInner;
use super::lease::LeaseTrouble;
use super::manager::{Change, Doubted, SessionStatus};
use super::record::{BoundDevice, SessionRecord};
use super::refusal::{Meaning, end_reason, may_be_about_the_device};
use super::single_flight::SingleFlight;
use crate::cognito::{RefreshTokensRequest, RefreshedTokens, ServiceError};
use crate::error::{AuthError, AuthErrorCode};
use crate::ports::ProcessGuard;
use crate::tasks::spawn_blocking;

/// The result of a refresh.
#[derive(Clone)]
pub(super) enum RefreshOutcome {
    /// The session has new tokens, or was valid already.
    Renewed(Arc<SessionRecord>),
    /// The session was no longer the current one: another session, or none, had taken its place. The caller reads the
    /// status again.
    Superseded,
    /// The session was signed out during the refresh, so nobody is signed in. The value says whether the new tokens
    /// could be revoked.
    SignedOut(Result<(), AuthError>),
    Failed(AuthError),
}

impl FlightOutcome for RefreshOutcome {
    fn error(&self) -> Option<&AuthError> {
        match self {
            Self::Failed(error) => Some(error),
            Self::Renewed(_) | Self::Superseded | Self::SignedOut(_) => None,
        }
    }
}

/// The result of a refresh of tokens or credentials.
pub(super) trait FlightOutcome: Clone + Send + Sync + 'static {
    /// The error of the outcome, if it is a failure.
    fn error(&self) -> Option<&AuthError>;
}

/// The end of a refresh that several callers wait for.
#[derive(Clone)]
pub(super) struct FlightEnd<Outcome> {
    outcome: Outcome,
    /// True if the refresh got no response, and the instance that made it was closed. The app may have closed that
    /// instance's transport too, so another instance may get a response.
    is_cut_off: bool,
}

/// What a caller wants of a refresh.
#[derive(Clone, Default)]
pub(super) struct RefreshWish {
    /// Refreshes even tokens that are still valid.
    pub(super) force: bool,
    /// How long the tokens must stay valid. Tokens that expire sooner are refreshed.
    pub(super) minimum_validity_milliseconds: i64,
    /// Passed to the pool's triggers.
    pub(super) client_metadata: BTreeMap<String, String>,
}

impl SessionInner {
    /// Waits for the running refresh, or for a new one. Dropping this future does not stop the refresh.
    pub(super) async fn refreshed(self: &Arc<Self>, wish: RefreshWish) -> RefreshOutcome {
        let refresh = || Arc::clone(self).refresh(wish.clone());
        let outcome = self.outcome_of(&self.manager.flight, refresh).await;
        outcome.unwrap_or_else(|| RefreshOutcome::Failed(AuthErrorCode::Internal.into()))
    }

    /// The outcome of the running refresh, or of a new one. If the refresh of a closed instance was cut off, this asks
    /// once more.
    pub(super) async fn outcome_of<Outcome: FlightOutcome, Work>(
        self: &Arc<Self>,
        flight: &SingleFlight<FlightEnd<Outcome>>,
        refresh: impl Fn() -> Work,
    ) -> Option<Outcome>
    where
        Work: Future<Output = Outcome> + Send + 'static,
    {
        loop {
            let end = flight.outcome(|| Arc::clone(self).to_its_end(refresh())).await?;
            // In the next round, this instance starts a refresh of its own, or waits for that of a third instance.
            if !(end.is_cut_off && self.handle.is_open()) {
                return Some(end.outcome);
            }
        }
    }

    async fn to_its_end<Outcome: FlightOutcome>(
        self: Arc<Self>,
        refresh: impl Future<Output = Outcome>,
    ) -> FlightEnd<Outcome> {
        let outcome = refresh.await;
        let is_unanswered = outcome.error().is_some_and(|error| {
            matches!(error.code, AuthErrorCode::TransportFailed | AuthErrorCode::Cancelled)
        });
        FlightEnd { outcome, is_cut_off: is_unanswered && !self.handle.is_open() }
    }

    async fn refresh(self: Arc<Self>, wish: RefreshWish) -> RefreshOutcome {
        let name = self.manager.store.session_key();
        let guard = Arc::clone(&self.ports.guard);
        let known = self.manager.newest();
        let (inner, wished, known) = (&*self, &wish, known.as_deref());
        let work = self.manager.lease.hold(
            move || inner.refreshed_elsewhere(wished, known),
            |trouble| self.warn_of_lease(trouble),
            self.refresh_guarded(&wish, known),
        );
        guarded(guard, name, work).await
    }

    /// The result of another process's refresh, or of its sign-out, if there was one while this process waited for its
    /// turn. `known` is the session that this process wants to refresh.
    async fn refreshed_elsewhere(
        &self,
        wish: &RefreshWish,
        known: Option<&SessionRecord>,
    ) -> Option<RefreshOutcome> {
        // A failure of the store is reported when this process has its turn.
        match self.status().await.ok()? {
            SessionStatus::SignedIn(record) => {
                let is_done = self.is_usable(&record, wish.minimum_validity_milliseconds)
                    && !(wish.force && is_unchanged(known, &record));
                is_done.then_some(RefreshOutcome::Renewed(record))
            }
            SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_) => {
                Some(RefreshOutcome::Superseded)
            }
        }
    }

    pub(super) fn warn_of_lease(&self, trouble: LeaseTrouble) {
        self.ports.warn(format_args!("refresh: {}", trouble.text()));
    }

    /// Refreshes the session, if a refresh is still necessary once this process has its turn.
    async fn refresh_guarded(&self, wish: &RefreshWish, known: Option<&SessionRecord>) -> RefreshOutcome {
        let saved = self.manager.save_unsaved().await;
        self.revoke_all_unowned();
        if let Err(error) = saved {
            return RefreshOutcome::Failed(error.into());
        }
        let mut record = match self.status().await {
            Ok(SessionStatus::SignedIn(record)) => record,
            Ok(SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_)) => {
                return RefreshOutcome::Superseded;
            }
            Err(error) => return RefreshOutcome::Failed(error.into()),
        };
        // Another process may have refreshed the session while this one waited. Then even a forced refresh needs no
        // further request.
        let mut must_refresh = wish.force && is_unchanged(known, &record);
        loop {
            if !must_refresh && self.stays_valid(&record, wish.minimum_validity_milliseconds) {
                return RefreshOutcome::Renewed(record);
            }
            if self.manager.defers_refresh_of(&record) {
                return RefreshOutcome::Failed(AuthErrorCode::RefreshDeferred.into());
            }
            // As long as it is too early to end the doubt, only a forced refresh sends a request.
            if let (false, Some(error)) = (wish.force, self.manager.doubt_about(&record)) {
                return RefreshOutcome::Failed(error);
            }
            // The stored session comes from a newer sign-in: calls for that session start a refresh of their own.
            if !known.is_some_and(|known| record.continues(known)) {
                return RefreshOutcome::Superseded;
            }
            if let Err(error) = self.ensure_device_is_confirmed(&record).await {
                return RefreshOutcome::Failed(error);
            }
            match self.request_tokens(&record, wish.client_metadata.clone()).await {
                Err(refused) => match refused {
                    // Another process refreshed the session in the meantime. Its tokens are new enough even for a
                    // forced refresh.
                    RefusedRefresh::Adopted(newer) => (record, must_refresh) = (newer, false),
                    RefusedRefresh::Final(outcome) => return outcome,
                },
                Ok(tokens) => return self.adopt_refreshed(&record, tokens).await,
            }
        }
    }

    /// Refreshes the tokens. If the service refuses, perhaps because of the device key, this tries once more: without
    /// the session's device key, or, if the session has none, with the one that is stored for the user. A second try is
    /// possible, because a refused request does not rotate the refresh token.
    async fn request_tokens(
        &self,
        record: &SessionRecord,
        client_metadata: BTreeMap<String, String>,
    ) -> Result<Refreshed, RefusedRefresh> {
        if has_bug!(LogsTheToken) {
            self.ports.warn(format_args!("refresh: {}", record.refresh_token.expose()));
        }
        let mut request = RefreshTokensRequest {
            refresh_token: record.refresh_token.clone(),
            username: record.pool_username.clone(),
            device_key: record.device_key(),
            client_metadata,
        };
        let refused = match self.cognito.refresh_tokens(request.clone()).await {
            Ok(tokens) => return Ok(Refreshed { tokens, device: None }),
            Err(error) if may_be_about_the_device(&error) => error,
            Err(error) => return Err(self.refused(record, &error).await),
        };
        let device = match self.other_device_of(record).await {
            Ok(Some(device)) => device,
            Ok(None) => return Err(self.refused(record, &refused).await),
            Err(error) => return Err(RefusedRefresh::failed(error)),
        };
        let former = std::mem::replace(&mut request.device_key, device.key());
        match self.cognito.refresh_tokens(request).await {
            Ok(tokens) => {
                if refused.code() == AuthErrorCode::ResourceNotFound {
                    self.forget_missing_device(former).await;
                }
                Ok(Refreshed { tokens, device: Some(device) })
            }
            // This refusal may only mean that the second device key was wrong: a token that is bound to a device is
            // invalid without the device's key. So the first refusal counts.
            Err(error) if may_be_about_the_device(&error) => Err(self.refused(record, &refused).await),
            Err(error) => Err(self.refused(record, &error).await),
        }
    }

    /// Removes the device that the service did not find.
    async fn forget_missing_device(&self, key: Option<String>) {
        let Some(key) = key else { return };
        if let Err(error) = self.forget_unknown_device(&key).await {
            let name = AuthErrorCode::from(error).name();
            self.ports.warn(format_args!("refresh: could not forget the device: {name}"));
        }
    }

    /// Stores the refreshed session, if the current session is still the one that was refreshed. If the new tokens
    /// can't be read, at least the new refresh token is stored, because the former one is no longer valid.
    async fn adopt_refreshed(&self, record: &SessionRecord, refreshed: Refreshed) -> RefreshOutcome {
        let malformed = || RefreshOutcome::Failed(AuthErrorCode::MalformedResponse.into());
        let (rotated, whole) = match refreshed.tokens {
            RefreshedTokens::Whole(tokens) => (
                tokens.refresh_token.clone(),
                record.refreshed(tokens, self.ports.clock.now_milliseconds()).ok(),
            ),
            RefreshedTokens::RefreshTokenAlone(rotated) => (Some(rotated), None),
        };
        let (is_rotated, is_whole) = (rotated.is_some(), whole.is_some());
        if let Some(whole) = &whole {
            self.manager.note_refreshed_lifetime(whole.validity.lifetime_milliseconds());
        }
        let Some(renewed) = whole.or_else(|| rotated.map(|token| record.rotated(token))) else {
            return malformed();
        };
        let renewed = Arc::new(renewed.of_device(refreshed.device));
        match self.manager.renew(record, Arc::clone(&renewed)).await {
            Ok(Change::Made(_)) if !is_whole => malformed(),
            Ok(Change::Made(renewed)) => RefreshOutcome::Renewed(renewed),
            // A sign-out came first, and could not revoke these tokens.
            Ok(Change::Ended) => {
                let revoked = self.revoke(&renewed).await;
                self.manager.end_revocation(&renewed);
                RefreshOutcome::SignedOut(revoked)
            }
            Ok(Change::Superseded) => {
                let newest = self.manager.newest();
                if is_rotated && !newest.is_some_and(|newest| newest.is_from_same_sign_in_as(&renewed)) {
                    self.revoke_unowned(renewed);
                }
                RefreshOutcome::Superseded
            }
            Err(error) => RefreshOutcome::Failed(error.into()),
        }
    }

    /// The consequence of the service's refusal. Ends the session, if the refusal means that the session has ended.
    async fn refused(&self, record: &SessionRecord, error: &ServiceError) -> RefusedRefresh {
        match Meaning::of(error) {
            Meaning::GoesOn => return RefusedRefresh::failed(error.clone()),
            Meaning::Doubtful { apart } => match self.manager.doubt(record, error, apart).await {
                Ok(Doubted::Again) => {}
                Ok(Doubted::NotYet) => return RefusedRefresh::failed(error.clone()),
                Ok(Doubted::Newer(newer)) => return RefusedRefresh::Adopted(newer),
                Ok(Doubted::Superseded) => return RefusedRefresh::Final(RefreshOutcome::Superseded),
                Err(error) => return RefusedRefresh::failed(error),
            },
            Meaning::Ended => {}
        }
        RefusedRefresh::Final(match self.manager.end(record, end_reason(error)).await {
            Ok(Change::Made(newer)) => return RefusedRefresh::Adopted(newer),
            Ok(Change::Ended) => RefreshOutcome::Failed(error.told_as(AuthErrorCode::SessionExpired)),
            Ok(Change::Superseded) => RefreshOutcome::Superseded,
            Err(error) => RefreshOutcome::Failed(error.into()),
        })
    }
}

/// Whether the stored session still has the tokens that a call knows.
fn is_unchanged(known: Option<&SessionRecord>, stored: &SessionRecord) -> bool {
    known.is_some_and(|known| known.access_token == stored.access_token)
}

/// The tokens of a refresh.
struct Refreshed {
    tokens: RefreshedTokens,
    /// The device with which the service refreshed the session, if it is not the one that the session had.
    device: Option<BoundDevice>,
}

/// The consequence of a refused refresh.
enum RefusedRefresh {
    /// The store has a newer session.
    Adopted(Arc<SessionRecord>),
    Final(RefreshOutcome),
}

impl RefusedRefresh {
    fn failed(error: impl Into<AuthError>) -> Self {
        Self::Final(RefreshOutcome::Failed(error.into()))
    }
}

/// Runs the work between the guard's `begin` and `end`. Both may block, so they are called on a blocking thread.
pub(super) async fn guarded<T>(
    guard: Arc<dyn ProcessGuard>,
    name: String,
    work: impl Future<Output = T>,
) -> T {
    let (first, its_name) = (Arc::clone(&guard), name.clone());
    // If the guard panics, the work goes on without it.
    let _ = spawn_blocking(move || first.begin(its_name)).await;
    let result = work.await;
    let _ = spawn_blocking(move || guard.end(name)).await;
    result
}
