//! AddCustomAttributes: attributes for a pool that exists already.

use crate::errors::CognitoError;
use crate::pool::schema::SchemaAttribute;
use crate::pool::standard_attributes::StandardAttribute;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// How many custom attributes a pool can have.
const MOST: usize = 50;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AddCustomAttributes {
    user_pool_id: String,
    custom_attributes: Vec<SchemaAttribute>,
}

/// Adds all of the attributes, or none if one of them is refused.
pub(crate) fn add_custom_attributes(
    call: &mut Call<'_>,
    request: AddCustomAttributes,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let pool = call.world.pool(&request.user_pool_id)?;
    pool.require_no_import()?;
    let is_custom = |attribute: &SchemaAttribute| StandardAttribute::find(&attribute.name).is_none();
    if !request.custom_attributes.iter().all(is_custom) {
        return Err(CognitoError::unsupported("A custom attribute with the name of a standard attribute"));
    }
    let mut settings = pool.settings.clone();
    settings.schema.extend(request.custom_attributes);
    settings.check_schema()?;
    if settings.schema.iter().filter(|attribute| is_custom(attribute)).count() > MOST {
        let text = format!("A user pool can have at most {MOST} custom attributes.");
        return Err(CognitoError::invalid_parameter(text));
    }
    pool.settings = settings;
    pool.modified = now;
    Ok(json!({}))
}
