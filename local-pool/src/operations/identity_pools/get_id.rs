//! GetId.

use super::logins::{Logins, verify};
use crate::errors::CognitoError;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetId {
    identity_pool_id: String,
    #[serde(default)]
    logins: Logins,
}

/// Gives a user's identity, which is always the same, or a new identity for a guest.
pub(crate) fn get_id(call: &mut Call<'_>, request: GetId) -> Result<Value, CognitoError> {
    call.world.identity_pools.pool(&request.identity_pool_id)?;
    let logins = verify(call, &request.identity_pool_id, &request.logins)?;
    let now = call.now;
    let pool = call.world.identity_pools.pool(&request.identity_pool_id)?;
    let id = match logins.is_empty() {
        true => pool.new_guest(now)?,
        false => pool.identity_of(&logins, now)?,
    };
    Ok(json!({ "IdentityId": id }))
}
