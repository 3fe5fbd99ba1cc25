//! The styles of managed login: at most one for each client.

use super::blob;
use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::records::branding::{Asset, Branding};
use crate::random;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// The largest image, in bytes.
const LARGEST_IMAGE: usize = 1_000_000;

fn answer(pool_id: &str, branding: &Branding) -> Value {
    let mut described = json!({
        "ManagedLoginBrandingId": branding.id,
        "UserPoolId": pool_id,
        "UseCognitoProvidedValues": branding.uses_cognito_values,
        "Assets": branding.assets,
        "CreationDate": branding.created.date(),
        "LastModifiedDate": branding.modified.date(),
    });
    if let Some(settings) = &branding.settings {
        described["Settings"] = settings.clone();
    }
    json!({ "ManagedLoginBranding": described })
}

/// What a request says about a style.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Style {
    #[serde(default)]
    use_cognito_provided_values: bool,
    settings: Option<Value>,
    #[serde(default)]
    assets: Vec<Asset>,
}

impl Style {
    fn check(&self) -> Result<(), CognitoError> {
        if self.use_cognito_provided_values && (self.settings.is_some() || !self.assets.is_empty()) {
            let text = "UseCognitoProvidedValues cannot be true together with Settings or Assets.";
            return Err(CognitoError::invalid_parameter(text));
        }
        let mut images = self.assets.iter().filter_map(|asset| asset.bytes.as_deref());
        images.try_for_each(|image| blob("assets", image, LARGEST_IMAGE).map(drop))
    }

    fn apply(self, branding: &mut Branding) {
        match self.use_cognito_provided_values {
            true => branding.reset(),
            false => branding.change(self.settings, self.assets),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateManagedLoginBranding {
    user_pool_id: String,
    client_id: String,
    #[serde(flatten)]
    style: Style,
}

pub(super) fn create(
    call: &mut Call<'_>,
    request: CreateManagedLoginBranding,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let client_id = request.client_id;
    request.style.check()?;
    call.world.client_of(&request.user_pool_id, &client_id)?;
    let pool = call.world.pool(&request.user_pool_id)?;
    let brandings = &mut pool.records.brandings;
    if brandings.values().any(|held| held.client_id == client_id) {
        let text = format!("Managed login branding already exists for client {client_id}.");
        return Err(CognitoError::new("ManagedLoginBrandingExistsException", text));
    }
    let mut branding = Branding {
        id: random::uuid()?,
        client_id,
        uses_cognito_values: false,
        settings: None,
        assets: Vec::new(),
        created: now,
        modified: now,
    };
    request.style.apply(&mut branding);
    let answer = answer(&pool.id, &branding);
    brandings.insert(branding.id.clone(), branding);
    Ok(answer)
}

/// A style, by its id. AWS's model of UpdateManagedLoginBranding calls both members optional. The pool requires them,
/// because they name the style.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OneBranding {
    user_pool_id: String,
    managed_login_branding_id: String,
}

impl OneBranding {
    fn find<'p>(&self, pool: &'p mut UserPool) -> Result<&'p mut Branding, CognitoError> {
        let id = &self.managed_login_branding_id;
        pool.records.brandings.get_mut(id).ok_or_else(|| not_found(id))
    }
}

fn not_found(id: &str) -> CognitoError {
    CognitoError::new("ResourceNotFoundException", format!("Managed login branding {id} does not exist."))
}

pub(super) fn describe(call: &mut Call<'_>, request: OneBranding) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    Ok(answer(&request.user_pool_id, request.find(pool)?))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct BrandingOfClient {
    user_pool_id: String,
    client_id: String,
}

pub(super) fn describe_by_client(
    call: &mut Call<'_>,
    request: BrandingOfClient,
) -> Result<Value, CognitoError> {
    call.world.client_of(&request.user_pool_id, &request.client_id)?;
    let pool = call.world.pool(&request.user_pool_id)?;
    let found = pool.records.brandings.values().find(|branding| branding.client_id == request.client_id);
    let text = || format!("Managed login branding does not exist for client {}.", request.client_id);
    let branding = found.ok_or_else(|| CognitoError::new("ResourceNotFoundException", text()))?;
    Ok(answer(&pool.id, branding))
}

#[derive(Deserialize)]
pub(super) struct UpdateManagedLoginBranding {
    #[serde(flatten)]
    branding: OneBranding,
    #[serde(flatten)]
    style: Style,
}

/// Changes the settings and the images that the request has. The others stay. With UseCognitoProvidedValues, the style
/// becomes Cognito's own again.
pub(super) fn update(
    call: &mut Call<'_>,
    request: UpdateManagedLoginBranding,
) -> Result<Value, CognitoError> {
    let now = call.now;
    request.style.check()?;
    let pool = call.world.pool(&request.branding.user_pool_id)?;
    let branding = request.branding.find(pool)?;
    request.style.apply(branding);
    branding.modified = now;
    Ok(answer(&request.branding.user_pool_id, branding))
}

pub(super) fn delete(call: &mut Call<'_>, request: OneBranding) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    let id = &request.managed_login_branding_id;
    pool.records.brandings.remove(id).ok_or_else(|| not_found(id))?;
    Ok(json!({}))
}
