//! POST `/oauth2/revoke`: ends a sign-in by its refresh token (RFC 7009).

use super::client_authentication::{Credentials, form};
use super::errors::{EndpointRefusal, OAuthError};
use crate::operations::app::token_use::{RevokeToken, revoke_token};
use crate::reply::Reply;
use crate::service::Call;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderMap};

/// Revokes the refresh token, as RevokeToken does. The response has no body.
pub(crate) fn answer(call: &mut Call<'_>, headers: &HeaderMap, body: &[u8]) -> Reply {
    match revoke(call, headers, body) {
        Ok(()) => Reply::new(StatusCode::OK, String::new()).with(CACHE_CONTROL, "no-store"),
        Err(refusal) => refusal.reply(),
    }
}

fn revoke(call: &mut Call<'_>, headers: &HeaderMap, body: &[u8]) -> Result<(), EndpointRefusal> {
    let form = form(headers, body)?;
    let token = form.owned("token").ok_or_else(|| OAuthError::invalid_request("token is required"))?;
    let credentials = Credentials::read(headers, &form)?;
    credentials.check(call)?;
    let (client_id, client_secret) = (credentials.client_id.clone(), credentials.secret.clone());
    let revoked = revoke_token(call, RevokeToken { token, client_id, client_secret });
    match revoked {
        Ok(_) => Ok(()),
        Err(error) => Err(match error.kind.as_ref() {
            "UnsupportedOperationException" => OAuthError::invalid_request(error.message).into(),
            "UnsupportedTokenTypeException" => {
                OAuthError::because("unsupported_token_type", error.message).into()
            }
            // The token belongs to another client.
            "UnauthorizedException" => credentials.refused().into(),
            _ => error.into(),
        }),
    }
}
