//! The clock and the entropy that tests set, and a count of the objects that are alive. The module needs the feature
//! `testing`, so no shipped library has it.

use std::collections::HashMap;
use std::sync::Arc;

use cognito_auth_core as core;
use cognito_auth_core::AuthConfiguration;

use crate::auth::{AccountsBridge, AuthBridge, ports};
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
        self.foreign.now_milliseconds().unwrap_or_else(|_| core::SystemClock.now_milliseconds())
    }
}

impl core::Entropy for Port<dyn Entropy> {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), core::EntropyError> {
        let count = u32::try_from(buffer.len()).map_err(|_| core::EntropyError)?;
        let bytes = self.foreign.bytes(count).map_err(|_| core::EntropyError)?;
        if bytes.len() != buffer.len() {
            return Err(core::EntropyError);
        }
        buffer.copy_from_slice(&bytes);
        Ok(())
    }
}

/// How many objects of each kind are alive in this process, by the kind's name.
#[uniffi::export]
pub(crate) fn count_live_objects() -> HashMap<String, u64> {
    crate::alive::alive()
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
            ports.clock = Arc::new(Port::new(clock));
        }
        if let Some(entropy) = entropy {
            ports.entropy = Arc::new(Port::new(entropy));
        }
        run_now(|| core::Auth::new(configuration, ports).map(Self::of))
    }
}

#[uniffi::export]
impl AccountsBridge {
    #[uniffi::constructor(default(leases = None, guard = None, log = None, clock = None))]
    pub fn for_testing(
        configuration: AuthConfiguration,
        transport: Arc<dyn HttpTransport>,
        store: Arc<dyn SecureStore>,
        leases: Option<Arc<dyn LeaseStore>>,
        guard: Option<Arc<dyn ProcessGuard>>,
        log: Option<Arc<dyn LogSink>>,
        clock: Option<Arc<dyn Clock>>,
    ) -> Result<Self, AuthError> {
        let mut ports = ports(transport, store, leases, None, guard, log);
        if let Some(clock) = clock {
            ports.clock = Arc::new(Port::new(clock));
        }
        run_now(|| core::Accounts::new(configuration, ports).map(Self::of))
    }
}
