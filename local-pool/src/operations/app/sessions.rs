//! The sessions of a signed-in user: the user lists and revokes them.

use crate::errors::CognitoError;
use crate::jwt;
use crate::operations::shared::sessions::{Associated, Revocation, list};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// The `origin_jti` of a token that has been checked.
fn origin_of(access_token: &str) -> Option<String> {
    jwt::unverified(access_token)?.get("origin_jti")?.as_str().map(str::to_owned)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUserSessions {
    access_token: String,
}

pub(crate) fn list_user_sessions(
    call: &mut Call<'_>,
    request: ListUserSessions,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = call.signed_in(&request.access_token)?;
    Ok(list(pool, &username, origin_of(&request.access_token).as_deref(), now))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RevokeUserSession {
    access_token: String,
    #[serde(flatten)]
    revocation: Revocation,
}

/// Ends another session of the user. A sign-out ends the current one.
pub(crate) fn revoke_user_session(
    call: &mut Call<'_>,
    request: RevokeUserSession,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = call.signed_in(&request.access_token)?;
    let revocation = request.revocation;
    let current = origin_of(&request.access_token);
    let all = pool.sessions_of(&username, now);
    let target = all.iter().find(|session| session.id == revocation.session_id);
    if target.is_some_and(|session| session.origin_jti.is_some() && session.origin_jti == current) {
        let text = "The session of the access token cannot be revoked.";
        return Err(CognitoError::invalid_parameter(text));
    }
    let linked = revocation.revoke_associated_sessions == Associated::Linked;
    pool.revoke_session(&username, &revocation.session_id, linked, now)?;
    Ok(json!({}))
}
