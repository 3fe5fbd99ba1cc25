//! What both a user and an administrator do to a device.

use super::paging::{page, page_size};
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::devices::{Device, DeviceConfiguration};
use crate::pool::users::User;
use serde::Deserialize;
use serde_json::{Value, json};

/// The settings of a pool that tracks devices.
pub(crate) fn tracking(pool: &UserPool) -> Result<DeviceConfiguration, CognitoError> {
    pool.settings.device_configuration.ok_or_else(|| {
        let text = "Device tracking is not enabled for the user pool.";
        CognitoError::new("InvalidUserPoolConfigurationException", text)
    })
}

/// A device as GetDevice and ListDevices describe one.
pub(crate) fn describe(device: &Device) -> Value {
    let remembered = if device.remembered { "remembered" } else { "not_remembered" };
    let mut attributes = vec![
        json!({ "Name": "device_status", "Value": "valid" }),
        json!({ "Name": "dev:device_remembered_status", "Value": remembered }),
    ];
    attributes.extend(device.name.as_ref().map(|name| json!({ "Name": "device_name", "Value": name })));
    json!({
        "DeviceKey": device.key,
        "DeviceAttributes": attributes,
        "DeviceCreateDate": device.created.date(),
        "DeviceLastModifiedDate": device.modified.date(),
        "DeviceLastAuthenticatedDate": device.last_authenticated.date(),
    })
}

/// The members of a request that say which page of the list of devices to return.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DevicePage {
    limit: Option<usize>,
    pagination_token: Option<String>,
}

impl DevicePage {
    /// A page of a user's confirmed devices, sorted by key.
    pub(crate) fn of(&self, user: &User) -> Result<Value, CognitoError> {
        let confirmed = user.devices.values().filter(|device| device.is_confirmed());
        let token = self.pagination_token.as_deref();
        let (page, last) = page(confirmed, |device: &Device| &device.key, page_size(self.limit), token)?;
        let mut answer = json!({ "Devices": page.into_iter().map(describe).collect::<Vec<_>>() });
        if let Some(last) = last {
            answer["PaginationToken"] = json!(last);
        }
        Ok(answer)
    }
}

/// Removes a device. Its refresh tokens become invalid.
pub(crate) fn forget(user: &mut User, key: &str) -> Result<Value, CognitoError> {
    user.device(key)?;
    user.devices.remove(key);
    Ok(json!({}))
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RememberedStatus {
    Remembered,
    NotRemembered,
}

/// Sets whether the device is remembered. Without a status, nothing changes.
pub(crate) fn remember(
    device: &mut Device,
    status: Option<RememberedStatus>,
    now: Moment,
) -> Result<Value, CognitoError> {
    if let Some(status) = status {
        device.remembered = status == RememberedStatus::Remembered;
        device.modified = now;
    }
    Ok(json!({}))
}
