//! Leases in memory that several processes can share. They fail on demand.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use cognito_auth_core::{LeaseStore, StoreError};
use serde_json::{Value, json};

use super::sessions::NOW;

/// The leases of one store, by their names.
pub type SharedLeases = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// How the leases fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaseFault {
    /// Each call fails.
    Fail,
    /// Each change fails, as in a process that the system has suspended.
    FailSwap,
    /// Each change is refused, as if another process were always faster.
    Refuse,
    Panic,
}

/// The lease store of one process. Several processes can have the same leases.
#[derive(Default)]
pub struct TestLeases {
    shared: SharedLeases,
    process: Option<String>,
    fault: Mutex<Option<LeaseFault>>,
    reads: AtomicUsize,
}

impl TestLeases {
    /// The lease store of another process, with the same leases.
    pub fn another(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), ..Self::default() }
    }

    /// Like [`Self::another`], for a process with a name. Only one process of that name runs at a time.
    pub fn another_named(&self, process: &str) -> Self {
        Self { process: Some(process.to_owned()), ..self.another() }
    }

    /// Lets the calls of this process fail in this way from now on; `None` ends that.
    pub fn fault(&self, fault: Option<LeaseFault>) {
        *self.fault.lock().unwrap() = fault;
    }

    /// How often this process has read a lease.
    pub fn reads(&self) -> usize {
        self.reads.load(Ordering::SeqCst)
    }

    /// The stored lease with this name.
    pub fn stored(&self, name: &str) -> Option<Value> {
        self.shared.lock().unwrap().get(name).map(|lease| serde_json::from_slice(lease).unwrap())
    }

    /// Stores a lease that a process took at the time `NOW` and did not give back, because it has died. `process` is
    /// the name of that process, if it had one.
    pub fn leave(&self, name: &str, process: Option<&str>) {
        let lease = json!({
            "version": 1, "process": process, "run": "that died", "manager": 0, "taking": 0, "renewals": 0,
            "durationMilliseconds": 10_000, "expiresAtMilliseconds": NOW + 10_000, "isReleased": false,
        });
        self.shared.lock().unwrap().insert(name.to_owned(), lease.to_string().into());
    }

    fn faults(&self) -> Option<LeaseFault> {
        *self.fault.lock().unwrap()
    }
}

impl LeaseStore for TestLeases {
    fn process(&self) -> Option<String> {
        self.process.clone()
    }

    fn read(&self, name: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        match self.faults() {
            Some(LeaseFault::Fail) => Err(StoreError::Unavailable),
            Some(LeaseFault::Panic) => panic!("the leases panic, as the test says"),
            Some(LeaseFault::FailSwap | LeaseFault::Refuse) | None => {
                Ok(self.shared.lock().unwrap().get(&name).cloned())
            }
        }
    }

    fn swap(&self, name: String, expected: Option<Vec<u8>>, lease: Vec<u8>) -> Result<bool, StoreError> {
        match self.faults() {
            Some(LeaseFault::Fail | LeaseFault::FailSwap) => return Err(StoreError::Unavailable),
            Some(LeaseFault::Refuse) => return Ok(false),
            Some(LeaseFault::Panic) => panic!("the leases panic, as the test says"),
            None => {}
        }
        let mut shared = self.shared.lock().unwrap();
        if shared.get(&name) != expected.as_ref() {
            return Ok(false);
        }
        shared.insert(name, lease);
        Ok(true)
    }
}
