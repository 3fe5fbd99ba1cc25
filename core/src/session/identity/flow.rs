//! Getting credentials: which identity and which login go to the identity pool, and what the identity pool's refusals
//! mean.

use std::sync::Arc;

use super::super::SessionInner;
use super::super::manager::SessionStatus;
use super::super::record::SessionRecord;
use super::super::refresh::{RefreshOutcome, RefreshWish};
use super::super::tokens::Claims;
use super::cache::FederationStart;
use super::lifetime::Lifetime;
use super::record::{IdentityOwner, IdentityRecord, StoredCredentials};
use super::{IdentityFailure, IdentityOutcome, IdentityService, Wish};
use crate::cognito::{IssuedCredentials, Logins, ServiceError};
use crate::error::{AuthError, AuthErrorCode};
use crate::secret::Secret;

/// How often the request for credentials is tried. It starts again if another user has signed in, or another process
/// has stored another identity meanwhile.
const MOST_ROUNDS: usize = 3;

/// Who asks for credentials, and with which login.
#[derive(Clone)]
pub(super) struct Claimant {
    pub(super) owner: IdentityOwner,
    pub(super) logins: Logins,
    /// The session whose ID token is the login.
    pub(super) session: Option<Arc<SessionRecord>>,
    /// The id of the identity to ask for: the claimant's own identity, or the guest's identity for a user who has none
    /// yet.
    pub(super) identity_id: Option<String>,
    /// The start of a new federation. If the federation fails, or is ended in the meantime, nothing of it is stored.
    pub(super) began: Option<FederationStart>,
}

impl Claimant {
    /// Whether the identity's id is stored before the credentials arrive. For a federation it is not: if the federation
    /// fails, nothing of it is stored.
    fn stores_the_id_first(&self) -> bool {
        !matches!(self.owner, IdentityOwner::Federated { .. })
    }
}

/// The store has another identity by now, or another user has signed in: the request starts again.
pub(super) struct Superseded;

impl SessionInner {
    /// Credentials that are valid now for whoever is signed in, from the store or else from the service.
    pub(super) async fn obtain_identity(self: Arc<Self>, wish: Wish) -> IdentityOutcome {
        let Some(service) = self.identity_service.clone() else {
            return Err(AuthErrorCode::IdentityPoolNotConfigured.into());
        };
        for _ in 0..MOST_ROUNDS {
            let holding = self.manager.hold_identity().await.map_err(AuthError::from)?;
            self.revoke_all_unowned();
            let record = holding.record;
            let claimant = service.claimant(&holding.status, record.as_deref())?;
            let user = claimant.session.as_ref().map(|session| session.user_id.as_str());
            if let Some(record) = record.as_ref().filter(|record| record.is_of(user))
                && wish.is_met_by(record, self.ports.clock.now_milliseconds())
            {
                return Ok(Arc::clone(record));
            }
            if let Ok(record) = self.request_credentials(&service, claimant, record, &wish).await? {
                return Ok(record);
            }
        }
        Err(AuthErrorCode::ConcurrentModification.into())
    }

    /// Gets credentials and stores them in place of `former`. If the ID token has expired at the service, the tokens
    /// are refreshed once.
    async fn request_credentials(
        self: &Arc<Self>,
        service: &IdentityService,
        mut claimant: Claimant,
        mut former: Option<Arc<IdentityRecord>>,
        wish: &Wish,
    ) -> Result<Result<Arc<IdentityRecord>, Superseded>, IdentityFailure> {
        let expired = match self.claim(service, &claimant, &mut former).await {
            Err(failure) if failure.error.code == AuthErrorCode::LoginTokenExpired => failure,
            outcome => return outcome,
        };
        let Some(session) = claimant.session.take() else { return Err(expired) };
        let renewed = match self.refreshed_after(&session, wish).await {
            RefreshOutcome::Renewed(renewed) if renewed.user_id == session.user_id => renewed,
            RefreshOutcome::Renewed(_) | RefreshOutcome::Superseded | RefreshOutcome::SignedOut(_) => {
                return Ok(Err(Superseded));
            }
            RefreshOutcome::Failed(error) => {
                return Err(IdentityFailure { error: Box::new(error), ..expired });
            }
        };
        claimant.identity_id = expired.identity_id.or(claimant.identity_id);
        claimant.logins = service.login_of(&renewed);
        claimant.session = Some(renewed);
        self.claim(service, &claimant, &mut former).await
    }

    /// Refreshes `session`, unless another call has refreshed it already.
    async fn refreshed_after(self: &Arc<Self>, session: &SessionRecord, wish: &Wish) -> RefreshOutcome {
        let is_newest = self.manager.newest().is_some_and(|newest| newest.id_token == session.id_token);
        let client_metadata = wish.client_metadata.clone();
        self.refreshed(RefreshWish { force: is_newest, client_metadata, ..RefreshWish::default() }).await
    }

    /// Calls GetId if no identity is known, then GetCredentialsForIdentity. If the service does not let the login use
    /// the stored identity, this calls GetId once, for another identity.
    pub(super) async fn claim(
        &self,
        service: &IdentityService,
        claimant: &Claimant,
        former: &mut Option<Arc<IdentityRecord>>,
    ) -> Result<Result<Arc<IdentityRecord>, Superseded>, IdentityFailure> {
        let Claimant { identity_id: stored, logins, .. } = claimant;
        let refused = match stored {
            None => None,
            Some(stored) => match service.pool.credentials(stored.clone(), logins.clone()).await {
                Ok(issued) => return self.keep(service, claimant, former, issued).await,
                Err(error) if !refuses_identity(&error) || service.is_given_identity(claimant) => {
                    return Err(IdentityFailure::of(error, Some(stored)));
                }
                Err(error) => Some(IdentityFailure::of(error, Some(stored))),
            },
        };
        let identity_id = match service.pool.identity_id(logins.clone()).await {
            Ok(same) if stored.as_ref() == Some(&same) => {
                return Err(refused.unwrap_or_else(|| AuthErrorCode::Internal.into()));
            }
            Ok(identity_id) => identity_id,
            Err(error) => return Err(IdentityFailure::of(error, None)),
        };
        if claimant.stores_the_id_first() {
            let record = service.record(claimant, identity_id.clone(), None);
            self.list_account_without(former.as_ref()).await?;
            match self.manager.keep_identity(former.clone(), record, claimant.began).await {
                Ok(Some(kept)) => *former = Some(kept),
                Ok(None) => return Ok(Err(Superseded)),
                Err(error) => return Err(AuthError::from(error).into()),
            }
        }
        match service.pool.credentials(identity_id.clone(), logins.clone()).await {
            Ok(issued) => self.keep(service, claimant, former, issued).await,
            Err(error) => Err(IdentityFailure::of(error, Some(&identity_id))),
        }
    }

    /// Stores the credentials with the identity that the service returned.
    async fn keep(
        &self,
        service: &IdentityService,
        claimant: &Claimant,
        former: &mut Option<Arc<IdentityRecord>>,
        issued: IssuedCredentials,
    ) -> Result<Result<Arc<IdentityRecord>, Superseded>, IdentityFailure> {
        let now = self.ports.clock.now_milliseconds();
        let credentials = StoredCredentials {
            lifetime: Lifetime {
                received_at_milliseconds: now,
                expires_at_milliseconds: issued.expires_at_milliseconds,
                clock_offset_milliseconds: clock_offset(&issued, claimant.session.as_deref(), now),
            },
            access_key_id: issued.access_key_id,
            secret_access_key: issued.secret_access_key,
            session_token: issued.session_token,
        };
        let record = service.record(claimant, issued.identity_id, Some(credentials));
        self.list_account_without(former.as_ref()).await?;
        match self.manager.keep_identity(former.take(), record, claimant.began).await {
            Ok(kept) => Ok(kept.ok_or(Superseded)),
            Err(error) => Err(AuthError::from(error).into()),
        }
    }
}

impl SessionInner {
    /// Adds the account to the index, if the identity that is about to be stored is the first one.
    async fn list_account_without(&self, former: Option<&Arc<IdentityRecord>>) -> Result<(), AuthError> {
        match former {
            Some(_) => Ok(()),
            None => Ok(self.list_account(&|| true).await?),
        }
    }
}

impl IdentityService {
    /// Who asks for credentials. A guest may ask only if the configuration allows guests.
    fn claimant(
        &self,
        status: &SessionStatus,
        record: Option<&IdentityRecord>,
    ) -> Result<Claimant, AuthError> {
        let session = match status {
            SessionStatus::SignedIn(session) => session,
            SessionStatus::Unreadable(error) => return Err(AuthErrorCode::from(*error).into()),
            SessionStatus::Unread | SessionStatus::Nobody => return self.claimant_without_user(record),
        };
        let owner = IdentityOwner::User { user_id: session.user_id.clone() };
        // If the user has no identity yet, the user gets the guest's identity.
        let own = record.filter(|record| record.owner == owner || record.owner == IdentityOwner::Guest);
        Ok(Claimant {
            identity_id: own.map(|record| record.identity_id.clone()),
            owner,
            logins: self.login_of(session),
            session: Some(Arc::clone(session)),
            began: None,
        })
    }

    fn claimant_without_user(&self, record: Option<&IdentityRecord>) -> Result<Claimant, AuthError> {
        let without_user = |owner, logins, record: Option<&IdentityRecord>| Claimant {
            owner,
            logins,
            session: None,
            identity_id: record.map(|record| record.identity_id.clone()),
            began: None,
        };
        match record.map(|record| &record.owner) {
            Some(IdentityOwner::Federated { provider, token }) => {
                let (owner, login) = (
                    IdentityOwner::Federated { provider: provider.clone(), token: token.clone() },
                    (provider.clone(), token.clone()),
                );
                Ok(without_user(owner, [login].into(), record))
            }
            _ if !self.allows_guests => Err(AuthErrorCode::NotSignedIn.into()),
            Some(IdentityOwner::Guest) => Ok(without_user(IdentityOwner::Guest, Logins::new(), record)),
            // A guest does not get a former user's identity.
            Some(IdentityOwner::User { .. }) | None => {
                Ok(without_user(IdentityOwner::Guest, Logins::new(), None))
            }
        }
    }

    /// Whether the app's own server chose the claimant's identity. The service gives no other identity for that
    /// server's token.
    fn is_given_identity(&self, claimant: &Claimant) -> bool {
        matches!(&claimant.owner, IdentityOwner::Federated { provider, .. } if *provider == self.developer_key)
    }

    fn login_of(&self, session: &SessionRecord) -> Logins {
        [(self.user_pool_key.clone(), session.id_token.clone())].into()
    }

    fn record(
        &self,
        claimant: &Claimant,
        identity_id: String,
        credentials: Option<StoredCredentials>,
    ) -> IdentityRecord {
        IdentityRecord {
            pool_id: self.pool_id.clone(),
            identity_id,
            owner: claimant.owner.clone(),
            credentials,
        }
    }
}

/// Whether the service refuses this identity for the login. Another identity may work.
fn refuses_identity(error: &ServiceError) -> bool {
    matches!(
        error.code(),
        AuthErrorCode::LoginMismatch
            | AuthErrorCode::IdentityForbidden
            | AuthErrorCode::IdentityNotFound
            | AuthErrorCode::ResourceConflict
    )
}

/// How far the service's clock is ahead of the device's, in milliseconds. If the response has no time, the time at
/// which the ID token was issued is used instead: the device received the token at about that time.
fn clock_offset(issued: &IssuedCredentials, session: Option<&SessionRecord>, now: i64) -> i64 {
    if let Some(issued_at) = issued.issued_at_milliseconds {
        return issued_at.saturating_sub(now);
    }
    let of_token = |session: &SessionRecord| {
        let issued_at = issued_at_milliseconds(&session.id_token)?;
        Some(issued_at.saturating_sub(session.validity.received_at_milliseconds))
    };
    session.and_then(of_token).unwrap_or(0)
}

fn issued_at_milliseconds(id_token: &Secret) -> Option<i64> {
    Claims::of(id_token).ok()?.iat.map(|seconds| seconds.saturating_mul(1000))
}
