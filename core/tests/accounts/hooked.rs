//! A store in which another process acts at a chosen moment.

use std::sync::{Arc, Mutex};

use cognito_auth_core::{SecureStore, StoreError};

use crate::support::store::{FaultyStore, StoreOperation};

type Act = Box<dyn FnOnce(&FaultyStore) + Send>;

/// A store on which another process acts once: directly after the n-th call of one operation for one key.
pub(crate) struct HookedStore {
    inner: Arc<FaultyStore>,
    hook: Mutex<Option<Hook>>,
}

struct Hook {
    operation: StoreOperation,
    key: String,
    calls_before: usize,
    act: Act,
}

impl HookedStore {
    pub(crate) fn new(inner: &Arc<FaultyStore>) -> Self {
        Self { inner: Arc::clone(inner), hook: Mutex::default() }
    }

    /// Lets the other process act after call number `number` of this operation for this key. The first call has the
    /// number 1.
    pub(crate) fn after(
        &self,
        number: usize,
        operation: StoreOperation,
        key: &str,
        act: impl FnOnce(&FaultyStore) + Send + 'static,
    ) {
        let hook = Hook { operation, key: key.to_owned(), calls_before: number - 1, act: Box::new(act) };
        *self.hook.lock().unwrap() = Some(hook);
    }

    /// Whether the other process has acted.
    pub(crate) fn has_acted(&self) -> bool {
        self.hook.lock().unwrap().is_none()
    }

    fn called(&self, operation: StoreOperation, key: &str) {
        let mut hook = self.hook.lock().unwrap();
        match hook.as_mut() {
            Some(set) if set.operation == operation && set.key == key => match set.calls_before {
                0 => (hook.take().unwrap().act)(&self.inner),
                _ => set.calls_before -= 1,
            },
            Some(_) | None => {}
        }
    }
}

impl SecureStore for HookedStore {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self.inner.load(key.clone());
        self.called(StoreOperation::Load, &key);
        found
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        let saved = self.inner.save(key.clone(), value);
        self.called(StoreOperation::Save, &key);
        saved
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        let deleted = self.inner.delete(key.clone());
        self.called(StoreOperation::Delete, &key);
        deleted
    }
}
