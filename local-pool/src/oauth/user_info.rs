//! GET and POST `/oauth2/userInfo`: the user's attributes that an access token's scopes show (OpenID Connect Core 1.0
//! section 5.3).

use super::errors::json_reply;
use crate::errors::CognitoError;
use crate::pool::scopes::{OPENID, readable};
use crate::reply::Reply;
use crate::service::Call;
use crate::tokens;
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, HeaderMap, WWW_AUTHENTICATE};
use serde_json::{Map, Value, json};

pub(crate) fn answer(call: &mut Call<'_>, headers: &HeaderMap) -> Reply {
    let Some(token) = bearer(headers) else {
        let text = "Bad OAuth2 request at UserInfo Endpoint";
        return refuse(StatusCode::BAD_REQUEST, "invalid_request", text);
    };
    match attributes(call, token) {
        Ok(attributes) => json_reply(StatusCode::OK, &Value::Object(attributes)),
        // A token without the scope `openid`, such as one from InitiateAuth, gets the same response.
        Err(_) => {
            let text = "Access token is expired, disabled, or deleted, or the user has globally signed out.";
            refuse(StatusCode::UNAUTHORIZED, "invalid_token", text)
        }
    }
}

/// The access token in the header `Authorization` (RFC 6750 section 2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The attributes that the scopes show and that the client may read, in the form of this endpoint: as at Cognito, every
/// value is a text.
fn attributes(call: &mut Call<'_>, token: &str) -> Result<Map<String, Value>, CognitoError> {
    let bearer = tokens::authorize(call, token, OPENID)?;
    let pool = call.world.pool(&bearer.pool_id)?;
    let client =
        pool.clients.get(&bearer.client_id).map(|client| client.settings.clone()).unwrap_or_default();
    let user = pool.user(&bearer.username)?;
    let attributes = client.readable(readable(user, &bearer.scopes)).into_iter();
    let mut shown: Map<String, Value> = attributes.map(|one| (one.name, json!(one.value))).collect();
    shown.insert("username".to_owned(), json!(user.username));
    Ok(shown)
}

/// The response to a refused request. The header `WWW-Authenticate` and the body both have the error.
fn refuse(status: StatusCode, error: &str, description: &str) -> Reply {
    json_reply(status, &json!({ "error": error, "error_description": description }))
        .with(WWW_AUTHENTICATE, &format!("Bearer error=\"{error}\", error_description=\"{description}\""))
        .failed(error)
}
