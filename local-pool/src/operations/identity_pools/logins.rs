//! Reads the member Logins of a request: verifies each token, and finds the user whom the token names.

use super::other_logins;
use crate::errors::CognitoError;
use crate::identity_pool::identity::Login;
use crate::identity_pool::linking::mismatch;
use crate::identity_pool::providers::{cognito_name, user_pool_id};
use crate::identity_pool::settings::IdentityPoolSettings;
use crate::jwt::{self, Claims};
use crate::pool::UserPool;
use crate::service::Call;
use serde_json::Value;
use std::collections::BTreeMap;

/// Tokens by the names of their providers.
pub(super) type Logins = BTreeMap<String, String>;

/// The verified logins of a request, and the identity that the request gets. A request for a guest's identity gets the
/// user's own identity if the user already has one.
pub(super) struct Presented {
    pub identity_id: String,
    pub logins: Vec<Login>,
}

impl Presented {
    /// Verifies the logins, and links them to the identity.
    pub(super) fn take(call: &mut Call<'_>, id: &str, logins: &Logins) -> Result<Self, CognitoError> {
        let pool_id = call.world.identity_pools.pool_of_identity(id)?.id.clone();
        let logins = verify(call, &pool_id, logins)?;
        let now = call.now;
        let pool = call.world.identity_pools.pool(&pool_id)?;
        let identity_id = match logins.is_empty() {
            true => pool.guest(id)?,
            false => pool.user(id, &logins, now)?,
        };
        Ok(Self { identity_id, logins })
    }
}

/// Verifies every login. If one is wrong, the request fails.
pub(super) fn verify(call: &Call<'_>, pool_id: &str, logins: &Logins) -> Result<Vec<Login>, CognitoError> {
    let Some(pool) = call.world.identity_pools.pools.get(pool_id) else { return Ok(Vec::new()) };
    let mut verified: Vec<Login> = Vec::new();
    for (name, token) in logins {
        let login = match (user_pool_id(name, &call.service.issuer), pool.settings.other_provider(name)) {
            (Some(user_pool), _) => id_token(call, &pool.settings, user_pool, token)?,
            (None, Some(provider)) => other_logins::read(name, &provider, token, call.now)?,
            (None, None) => return Err(mismatch()),
        };
        if verified.iter().any(|other| other.provider == login.provider) {
            let text = format!("There are two logins for {}.", login.provider);
            return Err(CognitoError::invalid_parameter(text));
        }
        verified.push(login);
    }
    Ok(verified)
}

/// The login of a user pool: an id token for one of the app clients that the identity pool names.
fn id_token(
    call: &Call<'_>,
    settings: &IdentityPoolSettings,
    user_pool: &str,
    token: &str,
) -> Result<Login, CognitoError> {
    let issuer = &call.service.issuer;
    if settings.clients_of(user_pool, issuer).next().is_none() {
        return Err(mismatch());
    }
    let stated = jwt::unverified(token).ok_or_else(|| invalid("Not a Cognito token."))?;
    if text(&stated, "iss") != Some(&issuer.of_user_pool(user_pool)) {
        return Err(invalid("Issuer doesn't match providerName"));
    }
    let unverified = || invalid("Couldn't verify signed token.");
    let pool = call.world.pools.get(user_pool).ok_or_else(unverified)?;
    let claims = jwt::decode(&*call.service.signer_of(pool)?, token).ok_or_else(unverified)?;
    check_expiry(&claims, call.now.seconds())?;
    let client_id = text(&claims, "aud").ok_or_else(|| invalid("Missing a required claim: aud"))?.to_owned();
    let user = text(&claims, "sub").filter(|_| text(&claims, "token_use") == Some("id"));
    let user = user.ok_or_else(|| invalid("Not a Cognito token."))?.to_owned();
    let mut clients = settings.clients_of(user_pool, issuer);
    let client = clients.find(|client| client.client_id == client_id).ok_or_else(unsupported_provider)?;
    if client.server_side_token_check && !is_signed_in(pool, &claims) {
        return Err(invalid("The user has signed out."));
    }
    let provider = cognito_name(user_pool).unwrap_or_else(|| user_pool.to_owned());
    Ok(Login { provider, client_id: Some(client_id), user, claims })
}

/// ServerSideTokenCheck: whether the token's user exists and is enabled, and whether the token's sign-in is still open.
fn is_signed_in(pool: &UserPool, claims: &Claims) -> bool {
    let (sub, origin) = (text(claims, "sub"), text(claims, "origin_jti"));
    let auth_time = claims.get("auth_time").and_then(Value::as_i64);
    // A client without token revocation gets tokens without origin_jti. For such a token, it is enough that the user
    // has an open sign-in that began in the second of the token's auth_time.
    let is_open = match origin {
        Some(origin) => pool.grants.by_origin(origin).is_some_and(|grant| !grant.revoked),
        None => sub.is_some_and(|sub| {
            let mut grants = pool.grants.of_sub(sub);
            grants.any(|grant| !grant.revoked && Some(grant.auth_time.seconds()) == auth_time)
        }),
    };
    is_open && sub.and_then(|sub| pool.user_of_sub(sub)).is_some_and(|user| user.enabled)
}

/// Refuses a token that has expired, by the pool's clock.
pub(super) fn check_expiry(claims: &Claims, now: i64) -> Result<(), CognitoError> {
    match claims.get("exp").and_then(Value::as_i64) {
        None => Err(invalid("Missing a required claim: exp")),
        Some(expires) if now >= expires => Err(invalid(&format!("Token expired: {now} >= {expires}"))),
        Some(_) => Ok(()),
    }
}

pub(super) fn text<'c>(claims: &'c Claims, name: &str) -> Option<&'c str> {
    claims.get(name).and_then(Value::as_str)
}

/// The error for a token that is not a valid login. Its text quotes nothing of the token.
pub(super) fn invalid(reason: &str) -> CognitoError {
    CognitoError::not_authorized(format!("Invalid login token. {reason}"))
}

pub(super) fn unsupported_provider() -> CognitoError {
    CognitoError::not_authorized("Token is not from a supported provider of this identity pool.")
}
