//! The session for the app: the user pool's part, and the identity beside it.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::super::manager::SessionStatus;
use super::super::refresh::guarded;
use super::super::{Session, SessionInner};
use super::record::{IdentityOwner, IdentityRecord};
use super::{IdentityFailure, IdentityOutcome, Wish};
use crate::error::{AuthError, AuthErrorCode, AuthErrorKind};
use crate::model::{AuthIdentity, AuthSession, AwsCredentials, FetchAuthSessionOptions};

/// A call keeps this part of its time in reserve: 1/`RESERVE`. If only the reserve is left and the identity has not
/// come yet, the call returns the tokens without credentials.
const RESERVE: u32 = 20;

impl Session {
    /// The session, with tokens and credentials that are valid now. If the credentials fail, or do not come before the
    /// time limit, the identity has an error, and the session still has its tokens. Without an identity pool, the
    /// session has only the user pool's part.
    pub(crate) async fn fetch(
        &self,
        options: FetchAuthSessionOptions,
        time_limit: Duration,
    ) -> Result<AuthSession, AuthError> {
        let session = self.fetch_both_parts(options, time_limit).await;
        match &session {
            Ok(session) => self.inner.shown_user.show(session.user_sub.as_deref()),
            Err(error) if error.kind == AuthErrorKind::SessionExpired => self.inner.shown_user.show(None),
            Err(_) => {}
        }
        session
    }

    async fn fetch_both_parts(
        &self,
        options: FetchAuthSessionOptions,
        time_limit: Duration,
    ) -> Result<AuthSession, AuthError> {
        if self.inner.identity_service.is_none() {
            return self.fetch_tokens(options).await;
        }
        let late = Instant::now() + time_limit.saturating_sub(time_limit / RESERVE);
        let wish = self.inner.wish(&options).await;
        loop {
            let session = self.fetch_tokens(options.clone()).await?;
            let session = self.with_federation(session).await?;
            if options.without_credentials {
                return Ok(session);
            }
            if options.without_guests && !session.is_signed_in {
                let identity = Some(part(Err(AuthErrorCode::NotSignedIn.into())));
                return Ok(AuthSession { identity, ..session });
            }
            let wanted = self.inner.wanted_identity(session.user_sub.as_deref(), wish.clone());
            let outcome = timeout_at(late, wanted).await;
            let outcome = outcome.unwrap_or_else(|_| Err(AuthErrorCode::DeadlinePassed.into()));
            // A user signed in or out in the meantime: start again. This is rare, so the loop ends.
            if let Some(session) = self.inner.completed(session, outcome)? {
                return Ok(session);
            }
        }
    }

    /// Marks a session without a user as signed in, if the app is federated.
    async fn with_federation(&self, session: AuthSession) -> Result<AuthSession, AuthError> {
        if session.is_signed_in {
            return Ok(session);
        }
        let identity = self.inner.manager.read_identity_again().await?;
        let is_federated = identity.is_some_and(|identity| identity.is_federated());
        let error = is_federated.then(|| AuthErrorCode::FederatedToIdentityPool.into());
        Ok(AuthSession { is_signed_in: is_federated, user_pool_error: error, ..session })
    }
}

impl SessionInner {
    /// Which credentials a call with these options wants, if it begins now.
    async fn wish(&self, options: &FetchAuthSessionOptions) -> Wish {
        let newer_than = if options.force_refresh && !options.without_credentials {
            // If the store fails, the request for the identity reports it.
            let known = self.manager.identity().await.ok().flatten();
            Some(known.and_then(|known| known.credentials.clone()))
        } else {
            None
        };
        Wish { newer_than, client_metadata: options.client_metadata.clone() }
    }

    /// The identity of `user`, with credentials. If `user` is `None`, it is the identity of a guest or a federated
    /// login. Callers at the same time share the requests. Dropping this future does not stop the requests.
    async fn wanted_identity(self: &Arc<Self>, user: Option<&str>, wish: Wish) -> IdentityOutcome {
        let known = self.manager.identity().await.map_err(AuthError::from)?;
        if let Some(known) = known.as_ref().filter(|known| known.is_of(user) && self.allows(known))
            && !self.manager.has_unsaved_identity()
            && wish.is_met_by(known, self.ports.clock.now_milliseconds())
        {
            return Ok(Arc::clone(known));
        }
        let identity = || Arc::clone(self).guarded_identity(wish.clone());
        let outcome = self.outcome_of(&self.manager.identity_flight, identity).await;
        outcome.unwrap_or_else(|| Err(AuthErrorCode::Internal.into()))
    }

    /// Whether the configuration allows the identity's owner. The identity of a guest who is no longer allowed stays
    /// stored: the user who signs in next can get it.
    fn allows(&self, identity: &IdentityRecord) -> bool {
        let allows_guests = self.identity_service.as_ref().is_some_and(|service| service.allows_guests);
        allows_guests || identity.owner != IdentityOwner::Guest
    }

    async fn guarded_identity(self: Arc<Self>, wish: Wish) -> IdentityOutcome {
        let (guard, name) = (Arc::clone(&self.ports.guard), self.manager.store.identity_key());
        let (inner, wished) = (&self, &wish);
        let work = self.manager.identity_lease.hold(
            move || inner.identity_from_elsewhere(wished),
            |trouble| self.warn_of_lease(trouble),
            Arc::clone(&self).obtain_identity(wish.clone()),
        );
        guarded(guard, name, work).await
    }

    /// The identity that another process has stored while this one waited for its turn, if it meets the wish.
    async fn identity_from_elsewhere(&self, wish: &Wish) -> Option<IdentityOutcome> {
        // A failure of the store is reported when this process has its turn.
        let status = self.status().await.ok()?;
        let record = self.manager.read_identity_again().await.ok()??;
        let user = match &status {
            SessionStatus::SignedIn(session) => Some(session.user_id.as_str()),
            SessionStatus::Unread | SessionStatus::Nobody => None,
            SessionStatus::Unreadable(_) => return None,
        };
        let is_met = record.is_of(user)
            && self.allows(&record)
            && !self.manager.has_unsaved_identity()
            && wish.is_met_by(&record, self.ports.clock.now_milliseconds());
        is_met.then_some(Ok(record))
    }

    /// The session with the identity, and with the newest tokens: the request for credentials may have refreshed the
    /// tokens. `None` if the session or the identity belongs to somebody else by now, or if a federation began or ended
    /// in the meantime.
    fn completed(
        &self,
        session: AuthSession,
        outcome: IdentityOutcome,
    ) -> Result<Option<AuthSession>, AuthError> {
        let user = session.user_sub.as_deref();
        let was_federated = user.is_none() && session.is_signed_in;
        let fits =
            |record: &Arc<IdentityRecord>| record.is_of(user) && record.is_federated() == was_federated;
        if outcome.as_ref().is_ok_and(|record| !fits(record)) {
            return Ok(None);
        }
        let identity = Some(part(outcome));
        let newest = self.manager.newest();
        match (user, newest) {
            (Some(user), Some(newest)) if newest.user_id == user => {
                // The status has the newest tokens that are stored.
                let stored = match self.manager.status() {
                    SessionStatus::SignedIn(stored) => stored.session(),
                    SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_) => session,
                };
                Ok(Some(AuthSession { identity, ..stored }))
            }
            (None, None) if self.manager.is_federated() != was_federated => Ok(None),
            (None, None) => Ok(Some(AuthSession { identity, ..session })),
            // The service ended the session while the tokens were refreshed for the credentials.
            (Some(_), None) => match identity.and_then(|identity| identity.error) {
                Some(error) if error.code == AuthErrorCode::SessionExpired => Err(error),
                Some(_) | None => Ok(None),
            },
            (Some(_) | None, Some(_)) => Ok(None),
        }
    }
}

/// The identity for the app: with credentials, or with the error.
fn part(outcome: IdentityOutcome) -> AuthIdentity {
    match outcome {
        Ok(record) => AuthIdentity {
            identity_id: Some(record.identity_id.clone()),
            credentials: credentials(&record),
            error: None,
        },
        Err(IdentityFailure { error, identity_id }) => {
            AuthIdentity { identity_id, credentials: None, error: Some(*error) }
        }
    }
}

/// The credentials of an identity, for the app.
pub(super) fn credentials(record: &IdentityRecord) -> Option<AwsCredentials> {
    record.credentials.as_ref().map(AwsCredentials::from)
}
