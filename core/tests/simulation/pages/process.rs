//! The processes of an app, and what stays when one of them ends.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use cognito_auth_core::{Auth, Entropy, EntropyError, Ports, SecureStore, StoreError};
use serde_json::Value;

use super::service::{Line, Service};
use crate::support::clock::ManualClock;
use crate::support::identity::{IDENTITY_KEY, with_pool};
use crate::support::sessions::{NOW, SESSION_KEY};
use crate::support::store::FaultyStore;
use crate::support::web::with_oauth;

/// Entropy that never repeats itself, and is the same each time a history is played.
#[derive(Default)]
pub(crate) struct CountedBytes(AtomicU64);

impl Entropy for CountedBytes {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        for part in buffer.chunks_mut(8) {
            let number = self.0.fetch_add(1, Ordering::SeqCst).to_le_bytes();
            part.copy_from_slice(&number[..part.len()]);
        }
        Ok(())
    }
}

/// A store that a killed process can no longer reach.
pub(crate) struct Plug {
    store: Arc<FaultyStore>,
    /// Every record that was ever stored.
    saved: Arc<Mutex<Vec<Vec<u8>>>>,
    is_alive: AtomicBool,
}

impl Plug {
    fn store(&self) -> Result<&FaultyStore, StoreError> {
        if self.is_alive.load(Ordering::SeqCst) { Ok(&self.store) } else { Err(StoreError::Unavailable) }
    }
}

impl SecureStore for Plug {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.store()?.load(key)
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.store()?.save(key, value.clone())?;
        self.saved.lock().unwrap().push(value);
        Ok(())
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.store()?.delete(key)
    }
}

pub(crate) struct Process {
    pub(crate) auth: Auth,
    line: Arc<Line>,
    plug: Arc<Plug>,
    /// Whether the other process was the last to change the stored session. Then this process may not know the session.
    pub(crate) is_stale: bool,
    /// Whether the other process was the last to change the stored identity.
    pub(crate) has_stale_identity: bool,
}

impl Process {
    pub(crate) fn start(environment: &Environment) -> Self {
        let line = Arc::new(Line::to(&environment.service));
        let plug = Arc::new(Plug {
            store: Arc::clone(&environment.store),
            saved: Arc::clone(&environment.saved),
            is_alive: AtomicBool::new(true),
        });
        let mut ports = Ports::new(line.clone(), plug.clone());
        ports.clock = environment.clock.clone();
        ports.entropy = environment.entropy.clone();
        let auth = Auth::new(with_oauth(with_pool()), ports).unwrap();
        Self { auth, line, plug, is_stale: false, has_stale_identity: false }
    }

    pub(crate) fn kill(&self) {
        self.plug.is_alive.store(false, Ordering::SeqCst);
        self.line.is_alive.store(false, Ordering::SeqCst);
    }
}

/// Everything that stays when a process ends.
pub(crate) struct Environment {
    pub(crate) service: Arc<Service>,
    pub(crate) store: Arc<FaultyStore>,
    pub(crate) saved: Arc<Mutex<Vec<Vec<u8>>>>,
    pub(crate) clock: Arc<ManualClock>,
    entropy: Arc<CountedBytes>,
}

impl Environment {
    pub(crate) fn new() -> Self {
        let clock = Arc::new(ManualClock::at(NOW));
        let service = Arc::new(Service::new(&clock));
        let (store, saved, entropy) = (Arc::default(), Arc::default(), Arc::default());
        Self { service, store, saved, clock, entropy }
    }

    /// The stored session.
    pub(crate) fn stored(&self) -> Option<Vec<u8>> {
        self.store.entries().remove(SESSION_KEY)
    }

    /// Whether the store has the note that the browser may have a cookie.
    pub(crate) fn has_cookie(&self) -> bool {
        self.store.entries().keys().any(|key| key.ends_with(".cookie"))
    }

    /// The stored identity.
    pub(crate) fn stored_identity(&self) -> Option<Value> {
        let bytes = self.store.entries().remove(IDENTITY_KEY)?;
        serde_json::from_slice(&bytes).ok()
    }
}
