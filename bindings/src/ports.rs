//! The platform's side: what Swift and Kotlin implement, and how the core calls it.
//!
//! Whatever a port throws becomes a failure of its own kind; the text of an unexpected exception is dropped unread,
//! because it may hold secrets.

use std::sync::Arc;

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthEvent, HttpRequest, HttpResponse, LogLevel, PasskeyFailure, PasskeyRequest, TransportFailure,
};
use uniffi::UnexpectedUniFFICallbackError;

use crate::error::AuthError;

/// Why a transport could not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum TransportError {
    /// The exchange failed.
    #[error("the exchange failed")]
    Failed {
        /// How.
        failure: TransportFailure,
    },
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

/// Why a store could not do what it was asked. None of these ever signs a user out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum StoreError {
    /// The device is locked and the entry can't be reached until it is unlocked.
    #[error("the store is locked")]
    Locked,
    /// The store can't be reached now, or refuses: trying again later may help.
    #[error("the store is unavailable")]
    Unavailable,
    /// There is no room.
    #[error("the store is full")]
    Full,
    /// The entry is there but damaged.
    #[error("the stored entry is corrupt")]
    Corrupt,
    /// The entry's key is gone for good: the entry can never be read again.
    #[error("the stored entry can't be recovered")]
    Unrecoverable,
    /// The app is not set up to use the store, such as by a missing entitlement: a mistake in the app.
    #[error("the app may not use the store")]
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
            StoreError::Full => Self::Full,
            StoreError::Corrupt => Self::Corrupt,
            StoreError::Unrecoverable => Self::Unrecoverable,
            StoreError::Misconfigured => Self::Misconfigured,
        }
    }
}

/// Why there is no passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PasskeyError {
    /// The user could not be asked.
    #[error("the authenticator failed")]
    Failed {
        /// How.
        failure: PasskeyFailure,
    },
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

/// A guard, a log, a listener, or a port of the tests' failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PortError {
    /// It threw something.
    #[error("the port failed")]
    Failed,
}

impl From<UnexpectedUniFFICallbackError> for PortError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Where a transport puts its one answer. The first answer counts; later ones are ignored. Letting go of it unused
/// is the failure `Unanswered`.
#[derive(uniffi::Object)]
pub struct HttpReply(core::HttpReply);

#[uniffi::export]
impl HttpReply {
    /// The response has come, whatever its status.
    ///
    /// # Errors
    /// None is known.
    pub fn succeed(&self, response: HttpResponse) -> Result<(), AuthError> {
        self.0.succeed(response);
        Ok(())
    }

    /// No response will come.
    ///
    /// # Errors
    /// None is known.
    pub fn fail(&self, failure: TransportFailure) -> Result<(), AuthError> {
        self.0.fail(failure);
        Ok(())
    }
}

/// The platform's HTTP. Called on a thread that may block, never on the app's.
///
/// `cancel` is never called before or during the `start` of the same request, and never twice.
#[uniffi::export(foreign)]
pub trait HttpTransport: Send + Sync {
    /// Starts an exchange and returns at once; the answer goes to `reply`, from any thread. No redirect is followed.
    ///
    /// # Errors
    /// The exchange could not be started.
    fn start(&self, request: HttpRequest, reply: Arc<HttpReply>) -> Result<(), TransportError>;

    /// Nobody waits for this exchange any more: free what it holds. An id that is not under way is ignored.
    ///
    /// # Errors
    /// Ignored: there is nobody left to tell.
    fn cancel(&self, id: u64) -> Result<(), TransportError>;
}

/// A safe place for small secrets: Keychain, Android Keystore. Called on a thread that may block, never on the app's.
#[uniffi::export(foreign)]
pub trait SecureStore: Send + Sync {
    /// The entry's bytes, or nothing if there is no such entry.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError>;

    /// Writes an entry, in place of any former one; it is durable when this returns.
    ///
    /// # Errors
    /// See [`StoreError`]; the former entry then stands.
    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError>;

    /// Removes an entry; one that is not there is no error.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn delete(&self, key: String) -> Result<(), StoreError>;
}

/// Where an authenticator puts its one answer. The first answer counts; later ones are ignored. Letting go of it
/// unused is the failure `Unanswered`.
#[derive(uniffi::Object)]
pub struct PasskeyReply(core::PasskeyReply);

#[uniffi::export]
impl PasskeyReply {
    /// The credential in its JSON form (Web Authentication, section 5.1: `RegistrationResponseJSON` or
    /// `AuthenticationResponseJSON`).
    ///
    /// # Errors
    /// None is known.
    pub fn succeed(&self, credential_json: String) -> Result<(), AuthError> {
        self.0.succeed(credential_json);
        Ok(())
    }

    /// No credential will come.
    ///
    /// # Errors
    /// None is known.
    pub fn fail(&self, failure: PasskeyFailure) -> Result<(), AuthError> {
        self.0.fail(failure);
        Ok(())
    }
}

/// The platform's passkeys. Called on a thread that may block, never on the app's.
///
/// `cancel` is never called before or during the `start` of the same request, and never twice.
#[uniffi::export(foreign)]
pub trait PasskeyAuthenticator: Send + Sync {
    /// Asks the user, and returns at once; the answer goes to `reply`, from any thread. There is no time limit: the
    /// platform's sheet stays as long as the user wants.
    ///
    /// # Errors
    /// The user could not be asked.
    fn start(&self, request: PasskeyRequest, reply: Arc<PasskeyReply>) -> Result<(), PasskeyError>;

    /// Nobody waits for the answer any more: close the sheet. An id that is not under way is ignored.
    ///
    /// # Errors
    /// Ignored: there is nobody left to tell.
    fn cancel(&self, id: u64) -> Result<(), PasskeyError>;
}

/// Keeps the process from being suspended around a refresh and its persist, and other processes that share the
/// session out of it meanwhile. Called on a thread that may block.
#[uniffi::export(foreign)]
pub trait ProcessGuard: Send + Sync {
    /// Before the work. `name` names the session; the same name comes to `end`.
    ///
    /// # Errors
    /// Ignored: the work goes on unguarded.
    fn begin(&self, name: String) -> Result<(), PortError>;

    /// After the work.
    ///
    /// # Errors
    /// Ignored.
    fn end(&self, name: String) -> Result<(), PortError>;
}

/// Where log lines go. They hold no secrets, and no text of the service's or the platform's.
#[uniffi::export(foreign)]
pub trait LogSink: Send + Sync {
    /// Takes one line.
    ///
    /// # Errors
    /// Ignored.
    fn log(&self, level: LogLevel, line: String) -> Result<(), PortError>;
}

/// Hears of events. Called in order, one at a time, on a thread of the library's, never on the app's.
#[uniffi::export(foreign)]
pub trait AuthEventListener: Send + Sync {
    /// Something happened.
    ///
    /// # Errors
    /// Ignored.
    fn on_event(&self, event: AuthEvent) -> Result<(), PortError>;
}

/// A listener's subscription; it ends when this is let go of.
#[derive(uniffi::Object)]
pub struct EventSubscription {
    _core: core::Subscription,
}

impl EventSubscription {
    pub(crate) fn new(subscription: core::Subscription) -> Self {
        Self { _core: subscription }
    }
}

/// A foreign port, as the core sees it.
pub(crate) struct Port<T: ?Sized>(pub(crate) Arc<T>);

impl core::HttpTransport for Port<dyn HttpTransport> {
    fn start(&self, request: HttpRequest, reply: core::HttpReply) -> Result<(), TransportFailure> {
        Ok(self.0.start(request, Arc::new(HttpReply(reply)))?)
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        Ok(self.0.cancel(id)?)
    }
}

impl core::SecureStore for Port<dyn SecureStore> {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, core::StoreError> {
        Ok(self.0.load(key)?)
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), core::StoreError> {
        Ok(self.0.save(key, value)?)
    }

    fn delete(&self, key: String) -> Result<(), core::StoreError> {
        Ok(self.0.delete(key)?)
    }
}

impl core::PasskeyAuthenticator for Port<dyn PasskeyAuthenticator> {
    fn start(&self, request: PasskeyRequest, reply: core::PasskeyReply) -> Result<(), PasskeyFailure> {
        Ok(self.0.start(request, Arc::new(PasskeyReply(reply)))?)
    }

    fn cancel(&self, id: u64) -> Result<(), PasskeyFailure> {
        Ok(self.0.cancel(id)?)
    }
}

// A guard, a log or a listener that fails has nobody to tell: the session is worth more than any of them.
impl core::ProcessGuard for Port<dyn ProcessGuard> {
    fn begin(&self, name: String) {
        let _ = self.0.begin(name);
    }

    fn end(&self, name: String) {
        let _ = self.0.end(name);
    }
}

impl core::LogSink for Port<dyn LogSink> {
    fn log(&self, level: LogLevel, line: String) {
        let _ = self.0.log(level, line);
    }
}

impl core::AuthEventListener for Port<dyn AuthEventListener> {
    fn on_event(&self, event: AuthEvent) {
        let _ = self.0.on_event(event);
    }
}
