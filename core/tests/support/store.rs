//! A store that keeps entries in memory and fails on demand.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use cognito_auth_core::{SecureStore, StoreError};

/// A call of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreOperation {
    Load,
    Save,
    Delete,
}

/// Entries in memory. While a failure is set, every call fails, or every call of one kind.
#[derive(Default)]
pub struct FaultyStore {
    entries: Mutex<BTreeMap<String, Vec<u8>>>,
    failure: Mutex<Option<(Option<StoreOperation>, StoreError)>>,
    /// This many calls succeed before the failures start.
    spared: AtomicUsize,
    calls: AtomicUsize,
}

impl FaultyStore {
    /// A store that fails from the start.
    pub fn failing(failure: StoreError) -> Self {
        Self { failure: Mutex::new(Some((None, failure))), ..Self::default() }
    }

    /// A store that has entries from the start.
    pub fn with(entries: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        Self { entries: Mutex::new(entries.into_iter().collect()), ..Self::default() }
    }

    /// Fails each call from now on, or none.
    pub fn fail(&self, failure: Option<StoreError>) {
        *self.failure.lock().unwrap() = failure.map(|failure| (None, failure));
    }

    /// Fails each call of one kind from now on.
    pub fn fail_at(&self, operation: StoreOperation, failure: StoreError) {
        *self.failure.lock().unwrap() = Some((Some(operation), failure));
    }

    /// Fails each call of one kind from now on, after the first `spared` calls.
    pub fn fail_after(&self, spared: usize, operation: StoreOperation, failure: StoreError) {
        self.spared.store(spared, Ordering::SeqCst);
        self.fail_at(operation, failure);
    }

    /// How often the store was called.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// What is stored.
    pub fn entries(&self) -> BTreeMap<String, Vec<u8>> {
        self.entries.lock().unwrap().clone()
    }

    fn check(&self, operation: StoreOperation) -> Result<(), StoreError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        match *self.failure.lock().unwrap() {
            Some((failing, failure)) if failing.is_none_or(|failing| failing == operation) => {
                let less = |spared: usize| spared.checked_sub(1);
                self.spared
                    .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less)
                    .map(|_| ())
                    .map_err(|_| failure)
            }
            _ => Ok(()),
        }
    }
}

impl SecureStore for FaultyStore {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.check(StoreOperation::Load)?;
        Ok(self.entries.lock().unwrap().get(&key).cloned())
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.check(StoreOperation::Save)?;
        self.entries.lock().unwrap().insert(key, value);
        Ok(())
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.check(StoreOperation::Delete)?;
        self.entries.lock().unwrap().remove(&key);
        Ok(())
    }
}
