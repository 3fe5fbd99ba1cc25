//! A user's devices: an administrator lists, remembers and forgets them.

use super::users::OneUser;
use crate::errors::CognitoError;
use crate::operations::shared::devices::{
    DevicePage, RememberedStatus, describe, forget, remember, tracking,
};
use crate::pool::users::User;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// A request for one device of one user.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UsersDevice {
    #[serde(flatten)]
    user: OneUser,
    device_key: String,
}

/// The user whom an administrator names, in a pool that tracks devices.
fn named<'w>(call: &'w mut Call<'_>, user: &OneUser) -> Result<&'w mut User, CognitoError> {
    let (pool, username) = user.find(call)?;
    tracking(pool)?;
    pool.user(&username)
}

pub(crate) fn admin_get_device(call: &mut Call<'_>, request: UsersDevice) -> Result<Value, CognitoError> {
    let user = named(call, &request.user)?;
    Ok(json!({ "Device": describe(user.device(&request.device_key)?) }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminListDevices {
    #[serde(flatten)]
    user: OneUser,
    #[serde(flatten)]
    page: DevicePage,
}

pub(crate) fn admin_list_devices(
    call: &mut Call<'_>,
    request: AdminListDevices,
) -> Result<Value, CognitoError> {
    let user = named(call, &request.user)?;
    request.page.of(user)
}

pub(crate) fn admin_forget_device(call: &mut Call<'_>, request: UsersDevice) -> Result<Value, CognitoError> {
    forget(named(call, &request.user)?, &request.device_key)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminUpdateDeviceStatus {
    #[serde(flatten)]
    device: UsersDevice,
    device_remembered_status: Option<RememberedStatus>,
}

pub(crate) fn admin_update_device_status(
    call: &mut Call<'_>,
    request: AdminUpdateDeviceStatus,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let user = named(call, &request.device.user)?;
    let device = user.device_mut(&request.device.device_key)?;
    remember(device, request.device_remembered_status, now)
}
