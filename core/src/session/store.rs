//! The platform's store, as the session uses it: never on the caller's thread, a few calls at a time.

use std::sync::Arc;

use once_cell::sync::OnceCell;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::record::SessionRecord;
use crate::config::UserPoolConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::ports::{SecureStore, StoreError};
use crate::tasks::spawn_blocking;

/// So many store calls of one instance may be under way: a store that hangs must not take every blocking thread.
const CALLS_AT_A_TIME: usize = 2;

/// So many records are kept aside before the last of them makes room.
const PLACES_ASIDE: usize = 8;

/// What was in the store when it was first read.
#[derive(Clone)]
pub(super) enum Found {
    Nothing,
    Record(Arc<SessionRecord>),
    /// A record that can't be read. Its bytes, where there are any, were kept aside.
    Unreadable(StoreError),
}

/// What became of a write that was meant for one stored session.
pub(super) enum Swap {
    Done,
    /// Something else is stored, by another process or another instance: nothing was written.
    Found(Found),
}

/// The places of one pool and client in the store.
pub(super) struct RecordStore {
    store: Arc<dyn SecureStore>,
    permits: Arc<Semaphore>,
    prefix: String,
    found: Arc<OnceCell<Found>>,
}

impl RecordStore {
    pub(super) fn new(store: Arc<dyn SecureStore>, pool: &UserPoolConfiguration) -> Self {
        Self {
            store,
            permits: Arc::new(Semaphore::new(CALLS_AT_A_TIME)),
            prefix: format!("cognito-auth.{}.{}", pool.pool_id, pool.client_id),
            found: Arc::default(),
        }
    }

    pub(super) fn session_key(&self) -> String {
        format!("{}.session", self.prefix)
    }

    pub(super) fn pending_key(&self) -> String {
        format!("{}.pending", self.prefix)
    }

    pub(super) fn devices_key(&self) -> String {
        format!("{}.devices", self.prefix)
    }

    /// The stored session. It is read once, however many ask; if that fails, the next one to ask tries again.
    pub(super) async fn found(&self) -> Result<Found, StoreError> {
        if let Some(found) = self.found.get() {
            return Ok(found.clone());
        }
        let (cell, key) = (Arc::clone(&self.found), self.session_key());
        self.call(move |store| cell.get_or_try_init(|| find(store, &key)).cloned()).await
    }

    /// The stored session as it is now: another process may have written it meanwhile.
    pub(super) async fn reread(&self) -> Result<Found, StoreError> {
        let key = self.session_key();
        self.call(move |store| find(store, &key)).await
    }

    /// Stores a session, whatever was stored before.
    pub(super) async fn save_session(&self, record: Arc<SessionRecord>) -> Result<(), StoreError> {
        let key = self.session_key();
        self.call(move |store| write(store, key, &record)).await
    }

    /// Stores `record` if `former` is what is stored.
    pub(super) async fn swap_session(
        &self,
        former: Arc<SessionRecord>,
        record: Arc<SessionRecord>,
    ) -> Result<Swap, StoreError> {
        let key = self.session_key();
        self.call(move |store| {
            match find(store, &key)? {
                Found::Record(stored) if stored == record => return Ok(Swap::Done),
                Found::Record(stored) if stored != former => return Ok(Swap::Found(Found::Record(stored))),
                Found::Nothing => return Ok(Swap::Found(Found::Nothing)),
                // A damaged record is kept aside by now, and healed by this.
                Found::Record(_) | Found::Unreadable(_) => {}
            }
            write(store, key, &record).map(|()| Swap::Done)
        })
        .await
    }

    pub(super) async fn load(&self, key: String) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        self.call(move |store| read(store, key)).await
    }

    pub(super) async fn save(&self, key: String, bytes: Vec<u8>) -> Result<(), StoreError> {
        self.call(move |store| store.save(key, bytes)).await
    }

    pub(super) async fn delete(&self, key: String) -> Result<(), StoreError> {
        self.call(move |store| store.delete(key)).await
    }

    /// Deletes the records that were kept aside.
    pub(super) async fn delete_aside(&self) -> Result<(), StoreError> {
        let key = self.session_key();
        self.call(move |store| delete_aside(store, &key)).await
    }

    async fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn SecureStore) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let store = Arc::clone(&self.store);
        let called = spawn_blocking(move || {
            // Given back when the call ends, even if nobody waits for it any more.
            let _permit = permit;
            call(&*store)
        });
        // A store that panics is one that can't be reached.
        called.await.unwrap_or(Err(StoreError::Unavailable))
    }
}

/// Reads the session; a record that can't be read is kept aside before anything else, and stays where it is until
/// a user signs in or out.
fn find(store: &dyn SecureStore, key: &str) -> Result<Found, StoreError> {
    let bytes = match read(store, key.to_owned()) {
        Ok(None) => return Ok(Found::Nothing),
        Ok(Some(bytes)) => bytes,
        Err(lost @ (StoreError::Corrupt | StoreError::Unrecoverable)) => return Ok(Found::Unreadable(lost)),
        Err(
            passing @ (StoreError::Locked
            | StoreError::Unavailable
            | StoreError::Full
            | StoreError::Misconfigured),
        ) => {
            return Err(passing);
        }
    };
    match SessionRecord::from_bytes(&bytes) {
        Ok(record) => Ok(Found::Record(Arc::new(record))),
        Err(_) => {
            keep_aside(store, key, &bytes)?;
            Ok(Found::Unreadable(StoreError::Corrupt))
        }
    }
}

fn read(store: &dyn SecureStore, key: String) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    Ok(store.load(key)?.map(Zeroizing::new))
}

fn write(store: &dyn SecureStore, key: String, record: &SessionRecord) -> Result<(), StoreError> {
    // A struct of texts and numbers always has a JSON form; serde can't promise it.
    let bytes = record.to_bytes().map_err(|_| StoreError::Unavailable)?;
    store.save(key, bytes)
}

/// Copies a record to the first place aside that is free or holds it already, else to the last.
fn keep_aside(store: &dyn SecureStore, key: &str, bytes: &[u8]) -> Result<(), StoreError> {
    for number in 1..PLACES_ASIDE {
        let place = place_aside(key, number);
        match read(store, place.clone()) {
            Ok(None) => return store.save(place, bytes.to_owned()),
            Ok(Some(kept)) if *kept == bytes => return Ok(()),
            Ok(Some(_)) | Err(StoreError::Corrupt | StoreError::Unrecoverable) => {}
            Err(
                passing @ (StoreError::Locked
                | StoreError::Unavailable
                | StoreError::Full
                | StoreError::Misconfigured),
            ) => {
                return Err(passing);
            }
        }
    }
    store.save(place_aside(key, PLACES_ASIDE), bytes.to_owned())
}

/// Deletes what is kept aside, the last one first: should that stop halfway, those that are left are found again.
fn delete_aside(store: &dyn SecureStore, key: &str) -> Result<(), StoreError> {
    let is_taken = |number: &usize| !matches!(read(store, place_aside(key, *number)), Ok(None));
    let taken = (1..=PLACES_ASIDE).take_while(is_taken).count();
    (1..=taken).rev().try_for_each(|number| store.delete(place_aside(key, number)))
}

fn place_aside(key: &str, number: usize) -> String {
    if number == 1 { format!("{key}.aside") } else { format!("{key}.aside.{number}") }
}

impl From<StoreError> for AuthErrorCode {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Locked => Self::StoreLocked,
            StoreError::Unavailable => Self::StoreUnavailable,
            StoreError::Full => Self::StoreFull,
            StoreError::Corrupt => Self::StoreCorrupt,
            StoreError::Unrecoverable => Self::StoreUnrecoverable,
            StoreError::Misconfigured => Self::StoreMisconfigured,
        }
    }
}

impl From<StoreError> for AuthError {
    fn from(error: StoreError) -> Self {
        AuthErrorCode::from(error).into()
    }
}
