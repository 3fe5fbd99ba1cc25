//! The session's use of the platform's store: never on the caller's thread, and only a few calls at a time.

use std::mem::take;
use std::sync::Arc;

use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::record::SessionRecord;
use crate::config::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::ports::{SecureStore, StoreError};
use crate::tasks::spawn_blocking;

/// The most calls of one instance that run at the same time: a store that hangs must not block every thread.
const CALLS_AT_A_TIME: usize = 2;

/// The most unreadable records in quarantine. One more replaces the last.
const QUARANTINE_PLACES: usize = 8;

/// The stored session.
#[derive(Clone)]
pub(super) enum Found {
    Nothing,
    Record(Arc<SessionRecord>),
    /// A record that can't be read. Its bytes, if there are any, are in quarantine.
    Unreadable(StoreError),
}

/// The result of a write that was meant for one stored session.
pub(super) enum Swap {
    Done,
    /// Another process or instance has stored something else. Nothing was written.
    Found(Found),
}

/// The records of one user pool and app client in the store, or of one identity pool without a user pool.
pub(super) struct RecordStore {
    store: Arc<dyn SecureStore>,
    permits: Arc<Semaphore>,
    prefix: String,
}

impl RecordStore {
    pub(super) fn new(store: Arc<dyn SecureStore>, configuration: &AuthConfiguration) -> Self {
        Self { store, permits: Arc::new(Semaphore::new(CALLS_AT_A_TIME)), prefix: prefix(configuration) }
    }

    pub(super) fn session_key(&self) -> String {
        format!("{}.session", self.prefix)
    }

    pub(super) fn pending_key(&self) -> String {
        format!("{}.pending", self.prefix)
    }

    pub(super) fn ended_key(&self) -> String {
        format!("{}.ended", self.prefix)
    }

    pub(super) fn web_attempt_key(&self) -> String {
        format!("{}.web", self.prefix)
    }

    /// The note that the browser may have a cookie. The browser's cookie belongs to the app client, not to a user.
    pub(super) fn cookie_key(&self) -> String {
        format!("{}.cookie", self.prefix)
    }

    pub(super) fn identity_key(&self) -> String {
        format!("{}.identity", self.prefix)
    }

    pub(super) fn devices_key(&self) -> String {
        format!("{}.devices", self.prefix)
    }

    /// The stored session. Each call reads it, because another process may have changed it.
    pub(super) async fn found(&self) -> Result<Found, StoreError> {
        let key = self.session_key();
        self.call(move |store| find(store, &key)).await
    }

    /// The stored session, read again. An unreadable one is not quarantined.
    pub(super) async fn peek(&self) -> Result<Found, StoreError> {
        match self.load(self.session_key()).await {
            Ok(None) => Ok(Found::Nothing),
            Ok(Some(bytes)) => Ok(match SessionRecord::from_bytes(&bytes) {
                Ok(record) => Found::Record(Arc::new(record)),
                Err(_) => Found::Unreadable(StoreError::Corrupt),
            }),
            Err(lost @ (StoreError::Corrupt | StoreError::Unrecoverable)) => Ok(Found::Unreadable(lost)),
            Err(transient) => Err(transient),
        }
    }

    /// Stores a session in place of any former one.
    pub(super) async fn save_session(&self, record: Arc<SessionRecord>) -> Result<(), StoreError> {
        let key = self.session_key();
        self.call(move |store| write(store, key, &record)).await
    }

    /// Stores `record` in place of `former`, or of an unreadable session.
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
                // An unreadable record is in quarantine by now, and is replaced.
                Found::Record(_) | Found::Unreadable(_) => {}
            }
            write(store, key, &record).map(|()| Swap::Done)
        })
        .await
    }

    pub(super) async fn load(&self, key: String) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        self.call(move |store| read(store, key)).await
    }

    pub(super) async fn save(&self, key: String, mut bytes: Zeroizing<Vec<u8>>) -> Result<(), StoreError> {
        self.call(move |store| store.save(key, take(&mut *bytes))).await
    }

    pub(super) async fn delete(&self, key: String) -> Result<(), StoreError> {
        self.call(move |store| store.delete(key)).await
    }

    /// Deletes the quarantined records.
    pub(super) async fn delete_quarantined(&self) -> Result<(), StoreError> {
        let key = self.session_key();
        self.call(move |store| delete_quarantined(store, &key)).await
    }

    async fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn SecureStore) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let store = Arc::clone(&self.store);
        let called = spawn_blocking(move || {
            // The permit is dropped when the call ends, even if nobody waits for the call.
            let _permit = permit;
            call(&*store)
        });
        // A store that panics counts as unavailable.
        called.await.unwrap_or(Err(StoreError::Unavailable))
    }
}

/// What every key starts with. A configured endpoint is part of it: the tokens of one server must not be sent to
/// another.
pub(super) fn prefix(configuration: &AuthConfiguration) -> String {
    let AuthConfiguration { user_pool, identity_pool, .. } = configuration;
    let pool = match identity_pool {
        Some(identity_pool) if user_pool.is_absent() => identity_pool.pool_id.clone(),
        Some(_) | None => format!("{}.{}", user_pool.pool_id, user_pool.client_id),
    };
    match user_pool.endpoint_origin() {
        Some(origin) => format!("cognito-auth.{pool}@{origin}"),
        None => format!("cognito-auth.{pool}"),
    }
}

/// Reads the session. A record that can't be read is copied into quarantine, and stays in its place until a user signs
/// in or out.
fn find(store: &dyn SecureStore, key: &str) -> Result<Found, StoreError> {
    let bytes = match read(store, key.to_owned()) {
        Ok(None) => return Ok(Found::Nothing),
        Ok(Some(bytes)) => bytes,
        Err(lost @ (StoreError::Corrupt | StoreError::Unrecoverable)) => return Ok(Found::Unreadable(lost)),
        Err(
            transient @ (StoreError::Locked
            | StoreError::Unavailable
            | StoreError::UserPresenceRefused
            | StoreError::Full
            | StoreError::Misconfigured),
        ) => {
            return Err(transient);
        }
    };
    match SessionRecord::from_bytes(&bytes) {
        Ok(record) => Ok(Found::Record(Arc::new(record))),
        Err(_) => {
            quarantine(store, key, &bytes)?;
            Ok(Found::Unreadable(StoreError::Corrupt))
        }
    }
}

fn read(store: &dyn SecureStore, key: String) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    Ok(store.load(key)?.map(Zeroizing::new))
}

fn write(store: &dyn SecureStore, key: String, record: &SessionRecord) -> Result<(), StoreError> {
    // A struct of texts and numbers always has a JSON form, but serde's types can't say so.
    let mut bytes = record.to_bytes().map_err(|_| StoreError::Unavailable)?;
    store.save(key, take(&mut *bytes))
}

/// Copies a record to the first quarantine key that is free or already holds this record, else to the last one.
fn quarantine(store: &dyn SecureStore, key: &str, bytes: &[u8]) -> Result<(), StoreError> {
    for number in 1..QUARANTINE_PLACES {
        let place = quarantine_key(key, number);
        match read(store, place.clone()) {
            Ok(None) => return store.save(place, bytes.to_owned()),
            Ok(Some(kept)) if *kept == bytes => return Ok(()),
            Ok(Some(_)) | Err(StoreError::Corrupt | StoreError::Unrecoverable) => {}
            Err(
                transient @ (StoreError::Locked
                | StoreError::Unavailable
                | StoreError::UserPresenceRefused
                | StoreError::Full
                | StoreError::Misconfigured),
            ) => {
                return Err(transient);
            }
        }
    }
    store.save(quarantine_key(key, QUARANTINE_PLACES), bytes.to_owned())
}

/// Deletes the quarantined records, the last one first. If the deletion stops halfway, the next call finds the rest.
fn delete_quarantined(store: &dyn SecureStore, key: &str) -> Result<(), StoreError> {
    let is_taken = |number: &usize| !matches!(read(store, quarantine_key(key, *number)), Ok(None));
    let taken = (1..=QUARANTINE_PLACES).take_while(is_taken).count();
    (1..=taken).rev().try_for_each(|number| store.delete(quarantine_key(key, number)))
}

fn quarantine_key(key: &str, number: usize) -> String {
    if number == 1 { format!("{key}.aside") } else { format!("{key}.aside.{number}") }
}

impl From<StoreError> for AuthErrorCode {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Locked => Self::StoreLocked,
            StoreError::Unavailable => Self::StoreUnavailable,
            StoreError::UserPresenceRefused => Self::StoreUserPresenceRefused,
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
