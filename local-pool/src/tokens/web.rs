//! The tokens of the token endpoint: for a sign-in in a browser, and for a client without a user.

use super::issue::Issue;
use crate::errors::CognitoError;
use crate::jwt;
use crate::pool::authorization_codes::Authorization;
use crate::pool::client::Client;
use crate::pool::grants::{Grant, WebGrant};
use crate::random;
use crate::service::Call;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Makes the grant of a sign-in in a browser, and answers with its first tokens, as AuthenticationResult. Such a
/// sign-in has no device.
pub(crate) fn for_authorization(
    call: &mut Call<'_>,
    pool_id: &str,
    client: &Client,
    authorization: Authorization,
) -> Result<Map<String, Value>, CognitoError> {
    let (username, scopes) = (&authorization.username, &authorization.scopes);
    let overrides = call.pre_token_generation(pool_id, "HostedAuth", username, scopes)?;
    let (service, now) = (call.service, call.now);
    let pool = call.world.pool(pool_id)?;
    let user = pool.users.get(authorization.username.as_str()).filter(|user| user.sub == authorization.sub);
    let user = user.ok_or_else(CognitoError::user_not_found)?;
    if !user.enabled {
        return Err(CognitoError::not_authorized("User is disabled."));
    }
    let signer = service.signer_of(pool)?;
    let web = WebGrant { scopes: authorization.scopes, resource: authorization.resource };
    let (origin_jti, refresh_token) = (random::uuid()?, random::opaque::<192>()?);
    let issue = Issue {
        pool_id: &pool.id,
        signer: &*signer,
        client,
        user,
        groups: &pool.groups,
        origin_jti: &origin_jti,
        device_key: None,
        web: Some(&web),
        nonce: authorization.nonce.as_deref(),
        overrides: &overrides,
        auth_time: authorization.auth_time,
        now,
    };
    let mut result = issue.result(service)?;
    result.insert("RefreshToken".to_owned(), json!(refresh_token));
    let grant = Grant {
        origin_jti,
        refresh_token,
        username: authorization.username,
        sub: authorization.sub,
        client_id: client.id.clone(),
        device_key: None,
        web: Some(web),
        auth_time: authorization.auth_time,
        expires: now.plus_seconds(client.settings.refresh_token_seconds()),
        revoked: false,
        replaced: HashMap::new(),
    };
    pool.begin_token_session(grant, authorization.sso_session, now)?;
    Ok(result)
}

/// The access token of a client that acts for itself (RFC 6749 section 4.4).
pub(crate) fn for_client(
    call: &mut Call<'_>,
    pool_id: &str,
    client: &Client,
    scopes: &[String],
) -> Result<String, CognitoError> {
    let overrides = call.pre_token_generation_for_client(pool_id, &client.id, scopes)?;
    let now = call.now.seconds();
    let signer = call.service.signer_of(call.world.pool(pool_id)?)?;
    let claims = json!({
        "sub": client.id,
        "token_use": "access",
        "scope": scopes.join(" "),
        "auth_time": now,
        "iss": call.service.issuer.of_user_pool(pool_id),
        "exp": now + client.settings.access_token_seconds(),
        "iat": now,
        "version": 2,
        "jti": random::uuid()?,
        "client_id": client.id,
    });
    let Value::Object(mut claims) = claims else {
        return Err(CognitoError::internal("claims are an object"));
    };
    overrides.apply_to_access_token(&mut claims, &client.id);
    Ok(jwt::encode(&*signer, &claims))
}
