//! Remembered devices.

use std::sync::Arc;

use cognito_auth_core::AuthDevice;

use super::AuthBridge;
use crate::error::AuthError;
use crate::runtime::{CallHandle, run};

#[uniffi::export]
impl AuthBridge {
    #[uniffi::method(default(call = None))]
    pub async fn remember_device(&self, call: Option<Arc<CallHandle>>) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.remember_device().await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn forget_device(
        &self,
        device_id: Option<String>,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.forget_device(device_id).await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn fetch_devices(&self, call: Option<Arc<CallHandle>>) -> Result<Vec<AuthDevice>, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.fetch_devices().await }).await
    }
}
