//! A client's secrets: a second one is added, the app changes over to it, and the first one is deleted.

use crate::errors::CognitoError;
use crate::pool::client_secrets::SecretDescription;
use crate::random;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

fn describe(secret: &SecretDescription) -> Value {
    json!({ "ClientSecretId": secret.id, "ClientSecretCreateDate": secret.created.date() })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AddUserPoolClientSecret {
    user_pool_id: String,
    client_id: String,
    client_secret: Option<String>,
}

/// Adds a secret. The response shows it only if the pool made it.
pub(crate) fn add_user_pool_client_secret(
    call: &mut Call<'_>,
    request: AddUserPoolClientSecret,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let client = call.world.client_of(&request.user_pool_id, &request.client_id)?;
    let made = if request.client_secret.is_none() { Some(random::alphanumeric(51)?) } else { None };
    let value = request.client_secret.or_else(|| made.clone()).unwrap_or_default();
    client.add_secret(value, now)?;
    let mut descriptor = client.described_secrets().last().map(describe).unwrap_or_default();
    if let Some(made) = made {
        descriptor["ClientSecretValue"] = json!(made);
    }
    Ok(json!({ "ClientSecretDescriptor": descriptor }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUserPoolClientSecrets {
    user_pool_id: String,
    client_id: String,
}

pub(crate) fn list_user_pool_client_secrets(
    call: &mut Call<'_>,
    request: ListUserPoolClientSecrets,
) -> Result<Value, CognitoError> {
    let client = call.world.client_of(&request.user_pool_id, &request.client_id)?;
    let secrets: Vec<Value> = client.described_secrets().iter().map(describe).collect();
    Ok(json!({ "ClientSecrets": secrets }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteUserPoolClientSecret {
    user_pool_id: String,
    client_id: String,
    client_secret_id: String,
}

pub(crate) fn delete_user_pool_client_secret(
    call: &mut Call<'_>,
    request: DeleteUserPoolClientSecret,
) -> Result<Value, CognitoError> {
    let client = call.world.client_of(&request.user_pool_id, &request.client_id)?;
    client.delete_secret(&request.client_secret_id)?;
    Ok(json!({}))
}
