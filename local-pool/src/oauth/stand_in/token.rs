//! The stand-in's token endpoint (OpenID Connect Core 1.0 section 3.1.3).

use super::{issuer, named};
use crate::clock::Moment;
use crate::jwt;
use crate::oauth::client_authentication::{Credentials, form};
use crate::oauth::errors::{EndpointRefusal, OAuthError, json_reply};
use crate::oauth::federation::client_id;
use crate::pool::identity_providers::ProviderSettings;
use crate::random;
use crate::reply::Reply;
use crate::service::Call;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use serde_json::{Value, json};

pub(super) fn answer(
    call: &mut Call<'_>,
    name: &(String, String),
    headers: &HeaderMap,
    body: &[u8],
) -> Reply {
    match tokens(call, name, headers, body) {
        Ok(tokens) => json_reply(StatusCode::OK, &tokens),
        Err(refusal) => refusal.reply(),
    }
}

fn tokens(
    call: &mut Call<'_>,
    name: &(String, String),
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Value, EndpointRefusal> {
    let provider = named(call, name)?;
    let form = form(headers, body)?;
    let audience = client_id(&provider, &name.0).to_owned();
    authenticate(&Credentials::read(headers, &form)?, &provider, &audience)?;
    if form.get("grant_type") != Some("authorization_code") {
        return Err(OAuthError::new("unsupported_grant_type").into());
    }
    let now = call.now;
    let code = form.get("code").unwrap_or_default();
    let held = call.world.pool(&name.0)?.stand_in_sign_ins.take(code, now);
    let right = held.filter(|held| {
        held.provider == provider.provider_name && form.get("redirect_uri") == Some(&held.redirect_uri)
    });
    let held = right.ok_or_else(|| OAuthError::new("invalid_grant"))?;
    let mut claims = held.claims;
    let mut set = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    set("iss", json!(issuer(call.service, &name.0, &name.1)));
    set("aud", json!(audience));
    set("iat", json!(now.seconds()));
    set("exp", json!(now.seconds() + Moment::HOUR));
    held.nonce.into_iter().for_each(|nonce| drop(set("nonce", json!(nonce))));
    Ok(json!({
        "id_token": jwt::encode(&*call.service.own_signer()?, &claims),
        "access_token": random::opaque::<32>()?,
        "token_type": "Bearer",
        "expires_in": Moment::HOUR,
    }))
}

/// Checks who redeems the code. A provider without a `client_secret`, such as Apple, asks for none.
fn authenticate(
    credentials: &Credentials,
    provider: &ProviderSettings,
    audience: &str,
) -> Result<(), OAuthError> {
    let secret = provider.provider_details.get("client_secret").filter(|secret| !secret.is_empty());
    let right = secret.is_none() || credentials.secret.as_ref() == secret;
    if credentials.client_id == audience && right { Ok(()) } else { Err(credentials.refused()) }
}
