//! The session's use of the platform's store: never on the caller's thread, and only a few calls at a time.

use std::mem::take;
use std::sync::Arc;

use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::record::SessionRecord;
use super::signed_out::SignedOutMark;
use crate::config::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::ports::{SecureStore, StoreError};
use crate::tasks::{Anything, Died, spawn_blocking, typed};

/// The most calls of one [`RecordStore`] that run at the same time: a store that hangs must not block every thread.
const CALLS_AT_A_TIME: usize = 2;

/// The most unreadable records in quarantine. When one more is added, it replaces the last one.
const QUARANTINE_PLACES: usize = 8;

/// The stored session.
#[derive(Clone)]
pub(super) enum Found {
    Nothing,
    Record(Arc<SessionRecord>),
    /// The store can't give the record any more.
    Unreadable(StoreError),
    /// The record's bytes can't be understood. [`RecordStore::found`] has copied them into quarantine, but
    /// [`RecordStore::peek`] has not.
    Garbled,
}

/// The result of a write that was meant for one stored session.
pub(super) enum Swap {
    Done,
    /// Another process or instance has stored something else. Nothing was written.
    Found(Found),
    /// A sign-out came first. Nothing was written, or the write was undone.
    SignedOut,
}

/// The result of a removal that was meant for one sign-in.
pub(super) enum Removal {
    /// The session that was there, if it could be read.
    Done(Option<Arc<SessionRecord>>),
    /// The store has the session of another sign-in. Nothing was removed.
    Found(Arc<SessionRecord>),
}

/// The stored records of one account. The account belongs to a user pool and app client, or to an identity pool without
/// a user pool.
pub(super) struct RecordStore {
    store: Arc<dyn SecureStore>,
    permits: Arc<Semaphore>,
    prefix: String,
    /// The first part of the keys that all accounts share, such as the key of the index.
    shared_prefix: String,
}

/// A call of the store, whatever it gives.
type Call = Box<dyn FnOnce(&dyn SecureStore) -> Result<Anything, StoreError> + Send>;

impl RecordStore {
    pub(super) fn new(store: Arc<dyn SecureStore>, configuration: &AuthConfiguration) -> Self {
        Self {
            store,
            permits: Arc::new(Semaphore::new(CALLS_AT_A_TIME)),
            prefix: prefix(configuration),
            shared_prefix: shared_prefix(configuration),
        }
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

    pub(super) fn signed_out_key(&self) -> String {
        format!("{}.signedOut", self.prefix)
    }

    /// The key of the mark of a settled move. No sign-out and no purge removes the mark.
    pub(super) fn moved_key(&self) -> String {
        format!("{}.moved", self.prefix)
    }

    pub(super) fn web_attempt_key(&self) -> String {
        format!("{}.web", self.prefix)
    }

    /// The key of the note that the browser may have a cookie. All accounts share the note, because the browser's
    /// cookie belongs to the app client.
    pub(super) fn cookie_key(&self) -> String {
        format!("{}.cookie", self.shared_prefix)
    }

    /// The key of the index of accounts.
    pub(super) fn accounts_key(&self) -> String {
        format!("{}.accounts", self.shared_prefix)
    }

    pub(super) fn identity_key(&self) -> String {
        format!("{}.identity", self.prefix)
    }

    pub(super) fn devices_key(&self) -> String {
        format!("{}.devices", self.prefix)
    }

    /// Reads the stored session, and copies an unreadable one into quarantine.
    pub(super) async fn found(&self) -> Result<Found, StoreError> {
        let key = self.session_key();
        self.call(move |store| find(store, &key)).await
    }

    /// Reads the stored session, and leaves an unreadable one as it is.
    pub(super) async fn peek(&self) -> Result<Found, StoreError> {
        let key = self.session_key();
        self.call(move |store| peek(store, key)).await
    }

    /// Stores the session of a sign-in, unless another process has stored one in the meantime. It replaces an
    /// unreadable session, and a session for which `is_replaced` returns true.
    pub(super) async fn add_session(
        &self,
        record: Arc<SessionRecord>,
        is_replaced: impl FnOnce(&SessionRecord) -> bool + Send + 'static,
    ) -> Result<Swap, StoreError> {
        let key = self.session_key();
        self.call(move |store| match peek(store, key.clone())? {
            Found::Record(stored) if !is_replaced(&stored) => Ok(Swap::Found(Found::Record(stored))),
            Found::Record(_) | Found::Nothing | Found::Unreadable(_) | Found::Garbled => {
                write(store, key, &record).map(|()| Swap::Done)
            }
        })
        .await
    }

    /// Stores the former library's session, unless another process has settled the move or stored a session in the
    /// meantime. It replaces an unreadable session.
    pub(super) async fn add_moved(&self, record: Arc<SessionRecord>) -> Result<Swap, StoreError> {
        let (key, moved_key) = (self.session_key(), self.moved_key());
        self.call(move |store| {
            // Only a suspension of this process can come between these reads and the write.
            let is_settled = !has_bug!(MovesAgain) && is_stored(store, moved_key)?;
            match peek(store, key.clone())? {
                found if is_settled => Ok(Swap::Found(found)),
                Found::Record(stored) => Ok(Swap::Found(Found::Record(stored))),
                Found::Nothing | Found::Unreadable(_) | Found::Garbled => {
                    write(store, key, &record).map(|()| Swap::Done)
                }
            }
        })
        .await
    }

    /// Whether an entry is stored, even if it can't be read any more.
    pub(super) async fn has(&self, key: String) -> Result<bool, StoreError> {
        self.call(move |store| is_stored(store, key)).await
    }

    /// Removes the stored session if it comes from the same sign-in as one of the `known` ones, or if it is unreadable.
    pub(super) async fn remove_session(&self, known: Vec<Arc<SessionRecord>>) -> Result<Removal, StoreError> {
        let key = self.session_key();
        self.call(move |store| {
            let is_known =
                |stored: &SessionRecord| known.iter().any(|known| is_of_one_sign_in(known, stored));
            let removed = match peek(store, key.clone())? {
                Found::Record(stored) if !is_known(&stored) => return Ok(Removal::Found(stored)),
                Found::Record(stored) => Some(stored),
                Found::Nothing | Found::Unreadable(_) | Found::Garbled => None,
            };
            store.delete(key).map(|()| Removal::Done(removed))
        })
        .await
    }

    /// Adds the sign-ins of these sessions to the mark. Gives the ids of those that the mark did not have before. If
    /// the store is full, the sign-out goes on without the mark: a full store will hardly accept a late write.
    pub(super) async fn mark_signed_out(
        &self,
        sessions: Vec<Arc<SessionRecord>>,
    ) -> Result<Vec<String>, StoreError> {
        let mark_key = self.signed_out_key();
        self.call(move |store| {
            let ids: Vec<_> = sessions.iter().map(|session| session.sign_in_id()).collect();
            let mut mark = read_mark(store, &mark_key)?;
            let added: Vec<_> = ids.into_iter().filter(|id| mark.add(id)).collect();
            if added.is_empty() {
                return Ok(added);
            }
            match save_mark(store, &mark_key, &mark) {
                Ok(()) => Ok(added),
                Err(StoreError::Full) => Ok(Vec::new()),
                Err(error) => Err(error),
            }
        })
        .await
    }

    /// Removes ids from the mark again, because the removal of the session has failed.
    pub(super) async fn take_back(&self, ids: Vec<String>) -> Result<(), StoreError> {
        let mark_key = self.signed_out_key();
        self.call(move |store| {
            let mut mark = read_mark(store, &mark_key)?;
            mark.take_back(&ids);
            save_mark(store, &mark_key, &mark)
        })
        .await
    }

    /// Whether the sign-in of this session is in the mark. False if the mark can't be read.
    pub(super) async fn is_signed_out(&self, session: Arc<SessionRecord>) -> bool {
        let mark_key = self.signed_out_key();
        let is_named = move |store: &dyn SecureStore| Ok(read_mark(store, &mark_key)?.names(&session));
        self.call(is_named).await.unwrap_or(false)
    }

    /// Removes the session `late`, which a late write of another process has brought back. False if it is no longer
    /// stored.
    pub(super) async fn remove_late(&self, late: Arc<SessionRecord>) -> Result<bool, StoreError> {
        let key = self.session_key();
        self.call(move |store| remove_if_stored(store, key, &late)).await
    }

    /// Stores `record` in place of `former`, or of an unreadable session. If a sign-out comes between the comparison
    /// and the write, the mark shows it, and the write is undone.
    pub(super) async fn swap_session(
        &self,
        former: Arc<SessionRecord>,
        record: Arc<SessionRecord>,
    ) -> Result<Swap, StoreError> {
        let (key, mark_key) = (self.session_key(), self.signed_out_key());
        self.call(move |store| {
            let names_one = |mark: &SignedOutMark| mark.names(&former) || mark.names(&record);
            let found = find(store, &key)?;
            // A sign-out may have signed out the session that can't be read now. Then only the mark shows the sign-out.
            if let Found::Unreadable(_) | Found::Garbled = found
                && read_mark(store, &mark_key).is_ok_and(|mark| names_one(&mark))
            {
                return Ok(Swap::SignedOut);
            }
            match found {
                // An earlier write has succeeded, although the store said that it failed.
                Found::Record(stored) if stored == record => {}
                Found::Record(stored) if stored != former && !has_bug!(SkipsComparison) => {
                    return Ok(Swap::Found(Found::Record(stored)));
                }
                Found::Nothing if !has_bug!(WritesOverNothing) => return Ok(Swap::Found(Found::Nothing)),
                // An unreadable record is replaced. If it has bytes, they are in quarantine by now.
                Found::Record(_) | Found::Nothing | Found::Unreadable(_) | Found::Garbled => {
                    write(store, key.clone(), &record)?
                }
            }
            match read_mark(store, &mark_key) {
                Ok(mark) if names_one(&mark) && !has_bug!(WritesOverNothing) => {
                    // If this fails, the next read finds a session that is in the mark.
                    let _ = remove_if_stored(store, key, &record);
                    Ok(Swap::SignedOut)
                }
                // If the mark can't be read now, the next write looks at it again.
                Ok(_) | Err(_) => Ok(Swap::Done),
            }
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

    /// Whether anything of the account is stored, readable or not. The mark of sign-outs and the mark of a settled move
    /// do not count.
    pub(super) async fn has_entries(&self) -> Result<bool, StoreError> {
        let session = self.session_key();
        let keys = [
            quarantine_key(&session, 1),
            session,
            self.pending_key(),
            self.ended_key(),
            self.web_attempt_key(),
            self.identity_key(),
            self.devices_key(),
        ];
        for key in keys {
            if self.has(key).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Copies a record that can't be read into quarantine.
    pub(super) async fn quarantine(&self, key: String, bytes: Zeroizing<Vec<u8>>) -> Result<(), StoreError> {
        self.call(move |store| quarantine(store, &key, &bytes)).await
    }

    /// Deletes the quarantined records of one key.
    pub(super) async fn delete_quarantined(&self, key: String) -> Result<(), StoreError> {
        self.call(move |store| delete_quarantined(store, &key)).await
    }

    async fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn SecureStore) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let result = self.untyped_call(Box::new(|store| Ok(Box::new(call(store)?) as Anything))).await?;
        typed(result).map_err(|Died| StoreError::Unavailable)
    }

    /// The part of `call` that is the same for every call, so that it is compiled once.
    async fn untyped_call(&self, call: Call) -> Result<Anything, StoreError> {
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

/// What every key of an account starts with. An account's name stands between two `#`. Neither a name nor the text
/// before the name contains that character, so no two accounts have a key in common.
pub(super) fn prefix(configuration: &AuthConfiguration) -> String {
    let shared = shared_prefix(configuration);
    match &configuration.account {
        Some(account) => format!("{shared}#{account}#"),
        None => shared,
    }
}

/// What the keys of all accounts start with. It contains the configured endpoint, because the tokens of one server must
/// not be sent to another.
pub(super) fn shared_prefix(configuration: &AuthConfiguration) -> String {
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

/// Reads the session. A record whose bytes can't be understood is copied into quarantine. It also stays in its place,
/// until a session is stored there or the record is removed.
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
            Ok(Found::Garbled)
        }
    }
}

/// Whether an entry is stored. One that can't be read any more was stored before it was damaged.
fn is_stored(store: &dyn SecureStore, key: String) -> Result<bool, StoreError> {
    match store.load(key) {
        Ok(entry) => Ok(entry.is_some()),
        Err(StoreError::Corrupt | StoreError::Unrecoverable) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Reads the session. A record that can't be read stays as it is.
fn peek(store: &dyn SecureStore, key: String) -> Result<Found, StoreError> {
    match read(store, key) {
        Ok(None) => Ok(Found::Nothing),
        Ok(Some(bytes)) => Ok(match SessionRecord::from_bytes(&bytes) {
            Ok(record) => Found::Record(Arc::new(record)),
            Err(_) => Found::Garbled,
        }),
        Err(lost @ (StoreError::Corrupt | StoreError::Unrecoverable)) => Ok(Found::Unreadable(lost)),
        Err(transient) => Err(transient),
    }
}

fn read(store: &dyn SecureStore, key: String) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    Ok(store.load(key)?.map(Zeroizing::new))
}

fn write(store: &dyn SecureStore, key: String, record: &SessionRecord) -> Result<(), StoreError> {
    // This never fails: a struct of texts and numbers always has a JSON form.
    let mut bytes = record.to_bytes().map_err(|_| StoreError::Unavailable)?;
    store.save(key, take(&mut *bytes))
}

/// Removes the stored session if it is still `record`. True if it was.
fn remove_if_stored(
    store: &dyn SecureStore,
    key: String,
    record: &SessionRecord,
) -> Result<bool, StoreError> {
    match peek(store, key.clone())? {
        Found::Record(stored) if *stored == *record => store.delete(key).map(|()| true),
        Found::Record(_) | Found::Nothing | Found::Unreadable(_) | Found::Garbled => Ok(false),
    }
}

fn is_of_one_sign_in(one: &SessionRecord, other: &SessionRecord) -> bool {
    one == other || one.sign_in_id() == other.sign_in_id()
}

/// The mark of the sign-ins that were signed out. A damaged or lost mark counts as empty.
fn read_mark(store: &dyn SecureStore, key: &str) -> Result<SignedOutMark, StoreError> {
    match read(store, key.to_owned()) {
        Ok(bytes) => Ok(bytes.and_then(|bytes| SignedOutMark::read(&bytes)).unwrap_or_default()),
        Err(StoreError::Corrupt | StoreError::Unrecoverable) => Ok(SignedOutMark::default()),
        Err(transient) => Err(transient),
    }
}

fn save_mark(store: &dyn SecureStore, key: &str, mark: &SignedOutMark) -> Result<(), StoreError> {
    // This never fails: a struct of texts and numbers always has a JSON form.
    let mut bytes = mark.to_bytes().map_err(|_| StoreError::Unavailable)?;
    store.save(key.to_owned(), take(&mut *bytes))
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::config::IdentityPoolConfiguration;
    use crate::test_support::store::FaultyStore;

    fn keys(configuration: &AuthConfiguration) -> Vec<String> {
        let store = RecordStore::new(Arc::<FaultyStore>::default(), configuration);
        let session = store.session_key();
        let quarantined = (1..=QUARANTINE_PLACES).map(|number| quarantine_key(&session, number));
        let own = [
            store.pending_key(),
            store.ended_key(),
            store.signed_out_key(),
            store.web_attempt_key(),
            store.identity_key(),
            store.devices_key(),
        ];
        quarantined.chain(own).chain([session.clone()]).collect()
    }

    fn configurations() -> Vec<AuthConfiguration> {
        let clients = ["client", "client-work", "client_work", "client+work", "work", "session"];
        let endpoints =
            [None, Some("http://127.0.0.1:9229/base"), Some("http://[::1]"), Some("https://work")];
        let mut configurations = vec![AuthConfiguration::without_user_pool(IdentityPoolConfiguration::new(
            "eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f",
        ))];
        for pool in ["eu-central-1_AbCdEfGhI", "eu-central-1_abcdefghi", "eu-central-1_AbCdEfGh"] {
            for client in clients {
                for endpoint in endpoints {
                    let mut configuration = AuthConfiguration::new("eu-central-1", pool, client);
                    configuration.user_pool.endpoint = endpoint.map(str::to_owned);
                    configurations.push(configuration);
                }
            }
        }
        configurations
    }

    #[test]
    fn no_two_accounts_of_any_pool_client_and_endpoint_have_a_key_in_common() {
        let accounts = [
            None,
            Some("work"),
            Some("Work"),
            Some("work.session"),
            Some("work.session.aside"),
            Some("session"),
            Some(".session"),
            Some("aside"),
            Some("client"),
            Some("-"),
            Some("."),
        ];
        let mut owners = BTreeMap::new();
        for mut configuration in configurations() {
            let shared = RecordStore::new(Arc::<FaultyStore>::default(), &configuration);
            let shared = [shared.cookie_key(), shared.accounts_key()];
            let shared_quarantine = quarantine_key(&shared[1], 1);
            for key in shared.into_iter().chain([shared_quarantine]) {
                let owner = format!("{:?}, shared", configuration.user_pool);
                assert_eq!(owners.insert(key.clone(), owner), None, "{key}");
            }
            for account in accounts {
                configuration.account = account.map(str::to_owned);
                assert_eq!(configuration.validate(), Ok(()));
                for key in keys(&configuration) {
                    let owner = format!("{:?}, {account:?}", configuration.user_pool);
                    assert_eq!(owners.insert(key.clone(), owner), None, "{key}");
                }
            }
        }
    }

    #[test]
    fn the_default_accounts_keys_are_those_from_before_named_accounts() {
        let mut configuration = AuthConfiguration::new("eu-central-1", "eu-central-1_AbCdEfGhI", "client");
        let session = |configuration: &AuthConfiguration| {
            RecordStore::new(Arc::<FaultyStore>::default(), configuration).session_key()
        };
        assert_eq!(session(&configuration), "cognito-auth.eu-central-1_AbCdEfGhI.client.session");
        configuration.account = Some("work".into());
        assert_eq!(session(&configuration), "cognito-auth.eu-central-1_AbCdEfGhI.client#work#.session");
        configuration.user_pool.endpoint = Some("http://127.0.0.1:9229/".into());
        let at_endpoint = "cognito-auth.eu-central-1_AbCdEfGhI.client@http://127.0.0.1:9229#work#.session";
        assert_eq!(session(&configuration), at_endpoint);
        let store = RecordStore::new(Arc::<FaultyStore>::default(), &configuration);
        configuration.account = None;
        let default = RecordStore::new(Arc::<FaultyStore>::default(), &configuration);
        assert_eq!(store.cookie_key(), default.cookie_key());
    }
}
