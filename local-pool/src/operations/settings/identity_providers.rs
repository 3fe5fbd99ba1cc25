//! Identity providers of a pool.

use crate::errors::CognitoError;
use crate::operations::shared::paging::{page, page_size};
use crate::pool::identity_providers::{IdentityProvider, ProviderSettings};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateIdentityProvider {
    user_pool_id: String,
    #[serde(flatten)]
    settings: ProviderSettings,
}

pub(crate) fn create_identity_provider(
    call: &mut Call<'_>,
    request: CreateIdentityProvider,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let pool = call.world.pool(&request.user_pool_id)?;
    let provider = pool.add_identity_provider(request.settings, now)?;
    Ok(answer(&request.user_pool_id, provider))
}

fn answer(pool_id: &str, provider: &IdentityProvider) -> Value {
    let mut described = json!(provider.settings);
    described["UserPoolId"] = json!(pool_id);
    described["CreationDate"] = json!(provider.created.date());
    described["LastModifiedDate"] = json!(provider.modified.date());
    json!({ "IdentityProvider": described })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneProvider {
    user_pool_id: String,
    provider_name: String,
}

pub(crate) fn describe_identity_provider(
    call: &mut Call<'_>,
    request: OneProvider,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    Ok(answer(&pool.id, pool.identity_provider(&request.provider_name)?))
}

pub(crate) fn delete_identity_provider(
    call: &mut Call<'_>,
    request: OneProvider,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    pool.identity_provider(&request.provider_name)?;
    pool.identity_providers.remove(&request.provider_name);
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateIdentityProvider {
    #[serde(flatten)]
    provider: OneProvider,
    provider_details: Option<BTreeMap<String, String>>,
    attribute_mapping: Option<BTreeMap<String, String>>,
    idp_identifiers: Option<Vec<String>>,
}

/// Replaces the settings that the request has. The name and the type stay.
pub(crate) fn update_identity_provider(
    call: &mut Call<'_>,
    request: UpdateIdentityProvider,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let pool = call.world.pool(&request.provider.user_pool_id)?;
    let mut settings = pool.identity_provider(&request.provider.provider_name)?.settings.clone();
    settings.provider_details = request.provider_details.unwrap_or(settings.provider_details);
    settings.attribute_mapping = request.attribute_mapping.unwrap_or(settings.attribute_mapping);
    settings.idp_identifiers = request.idp_identifiers.unwrap_or(settings.idp_identifiers);
    let provider = pool.change_identity_provider(settings, now)?;
    Ok(answer(&request.provider.user_pool_id, provider))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetIdentityProviderByIdentifier {
    user_pool_id: String,
    idp_identifier: String,
}

pub(crate) fn get_identity_provider_by_identifier(
    call: &mut Call<'_>,
    request: GetIdentityProviderByIdentifier,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    match pool.provider_of_identifier(&request.idp_identifier) {
        Some(provider) => Ok(answer(&pool.id, provider)),
        None => {
            let text =
                format!("Identity provider with identifier {} does not exist.", request.idp_identifier);
            Err(CognitoError::new("ResourceNotFoundException", text))
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListIdentityProviders {
    user_pool_id: String,
    max_results: Option<usize>,
    next_token: Option<String>,
}

pub(crate) fn list_identity_providers(
    call: &mut Call<'_>,
    request: ListIdentityProviders,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    let (all, token) = (pool.identity_providers.values(), request.next_token.as_deref());
    let size = page_size(request.max_results);
    let (page, last) =
        page(all, |provider: &IdentityProvider| &provider.settings.provider_name, size, token)?;
    let mut answer = json!({ "Providers": page.into_iter().map(summary).collect::<Vec<_>>() });
    if let Some(last) = last {
        answer["NextToken"] = json!(last);
    }
    Ok(answer)
}

fn summary(provider: &IdentityProvider) -> Value {
    json!({
        "ProviderName": provider.settings.provider_name,
        "ProviderType": provider.settings.provider_type,
        "CreationDate": provider.created.date(),
        "LastModifiedDate": provider.modified.date(),
    })
}
