//! Remembered devices: ConfirmDevice, UpdateDeviceStatus, ForgetDevice, ListDevices.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::service::{Nothing, Request};
use super::{Cognito, ServiceError, json};
use crate::model::AuthDevice;
use crate::redacted::redacted_debug;
use crate::secret::Secret;

/// The attribute with a device's name.
const DEVICE_NAME: &str = "device_name";

/// The request of ConfirmDevice.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConfirmDeviceRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The device's key.
    pub device_key: String,
    /// The device's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_name: Option<String>,
    /// The verifier of the device's password.
    #[serde(rename = "DeviceSecretVerifierConfig")]
    pub secret_verifier: DeviceSecretVerifier,
}

/// The SRP verifier of a device's password.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeviceSecretVerifier {
    /// The salt, in base64.
    #[serde(serialize_with = "json::secret")]
    pub salt: Secret,
    /// The verifier, in base64. It is a secret: whoever has it can check guesses of the password.
    #[serde(serialize_with = "json::secret")]
    pub password_verifier: Secret,
}

/// The response of ConfirmDevice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConfirmDeviceResponse {
    /// Whether the service remembers the device only after the user asks for that.
    #[serde(default, deserialize_with = "json::lenient::or_empty")]
    pub user_confirmation_necessary: bool,
}

/// The request of UpdateDeviceStatus.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UpdateDeviceStatusRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The device's key.
    pub device_key: String,
    /// `remembered` or `not_remembered`.
    #[serde(rename = "DeviceRememberedStatus")]
    pub remembered_status: &'static str,
}

/// The request of ForgetDevice.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ForgetDeviceRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The device's key.
    pub device_key: String,
}

/// The request of ListDevices.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListDevicesRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The most devices that the page may have, up to 60.
    pub limit: usize,
    /// The pagination token of the page before; absent for the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination_token: Option<String>,
}

/// The response of ListDevices: one page of devices.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DevicePage {
    /// The devices, up to 60.
    #[serde(default, deserialize_with = "json::page")]
    pub devices: Vec<Device>,
    /// The pagination token for the next page; absent on the last page.
    #[serde(default, rename = "PaginationToken", deserialize_with = "json::present")]
    pub next: Option<String>,
}

/// A device, as the service lists it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Device {
    /// The device's key.
    #[serde(rename = "DeviceKey", deserialize_with = "json::required")]
    pub key: String,
    /// What the service knows about the device, including its name.
    #[serde(default, rename = "DeviceAttributes", deserialize_with = "json::lenient::attributes")]
    pub attributes: BTreeMap<String, String>,
    /// When the service first saw the device, in milliseconds since 1970.
    #[serde(default, rename = "DeviceCreateDate", deserialize_with = "json::lenient::time")]
    pub created_at_milliseconds: Option<i64>,
    /// When the user last signed in on the device, in milliseconds since 1970.
    #[serde(default, rename = "DeviceLastAuthenticatedDate", deserialize_with = "json::lenient::time")]
    pub last_authenticated_at_milliseconds: Option<i64>,
    /// When the service last changed the device's entry, in milliseconds since 1970.
    #[serde(default, rename = "DeviceLastModifiedDate", deserialize_with = "json::lenient::time")]
    pub last_modified_at_milliseconds: Option<i64>,
}

redacted_debug! {
    ConfirmDeviceRequest { device_key };
    Device { key, created_at_milliseconds, last_authenticated_at_milliseconds, last_modified_at_milliseconds }
        names { attributes };
}

impl From<Device> for AuthDevice {
    fn from(mut device: Device) -> Self {
        Self {
            id: device.key,
            name: device.attributes.remove(DEVICE_NAME),
            attributes: device.attributes,
            created_at_milliseconds: device.created_at_milliseconds,
            last_authenticated_at_milliseconds: device.last_authenticated_at_milliseconds,
            last_modified_at_milliseconds: device.last_modified_at_milliseconds,
        }
    }
}

impl Cognito {
    /// Calls ConfirmDevice.
    pub(crate) async fn confirm_device(&self, request: ConfirmDeviceRequest) -> Result<(), ServiceError> {
        self.call(Request::ConfirmDevice(request)).await.map(|ConfirmDeviceResponse { .. }| ())
    }

    /// Calls UpdateDeviceStatus: the device is remembered from now on.
    pub(crate) async fn remember_device(
        &self,
        access_token: Secret,
        device_key: String,
    ) -> Result<(), ServiceError> {
        let request = UpdateDeviceStatusRequest { access_token, device_key, remembered_status: "remembered" };
        self.call(Request::UpdateDeviceStatus(request)).await.map(|Nothing {}| ())
    }

    /// Calls ForgetDevice.
    pub(crate) async fn forget_device(
        &self,
        access_token: Secret,
        device_key: String,
    ) -> Result<(), ServiceError> {
        let request = ForgetDeviceRequest { access_token, device_key };
        self.call(Request::ForgetDevice(request)).await.map(|Nothing {}| ())
    }

    /// Calls ListDevices for one page.
    pub(crate) async fn list_devices(
        &self,
        access_token: Secret,
        from: Option<String>,
    ) -> Result<DevicePage, ServiceError> {
        let request = ListDevicesRequest { access_token, limit: json::LARGEST_PAGE, pagination_token: from };
        self.call(Request::ListDevices(request)).await
    }
}
