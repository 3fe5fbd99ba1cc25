//! The platform's side: the ports that Swift and Kotlin implement, and the core's calls to them.
//!
//! An exception that a port throws becomes a failure of that port's kind. The text of an unexpected exception is never
//! read, because it can hold secrets.

mod former;

use std::sync::Arc;

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthEvent, BrowserFailure, BrowserRedirect, BrowserRequest, HttpResponse, LogLevel, PasskeyFailure,
    PasskeyRequest, TransportFailure,
};
use former::FormerLibrary;
use uniffi::UnexpectedUniFFICallbackError;

use crate::alive::{Alive, Kind};
use crate::error::AuthError;
use crate::types::HttpRequest;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum TransportError {
    #[error("the exchange failed")]
    Failed { failure: TransportFailure },
}

impl From<UnexpectedUniFFICallbackError> for TransportError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { failure: TransportFailure::Other }
    }
}

impl From<TransportError> for TransportFailure {
    fn from(TransportError::Failed { failure }: TransportError) -> Self {
        failure
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum StoreError {
    #[error("the store is locked")]
    Locked,
    #[error("the store is unavailable")]
    Unavailable,
    #[error("the user did not show that they are present")]
    UserPresenceRefused,
    #[error("the store is full")]
    Full,
    #[error("the stored entry is corrupt")]
    Corrupt,
    #[error("the stored entry can't be recovered")]
    Unrecoverable,
    #[error("the app is not allowed to use the store")]
    Misconfigured,
}

impl From<UnexpectedUniFFICallbackError> for StoreError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}

impl From<StoreError> for core::StoreError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Locked => Self::Locked,
            StoreError::Unavailable => Self::Unavailable,
            StoreError::UserPresenceRefused => Self::UserPresenceRefused,
            StoreError::Full => Self::Full,
            StoreError::Corrupt => Self::Corrupt,
            StoreError::Unrecoverable => Self::Unrecoverable,
            StoreError::Misconfigured => Self::Misconfigured,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PasskeyError {
    #[error("the authenticator failed")]
    Failed { failure: PasskeyFailure },
}

impl From<UnexpectedUniFFICallbackError> for PasskeyError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { failure: PasskeyFailure::Other }
    }
}

impl From<PasskeyError> for PasskeyFailure {
    fn from(PasskeyError::Failed { failure }: PasskeyError) -> Self {
        failure
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum BrowserError {
    #[error("the browser failed")]
    Failed { failure: BrowserFailure },
}

impl From<UnexpectedUniFFICallbackError> for BrowserError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { failure: BrowserFailure::NotShown }
    }
}

impl From<BrowserError> for BrowserFailure {
    fn from(BrowserError::Failed { failure }: BrowserError) -> Self {
        failure
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PortError {
    #[error("the port failed")]
    Failed,
}

impl From<UnexpectedUniFFICallbackError> for PortError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

#[derive(uniffi::Object)]
pub struct HttpReply {
    core: core::HttpReply,
    _alive: Alive,
}

impl HttpReply {
    fn of(core: core::HttpReply) -> Arc<Self> {
        Arc::new(Self { core, _alive: Alive::new(Kind::Reply) })
    }
}

#[uniffi::export]
impl HttpReply {
    pub fn succeed(&self, response: HttpResponse) -> Result<(), AuthError> {
        self.core.succeed(response);
        Ok(())
    }

    pub fn fail(&self, failure: TransportFailure) -> Result<(), AuthError> {
        self.core.fail(failure);
        Ok(())
    }
}

#[uniffi::export(foreign)]
pub trait HttpTransport: Send + Sync {
    fn start(&self, request: HttpRequest, reply: Arc<HttpReply>) -> Result<(), TransportError>;

    fn cancel(&self, id: u64) -> Result<(), TransportError>;
}

#[uniffi::export(foreign)]
pub trait SecureStore: Send + Sync {
    fn identity(&self) -> Result<Option<String>, PortError>;

    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError>;

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError>;

    fn delete(&self, key: String) -> Result<(), StoreError>;
}

#[uniffi::export(foreign)]
pub trait LeaseStore: Send + Sync {
    fn process(&self) -> Result<Option<String>, PortError>;

    fn read(&self, name: String) -> Result<Option<Vec<u8>>, PortError>;

    fn swap(&self, name: String, expected: Option<Vec<u8>>, lease: Vec<u8>) -> Result<bool, PortError>;
}

#[derive(uniffi::Object)]
pub struct PasskeyReply {
    core: core::PasskeyReply,
    _alive: Alive,
}

impl PasskeyReply {
    fn of(core: core::PasskeyReply) -> Arc<Self> {
        Arc::new(Self { core, _alive: Alive::new(Kind::Reply) })
    }
}

#[uniffi::export]
impl PasskeyReply {
    pub fn succeed(&self, credential_json: String) -> Result<(), AuthError> {
        self.core.succeed(credential_json);
        Ok(())
    }

    pub fn fail(&self, failure: PasskeyFailure) -> Result<(), AuthError> {
        self.core.fail(failure);
        Ok(())
    }
}

#[uniffi::export(foreign)]
pub trait PasskeyAuthenticator: Send + Sync {
    fn start(&self, request: PasskeyRequest, reply: Arc<PasskeyReply>) -> Result<(), PasskeyError>;

    fn cancel(&self, id: u64) -> Result<(), PasskeyError>;
}

#[derive(uniffi::Object)]
pub struct BrowserReply {
    core: core::BrowserReply,
    _alive: Alive,
}

impl BrowserReply {
    fn of(core: core::BrowserReply) -> Arc<Self> {
        Arc::new(Self { core, _alive: Alive::new(Kind::Reply) })
    }
}

#[uniffi::export]
impl BrowserReply {
    pub fn succeed(&self, redirect: BrowserRedirect) -> Result<(), AuthError> {
        self.core.succeed(redirect);
        Ok(())
    }

    pub fn fail(&self, failure: BrowserFailure) -> Result<(), AuthError> {
        self.core.fail(failure);
        Ok(())
    }
}

#[uniffi::export(foreign)]
pub trait Browser: Send + Sync {
    fn start(&self, request: BrowserRequest, reply: Arc<BrowserReply>) -> Result<(), BrowserError>;

    fn cancel(&self, id: u64) -> Result<(), BrowserError>;
}

#[uniffi::export(foreign)]
pub trait ProcessGuard: Send + Sync {
    fn begin(&self, name: String) -> Result<(), PortError>;

    fn end(&self, name: String) -> Result<(), PortError>;
}

#[uniffi::export(foreign)]
pub trait LogSink: Send + Sync {
    fn log(&self, level: LogLevel, line: String) -> Result<(), PortError>;
}

#[uniffi::export(foreign)]
pub trait AuthEventListener: Send + Sync {
    fn on_event(&self, event: AuthEvent) -> Result<(), PortError>;
}

#[derive(uniffi::Object)]
pub struct EventSubscription {
    _core: core::Subscription,
    _alive: Alive,
}

impl EventSubscription {
    pub(crate) fn new(subscription: core::Subscription) -> Self {
        Self { _core: subscription, _alive: Alive::new(Kind::Subscription) }
    }
}

/// The ports of one instance. For an optional port that is absent, the core's default applies.
#[derive(uniffi::Record)]
pub struct PlatformPorts {
    pub transport: Arc<dyn HttpTransport>,
    pub store: Arc<dyn SecureStore>,
    #[uniffi(default = None)]
    pub leases: Option<Arc<dyn LeaseStore>>,
    #[uniffi(default = None)]
    pub passkeys: Option<Arc<dyn PasskeyAuthenticator>>,
    #[uniffi(default = None)]
    pub guard: Option<Arc<dyn ProcessGuard>>,
    #[uniffi(default = None)]
    pub log: Option<Arc<dyn LogSink>>,
    #[uniffi(default = None)]
    pub former: Option<FormerLibrary>,
}

impl From<PlatformPorts> for core::Ports {
    fn from(platform: PlatformPorts) -> Self {
        let PlatformPorts { transport, store, leases, passkeys, guard, log, former } = platform;
        let mut ports = Self::new(Arc::new(Port::new(transport)), Arc::new(Port::new(store)));
        ports.leases = leases.map(|leases| Arc::new(Port::new(leases)) as Arc<dyn core::LeaseStore>);
        if let Some(passkeys) = passkeys {
            ports.passkeys = Arc::new(Port::new(passkeys));
        }
        if let Some(guard) = guard {
            ports.guard = Arc::new(Port::new(guard));
        }
        ports.log = log.map(|log| Arc::new(Port::new(log)) as Arc<dyn core::LogSink>);
        ports.former = former.map(Into::into);
        ports
    }
}

/// A foreign port, as the core sees it.
pub(crate) struct Port<T: ?Sized> {
    pub(crate) foreign: Arc<T>,
    _alive: Alive,
}

impl<T: ?Sized> Port<T> {
    pub(crate) fn new(foreign: Arc<T>) -> Self {
        Self { foreign, _alive: Alive::new(Kind::Foreign) }
    }
}

impl core::HttpTransport for Port<dyn HttpTransport> {
    fn start(&self, request: core::HttpRequest, reply: core::HttpReply) -> Result<(), TransportFailure> {
        Ok(self.foreign.start(request.into(), HttpReply::of(reply))?)
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        Ok(self.foreign.cancel(id)?)
    }
}

impl core::SecureStore for Port<dyn SecureStore> {
    fn identity(&self) -> Option<String> {
        self.foreign.identity().ok().flatten()
    }

    fn load(&self, key: String) -> Result<Option<Vec<u8>>, core::StoreError> {
        Ok(self.foreign.load(key)?)
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), core::StoreError> {
        Ok(self.foreign.save(key, value)?)
    }

    fn delete(&self, key: String) -> Result<(), core::StoreError> {
        Ok(self.foreign.delete(key)?)
    }
}

// Every failure becomes `Unavailable`: the core does not need to know why a lease can't be reached.
impl core::LeaseStore for Port<dyn LeaseStore> {
    fn process(&self) -> Option<String> {
        self.foreign.process().ok().flatten()
    }

    fn read(&self, name: String) -> Result<Option<Vec<u8>>, core::StoreError> {
        self.foreign.read(name).map_err(|_| core::StoreError::Unavailable)
    }

    fn swap(
        &self,
        name: String,
        expected: Option<Vec<u8>>,
        lease: Vec<u8>,
    ) -> Result<bool, core::StoreError> {
        self.foreign.swap(name, expected, lease).map_err(|_| core::StoreError::Unavailable)
    }
}

impl core::PasskeyAuthenticator for Port<dyn PasskeyAuthenticator> {
    fn start(&self, request: PasskeyRequest, reply: core::PasskeyReply) -> Result<(), PasskeyFailure> {
        Ok(self.foreign.start(request, PasskeyReply::of(reply))?)
    }

    fn cancel(&self, id: u64) -> Result<(), PasskeyFailure> {
        Ok(self.foreign.cancel(id)?)
    }
}

impl core::Browser for Port<dyn Browser> {
    fn start(&self, request: BrowserRequest, reply: core::BrowserReply) -> Result<(), BrowserFailure> {
        Ok(self.foreign.start(request, BrowserReply::of(reply))?)
    }

    fn cancel(&self, id: u64) -> Result<(), BrowserFailure> {
        Ok(self.foreign.cancel(id)?)
    }
}

// A failure of a guard, a log or a listener is ignored, so that it does not fail the call.
impl core::ProcessGuard for Port<dyn ProcessGuard> {
    fn begin(&self, name: String) {
        let _ = self.foreign.begin(name);
    }

    fn end(&self, name: String) {
        let _ = self.foreign.end(name);
    }
}

impl core::LogSink for Port<dyn LogSink> {
    fn log(&self, level: LogLevel, line: String) {
        let _ = self.foreign.log(level, line);
    }
}

impl core::AuthEventListener for Port<dyn AuthEventListener> {
    fn on_event(&self, event: AuthEvent) {
        let _ = self.foreign.on_event(event);
    }
}
