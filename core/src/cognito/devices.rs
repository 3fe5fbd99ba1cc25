//! Remembered devices: ConfirmDevice, UpdateDeviceStatus, ForgetDevice, ListDevices.

use aws_sdk_cognitoidentityprovider::types::{
    DeviceRememberedStatusType, DeviceSecretVerifierConfigType, DeviceType,
};

use super::convert::{milliseconds, required, text};
use super::retry::Operation;
use super::{Cognito, ServiceError};
use crate::model::AuthDevice;
use crate::secret::Secret;

/// So many devices are asked for at a time: the most that the service lists.
const PAGE_SIZE: i32 = 60;

/// The attribute that is a device's name.
const DEVICE_NAME: &str = "device_name";

/// What ConfirmDevice takes.
#[derive(Clone, Debug)]
pub(crate) struct ConfirmDeviceRequest {
    pub(crate) access_token: Secret,
    pub(crate) device_key: String,
    pub(crate) device_name: Option<String>,
    /// In base64.
    pub(crate) salt: String,
    /// In base64. Who has it can try passwords, so it is a secret.
    pub(crate) password_verifier: Secret,
}

/// One page of devices, and where the next one begins.
pub(crate) struct DevicePage {
    pub(crate) devices: Vec<AuthDevice>,
    pub(crate) next: Option<String>,
}

impl Cognito {
    /// ConfirmDevice.
    pub(crate) async fn confirm_device(&self, request: ConfirmDeviceRequest) -> Result<(), ServiceError> {
        let verifier = DeviceSecretVerifierConfigType::builder()
            .salt(request.salt)
            .password_verifier(text(&request.password_verifier))
            .build();
        let call = self
            .client
            .confirm_device()
            .access_token(request.access_token.expose())
            .device_key(request.device_key)
            .set_device_name(request.device_name)
            .device_secret_verifier_config(verifier);
        self.call(Operation::ConfirmDevice, || call.clone().send()).await.map(|_| ())
    }

    /// UpdateDeviceStatus: the device is remembered from now on.
    pub(crate) async fn remember_device(
        &self,
        access_token: Secret,
        device_key: String,
    ) -> Result<(), ServiceError> {
        let call = self
            .client
            .update_device_status()
            .access_token(access_token.expose())
            .device_key(device_key)
            .device_remembered_status(DeviceRememberedStatusType::Remembered);
        self.call(Operation::UpdateDeviceStatus, || call.clone().send()).await.map(|_| ())
    }

    /// ForgetDevice.
    pub(crate) async fn forget_device(
        &self,
        access_token: Secret,
        device_key: String,
    ) -> Result<(), ServiceError> {
        let call = self.client.forget_device().access_token(access_token.expose()).device_key(device_key);
        self.call(Operation::ForgetDevice, || call.clone().send()).await.map(|_| ())
    }

    /// ListDevices, one page.
    pub(crate) async fn list_devices(
        &self,
        access_token: Secret,
        from: Option<String>,
    ) -> Result<DevicePage, ServiceError> {
        let call = self
            .client
            .list_devices()
            .access_token(access_token.expose())
            .limit(PAGE_SIZE)
            .set_pagination_token(from);
        let answer = self.call(Operation::ListDevices, || call.clone().send()).await?;
        let devices: Result<_, _> = answer.devices().iter().map(device).collect();
        let next = answer.pagination_token().filter(|token| !token.is_empty());
        Ok(DevicePage { devices: devices?, next: next.map(str::to_owned) })
    }
}

fn device(device: &DeviceType) -> Result<AuthDevice, ServiceError> {
    let attributes = device.device_attributes().iter();
    let mut attributes: std::collections::BTreeMap<_, _> = attributes
        .filter_map(|attribute| Some((attribute.name().to_owned(), attribute.value()?.to_owned())))
        .collect();
    Ok(AuthDevice {
        id: required(device.device_key())?.to_owned(),
        name: attributes.remove(DEVICE_NAME),
        attributes,
        created_at_milliseconds: device.device_create_date().map(milliseconds),
        last_authenticated_at_milliseconds: device.device_last_authenticated_date().map(milliseconds),
        last_modified_at_milliseconds: device.device_last_modified_date().map(milliseconds),
    })
}
