//! Ports: what the platform provides to the core. These are HTTP, a safe store, its leases, passkeys, the browser, a
//! guard against suspension, a log, the time and randomness, and what the app's former library has stored.

use std::fmt;
use std::sync::Arc;

mod browser;
mod clock;
mod entropy;
mod exchange;
mod former;
mod guard;
mod http;
mod lease;
mod log;
mod passkeys;
mod reply;
mod request_id;
mod store;

pub use browser::{Browser, BrowserFailure, BrowserRedirect, BrowserReply, BrowserRequest};
pub use clock::{Clock, SystemClock};
pub use entropy::{Entropy, EntropyError, SystemEntropy};
pub(crate) use exchange::{ask_passkey, send, show_page};
pub use former::{FormerItem, FormerKeychain, FormerLibrary, FormerPreferences, FormerStorage};
pub use guard::{NoProcessGuard, ProcessGuard};
pub use http::{HttpHeader, HttpReply, HttpRequest, HttpResponse, HttpTransport, TransportFailure};
pub use lease::LeaseStore;
use log::QueuedLog;
pub use log::{LogLevel, LogSink};
pub use passkeys::{
    NoPasskeys, PasskeyAuthenticator, PasskeyCeremony, PasskeyFailure, PasskeyReply, PasskeyRequest,
};
pub use reply::PortReply;
pub use store::{SecureStore, StoreError};

/// The ports of one [`Auth`](crate::Auth).
#[derive(Clone)]
pub struct Ports {
    /// HTTP.
    pub transport: Arc<dyn HttpTransport>,
    /// The store for the session.
    pub store: Arc<dyn SecureStore>,
    /// The leases, if other processes use the same store. Each of those processes needs this port too.
    pub leases: Option<Arc<dyn LeaseStore>>,
    /// The library that the app used before, if its session is to be taken over.
    pub former: Option<FormerLibrary>,
    /// Passkeys.
    pub passkeys: Arc<dyn PasskeyAuthenticator>,
    /// The guard against suspension.
    pub guard: Arc<dyn ProcessGuard>,
    /// The log, if the app wants one. It may block: see [`LogSink`].
    pub log: Option<Arc<dyn LogSink>>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
}

impl Ports {
    /// The two ports that every platform must provide, with the system's clock and randomness. There are no leases,
    /// no former library, no passkeys, no guard and no log until they are set.
    pub fn new(transport: Arc<dyn HttpTransport>, store: Arc<dyn SecureStore>) -> Self {
        Self {
            transport,
            store,
            leases: None,
            former: None,
            passkeys: Arc::new(NoPasskeys),
            guard: Arc::new(NoProcessGuard),
            log: None,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
        }
    }

    /// The same ports, with a log that does not block even if its sink does.
    pub(crate) fn with_queued_log(mut self) -> Self {
        self.log = self.log.map(|sink| Arc::new(QueuedLog::new(sink)) as Arc<dyn LogSink>);
        self
    }

    /// Logs a warning.
    pub(crate) fn warn(&self, line: fmt::Arguments<'_>) {
        if let Some(log) = &self.log {
            log.log(LogLevel::Warning, line.to_string());
        }
    }
}

impl fmt::Debug for Ports {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Ports")
    }
}
