//! Sign-in.

use std::sync::Arc;

use cognito_auth_core::{ConfirmSignInOptions, Password, SignInAnswer, SignInOptions};

use super::AuthBridge;
use crate::error::AuthError;
use crate::runtime::{CallHandle, run};
use crate::types::{AuthSignInResult, unless_empty};

#[uniffi::export]
impl AuthBridge {
    #[uniffi::method(default(call = None))]
    pub async fn sign_in(
        &self,
        username: String,
        password: Password,
        options: SignInOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<AuthSignInResult, AuthError> {
        let auth = self.auth.clone();
        let work = async move { auth.sign_in(&username, unless_empty(password), options).await };
        Ok(run(call, work).await?.into())
    }

    #[uniffi::method(default(call = None))]
    pub async fn auto_sign_in(&self, call: Option<Arc<CallHandle>>) -> Result<AuthSignInResult, AuthError> {
        let auth = self.auth.clone();
        Ok(run(call, async move { auth.auto_sign_in().await }).await?.into())
    }

    #[uniffi::method(default(call = None))]
    pub async fn confirm_sign_in(
        &self,
        challenge_response: SignInAnswer,
        options: ConfirmSignInOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<AuthSignInResult, AuthError> {
        let auth = self.auth.clone();
        let work = async move { auth.confirm_sign_in(challenge_response, options).await };
        Ok(run(call, work).await?.into())
    }
}
