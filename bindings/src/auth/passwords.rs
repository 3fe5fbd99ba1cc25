//! Forgotten and changed passwords.

use std::sync::Arc;

use cognito_auth_core::{ConfirmResetPasswordOptions, ConfirmationCode, Password, ResetPasswordOptions};

use super::AuthBridge;
use crate::error::AuthError;
use crate::runtime::{CallHandle, run};
use crate::types::AuthResetPasswordResult;

#[uniffi::export]
impl AuthBridge {
    #[uniffi::method(default(call = None))]
    pub async fn reset_password(
        &self,
        username: String,
        options: ResetPasswordOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<AuthResetPasswordResult, AuthError> {
        let auth = self.auth.clone();
        Ok(run(call, async move { auth.reset_password(&username, options).await }).await?.into())
    }

    #[uniffi::method(default(call = None))]
    pub async fn confirm_reset_password(
        &self,
        username: String,
        new_password: Password,
        confirmation_code: ConfirmationCode,
        options: ConfirmResetPasswordOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move {
            auth.confirm_reset_password(&username, new_password, confirmation_code, options).await
        })
        .await
    }

    #[uniffi::method(default(call = None))]
    pub async fn update_password(
        &self,
        old_password: Password,
        new_password: Password,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.update_password(Some(old_password), new_password).await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn set_first_password(
        &self,
        password: Password,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.update_password(None, password).await }).await
    }
}
