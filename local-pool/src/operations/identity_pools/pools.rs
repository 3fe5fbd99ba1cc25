//! Identity pools: the operations that set-up scripts use.

use crate::errors::CognitoError;
use crate::identity_pool::IdentityPool;
use crate::identity_pool::settings::IdentityPoolSettings;
use crate::operations::shared::constraints::{self, CUSTOM_ID};
use crate::operations::shared::paging::page;
use crate::pool::tags;
use crate::random;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// An identity pool, in the form of CreateIdentityPool's response.
fn describe(pool: &IdentityPool) -> Value {
    let mut described = json!(pool.settings);
    described["IdentityPoolId"] = json!(pool.id);
    described
}

/// Refuses settings that the local pool can't put into effect, and tags that no pool can have.
pub(crate) fn check_settings(settings: &IdentityPoolSettings) -> Result<(), CognitoError> {
    tags::check(&settings.identity_pool_tags)?;
    match settings.unsupported() {
        Some(name) => Err(CognitoError::unsupported(&format!("The setting {name}"))),
        None => Ok(()),
    }
}

pub(crate) fn create_identity_pool(
    call: &mut Call<'_>,
    settings: IdentityPoolSettings,
) -> Result<Value, CognitoError> {
    check_settings(&settings)?;
    let id = match settings.identity_pool_tags.get(CUSTOM_ID) {
        Some(id) => chosen(call, id)?,
        None => format!("{}:{}", call.sender.region, random::uuid()?),
    };
    let pool = IdentityPool::new(id.clone(), settings);
    let described = describe(&pool);
    call.world.identity_pools.pools.insert(id, pool);
    Ok(described)
}

/// Checks an id that the tags of a new pool choose.
fn chosen(call: &Call<'_>, id: &str) -> Result<String, CognitoError> {
    if !constraints::identity_pools::is_id(id) {
        let text = format!("The tag {} must be a whole identity pool id, such as local:0.", CUSTOM_ID);
        return Err(CognitoError::invalid_parameter(text));
    }
    match call.world.identity_pools.pools.contains_key(id) {
        true => Err(CognitoError::invalid_parameter(format!("There is an identity pool {id} already."))),
        false => Ok(id.to_owned()),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneIdentityPool {
    pub(super) identity_pool_id: String,
}

pub(crate) fn describe_identity_pool(
    call: &mut Call<'_>,
    request: OneIdentityPool,
) -> Result<Value, CognitoError> {
    Ok(describe(call.world.identity_pools.pool(&request.identity_pool_id)?))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateIdentityPool {
    identity_pool_id: String,
    #[serde(flatten)]
    settings: IdentityPoolSettings,
}

/// Replaces the settings. As at AWS, a setting that is left out is off afterwards. Roles and identities stay, and so do
/// the tags if the request has none.
pub(crate) fn update_identity_pool(
    call: &mut Call<'_>,
    request: UpdateIdentityPool,
) -> Result<Value, CognitoError> {
    let pool = call.world.identity_pools.pool(&request.identity_pool_id)?;
    check_settings(&request.settings)?;
    let tags = std::mem::replace(&mut pool.settings, request.settings).identity_pool_tags;
    if pool.settings.identity_pool_tags.is_empty() {
        pool.settings.identity_pool_tags = tags;
    }
    Ok(describe(pool))
}

/// Deletes a pool and its identities.
pub(crate) fn delete_identity_pool(
    call: &mut Call<'_>,
    request: OneIdentityPool,
) -> Result<Value, CognitoError> {
    call.world.identity_pools.pool(&request.identity_pool_id)?;
    call.world.identity_pools.pools.remove(&request.identity_pool_id);
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListIdentityPools {
    max_results: usize,
    next_token: Option<String>,
}

pub(crate) fn list_identity_pools(
    call: &mut Call<'_>,
    request: ListIdentityPools,
) -> Result<Value, CognitoError> {
    let (pools, token) = (call.world.identity_pools.pools.values(), request.next_token.as_deref());
    let (page, last) = page(pools, |pool: &IdentityPool| &pool.id, request.max_results, token)?;
    let summary = |pool: &IdentityPool| json!({ "IdentityPoolId": pool.id, "IdentityPoolName": pool.settings.identity_pool_name });
    let mut answer = json!({ "IdentityPools": page.into_iter().map(summary).collect::<Vec<_>>() });
    if let Some(last) = last {
        answer["NextToken"] = json!(last);
    }
    Ok(answer)
}
