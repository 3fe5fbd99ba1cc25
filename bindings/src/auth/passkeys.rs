//! Passkeys, and the factors that a user has.

use std::sync::Arc;

use cognito_auth_core::{ListWebAuthnCredentialsOptions, ListWebAuthnCredentialsResult, UserAuthFactors};

use super::AuthBridge;
use crate::error::AuthError;
use crate::runtime::{CallHandle, run};

#[uniffi::export]
impl AuthBridge {
    #[uniffi::method(default(call = None))]
    pub async fn associate_web_authn_credential(
        &self,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.associate_web_authn_credential().await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn list_web_authn_credentials(
        &self,
        options: ListWebAuthnCredentialsOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<ListWebAuthnCredentialsResult, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.list_web_authn_credentials(options).await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn delete_web_authn_credential(
        &self,
        credential_id: String,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.delete_web_authn_credential(&credential_id).await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn fetch_user_auth_factors(
        &self,
        call: Option<Arc<CallHandle>>,
    ) -> Result<UserAuthFactors, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.fetch_user_auth_factors().await }).await
    }
}
