//! Checks the tokens of a former session: they must be whole, and of the configuration's user pool and app client.

use serde::Deserialize;

use super::devices::User;
use crate::config::UserPoolConfiguration;
use crate::jwt;
use crate::model::MoveWarning;
use crate::secret::Secret;

/// The tokens as they were stored.
pub(super) struct StoredTokens {
    pub(super) id: Option<Secret>,
    pub(super) access: Option<Secret>,
    pub(super) refresh: Option<Secret>,
}

/// Tokens of one user, who signed in through the configuration's app client.
pub(super) struct Tokens {
    pub(super) id: Secret,
    pub(super) access: Secret,
    pub(super) refresh: Secret,
    pub(super) user: User,
}

/// The claims of an access token.
#[derive(Deserialize)]
struct AccessClaims {
    sub: String,
    username: String,
    #[serde(default)]
    client_id: Option<String>,
    #[serde(default)]
    iss: Option<String>,
    #[serde(default)]
    device_key: Option<String>,
}

/// The claims of an ID token.
#[derive(Deserialize)]
struct IdClaims {
    sub: String,
}

impl StoredTokens {
    /// The tokens, or why they can't be used.
    pub(super) fn check(self, configured: &UserPoolConfiguration) -> Result<Tokens, MoveWarning> {
        let access = present(self.access)?;
        let claims: AccessClaims = claims(&access)?;
        if !claims.belong_to(configured) {
            return Err(MoveWarning::OtherAppClient);
        }
        let (id, refresh) = (present(self.id)?, present(self.refresh)?);
        if self::claims::<IdClaims>(&id)?.sub != claims.sub {
            return Err(MoveWarning::IncompleteSession);
        }
        let AccessClaims { sub, username: pool_username, device_key, .. } = claims;
        Ok(Tokens {
            id,
            access,
            refresh,
            user: User { pool_username, typed_username: None, sub, device_key },
        })
    }
}

impl AccessClaims {
    /// Cognito writes both claims into every access token. One that is missing says nothing.
    fn belong_to(&self, configured: &UserPoolConfiguration) -> bool {
        let is_client = self.client_id.as_ref().is_none_or(|client| *client == configured.client_id);
        let issuer_end = format!("/{}", configured.pool_id);
        is_client && self.iss.as_ref().is_none_or(|issuer| issuer.ends_with(&issuer_end))
    }
}

fn present(token: Option<Secret>) -> Result<Secret, MoveWarning> {
    token.filter(|token| !token.is_empty()).ok_or(MoveWarning::IncompleteSession)
}

fn claims<T: serde::de::DeserializeOwned>(token: &Secret) -> Result<T, MoveWarning> {
    jwt::claims(token).map_err(|_| MoveWarning::UndecodableSession)
}
