//! Sign-up.

use std::sync::Arc;

use cognito_auth_core::{
    AuthCodeDeliveryDetails, ConfirmSignUpOptions, ConfirmationCode, Password, ResendSignUpCodeOptions,
    SignUpOptions,
};

use super::AuthBridge;
use crate::error::AuthError;
use crate::runtime::{CallHandle, run};
use crate::types::{AuthSignUpResult, unless_empty};

#[uniffi::export]
impl AuthBridge {
    #[uniffi::method(default(call = None))]
    pub async fn sign_up(
        &self,
        username: String,
        password: Password,
        options: SignUpOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<AuthSignUpResult, AuthError> {
        let auth = self.auth.clone();
        let work = async move { auth.sign_up(&username, unless_empty(password), options).await };
        Ok(run(call, work).await?.into())
    }

    #[uniffi::method(default(call = None))]
    pub async fn confirm_sign_up(
        &self,
        username: String,
        confirmation_code: ConfirmationCode,
        options: ConfirmSignUpOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<AuthSignUpResult, AuthError> {
        let auth = self.auth.clone();
        let work = async move { auth.confirm_sign_up(&username, confirmation_code, options).await };
        Ok(run(call, work).await?.into())
    }

    #[uniffi::method(default(call = None))]
    pub async fn resend_sign_up_code(
        &self,
        username: String,
        options: ResendSignUpCodeOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<AuthCodeDeliveryDetails, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.resend_sign_up_code(&username, options).await }).await
    }
}
