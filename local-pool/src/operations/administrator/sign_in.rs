//! AdminInitiateAuth and AdminRespondToAuthChallenge.

use crate::errors::CognitoError;
use crate::operations::sign_in::answers::{RespondToAuthChallenge, respond};
use crate::operations::sign_in::flows::{InitiateAuth, begin};
use crate::service::Call;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminInitiateAuth {
    user_pool_id: String,
    #[serde(flatten)]
    request: InitiateAuth,
}

pub(crate) fn admin_initiate_auth(
    call: &mut Call<'_>,
    request: AdminInitiateAuth,
) -> Result<Value, CognitoError> {
    const FLOWS: [&str; 7] = [
        "USER_SRP_AUTH",
        "ADMIN_USER_PASSWORD_AUTH",
        "ADMIN_NO_SRP_AUTH",
        "REFRESH_TOKEN_AUTH",
        "REFRESH_TOKEN",
        "CUSTOM_AUTH",
        "USER_AUTH",
    ];
    call.world.client_of(&request.user_pool_id, &request.request.client_id)?;
    begin(call, request.request, &FLOWS)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminRespondToAuthChallenge {
    user_pool_id: String,
    #[serde(flatten)]
    request: RespondToAuthChallenge,
}

pub(crate) fn admin_respond_to_auth_challenge(
    call: &mut Call<'_>,
    request: AdminRespondToAuthChallenge,
) -> Result<Value, CognitoError> {
    call.world.client_of(&request.user_pool_id, &request.request.client_id)?;
    respond(call, request.request)
}
