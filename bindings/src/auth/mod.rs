//! The exported object. It has a method for each call of the core, and runs asynchronous calls on the library's own
//! threads.

mod account;
mod accounts;
mod devices;
mod identity;
mod mfa;
mod moving;
mod passkeys;
mod passwords;
mod session_state;
mod sign_in;
mod sign_up;
mod web;

use std::sync::Arc;

pub use accounts::AccountsBridge;
use cognito_auth_core::{Auth, AuthConfiguration, AuthUser, FetchAuthSessionOptions, SignOutOptions};

use crate::alive::{Alive, Kind};
use crate::error::AuthError;
use crate::ports::{AuthEventListener, EventSubscription, PlatformPorts, Port};
use crate::runtime::{CallHandle, run, run_now};
use crate::types::{AuthSession, SignOutResult};

#[derive(uniffi::Object)]
pub struct AuthBridge {
    auth: Auth,
    _alive: Alive,
}

impl AuthBridge {
    pub(crate) fn of(auth: Auth) -> Self {
        Self { auth, _alive: Alive::new(Kind::Instance) }
    }
}

#[uniffi::export]
impl AuthBridge {
    #[uniffi::constructor]
    pub fn new(configuration: AuthConfiguration, ports: PlatformPorts) -> Result<Self, AuthError> {
        run_now(|| Auth::new(configuration, ports.into()).map(Self::of))
    }

    #[uniffi::method(default(call = None))]
    pub async fn fetch_auth_session(
        &self,
        options: FetchAuthSessionOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<AuthSession, AuthError> {
        let auth = self.auth.clone();
        Ok(run(call, async move { auth.fetch_auth_session(options).await }).await?.into())
    }

    #[uniffi::method(default(call = None))]
    pub async fn get_current_user(&self, call: Option<Arc<CallHandle>>) -> Result<AuthUser, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.get_current_user().await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn sign_out(
        &self,
        options: SignOutOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<SignOutResult, AuthError> {
        let auth = self.auth.clone();
        let work = async move { Ok::<_, AuthError>(auth.sign_out(options).await) };
        Ok(run(call, work).await?.into())
    }

    pub fn subscribe(&self, listener: Arc<dyn AuthEventListener>) -> Result<EventSubscription, AuthError> {
        run_now(|| {
            let subscription = self.auth.subscribe(Arc::new(Port::new(listener)));
            Ok::<_, AuthError>(EventSubscription::new(subscription))
        })
    }

    pub fn begin_shut_down(&self) -> Result<(), AuthError> {
        run_now(|| {
            self.auth.begin_close();
            Ok::<_, AuthError>(())
        })
    }

    pub async fn shut_down(&self) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        let work = async move {
            auth.close().await;
            Ok::<_, AuthError>(())
        };
        run(None, work).await
    }
}
