//! The exported object: one method per operation of the core's, each run on our own threads.

mod account;
mod devices;
mod mfa;
mod passkeys;
mod passwords;
mod sign_in;
mod sign_up;

use std::sync::Arc;

use cognito_auth_core as core;
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthSession, AuthUser, FetchAuthSessionOptions, Ports, QueuedLog, SignOutOptions,
};

use crate::error::AuthError;
use crate::ports::{
    AuthEventListener, EventSubscription, HttpTransport, LogSink, PasskeyAuthenticator, Port, ProcessGuard,
    SecureStore,
};
use crate::runtime::{CallHandle, run, run_now};
use crate::types::SignOutResult;

/// One user pool's sign-up, sign-in and session. Any number may live side by side.
///
/// Every operation takes a handle that cancels it, for languages whose own cancelling does not reach it.
#[derive(uniffi::Object)]
pub struct AuthBridge {
    auth: Auth,
}

impl AuthBridge {
    pub(crate) fn of(auth: Auth) -> Self {
        Self { auth }
    }
}

/// The core's ports over the platform's.
pub(crate) fn ports(
    transport: Arc<dyn HttpTransport>,
    store: Arc<dyn SecureStore>,
    passkeys: Option<Arc<dyn PasskeyAuthenticator>>,
    guard: Option<Arc<dyn ProcessGuard>>,
    log: Option<Arc<dyn LogSink>>,
) -> Ports {
    let mut ports = Ports::new(Arc::new(Port(transport)), Arc::new(Port(store)));
    if let Some(passkeys) = passkeys {
        ports.passkeys = Arc::new(Port(passkeys));
    }
    if let Some(guard) = guard {
        ports.guard = Arc::new(Port(guard));
    }
    // A log may block, and the runtime has one thread.
    let queued = |log| Arc::new(QueuedLog::new(Arc::new(Port(log)))) as Arc<dyn core::LogSink>;
    ports.log = log.map(queued);
    ports
}

#[uniffi::export]
impl AuthBridge {
    /// An instance for one pool and client. Reads, loads and sends nothing.
    ///
    /// # Errors
    /// `Configuration` for a malformed configuration.
    #[uniffi::constructor(default(passkeys = None, guard = None, log = None))]
    pub fn new(
        configuration: AuthConfiguration,
        transport: Arc<dyn HttpTransport>,
        store: Arc<dyn SecureStore>,
        passkeys: Option<Arc<dyn PasskeyAuthenticator>>,
        guard: Option<Arc<dyn ProcessGuard>>,
        log: Option<Arc<dyn LogSink>>,
    ) -> Result<Self, AuthError> {
        let ports = ports(transport, store, passkeys, guard, log);
        run_now(|| Auth::new(configuration, ports).map(Self::of))
    }

    /// The session, with tokens that are valid now: one refresh is made if they are not, however many ask.
    /// With nobody signed in it is a session that says so, and no error.
    ///
    /// # Errors
    /// See [`AuthError`].
    #[uniffi::method(default(call = None))]
    pub async fn fetch_auth_session(
        &self,
        options: FetchAuthSessionOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<AuthSession, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.fetch_auth_session(options).await }).await
    }

    /// The signed-in user, from the stored session: no request is made.
    ///
    /// # Errors
    /// See [`AuthError`].
    #[uniffi::method(default(call = None))]
    pub async fn get_current_user(&self, call: Option<Arc<CallHandle>>) -> Result<AuthUser, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.get_current_user().await }).await
    }

    /// Signs the user out, here or everywhere. The result says what could not be done.
    ///
    /// # Errors
    /// `Cancelled` by its handle, and then the sign-out goes on and nobody hears how it ended; `Internal` for a defect;
    /// nothing else.
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

    /// Subscribes to events, until the subscription is let go of.
    ///
    /// # Errors
    /// `Internal` for a defect; nothing else.
    pub fn subscribe(&self, listener: Arc<dyn AuthEventListener>) -> Result<EventSubscription, AuthError> {
        run_now(|| {
            let subscription = self.auth.subscribe(Arc::new(Port(listener)));
            Ok::<_, AuthError>(EventSubscription::new(subscription))
        })
    }

    /// Ends this instance: calls under way end with the code `Closed`, except a refresh that is being stored.
    /// The session stays in the store.
    ///
    /// # Errors
    /// `Internal` for a defect; nothing else.
    pub async fn shut_down(&self) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        let work = async move {
            auth.close().await;
            Ok::<_, AuthError>(())
        };
        run(None, work).await
    }
}
