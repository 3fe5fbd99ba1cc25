//! The identity of the identity pool and its AWS credentials, for guests, users and federated logins.
//!
//! The identity has a record and a single flight of its own. A refresh of the tokens never waits for a request for
//! credentials, and no refusal of the identity pool ends the session.

mod cache;
mod federation;
mod fetch;
mod flow;
mod lifetime;
mod record;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) use cache::IdentityCache;
use record::StoredCredentials;
pub(super) use record::{IdentityOwner, IdentityRecord};

use super::refresh::FlightOutcome;
use crate::cognito::{Cognito, IdentityPool, ServiceError, developer_key, user_pool_key};
use crate::config::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::ports::Ports;

/// The identity pool of the configuration.
pub(super) struct IdentityService {
    pool: IdentityPool,
    pool_id: String,
    allows_guests: bool,
    /// The user pool's name in a request's `Logins`.
    user_pool_key: String,
    /// The name in a request's `Logins` for a token of the app's own server.
    developer_key: String,
}

impl IdentityService {
    pub(super) fn of(configuration: &AuthConfiguration, ports: &Ports, cognito: &Cognito) -> Option<Self> {
        let pool = configuration.identity_pool.as_ref()?;
        Some(Self {
            pool: IdentityPool::new(configuration, pool, ports, cognito.service_time()),
            pool_id: pool.pool_id.clone(),
            allows_guests: pool.allows_guests,
            user_pool_key: user_pool_key(&configuration.user_pool),
            developer_key: developer_key(pool),
        })
    }
}

/// The result of a request for credentials: an identity that has them.
pub(super) type IdentityOutcome = Result<Arc<IdentityRecord>, IdentityFailure>;

impl FlightOutcome for IdentityOutcome {
    fn error(&self) -> Option<&AuthError> {
        self.as_ref().err().map(|failure| &*failure.error)
    }
}

/// Why there are no credentials.
#[derive(Clone, Debug)]
pub(super) struct IdentityFailure {
    error: Box<AuthError>,
    /// The identity's id, if it is known.
    identity_id: Option<String>,
}

impl IdentityFailure {
    fn of(error: ServiceError, identity_id: Option<&String>) -> Self {
        Self { error: Box::new(error.into()), identity_id: identity_id.cloned() }
    }
}

impl From<AuthError> for IdentityFailure {
    fn from(error: AuthError) -> Self {
        Self { error: Box::new(error), identity_id: None }
    }
}

impl From<AuthErrorCode> for IdentityFailure {
    fn from(code: AuthErrorCode) -> Self {
        AuthError::from(code).into()
    }
}

/// Which credentials a caller wants.
#[derive(Clone)]
struct Wish {
    /// The credentials from the start of the call, if the caller wants newer ones. The inner `None` means that there
    /// were none.
    newer_than: Option<Option<StoredCredentials>>,
    /// Passed to the user pool's triggers if the tokens have to be refreshed.
    client_metadata: BTreeMap<String, String>,
}

impl Wish {
    fn is_met_by(&self, record: &IdentityRecord, now_milliseconds: i64) -> bool {
        record.is_usable(now_milliseconds) && self.newer_than.as_ref() != Some(&record.credentials)
    }
}
