//! A user's sessions: an administrator lists and revokes them.

use super::users::OneUser;
use crate::errors::CognitoError;
use crate::operations::shared::sessions::{Associated, Revocation, list};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) fn admin_list_user_sessions(call: &mut Call<'_>, request: OneUser) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = request.find(call)?;
    Ok(list(pool, &username, None, now))
}

#[derive(Deserialize)]
pub(crate) struct AdminRevokeUserSession {
    #[serde(flatten)]
    user: OneUser,
    #[serde(flatten)]
    revocation: Revocation,
}

pub(crate) fn admin_revoke_user_session(
    call: &mut Call<'_>,
    request: AdminRevokeUserSession,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = request.user.find(call)?;
    let revocation = request.revocation;
    let linked = revocation.revoke_associated_sessions == Associated::Linked;
    pool.revoke_session(&username, &revocation.session_id, linked, now)?;
    Ok(json!({}))
}
