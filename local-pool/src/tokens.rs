//! Tokens with Cognito's claims: issued at sign-in and refresh, and checked when a client presents an access token.

use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::jwt::{self, Claims};
use crate::overrides::Overrides;
use crate::pool::UserPool;
use crate::pool::client::{Client, ClientSettings};
use crate::pool::grants::{Grant, RefreshTokenState};
use crate::pool::groups::Groups;
use crate::pool::users::User;
use crate::random;
use crate::service::{Call, Service};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The scope that lets an access token manage its own user.
const USER_ADMIN: &str = "aws.cognito.signin.user.admin";

/// The content of a pair of tokens: the user, the client and the sign-in.
struct Issue<'a> {
    pool_id: &'a str,
    client: &'a Client,
    user: &'a User,
    groups: &'a Groups,
    origin_jti: &'a str,
    /// The device that the tokens are bound to.
    device_key: Option<&'a str>,
    overrides: &'a Overrides,
    auth_time: Moment,
    now: Moment,
}

impl Issue<'_> {
    fn claims(
        &self,
        service: &Service,
        event_id: &str,
        token_use: &str,
        seconds: i64,
    ) -> Result<Claims, CognitoError> {
        let mut claims = Map::new();
        let mut set = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        set("sub", json!(self.user.sub));
        set("iss", json!(service.issuer(self.pool_id)));
        set("token_use", json!(token_use));
        set("event_id", json!(event_id));
        set("auth_time", json!(self.auth_time.seconds()));
        set("iat", json!(self.now.seconds()));
        set("exp", json!(self.now.seconds() + seconds));
        set("jti", json!(random::uuid()?));
        if self.client.settings.revokes_tokens() {
            set("origin_jti", json!(self.origin_jti));
        }
        claims.extend(self.groups.claims(&self.user.username));
        Ok(claims)
    }

    fn access_token(&self, service: &Service, event_id: &str) -> Result<String, CognitoError> {
        let seconds = self.client.settings.access_token_seconds();
        let mut claims = self.claims(service, event_id, "access", seconds)?;
        claims.insert("client_id".to_owned(), json!(self.client.id));
        claims.insert("scope".to_owned(), json!(USER_ADMIN));
        claims.insert("username".to_owned(), json!(self.user.username));
        claims.extend(self.device_key.map(|key| ("device_key".to_owned(), json!(key))));
        self.overrides.apply_to_access_token(&mut claims);
        Ok(jwt::encode(service.signer()?, &claims))
    }

    fn id_token(&self, service: &Service, event_id: &str) -> Result<String, CognitoError> {
        let seconds = self.client.settings.id_token_seconds();
        let mut claims = self.claims(service, event_id, "id", seconds)?;
        claims.insert("aud".to_owned(), json!(self.client.id));
        claims.insert("cognito:username".to_owned(), json!(self.user.username));
        claims.extend(self.groups.role_claims(&self.user.username));
        for (name, value) in &self.user.attributes {
            let claim = match name.as_str() {
                "email_verified" | "phone_number_verified" => json!(value == "true"),
                _ => json!(value),
            };
            claims.insert(name.clone(), claim);
        }
        self.overrides.apply_to_id_token(&mut claims);
        Ok(jwt::encode(service.signer()?, &claims))
    }

    /// AuthenticationResult. If there is a new refresh token, the caller adds it.
    fn result(&self, service: &Service) -> Result<Map<String, Value>, CognitoError> {
        // Both tokens carry the same event_id.
        let event_id = random::uuid()?;
        let mut result = Map::new();
        result.insert("AccessToken".to_owned(), json!(self.access_token(service, &event_id)?));
        result.insert("IdToken".to_owned(), json!(self.id_token(service, &event_id)?));
        result.insert("ExpiresIn".to_owned(), json!(self.client.settings.access_token_seconds()));
        result.insert("TokenType".to_owned(), json!("Bearer"));
        Ok(result)
    }
}

/// The device of a sign-in. If it is not known, a pool that tracks devices issues a new one.
#[derive(Clone, Copy)]
pub(crate) enum DeviceOf<'k> {
    /// The device of this key, which has signed in.
    Known(&'k str),
    /// A new device, for the user.
    User,
    /// A new device, for the alias that named the user. It can't be confirmed.
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
    let overrides = call.pre_token_generation(pool_id, source, username)?;
    let (service, now) = (call.service, call.now);
    let pool = call.world.pool(pool_id)?;
    let (known, issued) = match device {
        DeviceOf::Known(key) => (Some(key), None),
        DeviceOf::User => (None, pool.issue_device(username, true, now)?),
        DeviceOf::Alias => (None, pool.issue_device(username, false, now)?),
    };
    let device_key = known.or(issued.as_ref().map(|(key, _)| key.as_str()));
    let user = pool.users.get(username).ok_or_else(CognitoError::user_not_found)?;
    let (origin_jti, refresh_token) = (random::uuid()?, random::opaque::<192>()?);
    let issue = Issue {
        pool_id: &pool.id,
        client,
        user,
        groups: &pool.groups,
        origin_jti: &origin_jti,
        device_key,
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
    pool.grants.add(Grant {
        origin_jti,
        refresh_token,
        username: username.to_owned(),
        sub,
        client_id: client.id.clone(),
        device_key: device_key.map(str::to_owned),
        auth_time: now,
        expires: now.plus_seconds(client.settings.refresh_token_seconds()),
        revoked: false,
        replaced: HashMap::new(),
    });
    Ok(json!({ "ChallengeParameters": {}, "AuthenticationResult": result }))
}

/// The user name that a refresh token belongs to. The SECRET_HASH of REFRESH_TOKEN_AUTH covers it.
pub(crate) fn refresh_token_owner(pool: &mut UserPool, token: &str) -> Option<String> {
    pool.grants.by_refresh_token(token).map(|grant| grant.username.clone())
}

/// New tokens for a refresh token. If the client rotates refresh tokens, there is a new one too.
pub(crate) fn refresh(
    call: &mut Call<'_>,
    pool_id: &str,
    client: &Client,
    token: &str,
    device: Option<&str>,
) -> Result<Value, CognitoError> {
    let (service, now) = (call.service, call.now);
    let Refreshable { user, .. } = refreshable(call.world.pool(pool_id)?, client, token, device, now)?;
    let username = user.username.clone();
    let overrides = call.pre_token_generation(pool_id, "RefreshTokens", &username)?;
    let pool = call.world.pool(pool_id)?;
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
    let overrides = &overrides;
    let issue = Issue { pool_id, client, user, groups, origin_jti, device_key, overrides, auth_time, now };
    let mut result = issue.result(service)?;
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

/// Finds the grant and the user of a valid refresh token. A token that is bound to a device is valid only with
/// the device's key.
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
    let user = pool.users.get(&grant.username).filter(|user| user.sub == grant.sub);
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

impl Call<'_> {
    /// The pool and the username of an access token.
    pub(crate) fn signed_in(&mut self, access_token: &str) -> Result<(&mut UserPool, String), CognitoError> {
        let bearer = authorize(self, access_token)?;
        Ok((self.world.pool(&bearer.pool_id)?, bearer.username))
    }

    /// The pool, the username and the client's settings of an access token. A deleted client has none.
    pub(crate) fn signed_in_through(
        &mut self,
        access_token: &str,
    ) -> Result<(&mut UserPool, String, ClientSettings), CognitoError> {
        let bearer = authorize(self, access_token)?;
        let pool = self.world.pool(&bearer.pool_id)?;
        let client = pool.clients.get(&bearer.client_id).map(|client| client.settings.clone());
        Ok((pool, bearer.username, client.unwrap_or_default()))
    }
}

/// The user and the client of an access token.
pub(crate) struct Bearer {
    pub pool_id: String,
    pub username: String,
    pub client_id: String,
}

/// Checks an access token: signature, use, pool, expiry, revocation, and that its user still exists.
pub(crate) fn authorize(call: &mut Call<'_>, access_token: &str) -> Result<Bearer, CognitoError> {
    let invalid = || CognitoError::not_authorized("Invalid Access Token");
    let claims = jwt::decode(call.service.signer()?, access_token).ok_or_else(invalid)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    let pool_id = text("iss")
        .and_then(|issuer| issuer.rsplit_once('/').map(|(_, pool_id)| pool_id.to_owned()))
        .ok_or_else(invalid)?;
    let username = text("username").ok_or_else(invalid)?;
    let client_id = text("client_id").ok_or_else(invalid)?;
    if text("token_use").as_deref() != Some("access")
        || text("scope").is_none_or(|scope| !grants_admin(&scope))
    {
        return Err(invalid());
    }
    let pool = call.world.pools.get(&pool_id).ok_or_else(invalid)?;
    if claims.get("exp").and_then(Value::as_i64).is_none_or(|expires| expires <= call.now.seconds()) {
        return Err(CognitoError::not_authorized("Access Token has expired"));
    }
    let revoked = |origin: String| pool.grants.by_origin(&origin).is_none_or(|grant| grant.revoked);
    if text("origin_jti").is_some_and(revoked) {
        return Err(CognitoError::not_authorized("Access Token has been revoked"));
    }
    let user = pool.users.get(&username).filter(|user| Some(&user.sub) == text("sub").as_ref());
    let user = user.ok_or_else(CognitoError::user_not_found)?;
    if !user.enabled {
        return Err(CognitoError::not_authorized("User is disabled."));
    }
    Ok(Bearer { pool_id, username, client_id })
}

fn grants_admin(scope: &str) -> bool {
    scope.split(' ').any(|granted| granted == USER_ADMIN)
}
