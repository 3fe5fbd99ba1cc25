//! POST `/oauth2/token`: tokens for a code, for a refresh token, or for a client itself.

use super::client_authentication::{Credentials, form};
use super::errors::{EndpointRefusal, OAuthError, json_reply};
use super::parameters::Parameters;
use super::scopes;
use crate::errors::CognitoError;
use crate::hashing;
use crate::pool::client::Client;
use crate::reply::Reply;
use crate::service::Call;
use crate::tokens;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(crate) fn answer(call: &mut Call<'_>, headers: &HeaderMap, body: &[u8]) -> Reply {
    match tokens(call, headers, body) {
        Ok(tokens) => json_reply(StatusCode::OK, &Value::Object(tokens)),
        Err(refusal) => refusal.reply(),
    }
}

fn tokens(
    call: &mut Call<'_>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Map<String, Value>, EndpointRefusal> {
    let form = form(headers, body)?;
    let grant_type = required(&form, "grant_type")?;
    if !["authorization_code", "refresh_token", "client_credentials"].contains(&grant_type) {
        return Err(OAuthError::new("unsupported_grant_type").into());
    }
    let (pool_id, client) = Credentials::read(headers, &form)?.check(call)?;
    call.context.client_id = Some(client.id.clone());
    let oauth = &client.settings.oauth;
    let flow = match grant_type {
        "authorization_code" => "code",
        "client_credentials" => "client_credentials",
        // A refresh needs no flow: the client's flow was checked when it got the refresh token.
        _ => "",
    };
    if !oauth.enabled || !flow.is_empty() && !oauth.allows_flow(flow) {
        return Err(OAuthError::new("unauthorized_client").into());
    }
    match grant_type {
        "authorization_code" => for_code(call, &pool_id, &client, &form),
        "client_credentials" => for_client(call, &pool_id, &client, &form),
        _ => for_refresh_token(call, &pool_id, &client, &form),
    }
}

/// A parameter that the form must have.
fn required<'f>(form: &'f Parameters, name: &str) -> Result<&'f str, OAuthError> {
    form.get(name).ok_or_else(|| OAuthError::invalid_request(format!("{name} is required")))
}

/// Redeems a code (RFC 6749 section 4.1.3). The code is used up even if the redirect URI or the verifier is wrong.
fn for_code(
    call: &mut Call<'_>,
    pool_id: &str,
    client: &Client,
    form: &Parameters,
) -> Result<Map<String, Value>, EndpointRefusal> {
    let (code, redirect_uri) = (required(form, "code")?, required(form, "redirect_uri")?);
    let now = call.now;
    let held = call.world.pool(pool_id)?.authorization_codes.redeem(code, now);
    let invalid = || OAuthError::new("invalid_grant");
    let authorization = held.filter(|held| held.client_id == client.id).ok_or_else(invalid)?;
    if authorization.redirect_uri != redirect_uri {
        return Err(OAuthError::new("unauthorized_client").into());
    }
    let proven = match (&authorization.code_challenge, form.get("code_verifier")) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => {
            URL_SAFE_NO_PAD.encode(hashing::sha256(&[verifier.as_bytes()])) == *challenge
        }
        _ => false,
    };
    if !proven {
        return Err(invalid().into());
    }
    let result = tokens::for_authorization(call, pool_id, client, authorization)?;
    Ok(in_oauth_form(result))
}

/// Refreshes tokens (RFC 6749 section 6), as GetTokensFromRefreshToken does. The new access token has the same scopes.
fn for_refresh_token(
    call: &mut Call<'_>,
    pool_id: &str,
    client: &Client,
    form: &Parameters,
) -> Result<Map<String, Value>, EndpointRefusal> {
    let token = required(form, "refresh_token")?;
    let mut answer = tokens::refresh(call, pool_id, client, token, None)?;
    match answer["AuthenticationResult"].take() {
        Value::Object(result) => Ok(in_oauth_form(result)),
        _ => Err(CognitoError::internal("a refresh without tokens").into()),
    }
}

/// The members of AuthenticationResult, with OAuth's names.
fn in_oauth_form(result: Map<String, Value>) -> Map<String, Value> {
    const NAMES: [(&str, &str); 5] = [
        ("IdToken", "id_token"),
        ("AccessToken", "access_token"),
        ("RefreshToken", "refresh_token"),
        ("ExpiresIn", "expires_in"),
        ("TokenType", "token_type"),
    ];
    let named = NAMES.into_iter().filter_map(|(from, to)| Some((to.to_owned(), result.get(from)?.clone())));
    named.collect()
}

/// A token for the client itself (RFC 6749 section 4.4).
fn for_client(
    call: &mut Call<'_>,
    pool_id: &str,
    client: &Client,
    form: &Parameters,
) -> Result<Map<String, Value>, EndpointRefusal> {
    let scopes = scopes::of_client(client, form.get("scope"))?;
    if let Some(metadata) = form.get("aws_client_metadata") {
        let wrong = |_| OAuthError::invalid_request("aws_client_metadata must be a JSON object of texts");
        let metadata: BTreeMap<String, String> = serde_json::from_str(metadata).map_err(wrong)?;
        call.context.client_metadata =
            metadata.into_iter().map(|(name, value)| (name, json!(value))).collect();
    }
    let access_token = tokens::for_client(call, pool_id, client, &scopes)?;
    Ok(Map::from_iter([
        ("access_token".to_owned(), json!(access_token)),
        ("expires_in".to_owned(), json!(client.settings.access_token_seconds())),
        ("token_type".to_owned(), json!("Bearer")),
    ]))
}
