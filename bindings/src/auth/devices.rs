//! Remembered devices.

use std::sync::Arc;

use cognito_auth_core::AuthDevice;

use super::AuthBridge;
use crate::error::AuthError;
use crate::runtime::{CallHandle, run};

#[uniffi::export]
impl AuthBridge {
    /// Lets the service remember this device (UpdateDeviceStatus), where the pool leaves that to the user.
    ///
    /// # Errors
    /// See [`AuthError`].
    #[uniffi::method(default(call = None))]
    pub async fn remember_device(&self, call: Option<Arc<CallHandle>>) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.remember_device().await }).await
    }

    /// Forgets a device (ForgetDevice): the one with this id, or the one in hand.
    ///
    /// # Errors
    /// See [`AuthError`].
    #[uniffi::method(default(call = None))]
    pub async fn forget_device(
        &self,
        device_id: Option<String>,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.forget_device(device_id).await }).await
    }

    /// The devices that the service knows of the signed-in user (ListDevices), all pages of them.
    ///
    /// # Errors
    /// See [`AuthError`].
    #[uniffi::method(default(call = None))]
    pub async fn fetch_devices(&self, call: Option<Arc<CallHandle>>) -> Result<Vec<AuthDevice>, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.fetch_devices().await }).await
    }
}
