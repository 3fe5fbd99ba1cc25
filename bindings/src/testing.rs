//! The clock and the entropy that tests set, and a count of objects that tests read. The module needs the feature
//! `testing`, so no shipped library has it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cognito_auth_core as core;
use cognito_auth_core::AuthConfiguration;

use crate::auth::{AuthBridge, ports};
use crate::error::AuthError;
use crate::ports::{
    HttpTransport, LeaseStore, LogSink, PasskeyAuthenticator, Port, PortError, ProcessGuard, SecureStore,
};
use crate::runtime::run_now;

#[uniffi::export(foreign)]
pub trait Clock: Send + Sync {
    fn now_milliseconds(&self) -> Result<i64, PortError>;
}

#[uniffi::export(foreign)]
pub trait Entropy: Send + Sync {
    fn bytes(&self, count: u32) -> Result<Vec<u8>, PortError>;
}

impl core::Clock for Port<dyn Clock> {
    fn now_milliseconds(&self) -> i64 {
        self.0.now_milliseconds().unwrap_or_else(|_| core::SystemClock.now_milliseconds())
    }
}

impl core::Entropy for Port<dyn Entropy> {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), core::EntropyError> {
        let count = u32::try_from(buffer.len()).map_err(|_| core::EntropyError)?;
        let bytes = self.0.bytes(count).map_err(|_| core::EntropyError)?;
        if bytes.len() != buffer.len() {
            return Err(core::EntropyError);
        }
        buffer.copy_from_slice(&bytes);
        Ok(())
    }
}

static OBSERVERS: AtomicU64 = AtomicU64::new(0);

/// A member of each observer of the session's state.
pub(crate) struct CountedObserver(());

impl CountedObserver {
    pub(crate) fn new() -> Self {
        OBSERVERS.fetch_add(1, Ordering::SeqCst);
        Self(())
    }
}

impl Drop for CountedObserver {
    fn drop(&mut self) {
        OBSERVERS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// How many observers of the session's state there are in this process.
#[uniffi::export]
pub(crate) fn count_session_state_observers() -> u64 {
    OBSERVERS.load(Ordering::SeqCst)
}

#[uniffi::export]
impl AuthBridge {
    #[uniffi::constructor(default(
        leases = None, passkeys = None, guard = None, log = None, clock = None, entropy = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "Swift and Kotlin name each argument")]
    pub fn for_testing(
        configuration: AuthConfiguration,
        transport: Arc<dyn HttpTransport>,
        store: Arc<dyn SecureStore>,
        leases: Option<Arc<dyn LeaseStore>>,
        passkeys: Option<Arc<dyn PasskeyAuthenticator>>,
        guard: Option<Arc<dyn ProcessGuard>>,
        log: Option<Arc<dyn LogSink>>,
        clock: Option<Arc<dyn Clock>>,
        entropy: Option<Arc<dyn Entropy>>,
    ) -> Result<Self, AuthError> {
        let mut ports = ports(transport, store, leases, passkeys, guard, log);
        if let Some(clock) = clock {
            ports.clock = Arc::new(Port(clock));
        }
        if let Some(entropy) = entropy {
            ports.entropy = Arc::new(Port(entropy));
        }
        run_now(|| core::Auth::new(configuration, ports).map(Self::of))
    }
}
