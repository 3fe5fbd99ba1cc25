//! A store in memory.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use crate::ports::{SecureStore, StoreError};

/// Keeps the session in memory, for tools and tests. The session ends with the process.
#[derive(Default)]
pub struct MemoryStore {
    entries: Mutex<Entries>,
}

type Entries = BTreeMap<String, Zeroizing<Vec<u8>>>;

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MemoryStore")
    }
}

impl SecureStore for MemoryStore {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.entries().get(&key).map(|value| value.to_vec()))
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.entries().insert(key, Zeroizing::new(value));
        Ok(())
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.entries().remove(&key);
        Ok(())
    }
}
