//! InitiateAuth and RespondToAuthChallenge.

use crate::errors::CognitoError;
use crate::operations::sign_in::answers::{RespondToAuthChallenge, respond};
use crate::operations::sign_in::flows::{InitiateAuth, begin};
use crate::service::Call;
use serde_json::Value;

pub(crate) fn initiate_auth(call: &mut Call<'_>, request: InitiateAuth) -> Result<Value, CognitoError> {
    const FLOWS: [&str; 6] = [
        "USER_SRP_AUTH",
        "USER_PASSWORD_AUTH",
        "REFRESH_TOKEN_AUTH",
        "REFRESH_TOKEN",
        "CUSTOM_AUTH",
        "USER_AUTH",
    ];
    begin(call, request, &FLOWS)
}

pub(crate) fn respond_to_auth_challenge(
    call: &mut Call<'_>,
    request: RespondToAuthChallenge,
) -> Result<Value, CognitoError> {
    respond(call, request)
}
