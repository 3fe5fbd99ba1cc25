//! The clock and the entropy that tests set, and a count of the objects that are alive. The module needs the feature
//! `testing`, so no shipped library has it.

use std::collections::HashMap;
use std::sync::Arc;

use cognito_auth_core as core;
use cognito_auth_core::AuthConfiguration;

use crate::auth::{AccountsBridge, AuthBridge};
use crate::error::AuthError;
use crate::ports::{PlatformPorts, Port, PortError};
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
    #[uniffi::constructor(default(clock = None, entropy = None))]
    pub fn for_testing(
        configuration: AuthConfiguration,
        ports: PlatformPorts,
        clock: Option<Arc<dyn Clock>>,
        entropy: Option<Arc<dyn Entropy>>,
    ) -> Result<Self, AuthError> {
        let ports = with_test_ports(ports, clock, entropy);
        run_now(|| core::Auth::new(configuration, ports).map(Self::of))
    }
}

#[uniffi::export]
impl AccountsBridge {
    #[uniffi::constructor(default(clock = None))]
    pub fn for_testing(
        configuration: AuthConfiguration,
        ports: PlatformPorts,
        clock: Option<Arc<dyn Clock>>,
    ) -> Result<Self, AuthError> {
        let ports = with_test_ports(ports, clock, None);
        run_now(|| core::Accounts::new(configuration, ports).map(Self::of))
    }
}

fn with_test_ports(
    ports: PlatformPorts,
    clock: Option<Arc<dyn Clock>>,
    entropy: Option<Arc<dyn Entropy>>,
) -> core::Ports {
    let mut ports = core::Ports::from(ports);
    if let Some(clock) = clock {
        ports.clock = Arc::new(Port::new(clock));
    }
    if let Some(entropy) = entropy {
        ports.entropy = Arc::new(Port::new(entropy));
    }
    ports
}
