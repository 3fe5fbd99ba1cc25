//! The check of an access token that a client presents.

use crate::errors::CognitoError;
use crate::jwt;
use crate::pool::UserPool;
use crate::pool::client::ClientSettings;
use crate::pool::scopes::USER_ADMIN;
use crate::service::Call;
use serde_json::Value;

impl Call<'_> {
    /// The pool and the username of a valid access token with the scope [`USER_ADMIN`].
    pub(crate) fn signed_in(&mut self, access_token: &str) -> Result<(&mut UserPool, String), CognitoError> {
        let bearer = authorize(self, access_token, USER_ADMIN)?;
        Ok((self.world.pool(&bearer.pool_id)?, bearer.username))
    }

    /// The pool, the username and the client's settings of an access token. For a deleted client, the settings are the
    /// defaults.
    pub(crate) fn signed_in_through(
        &mut self,
        access_token: &str,
    ) -> Result<(&mut UserPool, String, ClientSettings), CognitoError> {
        let bearer = authorize(self, access_token, USER_ADMIN)?;
        let pool = self.world.pool(&bearer.pool_id)?;
        let client = pool.clients.get(&bearer.client_id).map(|client| client.settings.clone());
        Ok((pool, bearer.username, client.unwrap_or_default()))
    }
}

/// The user, the client and the scopes of an access token.
pub(crate) struct Bearer {
    pub pool_id: String,
    pub username: String,
    pub client_id: String,
    pub scopes: Vec<String>,
}

/// Checks an access token: signature, use, scope, pool, expiry, revocation, and that its user exists and is enabled.
pub(crate) fn authorize(
    call: &mut Call<'_>,
    access_token: &str,
    scope: &str,
) -> Result<Bearer, CognitoError> {
    let invalid = || CognitoError::not_authorized("Invalid Access Token");
    let pool_id = stated_pool(access_token).ok_or_else(invalid)?;
    let pool = call.world.pools.get(&pool_id).ok_or_else(invalid)?;
    let claims = jwt::decode(&*call.service.signer_of(pool)?, access_token).ok_or_else(invalid)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    if text("token_use").as_deref() != Some("access") {
        return Err(invalid());
    }
    let client_id = text("client_id").ok_or_else(invalid)?;
    if claims.get("exp").and_then(Value::as_i64).is_none_or(|expires| expires <= call.now.seconds()) {
        return Err(CognitoError::not_authorized("Access Token has expired"));
    }
    let revoked = |origin: String| pool.grants.by_origin(&origin).is_none_or(|grant| grant.revoked);
    if text("origin_jti").is_some_and(revoked) {
        return Err(CognitoError::not_authorized("Access Token has been revoked"));
    }
    let scopes: Vec<String> = text("scope").unwrap_or_default().split(' ').map(str::to_owned).collect();
    if !scopes.iter().any(|granted| granted == scope) {
        return Err(CognitoError::not_authorized("Access Token does not have required scopes"));
    }
    // A client's own token has no user.
    let username = text("username").ok_or_else(invalid)?;
    let user = pool.users.get(username.as_str()).filter(|user| Some(&user.sub) == text("sub").as_ref());
    let user = user.ok_or_else(CognitoError::user_not_found)?;
    if !user.enabled {
        return Err(CognitoError::not_authorized("User is disabled."));
    }
    Ok(Bearer { pool_id, username, client_id, scopes })
}

/// The pool that a token says it is from. The rest of the issuer can change from start to start.
fn stated_pool(token: &str) -> Option<String> {
    let claims = jwt::unverified(token)?;
    let (_, pool_id) = claims.get("iss")?.as_str()?.rsplit_once('/')?;
    Some(pool_id.to_owned())
}
