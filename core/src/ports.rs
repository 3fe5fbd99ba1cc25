//! What the platform lends the core: HTTP, a safe place for secrets, a guard against suspension, a log, the time
//! and randomness. One set per [`Auth`](crate::Auth).

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

/// One HTTP request, complete: the transport adds nothing to it and follows no redirect.
#[derive(Clone)]
pub struct HttpRequest {
    /// Names the request in [`HttpTransport::cancel`]; unique within the process.
    pub id: u64,
    /// `GET` or `POST`.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Header fields, in order; a name may occur twice.
    pub headers: Vec<HttpHeader>,
    /// The body, empty if there is none. It may carry secrets.
    pub body: Vec<u8>,
    /// How long the whole exchange may take, in milliseconds (1 to 600,000).
    pub timeout_milliseconds: u64,
}

/// One header field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpHeader {
    /// The field's name; compared without regard to case.
    pub name: String,
    /// The field's value.
    pub value: String,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HttpRequest")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("url", &self.url.split('?').next())
            .finish_non_exhaustive()
    }
}

/// One HTTP response.
#[derive(Clone)]
pub struct HttpResponse {
    /// The status code, 100 to 599.
    pub status: u16,
    /// Header fields.
    pub headers: Vec<HttpHeader>,
    /// The whole body. It may carry secrets.
    pub body: Vec<u8>,
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HttpResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

/// Why no HTTP response came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportFailure {
    /// The device has no network.
    Offline,
    /// The exchange took longer than it may.
    TimedOut,
    /// TLS failed: certificate, pinning, protocol.
    Tls,
    /// The request was cancelled.
    Cancelled,
    /// The transport let go of the request without an answer.
    Unanswered,
    /// Anything else: connection refused or reset, DNS, a transport that threw.
    Other,
}

/// Where a transport puts its one answer. The first answer counts; later ones are ignored. Dropping it unused is
/// [`TransportFailure::Unanswered`].
pub struct HttpReply {
    answer: Mutex<Option<oneshot::Sender<Result<HttpResponse, TransportFailure>>>>,
}

impl HttpReply {
    pub(crate) fn new() -> (Self, oneshot::Receiver<Result<HttpResponse, TransportFailure>>) {
        let (sender, receiver) = oneshot::channel();
        (Self { answer: Mutex::new(Some(sender)) }, receiver)
    }

    /// The response has come, whatever its status.
    pub fn succeed(&self, response: HttpResponse) {
        self.answer(Ok(response));
    }

    /// No response will come.
    pub fn fail(&self, failure: TransportFailure) {
        self.answer(Err(failure));
    }

    fn answer(&self, answer: Result<HttpResponse, TransportFailure>) {
        let sender = self.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sender) = sender {
            // The caller may have gone meanwhile: then nobody wants the answer.
            let _ = sender.send(answer);
        }
    }
}

/// The platform's HTTP. Called on a blocking thread, never on the app's.
///
/// `cancel` is never called before or during the `start` of the same request, and never twice.
pub trait HttpTransport: Send + Sync {
    /// Starts an exchange and returns at once; the answer goes to `reply`, from any thread.
    ///
    /// # Errors
    /// The exchange could not be started.
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure>;

    /// Nobody waits for this exchange any more: free what it holds. An id that is not under way is ignored.
    ///
    /// # Errors
    /// Ignored: there is nobody left to tell.
    fn cancel(&self, id: u64) -> Result<(), TransportFailure>;
}

/// Why a [`SecureStore`] could not do what it was asked. None of these ever signs a user out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
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
}

/// A safe place for small secrets: Keychain, Android Keystore. Calls may block; they come on a blocking thread,
/// never on the app's.
pub trait SecureStore: Send + Sync {
    /// The entry's bytes, or `None` if there is no such entry.
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

/// Keeps the process from being suspended around a refresh and its persist, and other processes that share the
/// session out of it meanwhile. Called on a blocking thread.
pub trait ProcessGuard: Send + Sync {
    /// Before the work. `name` names the session; the same name comes to [`ProcessGuard::end`].
    fn begin(&self, name: String);
    /// After the work.
    fn end(&self, name: String);
}

/// A guard that does nothing: one process, never suspended.
#[derive(Debug, Default)]
pub struct NoProcessGuard;

impl ProcessGuard for NoProcessGuard {
    fn begin(&self, _name: String) {}
    fn end(&self, _name: String) {}
}

/// How serious a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Steps of a flow, for a developer.
    Debug,
    /// Something an operator may want to know.
    Info,
    /// Something went wrong and was dealt with.
    Warning,
    /// Something went wrong.
    Error,
}

/// Where log lines go. They hold no secrets, and no text of the service's or the platform's.
pub trait LogSink: Send + Sync {
    /// Takes one line.
    fn log(&self, level: LogLevel, line: String);
}

/// The time.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn now_milliseconds(&self) -> i64;
}

/// Randomness for secrets.
pub trait Entropy: Send + Sync {
    /// Fills the whole buffer with unpredictable bytes.
    ///
    /// # Errors
    /// The system has none to give.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError>;
}

/// The system gave no randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no randomness")]
pub struct EntropyError;

/// The device's own clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_milliseconds(&self) -> i64 {
        let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since_epoch.map_or(0, |duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The operating system's randomness.
#[derive(Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(buffer).map_err(|_| EntropyError)
    }
}

/// Everything one [`Auth`](crate::Auth) works with.
#[derive(Clone)]
pub struct Ports {
    /// HTTP.
    pub transport: Arc<dyn HttpTransport>,
    /// The place for the session.
    pub store: Arc<dyn SecureStore>,
    /// Guard against suspension and other processes.
    pub guard: Arc<dyn ProcessGuard>,
    /// The log, if the app wants one.
    pub log: Option<Arc<dyn LogSink>>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
}

impl Ports {
    /// The two ports that every platform must bring; the system's clock and randomness, no guard, no log.
    pub fn new(transport: Arc<dyn HttpTransport>, store: Arc<dyn SecureStore>) -> Self {
        Self {
            transport,
            store,
            guard: Arc::new(NoProcessGuard),
            log: None,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
        }
    }
}

impl fmt::Debug for Ports {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Ports")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_answer_counts() {
        let (reply, mut receiver) = HttpReply::new();
        reply.fail(TransportFailure::Offline);
        reply.succeed(HttpResponse { status: 200, headers: Vec::new(), body: Vec::new() });
        assert_eq!(receiver.try_recv().unwrap().unwrap_err(), TransportFailure::Offline);
    }

    #[test]
    fn debug_of_a_request_shows_neither_body_nor_query() {
        let request = HttpRequest {
            id: 1,
            method: "POST".into(),
            url: "http://localhost/?code=secret-code".into(),
            headers: vec![HttpHeader { name: "a".into(), value: "secret-header".into() }],
            body: b"secret-body".to_vec(),
            timeout_milliseconds: 1,
        };
        assert!(!format!("{request:?}").contains("secret"));
    }
}
