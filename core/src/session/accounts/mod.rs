//! The index of accounts: the names and labels of the accounts of one user pool and app client. It does not say who is
//! signed in: each account's own records say that, so the index can't contradict them.
//!
//! A process makes one change at a time. If other processes use the store, the process first takes a lease. It writes
//! the change only if the stored index is still the one that it has read. Even so, a name can get lost. The name comes
//! back when its account is used.

mod change;
mod purge;
mod record;

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use change::{Change, StoredIndex};
pub(crate) use record::IndexEntry;
use record::IndexRecord;

use super::SessionInner;
use super::lease::{Lease, LeaseTrouble};
use super::manager::SessionStatus;
use super::refresh::guarded;
use super::registry::RecordPlace;
use super::store::{RecordStore, shared_prefix};
use crate::config::AuthConfiguration;
use crate::error::AuthError;
use crate::ports::{Ports, StoreError};
use crate::tasks::spawn;

/// The work of adding a name.
type Adding<'a> = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 'a>>;

/// How often a change is tried. It starts again if another process has changed the index in between.
const MOST_ROUNDS: usize = 8;

/// The indexes that are in use in this process.
static OPEN: Mutex<Vec<(RecordPlace, Weak<AccountIndex>)>> = Mutex::new(Vec::new());

/// The index of one user pool and app client.
pub(crate) struct AccountIndex {
    store: RecordStore,
    /// The lease for changes of the index, if other processes use the store. It is made at the first call whose ports
    /// have leases.
    lease: OnceLock<Lease>,
    deadline_milliseconds: u64,
    changing: tokio::sync::Mutex<()>,
}

impl AccountIndex {
    /// The index of the configuration's pool and app client: one object for all callers in this process. This does no
    /// IO.
    pub(crate) fn open(ports: &Ports, configuration: &AuthConfiguration) -> Arc<Self> {
        let place = RecordPlace::of(ports, shared_prefix(configuration));
        // No code panics while it holds the lock. Even after a panic, the list would be valid.
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|(_, index)| index.strong_count() > 0);
        let found = open.iter().find(|(other, _)| *other == place).and_then(|(_, index)| index.upgrade());
        found.unwrap_or_else(|| {
            let store = RecordStore::new(Arc::clone(&ports.store), configuration);
            let made = Arc::new(Self {
                store,
                lease: OnceLock::new(),
                deadline_milliseconds: configuration.deadline_milliseconds,
                changing: tokio::sync::Mutex::default(),
            });
            open.push((place, Arc::downgrade(&made)));
            made
        })
    }

    /// The accounts of the index. A damaged index counts as empty.
    ///
    /// # Errors
    /// Those of the store, and [`StoreError::Corrupt`] for an index that a newer version of the library has written.
    pub(crate) async fn entries(&self) -> Result<Vec<IndexEntry>, StoreError> {
        self.read().await?.entries()
    }

    /// Sets or removes an account's label. An account that is not in the index is added with its label. Once started,
    /// the work goes on even if this future is dropped.
    pub(crate) async fn set_label(
        self: &Arc<Self>,
        account: Option<String>,
        label: Option<String>,
        ports: Ports,
    ) -> Result<(), AuthError> {
        let index = Arc::clone(self);
        let work = async move {
            let change = Change::SetLabel { name: account.as_deref(), label: label.as_deref() };
            index.change(&change, &ports).await
        };
        Ok(spawn(work).await??)
    }

    /// Removes an account, and the copies of damaged indexes, which may have its name.
    async fn remove(&self, account: Option<&str>, ports: &Ports) -> Result<(), StoreError> {
        self.change(&Change::Remove { name: account }, ports).await?;
        self.store.delete_quarantined(self.store.accounts_key()).await
    }

    /// Makes a change, if it changes anything in the index.
    async fn change(&self, change: &Change<'_>, ports: &Ports) -> Result<(), StoreError> {
        if self.read().await?.after(change)?.is_none() {
            return Ok(());
        }
        let _changing = self.changing.lock().await;
        let Some(lease) = self.lease(ports) else { return self.change_in_turn(change).await };
        let warn = |trouble: LeaseTrouble| ports.warn(format_args!("accounts: {}", trouble.text()));
        let work = lease.hold(|| async { None }, warn, self.change_in_turn(change));
        guarded(Arc::clone(&ports.guard), self.store.accounts_key(), work).await
    }

    /// The lease, if this call's ports or those of an earlier call have leases.
    fn lease(&self, ports: &Ports) -> Option<&Lease> {
        if ports.leases.is_none() {
            return self.lease.get();
        }
        let make = || Lease::new(ports, self.deadline_milliseconds, self.store.accounts_key());
        Some(self.lease.get_or_init(make))
    }

    async fn change_in_turn(&self, change: &Change<'_>) -> Result<(), StoreError> {
        for _ in 0..MOST_ROUNDS {
            let stored = self.read().await?;
            let Some(index) = stored.after(change)? else { return Ok(()) };
            if let Some(lease) = self.lease.get() {
                lease.confirm().await;
            }
            if self.read().await?.bytes != stored.bytes {
                continue;
            }
            if let Some(damaged) = stored.to_quarantine(change) {
                self.store.quarantine(self.store.accounts_key(), damaged).await?;
            }
            return self.write(&index).await;
        }
        Err(StoreError::Unavailable)
    }

    async fn write(&self, index: &IndexRecord) -> Result<(), StoreError> {
        if index.is_empty() {
            return self.store.delete(self.store.accounts_key()).await;
        }
        // This never fails: a struct of texts always has a JSON form.
        let bytes = index.to_bytes().map_err(|_| StoreError::Unavailable)?;
        self.store.save(self.store.accounts_key(), bytes).await
    }

    async fn read(&self) -> Result<StoredIndex, StoreError> {
        match self.store.load(self.store.accounts_key()).await {
            Err(StoreError::Corrupt | StoreError::Unrecoverable) => Ok(StoredIndex::lost()),
            read => Ok(StoredIndex::of(read?)),
        }
    }
}

/// An account with a name, and the index that has the name.
pub(super) struct NamedAccount {
    name: String,
    index: Arc<AccountIndex>,
    was_looked_for: AtomicBool,
}

impl NamedAccount {
    pub(super) fn of(ports: &Ports, configuration: &AuthConfiguration) -> Option<Self> {
        let name = configuration.account.clone()?;
        let index = AccountIndex::open(ports, configuration);
        Some(Self { name, index, was_looked_for: AtomicBool::default() })
    }

    /// True the first time, so that the name is looked for in the index only once.
    fn is_worth_a_look(&self) -> bool {
        !self.was_looked_for.swap(true, Ordering::SeqCst)
    }
}

impl SessionInner {
    /// Makes sure that the index has this account's name, before the account stores something. The default account
    /// needs no name. Nothing is added once `is_wanted` returns false: a purge has begun, which removes the name later.
    /// The caller must not hold the change lock, because this can wait until another process has changed the index.
    pub(super) async fn list_account(
        &self,
        is_wanted: &(dyn Fn() -> bool + Send + Sync),
    ) -> Result<(), StoreError> {
        match self.adding_the_name(is_wanted) {
            Some(adding) => adding.await,
            None => Ok(()),
        }
    }

    /// Adds the account's name once, if the account has stored something: the name may have been lost. If this fails,
    /// the next start of the app tries again. `endings` is what `SessionManager::endings` gave before the store was
    /// read: if a sign-out or a purge has ended the account's sign-ins since, the name is not added.
    pub(super) async fn list_found_account(&self, endings: u64) {
        let manager = Arc::clone(&self.manager);
        if let Some(account) = &self.manager.account
            && self.has_found_something()
            && account.is_worth_a_look()
            && let Some(adding) = self.adding_the_name(move || manager.endings() == endings)
        {
            let _ = spawn(adding).await;
        }
    }

    /// The work of adding the account's name; `None` for the default account. The future is boxed, so that the futures
    /// of the app's calls, which contain it, stay small.
    fn adding_the_name<'a>(&self, is_wanted: impl Fn() -> bool + Send + Sync + 'a) -> Option<Adding<'a>> {
        let account = self.manager.account.as_ref()?;
        let (index, name, ports) = (Arc::clone(&account.index), account.name.clone(), self.ports.clone());
        Some(Box::pin(async move {
            index.change(&Change::Add { name: &name, is_wanted: &is_wanted }, &ports).await
        }))
    }

    fn has_found_something(&self) -> bool {
        let is_signed_out = matches!(self.manager.status(), SessionStatus::Unread | SessionStatus::Nobody);
        let is_pending = self.manager.state().pending.as_ref().is_some_and(Option::is_some);
        let has_identity = self.manager.known_identity().is_some_and(|known| known.is_some());
        !is_signed_out || is_pending || has_identity
    }
}
