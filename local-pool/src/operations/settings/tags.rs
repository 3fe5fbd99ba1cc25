//! Tags of user pools.

use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::tags::Tags;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// The user pool of an ARN. The account in the ARN does not matter: a tool may know one of its own.
fn tagged<'w>(call: &'w mut Call<'_>, arn: &str) -> Result<&'w mut UserPool, CognitoError> {
    match arn.split_once(":userpool/") {
        Some((service, id)) if service.contains(":cognito-idp:") => call.world.pool(id),
        _ => Err(CognitoError::invalid_parameter(format!("{arn} is not the ARN of a user pool."))),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagResource {
    resource_arn: String,
    tags: Tags,
}

/// Adds tags, or gives existing ones new values.
pub(crate) fn tag_resource(call: &mut Call<'_>, request: TagResource) -> Result<Value, CognitoError> {
    let settings = &mut tagged(call, &request.resource_arn)?.settings;
    let mut tags = settings.tags();
    tags.extend(request.tags);
    settings.set_tags(tags)?;
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagResource {
    resource_arn: String,
    tag_keys: Vec<String>,
}

/// Removes tags. A key without a tag is not an error.
pub(crate) fn untag_resource(call: &mut Call<'_>, request: UntagResource) -> Result<Value, CognitoError> {
    let settings = &mut tagged(call, &request.resource_arn)?.settings;
    let mut tags = settings.tags();
    tags.retain(|key, _| !request.tag_keys.contains(key));
    settings.set_tags(tags)?;
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListTagsForResource {
    resource_arn: String,
}

pub(crate) fn list_tags_for_resource(
    call: &mut Call<'_>,
    request: ListTagsForResource,
) -> Result<Value, CognitoError> {
    Ok(json!({ "Tags": tagged(call, &request.resource_arn)?.settings.tags() }))
}
