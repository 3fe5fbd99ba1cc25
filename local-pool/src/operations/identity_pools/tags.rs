//! Tags of identity pools.

use crate::errors::CognitoError;
use crate::identity_pool::IdentityPool;
use crate::pool::tags::{self, Tags};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// Whether an ARN is that of a resource of this service.
pub(super) fn is_arn(arn: &str) -> bool {
    arn.contains(":cognito-identity:")
}

/// The identity pool of an ARN. The account in the ARN does not matter: a tool may know one of its own.
fn tagged<'w>(call: &'w mut Call<'_>, arn: &str) -> Result<&'w mut IdentityPool, CognitoError> {
    match arn.split_once(":identitypool/") {
        Some((_, id)) if is_arn(arn) => call.world.identity_pools.pool(id),
        _ => Err(CognitoError::invalid_parameter(format!("{arn} is not the ARN of an identity pool."))),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TagResource {
    resource_arn: String,
    tags: Tags,
}

/// Adds tags, or gives existing ones new values.
pub(super) fn tag_resource(call: &mut Call<'_>, request: TagResource) -> Result<Value, CognitoError> {
    let settings = &mut tagged(call, &request.resource_arn)?.settings;
    let mut all = settings.identity_pool_tags.clone();
    all.extend(request.tags);
    tags::check(&all)?;
    settings.identity_pool_tags = all;
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UntagResource {
    resource_arn: String,
    tag_keys: Vec<String>,
}

/// Removes tags. A key without a tag is not an error.
pub(super) fn untag_resource(call: &mut Call<'_>, request: UntagResource) -> Result<Value, CognitoError> {
    let settings = &mut tagged(call, &request.resource_arn)?.settings;
    settings.identity_pool_tags.retain(|key, _| !request.tag_keys.contains(key));
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListTagsForResource {
    resource_arn: String,
}

pub(super) fn list_tags_for_resource(
    call: &mut Call<'_>,
    request: ListTagsForResource,
) -> Result<Value, CognitoError> {
    Ok(json!({ "Tags": tagged(call, &request.resource_arn)?.settings.identity_pool_tags }))
}
