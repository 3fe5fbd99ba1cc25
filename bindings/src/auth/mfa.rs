//! Second factors outside of a sign-in.

use std::sync::Arc;

use cognito_auth_core::{
    ConfirmationCode, MfaPreference, TotpSetupDetails, UserMfaPreference, VerifyTotpSetupOptions,
};

use super::AuthBridge;
use crate::error::AuthError;
use crate::runtime::{CallHandle, run};

#[uniffi::export]
impl AuthBridge {
    #[uniffi::method(default(call = None))]
    pub async fn fetch_mfa_preference(
        &self,
        call: Option<Arc<CallHandle>>,
    ) -> Result<UserMfaPreference, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.fetch_mfa_preference().await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn update_mfa_preference(
        &self,
        sms: Option<MfaPreference>,
        totp: Option<MfaPreference>,
        email: Option<MfaPreference>,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.update_mfa_preference(sms, totp, email).await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn set_up_totp(&self, call: Option<Arc<CallHandle>>) -> Result<TotpSetupDetails, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.set_up_totp().await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn verify_totp_setup(
        &self,
        code: ConfirmationCode,
        options: VerifyTotpSetupOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.verify_totp_setup(code, options).await }).await
    }
}
