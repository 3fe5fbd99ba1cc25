//! The identity pool.

use std::sync::Arc;

use cognito_auth_core::{
    FederateToIdentityPoolOptions, FederateToIdentityPoolResult, LoginProvider, ProviderToken,
};

use super::AuthBridge;
use crate::error::AuthError;
use crate::runtime::{CallHandle, run};

#[uniffi::export]
impl AuthBridge {
    #[uniffi::method(default(call = None))]
    pub async fn federate_to_identity_pool(
        &self,
        provider: LoginProvider,
        token: ProviderToken,
        options: FederateToIdentityPoolOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<FederateToIdentityPoolResult, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.federate_to_identity_pool(provider, token, options).await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn clear_federation_to_identity_pool(
        &self,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.clear_federation_to_identity_pool().await }).await
    }
}
