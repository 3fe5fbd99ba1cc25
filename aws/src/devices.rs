//! Remembered devices: ConfirmDevice, UpdateDeviceStatus, ForgetDevice, ListDevices.

use aws_sdk_cognitoidentityprovider::types::{
    DeviceRememberedStatusType, DeviceSecretVerifierConfigType, DeviceType,
};
use cognito_auth_core::service::{
    ConfirmDeviceRequest, ConfirmDeviceResponse, Device, DevicePage, ForgetDeviceRequest, ListDevicesRequest,
    Nothing, ServiceError, UpdateDeviceStatusRequest,
};

use crate::AwsUserPool;
use crate::convert::{attributes, count, milliseconds, nothing, present, text};
use crate::errors::from_sdk;

impl AwsUserPool {
    pub(crate) async fn confirm_device(
        &self,
        request: &ConfirmDeviceRequest,
    ) -> Result<ConfirmDeviceResponse, ServiceError> {
        let verifier = DeviceSecretVerifierConfigType::builder()
            .salt(text(&request.secret_verifier.salt))
            .password_verifier(text(&request.secret_verifier.password_verifier));
        let call = self
            .client
            .confirm_device()
            .access_token(text(&request.access_token))
            .device_key(&request.device_key)
            .set_device_name(request.device_name.clone())
            .device_secret_verifier_config(verifier.build());
        let answer = call.send().await.map_err(from_sdk)?;
        Ok(ConfirmDeviceResponse { user_confirmation_necessary: answer.user_confirmation_necessary })
    }

    pub(crate) async fn update_device_status(
        &self,
        request: &UpdateDeviceStatusRequest,
    ) -> Result<Nothing, ServiceError> {
        let call = self
            .client
            .update_device_status()
            .access_token(text(&request.access_token))
            .device_key(&request.device_key)
            .device_remembered_status(DeviceRememberedStatusType::from(request.remembered_status));
        call.send().await.map(nothing).map_err(from_sdk)
    }

    pub(crate) async fn forget_device(&self, request: &ForgetDeviceRequest) -> Result<Nothing, ServiceError> {
        let call = self
            .client
            .forget_device()
            .access_token(text(&request.access_token))
            .device_key(&request.device_key);
        call.send().await.map(nothing).map_err(from_sdk)
    }

    pub(crate) async fn list_devices(
        &self,
        request: &ListDevicesRequest,
    ) -> Result<DevicePage, ServiceError> {
        let call = self
            .client
            .list_devices()
            .access_token(text(&request.access_token))
            .limit(count(request.limit)?)
            .set_pagination_token(request.pagination_token.clone());
        let answer = call.send().await.map_err(from_sdk)?;
        let devices = answer.devices.into_iter().flatten().filter_map(device).collect();
        Ok(DevicePage { devices, next: present(answer.pagination_token) })
    }
}

/// The core's type for a device; `None` if the SDK's device has no key.
fn device(device: DeviceType) -> Option<Device> {
    Some(Device {
        key: present(device.device_key)?,
        attributes: attributes(device.device_attributes.unwrap_or_default()),
        created_at_milliseconds: device.device_create_date.as_ref().map(milliseconds),
        last_authenticated_at_milliseconds: device.device_last_authenticated_date.as_ref().map(milliseconds),
        last_modified_at_milliseconds: device.device_last_modified_date.as_ref().map(milliseconds),
    })
}
