//! The accounts of one user pool, by name.

use std::sync::Arc;

use cognito_auth_core::{Accounts, AuthConfiguration, SignOutOptions, StoredAccount};

use crate::error::AuthError;
use crate::ports::PlatformPorts;
use crate::runtime::{CallHandle, run, run_now};
use crate::types::SignOutResult;

#[derive(uniffi::Object)]
pub struct AccountsBridge {
    accounts: Accounts,
}

impl AccountsBridge {
    #[cfg(feature = "testing")]
    pub(crate) fn of(accounts: Accounts) -> Self {
        Self { accounts }
    }
}

#[uniffi::export]
impl AccountsBridge {
    #[uniffi::constructor]
    pub fn new(configuration: AuthConfiguration, ports: PlatformPorts) -> Result<Self, AuthError> {
        run_now(|| Accounts::new(configuration, ports.into()).map(|accounts| Self { accounts }))
    }

    #[uniffi::method(default(call = None))]
    pub async fn stored_accounts(
        &self,
        call: Option<Arc<CallHandle>>,
    ) -> Result<Vec<StoredAccount>, AuthError> {
        let accounts = self.accounts.clone();
        run(call, async move { accounts.stored_accounts().await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn set_label(
        &self,
        account: Option<String>,
        label: Option<String>,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let accounts = self.accounts.clone();
        run(call, async move { accounts.set_label(account.as_deref(), label.as_deref()).await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn sign_out_of(
        &self,
        account: Option<String>,
        options: SignOutOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<SignOutResult, AuthError> {
        let accounts = self.accounts.clone();
        let work = async move { Ok::<_, AuthError>(accounts.sign_out_of(account.as_deref(), options).await) };
        Ok(run(call, work).await?.into())
    }

    #[uniffi::method(default(call = None))]
    pub async fn purge(
        &self,
        account: Option<String>,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let accounts = self.accounts.clone();
        run(call, async move { accounts.purge(account.as_deref()).await }).await
    }
}
