//! App clients: the operations that set-up scripts use.

use super::defaults;
use crate::errors::CognitoError;
use crate::operations::shared::custom_ids;
use crate::operations::shared::paging::{LARGEST_PAGE, page};
use crate::pool::UserPool;
use crate::pool::client::{Client, ClientSettings};
use crate::pool::client_secrets::ClientSecrets;
use crate::random;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateUserPoolClient {
    user_pool_id: String,
    #[serde(default)]
    generate_secret: bool,
    client_secret: Option<String>,
    #[serde(flatten)]
    settings: ClientSettings,
}

impl CreateUserPoolClient {
    /// The client's secret: a new one, the request's own, or none.
    fn secrets(&self) -> Result<ClientSecrets, CognitoError> {
        let secret = match (&self.client_secret, self.generate_secret) {
            (Some(_), true) => {
                let text = "You cannot specify both GenerateSecret as true and provide a ClientSecret value.";
                return Err(CognitoError::invalid_parameter(text));
            }
            (None, true) => Some(random::alphanumeric(51)?),
            (own, false) => own.clone(),
        };
        Ok(ClientSecrets::of_new_client(secret))
    }
}

pub(crate) fn create_user_pool_client(
    call: &mut Call<'_>,
    request: CreateUserPoolClient,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let custom_id = custom_ids::of_client(call, &request.settings.client_name)?;
    let pool = call.world.pool(&request.user_pool_id)?;
    let id = custom_id.map_or_else(|| random::alphanumeric(26), Ok)?;
    let secrets = request.secrets()?;
    let settings = checked(request.settings, pool, !secrets.is_empty(), CREATING)?;
    let client = Client { id: id.clone(), secrets, created: now, modified: now, settings };
    let described = describe(&pool.id, &client);
    pool.clients.insert(id, client);
    Ok(json!({ "UserPoolClient": described }))
}

/// What a request for a new client is doing, in Cognito's texts.
pub(crate) const CREATING: &str = "creating";

/// Refuses settings that contradict each other, the client's secret or the pool. Drops the members that only a
/// description has. `doing` is [`CREATING`] or `updating`.
pub(crate) fn checked(
    settings: ClientSettings,
    pool: &UserPool,
    has_secret: bool,
    doing: &str,
) -> Result<ClientSettings, CognitoError> {
    if let Some(name) = settings.unsupported() {
        return Err(CognitoError::unsupported(&format!("The setting {name}")));
    }
    let settings = settings.without_facts();
    settings.validate()?;
    if settings.enable_propagate_additional_user_context_data == Some(true) && !has_secret {
        let text =
            "EnablePropagateAdditionalUserContextData can only be set for a client with a client secret.";
        return Err(CognitoError::invalid_parameter(text));
    }
    settings.check_attributes(pool, doing)?;
    settings.oauth.check(pool, has_secret)?;
    Ok(settings)
}

fn describe(pool_id: &str, client: &Client) -> Value {
    let mut described = defaults::of_client(&client.settings);
    described["UserPoolId"] = json!(pool_id);
    described["ClientId"] = json!(client.id);
    described["CreationDate"] = json!(client.created.date());
    described["LastModifiedDate"] = json!(client.modified.date());
    if let Some(secret) = client.secrets.oldest() {
        described["ClientSecret"] = json!(secret);
    }
    described
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneClient {
    user_pool_id: String,
    client_id: String,
}

pub(crate) fn describe_user_pool_client(
    call: &mut Call<'_>,
    request: OneClient,
) -> Result<Value, CognitoError> {
    let client = call.world.client_of(&request.user_pool_id, &request.client_id)?;
    Ok(json!({ "UserPoolClient": describe(&request.user_pool_id, client) }))
}

pub(crate) fn delete_user_pool_client(
    call: &mut Call<'_>,
    request: OneClient,
) -> Result<Value, CognitoError> {
    call.world.client_of(&request.user_pool_id, &request.client_id)?;
    let pool = call.world.pool(&request.user_pool_id)?;
    pool.clients.remove(&request.client_id);
    pool.records.forget_client(&request.client_id);
    pool.user_sessions.sso_minutes.remove(&request.client_id);
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateUserPoolClient {
    user_pool_id: String,
    client_id: String,
    /// A caller may send back what DescribeUserPoolClient described, with this secret in it. It has to be the client's.
    client_secret: Option<String>,
    #[serde(flatten)]
    settings: ClientSettings,
}

/// Replaces the settings. As at AWS, a setting that is left out gets its default. The secret stays, and so does a name
/// that is left out.
pub(crate) fn update_user_pool_client(
    call: &mut Call<'_>,
    request: UpdateUserPoolClient,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let client = call.world.client_of(&request.user_pool_id, &request.client_id)?;
    let has_secret = !client.secrets.is_empty();
    if request.client_secret.is_some_and(|secret| !client.check_secret(Some(&secret))) {
        return Err(CognitoError::invalid_parameter("UpdateUserPoolClient cannot change ClientSecret."));
    }
    let pool = call.world.pool(&request.user_pool_id)?;
    let settings = checked(request.settings, pool, has_secret, "updating")?;
    let client = call.world.client_of(&request.user_pool_id, &request.client_id)?;
    let name = std::mem::take(&mut client.settings.client_name);
    client.settings = settings;
    if client.settings.client_name.is_empty() {
        client.settings.client_name = name;
    }
    client.modified = now;
    Ok(json!({ "UserPoolClient": describe(&request.user_pool_id, client) }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUserPoolClients {
    user_pool_id: String,
    max_results: Option<usize>,
    next_token: Option<String>,
}

pub(crate) fn list_user_pool_clients(
    call: &mut Call<'_>,
    request: ListUserPoolClients,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    let limit = request.max_results.unwrap_or(LARGEST_PAGE).clamp(1, LARGEST_PAGE);
    let token = request.next_token.as_deref();
    let (page, last) = page(pool.clients.values(), |client: &Client| &client.id, limit, token)?;
    let summaries: Vec<Value> = page
        .iter()
        .map(|client| {
            json!({ "UserPoolId": pool.id, "ClientId": client.id, "ClientName": client.settings.client_name })
        })
        .collect();
    let mut answer = json!({ "UserPoolClients": summaries });
    if let Some(last) = last {
        answer["NextToken"] = json!(last);
    }
    Ok(answer)
}
