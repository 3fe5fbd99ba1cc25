//! The index of accounts: the names and labels of the accounts of one user pool and app client. It says neither who is
//! signed in nor whether somebody is: each account's own records do, so the index can't contradict them.
//!
//! A change is made while no other instance of this process makes one, under a lease if other processes use the store,
//! and only to the index that it has read. A name that is lost nevertheless comes back when its account is used.

mod purge;
mod record;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};

pub(crate) use record::IndexEntry;
use record::IndexRecord;
use zeroize::Zeroizing;

use super::lease::{Lease, LeaseTrouble};
use super::manager::SessionStatus;
use super::refresh::guarded;
use super::registry::RecordPlace;
use super::store::{RecordStore, shared_prefix};
use super::{SessionInner, detached};
use crate::config::AuthConfiguration;
use crate::error::AuthError;
use crate::ports::{Ports, StoreError};
use crate::tasks::spawn;

/// The work of adding a name.
type Adding = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send>>;

/// How often a change starts again because another process has changed the index in between.
const MOST_ROUNDS: usize = 8;

/// The indexes that are in use in this process.
static OPEN: Mutex<Vec<(RecordPlace, Weak<AccountIndex>)>> = Mutex::new(Vec::new());

/// The index of one user pool and app client.
pub(crate) struct AccountIndex {
    store: RecordStore,
    /// This process's turn to change the index, if other processes use the store.
    lease: Lease,
    changing: tokio::sync::Mutex<()>,
}

impl AccountIndex {
    /// The index of the configuration's pool: the same one for everybody in this process. It does no IO.
    pub(crate) fn open(ports: &Ports, configuration: &AuthConfiguration) -> Arc<Self> {
        let place = RecordPlace::of(ports, shared_prefix(configuration));
        // No code panics while it holds the lock. Even after a panic, the list would be valid.
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|(_, index)| index.strong_count() > 0);
        let found = open.iter().find(|(other, _)| *other == place).and_then(|(_, index)| index.upgrade());
        found.unwrap_or_else(|| {
            let store = RecordStore::new(Arc::clone(&ports.store), configuration);
            let lease = Lease::new(ports, configuration, store.accounts_key());
            let made = Arc::new(Self { store, lease, changing: tokio::sync::Mutex::default() });
            open.push((place, Arc::downgrade(&made)));
            made
        })
    }

    /// The accounts of the index. An index that can't be read counts as empty.
    pub(crate) async fn entries(&self) -> Result<Vec<IndexEntry>, StoreError> {
        Ok(self.read().await?.1.entries())
    }

    /// Gives an account a label, or none. A named account that is not in the index is added. Once started, the work goes
    /// on even if this future is dropped.
    pub(crate) async fn set_label(
        self: &Arc<Self>,
        account: Option<String>,
        label: Option<String>,
        ports: Ports,
    ) -> Result<(), AuthError> {
        let index = Arc::clone(self);
        let work = async move {
            index.change(|index| index.set_label(account.as_deref(), label.clone()), &ports).await
        };
        Ok(detached(work).await??)
    }

    async fn remove(&self, account: Option<&str>, ports: &Ports) -> Result<(), StoreError> {
        self.change(|index| index.remove(account), ports).await
    }

    /// Makes a change, unless the index is as wished already.
    async fn change(&self, change: impl Fn(&mut IndexRecord), ports: &Ports) -> Result<(), StoreError> {
        let (_, found) = self.read().await?;
        if !changes(&found, &change) {
            return Ok(());
        }
        let _changing = self.changing.lock().await;
        let warn = |trouble: LeaseTrouble| ports.warn(format_args!("accounts: {}", trouble.text()));
        let work = self.lease.hold(|| async { None }, warn, self.change_in_turn(&change));
        guarded(Arc::clone(&ports.guard), self.store.accounts_key(), work).await
    }

    async fn change_in_turn(&self, change: &impl Fn(&mut IndexRecord)) -> Result<(), StoreError> {
        for _ in 0..MOST_ROUNDS {
            let (bytes, mut index) = self.read().await?;
            if !changes(&index, change) {
                return Ok(());
            }
            change(&mut index);
            self.lease.confirm().await;
            if self.bytes().await? != bytes {
                continue;
            }
            if let Some(unreadable) = bytes.filter(|bytes| IndexRecord::read(bytes).is_none()) {
                self.store.quarantine(self.store.accounts_key(), unreadable).await?;
            }
            return self.write(&index).await;
        }
        Err(StoreError::Unavailable)
    }

    async fn write(&self, index: &IndexRecord) -> Result<(), StoreError> {
        if index.is_empty() {
            return self.store.delete(self.store.accounts_key()).await;
        }
        // A struct of texts always has a JSON form, but serde's types can't say so.
        let bytes = index.to_bytes().map_err(|_| StoreError::Unavailable)?;
        self.store.save(self.store.accounts_key(), bytes).await
    }

    /// The stored bytes, and what they say.
    async fn read(&self) -> Result<(Option<Zeroizing<Vec<u8>>>, IndexRecord), StoreError> {
        let bytes = self.bytes().await?;
        let index = bytes.as_ref().and_then(|bytes| IndexRecord::read(bytes)).unwrap_or_default();
        Ok((bytes, index))
    }

    async fn bytes(&self) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        match self.store.load(self.store.accounts_key()).await {
            Err(StoreError::Corrupt | StoreError::Unrecoverable) => Ok(None),
            read => read,
        }
    }
}

/// Whether the change makes a difference.
fn changes(index: &IndexRecord, change: &impl Fn(&mut IndexRecord)) -> bool {
    let mut changed = index.clone();
    change(&mut changed);
    changed != *index
}

impl SessionInner {
    /// Makes sure that the index has this account's name, before the account stores something. The default account needs
    /// no name.
    pub(super) async fn list_account(&self) -> Result<(), StoreError> {
        match self.adding_the_name() {
            Some(adding) => adding.await,
            None => Ok(()),
        }
    }

    /// Adds the account's name once, if something of it is stored: the name may have been lost. If this fails, the next
    /// run of the app tries again.
    pub(super) async fn list_found_account(&self) {
        if let Some(account) = &self.manager.account
            && self.has_found_something()
            && account.is_worth_a_look()
            && let Some(adding) = self.adding_the_name()
        {
            let _ = spawn(adding).await;
        }
    }

    /// It is boxed, because every call of the app contains it.
    fn adding_the_name(&self) -> Option<Adding> {
        let account = self.manager.account.as_ref()?;
        let (index, name, ports) = (Arc::clone(&account.index), account.name.clone(), self.ports.clone());
        Some(Box::pin(async move { index.change(|index| index.add(&name), &ports).await }))
    }

    fn has_found_something(&self) -> bool {
        let is_signed_out = matches!(self.manager.status(), SessionStatus::Unread | SessionStatus::Nobody);
        let is_pending = self.manager.state().pending.as_ref().is_some_and(Option::is_some);
        let has_identity = self.manager.known_identity().is_some_and(|known| known.is_some());
        !is_signed_out || is_pending || has_identity
    }
}
