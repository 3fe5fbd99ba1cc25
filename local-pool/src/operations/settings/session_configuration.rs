//! Whether a pool tracks the sessions of its users, and how long its clients reuse the session of a browser.

use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::settings::UserPoolTier;
use crate::pool::user_sessions::{DEFAULT_SSO_MINUTES, SessionConfiguration};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// As at Cognito, the cheapest plan has no session tracking.
fn check_tier(pool: &UserPool) -> Result<(), CognitoError> {
    match pool.settings.user_pool_tier {
        Some(UserPoolTier::Lite) => {
            let text = "Session tracking is not available in the feature plan LITE.";
            Err(CognitoError::new("FeatureUnavailableInTierException", text))
        }
        Some(UserPoolTier::Essentials | UserPoolTier::Plus) | None => Ok(()),
    }
}

fn of_pool(pool: &UserPool) -> Value {
    let mut answer = json!(pool.user_sessions.configuration);
    answer["UserPoolId"] = json!(pool.id);
    answer
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SetUserPoolSessionConfiguration {
    user_pool_id: String,
    #[serde(flatten)]
    configuration: SessionConfiguration,
}

pub(crate) fn set_user_pool_session_configuration(
    call: &mut Call<'_>,
    request: SetUserPoolSessionConfiguration,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    check_tier(pool)?;
    pool.user_sessions.configuration = request.configuration;
    Ok(of_pool(pool))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetUserPoolSessionConfiguration {
    user_pool_id: String,
}

pub(crate) fn get_user_pool_session_configuration(
    call: &mut Call<'_>,
    request: GetUserPoolSessionConfiguration,
) -> Result<Value, CognitoError> {
    Ok(of_pool(call.world.pool(&request.user_pool_id)?))
}

fn of_client(pool: &UserPool, client_id: &str) -> Value {
    let minutes = pool.user_sessions.sso_minutes.get(client_id).copied().unwrap_or(DEFAULT_SSO_MINUTES);
    json!({ "UserPoolId": pool.id, "ClientId": client_id, "SSOSession": { "MaxValidityMinutes": minutes } })
}

#[derive(Deserialize)]
pub(crate) struct SetUserPoolClientSessionConfiguration {
    #[serde(flatten)]
    client: GetUserPoolClientSessionConfiguration,
    #[serde(rename = "SSOSession")]
    sso_session: SsoSession,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SsoSession {
    max_validity_minutes: i64,
}

pub(crate) fn set_user_pool_client_session_configuration(
    call: &mut Call<'_>,
    request: SetUserPoolClientSessionConfiguration,
) -> Result<Value, CognitoError> {
    let GetUserPoolClientSessionConfiguration { user_pool_id, client_id } = request.client;
    call.world.client_of(&user_pool_id, &client_id)?;
    let pool = call.world.pool(&user_pool_id)?;
    check_tier(pool)?;
    if !pool.tracks_sessions() {
        let text = "Session tracking is not enabled for the user pool.";
        return Err(CognitoError::new("OperationNotEnabledException", text));
    }
    let minutes = request.sso_session.max_validity_minutes;
    pool.user_sessions.sso_minutes.insert(client_id.clone(), minutes);
    Ok(of_client(pool, &client_id))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetUserPoolClientSessionConfiguration {
    user_pool_id: String,
    client_id: String,
}

pub(crate) fn get_user_pool_client_session_configuration(
    call: &mut Call<'_>,
    request: GetUserPoolClientSessionConfiguration,
) -> Result<Value, CognitoError> {
    call.world.client_of(&request.user_pool_id, &request.client_id)?;
    Ok(of_client(call.world.pool(&request.user_pool_id)?, &request.client_id))
}
