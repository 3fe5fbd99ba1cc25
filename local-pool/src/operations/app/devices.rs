//! The devices of a signed-in user, who confirms, remembers, lists and forgets them.

use crate::errors::CognitoError;
use crate::operations::shared::devices::{
    DevicePage, RememberedStatus, describe, forget, remember, tracking,
};
use crate::pool::users::User;
use crate::service::Call;
use crate::srp::Verifier;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DeviceSecretVerifierConfig {
    password_verifier: String,
    salt: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ConfirmDevice {
    access_token: String,
    device_key: String,
    device_secret_verifier_config: Option<DeviceSecretVerifierConfig>,
    device_name: Option<String>,
}

/// Confirms a new device: stores the verifier of its password. If a challenge response of the sign-in had an alias as
/// USERNAME, Cognito does not know the new device's key (aws-amplify/amplify-js issues 2087 and 8469). Neither does the
/// pool.
pub(crate) fn confirm_device(call: &mut Call<'_>, request: ConfirmDevice) -> Result<Value, CognitoError> {
    let now = call.now;
    let (pool, username) = call.signed_in(&request.access_token)?;
    let configuration = tracking(pool)?;
    let user = pool.user(&username)?;
    let device = user.devices.get_mut(&request.device_key).filter(|device| device.confirmable);
    let device = device.ok_or_else(|| CognitoError::invalid_parameter("Invalid device key given."))?;
    if device.is_confirmed() {
        return Err(CognitoError::new("DeviceKeyExistsException", "The device is already confirmed."));
    }
    let secrets = request
        .device_secret_verifier_config
        .ok_or_else(|| CognitoError::missing_parameter("DeviceSecretVerifierConfig"))?;
    let verifier = Verifier::received(&secrets.salt, &secrets.password_verifier).ok_or_else(|| {
        CognitoError::invalid_parameter("PasswordVerifier and Salt must be numbers in base64.")
    })?;
    device.verifier = Some(verifier);
    device.name = request.device_name;
    device.remembered = !configuration.device_only_remembered_on_user_prompt;
    device.modified = now;
    Ok(json!({ "UserConfirmationNecessary": configuration.device_only_remembered_on_user_prompt }))
}

/// A device of the signed-in user.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OwnDevice {
    access_token: String,
    device_key: String,
}

/// The user of an access token, in a pool that tracks devices.
fn own<'w>(call: &'w mut Call<'_>, access_token: &str) -> Result<&'w mut User, CognitoError> {
    let (pool, username) = call.signed_in(access_token)?;
    tracking(pool)?;
    pool.user(&username)
}

pub(crate) fn get_device(call: &mut Call<'_>, request: OwnDevice) -> Result<Value, CognitoError> {
    let user = own(call, &request.access_token)?;
    Ok(json!({ "Device": describe(user.device(&request.device_key)?) }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDevices {
    access_token: String,
    #[serde(flatten)]
    page: DevicePage,
}

pub(crate) fn list_devices(call: &mut Call<'_>, request: ListDevices) -> Result<Value, CognitoError> {
    let user = own(call, &request.access_token)?;
    request.page.of(user)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ForgetDevice {
    access_token: Option<String>,
    device_key: String,
}

pub(crate) fn forget_device(call: &mut Call<'_>, request: ForgetDevice) -> Result<Value, CognitoError> {
    let token = request.access_token.ok_or_else(|| CognitoError::missing_parameter("AccessToken"))?;
    forget(own(call, &token)?, &request.device_key)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateDeviceStatus {
    #[serde(flatten)]
    device: OwnDevice,
    device_remembered_status: Option<RememberedStatus>,
}

pub(crate) fn update_device_status(
    call: &mut Call<'_>,
    request: UpdateDeviceStatus,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let user = own(call, &request.device.access_token)?;
    let device = user.device_mut(&request.device.device_key)?;
    remember(device, request.device_remembered_status, now)
}
