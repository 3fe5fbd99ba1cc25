//! The identity pool: AWS credentials for guests, for users of the user pool and for logins of other providers, by the
//! enhanced flow (GetId, then GetCredentialsForIdentity). Neither operation needs a signature.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};

use super::exchange::{Exchange, header, request_id};
use super::protocol::{IDENTITY_POOLS, Json, USER_POOLS};
use super::retry::{self, Retries};
use super::{ServiceError, ServiceTime, endpoint, http_date, json};
use crate::config::{
    AuthConfiguration, IdentityPoolConfiguration, UserPoolConfiguration, is_region_and_guid,
};
use crate::ports::{Entropy, LogSink, Ports};
use crate::secret::Secret;
use crate::wiped::WipedBytes;

mod refusals;

/// The tokens of one user's logins, by the names of their providers. A guest has no logins.
pub(crate) type Logins = BTreeMap<String, Secret>;

/// The end of the year 9999. A later expiration can't be a number of seconds.
const LATEST_EXPIRATION_MILLISECONDS: i64 = 253_402_300_800_000;

/// A connection to one identity pool. A clone is the same connection.
#[derive(Clone)]
pub(crate) struct IdentityPool {
    service: Arc<Json>,
    pool_id: String,
    entropy: Arc<dyn Entropy>,
    log: Option<Arc<dyn LogSink>>,
}

/// An operation of the identity pool and its whole request. Serialized, it is the body of the request.
#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "PascalCase")]
pub(super) enum IdentityRequest {
    /// Gets the id of the identity that belongs to the logins. Without logins, makes a new identity for a guest.
    GetId {
        identity_pool_id: String,
        #[serde(serialize_with = "json::secrets", skip_serializing_if = "BTreeMap::is_empty")]
        logins: Logins,
    },
    /// Gets credentials of an identity. The response can be for another identity: the one that belongs to the logins.
    GetCredentialsForIdentity {
        identity_id: String,
        #[serde(serialize_with = "json::secrets", skip_serializing_if = "BTreeMap::is_empty")]
        logins: Logins,
    },
}

impl IdentityRequest {
    fn operation(&self) -> &'static str {
        match self {
            Self::GetId { .. } => "GetId",
            Self::GetCredentialsForIdentity { .. } => "GetCredentialsForIdentity",
        }
    }
}

/// The response of GetId.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetIdResponse {
    #[serde(deserialize_with = "identity_id")]
    identity_id: String,
}

/// The response of GetCredentialsForIdentity.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetCredentialsResponse {
    #[serde(deserialize_with = "identity_id")]
    identity_id: String,
    #[serde(deserialize_with = "json::required_object")]
    credentials: Credentials,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Credentials {
    #[serde(deserialize_with = "json::required")]
    access_key_id: String,
    #[serde(deserialize_with = "json::required_secret")]
    secret_key: Secret,
    #[serde(deserialize_with = "json::required_secret")]
    session_token: Secret,
    /// In milliseconds since 1970. The service sends seconds, which may have a fraction.
    #[serde(deserialize_with = "expiration")]
    expiration: i64,
}

/// Credentials as the service issued them.
pub(crate) struct IssuedCredentials {
    /// The identity that the credentials are for. It may differ from the one in the request.
    pub(crate) identity_id: String,
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: Secret,
    pub(crate) session_token: Secret,
    /// When they expire, in milliseconds since 1970 by the service's clock.
    pub(crate) expires_at_milliseconds: i64,
    /// The time of the response, in milliseconds since 1970 by the service's clock, if the response has it.
    pub(crate) issued_at_milliseconds: Option<i64>,
}

impl IdentityPool {
    /// The identity pool at the configured endpoint of the user pool, or else at AWS. Creating it opens no connection
    /// and sends nothing.
    pub(crate) fn new(
        configuration: &AuthConfiguration,
        pool: &IdentityPoolConfiguration,
        ports: &Ports,
        service_time: &ServiceTime,
    ) -> Self {
        let deadline = Duration::from_millis(configuration.deadline_milliseconds);
        let exchange = Exchange::new(Arc::clone(&ports.transport), deadline).telling(service_time);
        let endpoint = configuration.user_pool.endpoint.as_deref();
        Self {
            service: Arc::new(Json::of(IDENTITY_POOLS, pool.region(), endpoint, exchange)),
            pool_id: pool.pool_id.clone(),
            entropy: Arc::clone(&ports.entropy),
            log: ports.log.clone(),
        }
    }

    /// Calls GetId. Gives the id of the identity that belongs to the logins, or of a new identity for a guest.
    pub(crate) async fn identity_id(&self, logins: Logins) -> Result<String, ServiceError> {
        let request = IdentityRequest::GetId { identity_pool_id: self.pool_id.clone(), logins };
        let (response, _): (GetIdResponse, _) = self.call(&request).await?;
        Ok(response.identity_id)
    }

    /// Calls GetCredentialsForIdentity. If the identity is a guest's and the login is new, the identity belongs to the
    /// login from now on. If the login already has an identity, the response has that identity, and the service
    /// disables the guest's.
    pub(crate) async fn credentials(
        &self,
        identity_id: String,
        logins: Logins,
    ) -> Result<IssuedCredentials, ServiceError> {
        let request = IdentityRequest::GetCredentialsForIdentity { identity_id, logins };
        let (response, issued_at_milliseconds): (GetCredentialsResponse, _) = self.call(&request).await?;
        let GetCredentialsResponse { identity_id, credentials } = response;
        Ok(IssuedCredentials {
            identity_id,
            access_key_id: credentials.access_key_id,
            secret_access_key: credentials.secret_key,
            session_token: credentials.session_token,
            expires_at_milliseconds: credentials.expiration,
            issued_at_milliseconds,
        })
    }

    /// Sends a request. Returns the response, and the time of the service's clock if the response has it.
    async fn call<T: DeserializeOwned>(
        &self,
        request: &IdentityRequest,
    ) -> Result<(T, Option<i64>), ServiceError> {
        let send = || self.send(request);
        let ports = (&self.entropy, self.log.as_ref());
        retry::retried(Retries::of_identity(request), request.operation(), ports, send).await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        request: &IdentityRequest,
    ) -> Result<(T, Option<i64>), ServiceError> {
        let mut body = WipedBytes::json(request).map_err(|_| ServiceError::Request)?;
        // The HTTP request wipes the body when it is dropped.
        let sent = self.service.perform(request.operation(), std::mem::take(&mut *body)).await;
        let response = sent.map_err(|error| refusals::of_identity_pool(error, request))?;
        let malformed = || ServiceError::malformed(request_id(&response));
        let answer = json::read(&response.body).ok_or_else(malformed)?;
        let seconds = header(&response, "date").and_then(http_date::seconds);
        Ok((answer, seconds.map(|seconds| seconds.saturating_mul(1000))))
    }
}

impl fmt::Debug for IdentityPool {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("IdentityPool")
    }
}

/// The name of a user pool in [`Logins`], which is also its name in the identity pool's settings. The name contains the
/// configured region, even if the user pool has a configured endpoint.
pub(crate) fn user_pool_key(user_pool: &UserPoolConfiguration) -> String {
    let UserPoolConfiguration { region, pool_id, .. } = user_pool;
    format!("{}.{region}.{}/{pool_id}", USER_POOLS.host, endpoint::domain(region))
}

/// The name in [`Logins`] for a token of the app's own server (GetOpenIdTokenForDeveloperIdentity). In China the name
/// contains the region too.
pub(crate) fn developer_key(pool: &IdentityPoolConfiguration) -> String {
    let (region, host) = (pool.region(), IDENTITY_POOLS.host);
    match endpoint::domain(region) {
        "amazonaws.com.cn" => format!("{host}.{region}.amazonaws.com.cn"),
        domain => format!("{host}.{domain}"),
    }
}

/// Reads an identity's id. Fails if the text does not have the form of an id.
fn identity_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let id = json::required(deserializer)?;
    if is_region_and_guid(&id) { Ok(id) } else { Err(D::Error::custom("no identity id")) }
}

/// Reads an expiration, which must be between 1970 and the year 9999. A server that sends milliseconds in place of
/// seconds would otherwise make credentials valid for thousands of years.
fn expiration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let milliseconds = json::required_time(deserializer)?;
    if (1..LATEST_EXPIRATION_MILLISECONDS).contains(&milliseconds) {
        Ok(milliseconds)
    } else {
        Err(D::Error::custom("a time out of range"))
    }
}

#[cfg(test)]
mod tests;
