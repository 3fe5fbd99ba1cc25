//! POST `/oauth2/revoke`: ends a sign-in by its refresh token (RFC 7009).

use super::client_authentication::{Credentials, form};
use super::errors::{OAuthError, of_pool};
use crate::operations::app::token_use::{RevokeToken, revoke_token};
use crate::reply::Reply;
use crate::service::Call;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderMap};

pub(crate) fn answer(call: &mut Call<'_>, headers: &HeaderMap, body: &[u8]) -> Reply {
    revoked(call, headers, body).unwrap_or_else(|refusal| refusal)
}

/// Revokes the refresh token, as RevokeToken does. The response has no body.
fn revoked(call: &mut Call<'_>, headers: &HeaderMap, body: &[u8]) -> Result<Reply, Reply> {
    let form = form(headers, body).map_err(|error| error.reply())?;
    let Some(token) = form.owned("token") else {
        return Err(OAuthError::invalid_request("token is required").reply());
    };
    let credentials = Credentials::read(headers, &form).map_err(|error| error.reply())?;
    credentials.check(call).map_err(|error| error.reply())?;
    let request = RevokeToken {
        token,
        client_id: credentials.client_id.clone(),
        client_secret: credentials.secret.clone(),
    };
    match revoke_token(call, request) {
        Ok(_) => Ok(Reply::new(StatusCode::OK, String::new()).with(CACHE_CONTROL, "no-store")),
        Err(error) => Err(match error.kind.as_ref() {
            "UnsupportedOperationException" => OAuthError::invalid_request(error.message).reply(),
            "UnsupportedTokenTypeException" => {
                OAuthError::because("unsupported_token_type", error.message).reply()
            }
            // The token belongs to another client.
            "UnauthorizedException" => credentials.refused().reply(),
            _ => of_pool(&error),
        }),
    }
}
