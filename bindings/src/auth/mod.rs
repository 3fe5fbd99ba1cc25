//! The exported object. It has a method for each call of the core, and runs asynchronous calls on the library's own
//! threads.

mod account;
mod accounts;
mod devices;
mod identity;
mod mfa;
mod passkeys;
mod passwords;
mod session_state;
mod sign_in;
mod sign_up;
mod web;

use std::sync::Arc;

pub use accounts::AccountsBridge;
use cognito_auth_core as core;
use cognito_auth_core::{Auth, AuthConfiguration, AuthUser, FetchAuthSessionOptions, Ports, SignOutOptions};

use crate::alive::{Alive, Kind};
use crate::error::AuthError;
use crate::ports::{
    AuthEventListener, EventSubscription, HttpTransport, LeaseStore, LogSink, PasskeyAuthenticator, Port,
    ProcessGuard, SecureStore,
};
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

pub(crate) fn ports(
    transport: Arc<dyn HttpTransport>,
    store: Arc<dyn SecureStore>,
    leases: Option<Arc<dyn LeaseStore>>,
    passkeys: Option<Arc<dyn PasskeyAuthenticator>>,
    guard: Option<Arc<dyn ProcessGuard>>,
    log: Option<Arc<dyn LogSink>>,
) -> Ports {
    let mut ports = Ports::new(Arc::new(Port::new(transport)), Arc::new(Port::new(store)));
    ports.leases = leases.map(|leases| Arc::new(Port::new(leases)) as Arc<dyn core::LeaseStore>);
    if let Some(passkeys) = passkeys {
        ports.passkeys = Arc::new(Port::new(passkeys));
    }
    if let Some(guard) = guard {
        ports.guard = Arc::new(Port::new(guard));
    }
    ports.log = log.map(|log| Arc::new(Port::new(log)) as Arc<dyn core::LogSink>);
    ports
}

#[uniffi::export]
impl AuthBridge {
    #[uniffi::constructor(default(leases = None, passkeys = None, guard = None, log = None))]
    pub fn new(
        configuration: AuthConfiguration,
        transport: Arc<dyn HttpTransport>,
        store: Arc<dyn SecureStore>,
        leases: Option<Arc<dyn LeaseStore>>,
        passkeys: Option<Arc<dyn PasskeyAuthenticator>>,
        guard: Option<Arc<dyn ProcessGuard>>,
        log: Option<Arc<dyn LogSink>>,
    ) -> Result<Self, AuthError> {
        let ports = ports(transport, store, leases, passkeys, guard, log);
        run_now(|| Auth::new(configuration, ports).map(Self::of))
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
