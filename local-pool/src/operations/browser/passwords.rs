//! A forgotten password: the code, and the new password.

use super::perform;
use crate::errors::CognitoError;
use crate::service::Call;
use serde_json::{Value, json};

/// Sends the code for a new password. Returns where it went, masked. For an unknown user, the result is the same as for
/// an app: an error, or an invented address if the client hides which users exist.
pub(crate) fn forgot_password(
    call: &mut Call<'_>,
    client_id: &str,
    username: &str,
) -> Result<String, CognitoError> {
    let (_, client) = call.world.client(client_id)?;
    let answer = perform(call, &client, "ForgotPassword", username, json!({}))?;
    let destination = answer.pointer("/CodeDeliveryDetails/Destination").and_then(Value::as_str);
    Ok(destination.unwrap_or_default().to_owned())
}

/// Replaces the password.
pub(crate) fn reset_password(
    call: &mut Call<'_>,
    client_id: &str,
    username: &str,
    code: &str,
    password: &str,
) -> Result<(), CognitoError> {
    let (_, client) = call.world.client(client_id)?;
    let request = json!({ "ConfirmationCode": code, "Password": password });
    perform(call, &client, "ConfirmForgotPassword", username, request).map(|_| ())
}
