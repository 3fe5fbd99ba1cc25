//! Tokens with Cognito's claims: issued at sign-in and refresh, and checked when a client presents an access token.

mod bearer;
mod derived;
mod issue;
mod web;

pub(crate) use bearer::authorize;
pub(crate) use derived::{Derivation, derive, presented};
pub(crate) use web::{for_authorization, for_client};

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::client::Client;
use crate::pool::grants::{Grant, RefreshTokenState};
use crate::pool::groups::Groups;
use crate::pool::scopes::USER_ADMIN;
use crate::pool::users::User;
use crate::random;
use crate::service::Call;
use issue::Issue;
use serde_json::{Value, json};
use std::collections::HashMap;

/// The device of a sign-in. If the device is not known, a pool that tracks devices issues a new one.
#[derive(Clone, Copy)]
pub(crate) enum DeviceOf<'k> {
    /// The device of this key, which has signed in.
    Known(&'k str),
    /// A new device. Every challenge response of the sign-in had the pool user name as USERNAME.
    User,
    /// A new device. A challenge response of the sign-in had an alias as USERNAME, so the device can't be confirmed.
    Alias,
}

/// Completes a sign-in: makes a grant, and answers with its first tokens. `source` is the trigger source for
/// PreTokenGeneration.
pub(crate) fn sign_in(
    call: &mut Call<'_>,
    pool_id: &str,
    client: &Client,
    username: &str,
    device: DeviceOf<'_>,
    source: &str,
) -> Result<Value, CognitoError> {
    let overrides = call.pre_token_generation(pool_id, source, username, &[USER_ADMIN.to_owned()])?;
    let (service, now) = (call.service, call.now);
    let pool = call.world.pool(pool_id)?;
    let (known, issued) = match device {
        DeviceOf::Known(key) => (Some(key), None),
        DeviceOf::User => (None, pool.issue_device(username, true, now)?),
        DeviceOf::Alias => (None, pool.issue_device(username, false, now)?),
    };
    let device_key = known.or(issued.as_ref().map(|(key, _)| key.as_str()));
    let signer = service.signer_of(pool)?;
    let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
    let (origin_jti, refresh_token) = (random::uuid()?, random::opaque::<192>()?);
    let issue = Issue {
        pool_id: &pool.id,
        signer: &*signer,
        client,
        user,
        groups: &pool.groups,
        origin_jti: &origin_jti,
        device_key,
        web: None,
        nonce: None,
        overrides: &overrides,
        auth_time: now,
        now,
    };
    let mut result = issue.result(service)?;
    if let Some((key, group_key)) = &issued {
        let metadata = json!({ "DeviceKey": key, "DeviceGroupKey": group_key });
        result.insert("NewDeviceMetadata".to_owned(), metadata);
    }
    result.insert("RefreshToken".to_owned(), json!(refresh_token));
    let sub = user.sub.clone();
    let grant = Grant {
        origin_jti,
        refresh_token,
        username: username.to_owned(),
        sub,
        client_id: client.id.clone(),
        device_key: device_key.map(str::to_owned),
        web: None,
        auth_time: now,
        expires: now.plus_seconds(client.settings.refresh_token_seconds()),
        revoked: false,
        replaced: HashMap::new(),
    };
    pool.begin_token_session(grant, None, now)?;
    Ok(json!({ "ChallengeParameters": {}, "AuthenticationResult": result }))
}

/// The username of the user who has this refresh token. REFRESH_TOKEN_AUTH checks SECRET_HASH with this name.
pub(crate) fn refresh_token_owner(pool: &mut UserPool, token: &str) -> Option<String> {
    pool.grants.by_refresh_token(token).map(|grant| grant.username.clone())
}

/// New tokens for a refresh token, with a new refresh token if the client rotates refresh tokens.
pub(crate) fn refresh(
    call: &mut Call<'_>,
    pool_id: &str,
    client: &Client,
    token: &str,
    device: Option<&str>,
) -> Result<Value, CognitoError> {
    let (service, now) = (call.service, call.now);
    let Refreshable { grant, user, .. } = refreshable(call.world.pool(pool_id)?, client, token, device, now)?;
    let username = user.username.clone();
    let scopes = grant.web.as_ref().map_or_else(|| vec![USER_ADMIN.to_owned()], |web| web.scopes.clone());
    let overrides = call.pre_token_generation(pool_id, "RefreshTokens", &username, &scopes)?;
    let pool = call.world.pool(pool_id)?;
    let signer = service.signer_of(pool)?;
    let Refreshable { grant, user, groups } = refreshable(pool, client, token, device, now)?;
    let new_token = match client.settings.rotation_grace() {
        None => None,
        // A client that lost the response may ask again within the grace period: it gets the same new token.
        Some(_) if grant.state(token, now) == RefreshTokenState::InGrace => Some(grant.refresh_token.clone()),
        Some(grace) => {
            let new_token = random::opaque::<192>()?;
            grant.rotate(new_token.clone(), grace, now);
            Some(new_token)
        }
    };
    let (origin_jti, auth_time) = (grant.origin_jti.as_str(), grant.auth_time);
    let device_key = grant.device_key.as_deref();
    // A refreshed ID token has no nonce (OpenID Connect Core 1.0 section 12.2).
    let (web, nonce, overrides) = (grant.web.as_ref(), None, &overrides);
    let issue = Issue {
        pool_id,
        signer: &*signer,
        client,
        user,
        groups,
        origin_jti,
        device_key,
        web,
        nonce,
        overrides,
        auth_time,
        now,
    };
    let mut result = issue.result(service)?;
    let origin_jti = origin_jti.to_owned();
    pool.user_sessions.touch(&origin_jti, now);
    if let Some(new_token) = new_token {
        result.insert("RefreshToken".to_owned(), json!(new_token));
    }
    Ok(json!({ "ChallengeParameters": {}, "AuthenticationResult": result }))
}

/// The grant and the user of a valid refresh token.
struct Refreshable<'p> {
    grant: &'p mut Grant,
    user: &'p User,
    groups: &'p Groups,
}

/// Finds the grant and the user of a valid refresh token. While the pool tracks devices, a token that is bound to a
/// device is valid only with that device's key.
fn refreshable<'p>(
    pool: &'p mut UserPool,
    client: &Client,
    token: &str,
    device: Option<&str>,
    now: Moment,
) -> Result<Refreshable<'p>, CognitoError> {
    let invalid = || CognitoError::not_authorized("Invalid Refresh Token");
    let grant = pool.grants.by_refresh_token(token).filter(|grant| grant.client_id == client.id);
    let grant = grant.ok_or_else(invalid)?;
    let user = pool.users.get(grant.username.as_str()).filter(|user| user.sub == grant.sub);
    let user = check_refresh(grant, user, token, now)?;
    if let (Some(bound), true) = (&grant.device_key, pool.settings.device_configuration.is_some()) {
        // A forgotten device loses its refresh tokens.
        if device != Some(bound.as_str()) || user.device(bound).is_err() {
            return Err(invalid());
        }
    }
    Ok(Refreshable { grant, user, groups: &pool.groups })
}

/// Checks a refresh token. As at Cognito, most of the errors differ only in their text.
fn check_refresh<'a>(
    grant: &Grant,
    user: Option<&'a User>,
    token: &str,
    now: Moment,
) -> Result<&'a User, CognitoError> {
    let refused = |text: &str| Err(CognitoError::not_authorized(text));
    match user {
        None => refused("User has been deleted."),
        Some(user) if !user.enabled => refused("User is disabled."),
        Some(_) if grant.revoked => refused("Refresh Token has been revoked"),
        Some(_) if grant.expires <= now => refused("Refresh Token has expired"),
        Some(_) if grant.state(token, now) == RefreshTokenState::Reused => {
            Err(CognitoError::new("RefreshTokenReuseException", "Refresh Token has been reused"))
        }
        Some(user) => Ok(user),
    }
}
