//! Federation: a login of another provider gets credentials without a user of the user pool.

use std::sync::Arc;

use super::super::manager::SessionStatus;
use super::super::refresh::guarded;
use super::super::{Session, SessionInner};
use super::cache::FederationStart;
use super::fetch::credentials;
use super::flow::Claimant;
use super::record::{IdentityOwner, IdentityRecord};
use super::{IdentityOutcome, IdentityService};
use crate::error::{AuthError, AuthErrorCode};
use crate::model::{FederateToIdentityPoolResult, LoginProvider};
use crate::secret::Secret;
use crate::tasks::spawn;

/// How often a federation is tried. It starts again if another process has stored another identity meanwhile.
const MOST_ROUNDS: usize = 3;

impl Session {
    /// Gets credentials for a login, and stores them with the provider's token. Once started, the work goes on even if
    /// this future is dropped. A sign-out, or [`Session::clear_federation`], ends it.
    pub(crate) async fn federate(
        &self,
        provider: LoginProvider,
        token: Secret,
        given_identity: Option<String>,
    ) -> Result<FederateToIdentityPoolResult, AuthError> {
        let inner = Arc::clone(&self.inner);
        let federated = spawn(async move { inner.federate(provider, token, given_identity).await }).await?;
        let record = federated.map_err(|failure| *failure.error)?;
        let credentials = credentials(&record).ok_or(AuthErrorCode::Internal)?;
        Ok(FederateToIdentityPoolResult { identity_id: record.identity_id.clone(), credentials })
    }

    /// Removes the federated identity, its credentials and the provider's token from this device.
    pub(crate) async fn clear_federation(&self) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        spawn(async move { inner.clear_federation().await }).await?
    }
}

impl SessionInner {
    async fn clear_federation(&self) -> Result<(), AuthError> {
        if let SessionStatus::Unreadable(error) = self.status().await? {
            return Err(AuthErrorCode::from(error).into());
        }
        if self.manager.remove_federation().await? {
            self.manager.identity_flight.abandon();
            return Ok(());
        }
        Err(AuthErrorCode::NotFederated.into())
    }

    async fn federate(
        self: Arc<Self>,
        provider: LoginProvider,
        token: Secret,
        given_identity: Option<String>,
    ) -> IdentityOutcome {
        let Some(service) = self.identity_service.clone() else {
            return Err(AuthErrorCode::IdentityPoolNotConfigured.into());
        };
        let provider = service.provider_key(provider);
        let began = self.manager.federation_start();
        let work = async {
            for _ in 0..MOST_ROUNDS {
                if self.manager.federation_start() != began {
                    return Err(AuthErrorCode::Cancelled.into());
                }
                let holding = self.manager.hold_identity().await.map_err(AuthError::from)?;
                ensure_nobody(&holding.status)?;
                let mut former = holding.record;
                let login = (provider.clone(), token.clone());
                let claimant = federating(login, given_identity.clone(), former.as_deref(), began);
                if let Ok(record) = self.claim(&service, &claimant, &mut former).await? {
                    self.manager.identity_flight.abandon();
                    return Ok(record);
                }
            }
            Err(AuthErrorCode::ConcurrentModification.into())
        };
        let manager = &self.manager;
        let ended = move || async move {
            (manager.federation_start() != began).then(|| Err(AuthErrorCode::Cancelled.into()))
        };
        let work = manager.identity_lease.hold(ended, |trouble| self.warn_of_lease(trouble), work);
        guarded(Arc::clone(&self.ports.guard), self.manager.store.identity_key(), work).await
    }
}

impl IdentityService {
    /// The provider's name in a request's `Logins`.
    fn provider_key(&self, provider: LoginProvider) -> String {
        match provider {
            LoginProvider::Apple => "appleid.apple.com".to_owned(),
            LoginProvider::Amazon => "www.amazon.com".to_owned(),
            LoginProvider::Facebook => "graph.facebook.com".to_owned(),
            LoginProvider::Google => "accounts.google.com".to_owned(),
            LoginProvider::Twitter => "api.twitter.com".to_owned(),
            LoginProvider::Oidc(issuer) => {
                issuer.strip_prefix("https://").map(str::to_owned).unwrap_or(issuer)
            }
            LoginProvider::Developer => self.developer_key.clone(),
            LoginProvider::Saml(name) | LoginProvider::Other(name) => name,
        }
    }
}

/// Fails while a user is signed in: that user has to sign out first.
fn ensure_nobody(status: &SessionStatus) -> Result<(), AuthError> {
    match status {
        SessionStatus::SignedIn(_) => Err(AuthErrorCode::AlreadySignedIn.into()),
        SessionStatus::Unreadable(error) => Err(AuthErrorCode::from(*error).into()),
        SessionStatus::Unread | SessionStatus::Nobody => Ok(()),
    }
}

/// The claimant for a new federation. The request sends the identity that the app gave, or else the guest's identity: a
/// login that has no identity yet gets the guest's. The identity of an earlier federation is not sent, because it may
/// belong to another person.
fn federating(
    (provider, token): (String, Secret),
    given_identity: Option<String>,
    former: Option<&IdentityRecord>,
    began: Option<FederationStart>,
) -> Claimant {
    let guest = former.filter(|record| record.owner == IdentityOwner::Guest);
    Claimant {
        logins: [(provider.clone(), token.clone())].into(),
        owner: IdentityOwner::Federated { provider, token },
        session: None,
        identity_id: given_identity.or_else(|| guest.map(|record| record.identity_id.clone())),
        began,
    }
}
