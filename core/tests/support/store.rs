//! A store that keeps entries in memory and fails on demand.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cognito_auth_core::{SecureStore, StoreError};

use super::gate::Gate;

/// A call of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreOperation {
    Load,
    Save,
    Delete,
}

/// The calls that fail, and how.
#[derive(Clone)]
struct Failure {
    /// `None` means every operation.
    operation: Option<StoreOperation>,
    /// The ending of the keys. `None` means every key.
    key: Option<String>,
    error: StoreError,
}

/// Entries in memory. While a failure is set, every call fails, or every call of one kind, or every call of one kind
/// for the keys with one ending.
#[derive(Default)]
pub struct FaultyStore {
    entries: Mutex<BTreeMap<String, Vec<u8>>>,
    failure: Mutex<Option<Failure>>,
    /// This many calls succeed before the failures start.
    spared: AtomicUsize,
    calls: AtomicUsize,
}

impl FaultyStore {
    /// A store that fails from the start.
    pub fn failing(failure: StoreError) -> Self {
        let store = Self::default();
        store.fail(Some(failure));
        store
    }

    /// A store that has entries from the start.
    pub fn with(entries: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        Self { entries: Mutex::new(entries.into_iter().collect()), ..Self::default() }
    }

    /// Fails each call from now on. `None` ends all failures.
    pub fn fail(&self, failure: Option<StoreError>) {
        self.set(failure.map(|error| Failure { operation: None, key: None, error }));
    }

    /// Fails each call of one kind from now on.
    pub fn fail_at(&self, operation: StoreOperation, error: StoreError) {
        self.set(Some(Failure { operation: Some(operation), key: None, error }));
    }

    /// Fails each call of one kind from now on, if the call's key ends with `key`.
    pub fn fail_key(&self, key: &str, operation: StoreOperation, error: StoreError) {
        self.set(Some(Failure { operation: Some(operation), key: Some(key.to_owned()), error }));
    }

    /// Fails each call of one kind from now on, except for the first `spared` ones.
    pub fn fail_after(&self, spared: usize, operation: StoreOperation, failure: StoreError) {
        self.fail_at(operation, failure);
        self.spared.store(spared, Ordering::SeqCst);
    }

    /// Fails each call from now on, except for the first `spared` ones.
    pub fn fail_all_after(&self, spared: usize, failure: StoreError) {
        self.fail(Some(failure));
        self.spared.store(spared, Ordering::SeqCst);
    }

    /// Removes an entry, as if it had never been there.
    pub fn remove(&self, key: &str) {
        self.entries.lock().unwrap().remove(key);
    }

    /// How often the store was called.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// What is stored.
    pub fn entries(&self) -> BTreeMap<String, Vec<u8>> {
        self.entries.lock().unwrap().clone()
    }

    /// Whether nothing is stored, except for the mark of the sign-ins that have ended.
    pub fn is_empty_apart_from_the_mark(&self) -> bool {
        self.entries().keys().all(|key| key.ends_with(".signedOut"))
    }

    fn set(&self, failure: Option<Failure>) {
        *self.failure.lock().unwrap() = failure;
        self.spared.store(0, Ordering::SeqCst);
    }

    fn check(&self, operation: StoreOperation, key: &str) -> Result<(), StoreError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        let failure = self.failure.lock().unwrap().clone();
        let Some(failure) = failure.filter(|it| it.hits(operation, key)) else { return Ok(()) };
        let less = |spared: usize| spared.checked_sub(1);
        self.spared
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less)
            .map(|_| ())
            .map_err(|_| failure.error)
    }
}

impl Failure {
    fn hits(&self, operation: StoreOperation, key: &str) -> bool {
        self.operation.is_none_or(|failing| failing == operation)
            && self.key.as_ref().is_none_or(|failing| key.ends_with(failing))
    }
}

impl SecureStore for FaultyStore {
    /// Returns a new name at each call. So no two instances have the same store, as if each were in its own process.
    fn identity(&self) -> Option<String> {
        static INSTANCES: AtomicUsize = AtomicUsize::new(0);
        Some(format!("process {}", INSTANCES.fetch_add(1, Ordering::SeqCst)))
    }

    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.check(StoreOperation::Load, &key)?;
        Ok(self.entries.lock().unwrap().get(&key).cloned())
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.check(StoreOperation::Save, &key)?;
        self.entries.lock().unwrap().insert(key, value);
        Ok(())
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.check(StoreOperation::Delete, &key)?;
        self.entries.lock().unwrap().remove(&key);
        Ok(())
    }
}

/// A store object with a name. Objects with the same name are the same store for the library.
pub struct NamedStore {
    pub name: String,
    pub inner: Arc<dyn SecureStore>,
}

impl SecureStore for NamedStore {
    fn identity(&self) -> Option<String> {
        Some(self.name.clone())
    }

    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.load(key)
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.inner.save(key, value)
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.inner.delete(key)
    }
}

/// A store whose calls of one kind wait at a gate, as long as the test holds them.
#[derive(Default)]
pub struct GatedStore {
    pub inner: Arc<FaultyStore>,
    held: Mutex<Option<StoreOperation>>,
    gate: Gate,
}

impl GatedStore {
    /// A gate before this store. It is open.
    pub fn before(inner: Arc<FaultyStore>) -> Self {
        Self { inner, ..Self::default() }
    }

    /// Closes the gate for the calls of one kind.
    pub fn hold(&self, operation: StoreOperation) {
        self.gate.close();
        *self.held.lock().unwrap() = Some(operation);
    }

    /// Lets later calls pass. Calls that already wait at the gate go on waiting.
    pub fn hold_no_more(&self) {
        *self.held.lock().unwrap() = None;
    }

    /// Opens the gate.
    pub fn let_go(&self) {
        self.hold_no_more();
        self.gate.let_go();
    }

    /// Returns when a call waits at the gate. This function does not use the runtime's clock, so a test can pause that
    /// clock.
    pub async fn held(&self) {
        let start = Instant::now();
        while !self.gate.is_reached() {
            assert!(start.elapsed() < Duration::from_secs(20), "no call came to the gate");
            std::thread::sleep(Duration::from_millis(1));
            tokio::task::yield_now().await;
        }
    }

    /// Whether a call has come to the gate since it was closed.
    pub fn is_held(&self) -> bool {
        self.gate.is_reached()
    }

    fn pass(&self, operation: StoreOperation) {
        let is_held = *self.held.lock().unwrap() == Some(operation);
        if is_held {
            self.gate.pass();
        }
    }
}

impl SecureStore for GatedStore {
    fn identity(&self) -> Option<String> {
        self.inner.identity()
    }

    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        // The value is read before the wait, and may be out of date after it.
        let found = self.inner.load(key);
        self.pass(StoreOperation::Load);
        found
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.pass(StoreOperation::Save);
        self.inner.save(key, value)
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.pass(StoreOperation::Delete);
        self.inner.delete(key)
    }
}
