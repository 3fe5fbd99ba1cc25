//! GetTokensFromRefreshToken, RevokeToken, GlobalSignOut.

use crate::errors::CognitoError;
use crate::service::Call;
use crate::{jwt, tokens};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetTokensFromRefreshToken {
    refresh_token: String,
    client_id: String,
    client_secret: Option<String>,
    device_key: Option<String>,
}

pub(crate) fn get_tokens_from_refresh_token(
    call: &mut Call<'_>,
    request: GetTokensFromRefreshToken,
) -> Result<Value, CognitoError> {
    let (pool, client) = call.world.client(&request.client_id)?;
    if !client.check_secret(request.client_secret.as_deref()) {
        return Err(CognitoError::not_authorized(format!(
            "Unable to verify secret for client {}",
            client.id
        )));
    }
    let rotates = client.settings.rotation_grace().is_some();
    if !rotates && !client.allows("REFRESH_TOKEN_AUTH") {
        let text = "REFRESH_TOKEN_AUTH flow not enabled for this client";
        return Err(CognitoError::invalid_parameter(text));
    }
    let (token, device) = (&request.refresh_token, request.device_key.as_deref());
    let pool_id = pool.id.clone();
    let mut answer = tokens::refresh(call, &pool_id, &client, token, device)?;
    Ok(json!({ "AuthenticationResult": answer["AuthenticationResult"].take() }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RevokeToken {
    pub token: String,
    pub client_id: String,
    pub client_secret: Option<String>,
}

/// Revokes a refresh token, and the access tokens of the same sign-in. An unknown token, or one that is revoked
/// already, is not an error (RFC 7009 section 2.2).
pub(crate) fn revoke_token(call: &mut Call<'_>, request: RevokeToken) -> Result<Value, CognitoError> {
    let service = call.service;
    let (pool, client) = call.world.client(&request.client_id)?;
    if !client.check_secret(request.client_secret.as_deref()) {
        return Err(CognitoError::new("UnauthorizedException", "Invalid client credentials."));
    }
    if !client.settings.revokes_tokens() {
        let text = format!("Token revocation is not enabled for client {}", client.id);
        return Err(CognitoError::new("UnsupportedOperationException", text));
    }
    if jwt::decode(&*service.signer_of(pool)?, &request.token).is_some() {
        return Err(CognitoError::new(
            "UnsupportedTokenTypeException",
            "Only refresh tokens can be revoked.",
        ));
    }
    match pool.grants.by_refresh_token(&request.token) {
        Some(grant) if grant.client_id != client.id => {
            Err(CognitoError::new("UnauthorizedException", "The token belongs to another client."))
        }
        Some(grant) => {
            grant.revoked = true;
            Ok(json!({}))
        }
        None => Ok(json!({})),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GlobalSignOut {
    access_token: String,
}

pub(crate) fn global_sign_out(call: &mut Call<'_>, request: GlobalSignOut) -> Result<Value, CognitoError> {
    let (pool, username) = call.signed_in(&request.access_token)?;
    pool.grants.revoke_all_of(&username);
    Ok(json!({}))
}
