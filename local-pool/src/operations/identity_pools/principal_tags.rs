//! Attributes for access control: SetPrincipalTagAttributeMap and GetPrincipalTagAttributeMap.

use crate::errors::CognitoError;
use crate::identity_pool::principal_tags::PrincipalTagMap;
use crate::identity_pool::providers::canonical;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// A provider of an identity pool.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneMap {
    identity_pool_id: String,
    identity_provider_name: String,
}

impl OneMap {
    fn answer(&self, map: &PrincipalTagMap) -> Value {
        let mut described = json!(map);
        described["IdentityPoolId"] = json!(self.identity_pool_id);
        described["IdentityProviderName"] = json!(self.identity_provider_name);
        described
    }
}

#[derive(Deserialize)]
pub(crate) struct SetPrincipalTagAttributeMap {
    #[serde(flatten)]
    one: OneMap,
    #[serde(flatten)]
    map: PrincipalTagMap,
}

/// Replaces a provider's mapping.
pub(crate) fn set_principal_tag_attribute_map(
    call: &mut Call<'_>,
    request: SetPrincipalTagAttributeMap,
) -> Result<Value, CognitoError> {
    let SetPrincipalTagAttributeMap { one, map } = request;
    let name = canonical(&one.identity_provider_name, &call.service.issuer);
    let pool = call.world.identity_pools.pool(&one.identity_pool_id)?;
    let answer = one.answer(&map);
    pool.principal_tags.insert(name, map);
    Ok(answer)
}

/// Describes a provider's mapping. It is empty for a provider that has none.
pub(crate) fn get_principal_tag_attribute_map(
    call: &mut Call<'_>,
    request: OneMap,
) -> Result<Value, CognitoError> {
    let name = canonical(&request.identity_provider_name, &call.service.issuer);
    let pool = call.world.identity_pools.pool(&request.identity_pool_id)?;
    Ok(request.answer(pool.principal_tags.get(&name).unwrap_or(&PrincipalTagMap::default())))
}
