//! Sign-in and sign-out on web pages.

use std::sync::Arc;

use cognito_auth_core::{Secret, SignOutOptions, WebSignInOptions};

use super::AuthBridge;
use crate::error::AuthError;
use crate::ports::{Browser, Port};
use crate::runtime::{CallHandle, run};
use crate::types::{AuthSignInResult, RedirectResult, SignOutResult};

#[uniffi::export]
impl AuthBridge {
    #[uniffi::method(default(call = None))]
    pub async fn sign_in_with_web_ui(
        &self,
        options: WebSignInOptions,
        browser: Arc<dyn Browser>,
        call: Option<Arc<CallHandle>>,
    ) -> Result<AuthSignInResult, AuthError> {
        let auth = self.auth.clone();
        let work = async move { auth.sign_in_with_web_ui(options, Arc::new(Port::new(browser))).await };
        Ok(run(call, work).await?.into())
    }

    #[uniffi::method(default(call = None))]
    pub async fn handle_redirect(
        &self,
        url: Secret,
        call: Option<Arc<CallHandle>>,
    ) -> Result<RedirectResult, AuthError> {
        let auth = self.auth.clone();
        Ok(run(call, async move { auth.handle_redirect(url).await }).await?.into())
    }

    #[uniffi::method(default(call = None))]
    pub async fn sign_out_with_web_ui(
        &self,
        options: SignOutOptions,
        browser: Arc<dyn Browser>,
        call: Option<Arc<CallHandle>>,
    ) -> Result<SignOutResult, AuthError> {
        let auth = self.auth.clone();
        let work = async move {
            Ok::<_, AuthError>(auth.sign_out_with_web_ui(options, Arc::new(Port::new(browser))).await)
        };
        Ok(run(call, work).await?.into())
    }
}
