//! SetIdentityPoolRoles and GetIdentityPoolRoles. No role has to exist.

use super::pools::OneIdentityPool;
use crate::errors::CognitoError;
use crate::identity_pool::roles::{RoleMapping, RoleSettings};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SetIdentityPoolRoles {
    identity_pool_id: String,
    #[serde(flatten)]
    roles: RoleSettings,
}

/// Replaces the roles and the mappings.
pub(crate) fn set_identity_pool_roles(
    call: &mut Call<'_>,
    request: SetIdentityPoolRoles,
) -> Result<Value, CognitoError> {
    let pool = call.world.identity_pools.pool(&request.identity_pool_id)?;
    request.roles.role_mappings.values().try_for_each(RoleMapping::check)?;
    pool.roles = request.roles;
    Ok(json!({}))
}

pub(crate) fn get_identity_pool_roles(
    call: &mut Call<'_>,
    request: OneIdentityPool,
) -> Result<Value, CognitoError> {
    let pool = call.world.identity_pools.pool(&request.identity_pool_id)?;
    let mut described = json!(pool.roles);
    described["IdentityPoolId"] = json!(pool.id);
    Ok(described)
}
