//! A store that keeps entries in memory and fails when told to.

use std::collections::BTreeMap;
use std::sync::Mutex;

use cognito_auth_core::{SecureStore, StoreError};

/// Entries in memory, and the error that every call answers while it is set.
#[derive(Default)]
pub struct FaultyStore {
    entries: Mutex<BTreeMap<String, Vec<u8>>>,
    failure: Mutex<Option<StoreError>>,
}

impl FaultyStore {
    /// A store that fails from the start.
    pub fn failing(failure: StoreError) -> Self {
        Self { failure: Mutex::new(Some(failure)), ..Self::default() }
    }

    /// Fails each call from now on, or none.
    pub fn fail(&self, failure: Option<StoreError>) {
        *self.failure.lock().unwrap() = failure;
    }

    /// What is stored.
    pub fn entries(&self) -> BTreeMap<String, Vec<u8>> {
        self.entries.lock().unwrap().clone()
    }

    fn check(&self) -> Result<(), StoreError> {
        self.failure.lock().unwrap().map_or(Ok(()), Err)
    }
}

impl SecureStore for FaultyStore {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.check()?;
        Ok(self.entries.lock().unwrap().get(&key).cloned())
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.check()?;
        self.entries.lock().unwrap().insert(key, value);
        Ok(())
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.check()?;
        self.entries.lock().unwrap().remove(&key);
        Ok(())
    }
}
