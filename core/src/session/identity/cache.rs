//! The stored identity, and what is known of it. A change needs the session's change lock. It is made only for the user
//! who is signed in at that moment, and only if the store still has the identity that the change is meant for.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::manager::{SessionManager, SessionStatus};
use super::record::{IdentityOwner, IdentityRecord};
use crate::config::IdentityPoolConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::ports::StoreError;

/// The identity of one identity pool, as it was last read or written.
pub(in crate::session) struct IdentityCache {
    pool_id: String,
    known: Mutex<Known>,
    /// The number of removals of the identity and of calls of [`SessionManager::remove_federation`]. Each of them ends
    /// the federations that are running.
    removals: AtomicU64,
    /// The number of changes of `known`. Reading the store does not count as a change.
    changes: AtomicU64,
}

/// The value of the cache's `removals` when a federation began. If `removals` has grown since, the federation was
/// ended, for example by a sign-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::session) struct FederationStart {
    removals: u64,
}

/// What is known of the stored identity.
enum Known {
    /// The store was not read yet.
    Unread,
    Stored(Option<Arc<IdentityRecord>>),
    /// A record that the store failed to save in place of `former`. It is saved before anything else.
    Unsaved {
        former: Option<Arc<IdentityRecord>>,
        record: Arc<IdentityRecord>,
    },
}

impl IdentityCache {
    pub(in crate::session) fn new(pool: &IdentityPoolConfiguration) -> Self {
        let (removals, changes) = Default::default();
        Self { pool_id: pool.pool_id.clone(), known: Mutex::new(Known::Unread), removals, changes }
    }

    fn start(&self) -> FederationStart {
        FederationStart { removals: self.removals.load(Ordering::SeqCst) }
    }

    /// Ends the federations that are running.
    fn end_federations(&self) {
        self.removals.fetch_add(1, Ordering::SeqCst);
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // No code panics while it holds the lock. Even after a panic, the value would be valid.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The newest record, saved or not. The outer `None` means that the store was not read yet.
    fn newest(&self) -> Option<Option<Arc<IdentityRecord>>> {
        match &*self.known() {
            Known::Unread => None,
            Known::Stored(record) => Some(record.clone()),
            Known::Unsaved { record, .. } => Some(Some(Arc::clone(record))),
        }
    }
}

/// What a request starts from: who is signed in, and the stored identity.
pub(in crate::session) struct Holding {
    pub(in crate::session) status: SessionStatus,
    pub(in crate::session) record: Option<Arc<IdentityRecord>>,
}

impl SessionManager {
    /// The identity as it was last read or written. `None` if there is none, and if the app uses no identity pool.
    pub(in crate::session) async fn identity(&self) -> Result<Option<Arc<IdentityRecord>>, StoreError> {
        let Some(cache) = &self.identity else { return Ok(None) };
        match cache.newest() {
            Some(record) => Ok(record),
            None => self.reread_identity(cache).await,
        }
    }

    /// Whether the app is federated to the identity pool, by the identity that was last read or written.
    pub(in crate::session) fn is_federated(&self) -> bool {
        let newest = self.identity.as_ref().and_then(IdentityCache::newest).flatten();
        newest.is_some_and(|record| record.is_federated())
    }

    /// The identity as stored now, or as it was last known if the store fails.
    pub(in crate::session) async fn read_identity_again(
        &self,
    ) -> Result<Option<Arc<IdentityRecord>>, StoreError> {
        let Some(cache) = &self.identity else { return Ok(None) };
        match (self.reread_identity(cache).await, cache.newest()) {
            (Err(_), Some(known)) => Ok(known),
            (read, _) => read,
        }
    }

    /// The identity as it was last read or written. The outer `None` means that the store was not read yet.
    pub(in crate::session) fn known_identity(&self) -> Option<Option<Arc<IdentityRecord>>> {
        self.identity.as_ref().map_or(Some(None), IdentityCache::newest)
    }

    fn set_identity(&self, cache: &IdentityCache, known: Known) {
        cache.changes.fetch_add(1, Ordering::SeqCst);
        *cache.known() = known;
        self.tell(&self.state());
    }

    /// The start of a federation that begins now.
    pub(in crate::session) fn federation_start(&self) -> Option<FederationStart> {
        self.identity.as_ref().map(IdentityCache::start)
    }

    /// Whether the store failed to save the newest identity.
    pub(in crate::session) fn has_unsaved_identity(&self) -> bool {
        self.identity.as_ref().is_some_and(|cache| matches!(&*cache.known(), Known::Unsaved { .. }))
    }

    /// Fails if the app is federated to the identity pool. Reads the store first, because another process may have
    /// changed it.
    pub(in crate::session) async fn ensure_not_federated(&self) -> Result<(), AuthError> {
        let Some(cache) = &self.identity else { return Ok(()) };
        match self.reread_identity(cache).await? {
            Some(record) if record.is_federated() => Err(AuthErrorCode::FederatedToIdentityPool.into()),
            Some(_) | None => Ok(()),
        }
    }

    /// What a request for credentials starts from, as stored now. First tries again to save a record that the store
    /// failed to save.
    pub(in crate::session) async fn hold_identity(&self) -> Result<Holding, StoreError> {
        let status = self.load().await?;
        let Some(cache) = &self.identity else { return Ok(Holding { status, record: None }) };
        self.save_unsaved_identity(cache).await?;
        let record = self.reread_identity(cache).await?;
        Ok(Holding { status, record })
    }

    /// Stores `record` in place of `former`, for a user or for nobody. Writes nothing and gives `None` in three cases:
    /// the record does not belong to whoever is signed in now, the store no longer has `former`, or the federation with
    /// the start `began` was ended. If the store fails, the record stays in memory, unless it belongs to a new
    /// federation.
    pub(in crate::session) async fn keep_identity(
        &self,
        former: Option<Arc<IdentityRecord>>,
        record: IdentityRecord,
        began: Option<FederationStart>,
    ) -> Result<Option<Arc<IdentityRecord>>, StoreError> {
        let Some(cache) = &self.identity else { return Ok(None) };
        self.identity_lease.confirm().await;
        let record = Arc::new(record);
        let Some(began) = began else { return self.swap_identity(cache, former, record).await };
        let _change = self.change().await;
        if began != cache.start() {
            return Ok(None);
        }
        let is_swapped = self.swapped(cache, former.as_ref(), &record).await?;
        Ok(is_swapped.then_some(record))
    }

    /// Removes the identity of a federation, and ends a federation that is running. True if an identity was removed.
    pub(in crate::session) async fn remove_federation(&self) -> Result<bool, StoreError> {
        let Some(cache) = &self.identity else { return Ok(false) };
        let _change = self.change().await;
        cache.end_federations();
        match self.reread_identity(cache).await? {
            Some(record) if record.is_federated() => self.remove_identity().await.map(|()| true),
            Some(_) | None => Ok(false),
        }
    }

    /// Makes way for a user who signs in: removes the identity that another user has left. The caller holds the change
    /// lock.
    ///
    /// # Errors
    /// [`AuthErrorCode::FederatedToIdentityPool`] if the app is federated, and those of the store.
    pub(in crate::session) async fn prepare_identity_for(&self, user_id: &str) -> Result<(), AuthError> {
        self.ensure_not_federated().await?;
        let Some(cache) = &self.identity else { return Ok(()) };
        match cache.newest().flatten().map(|record| record.owner.clone()) {
            Some(IdentityOwner::User { user_id: owner }) if owner != user_id => {
                Ok(self.remove_identity().await?)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Removes the identity, if it belongs to a user of the user pool. The caller holds the change lock.
    pub(in crate::session) async fn remove_identity_of_user(&self) -> Result<(), StoreError> {
        let Some(cache) = &self.identity else { return Ok(()) };
        match self.reread_identity(cache).await? {
            Some(record) if matches!(record.owner, IdentityOwner::User { .. }) => {
                self.remove_identity().await
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Removes the identity and its credentials, even if the configuration has no identity pool: another process, or an
    /// earlier version of the app, may have stored them. The caller holds the change lock.
    pub(in crate::session) async fn remove_identity(&self) -> Result<(), StoreError> {
        self.store.delete(self.store.identity_key()).await?;
        if let Some(cache) = &self.identity {
            cache.end_federations();
            self.set_identity(cache, Known::Stored(None));
        }
        Ok(())
    }

    async fn save_unsaved_identity(&self, cache: &IdentityCache) -> Result<(), StoreError> {
        let unsaved = match &*cache.known() {
            Known::Unsaved { former, record } => Some((former.clone(), Arc::clone(record))),
            Known::Unread | Known::Stored(_) => None,
        };
        match unsaved {
            Some((former, record)) => self.swap_identity(cache, former, record).await.map(|_| ()),
            None => Ok(()),
        }
    }

    async fn swap_identity(
        &self,
        cache: &IdentityCache,
        former: Option<Arc<IdentityRecord>>,
        record: Arc<IdentityRecord>,
    ) -> Result<Option<Arc<IdentityRecord>>, StoreError> {
        let _change = self.change().await;
        match self.swapped(cache, former.as_ref(), &record).await {
            Ok(true) => Ok(Some(record)),
            Ok(false) => Ok(None),
            Err(error) => {
                self.set_identity(cache, Known::Unsaved { former, record });
                Err(error)
            }
        }
    }

    async fn swapped(
        &self,
        cache: &IdentityCache,
        former: Option<&Arc<IdentityRecord>>,
        record: &Arc<IdentityRecord>,
    ) -> Result<bool, StoreError> {
        self.catch_up().await?;
        let stored = self.read_identity(cache).await?;
        let user = self.newest().map(|session| session.user_id.clone());
        if stored.as_ref() != former || !record.is_of(user.as_deref()) {
            self.set_identity(cache, Known::Stored(stored));
            return Ok(false);
        }
        // This never fails: a struct of texts and numbers always has a JSON form.
        let bytes = record.to_bytes().map_err(|_| StoreError::Unavailable)?;
        self.store.save(self.store.identity_key(), bytes).await?;
        self.set_identity(cache, Known::Stored(Some(Arc::clone(record))));
        Ok(true)
    }

    async fn reread_identity(
        &self,
        cache: &IdentityCache,
    ) -> Result<Option<Arc<IdentityRecord>>, StoreError> {
        let changes = cache.changes.load(Ordering::SeqCst);
        let record = self.read_identity(cache).await?;
        let mut known = cache.known();
        // If `known` was changed since the read began, it is newer than what was read.
        if !matches!(&*known, Known::Unsaved { .. }) && changes == cache.changes.load(Ordering::SeqCst) {
            *known = Known::Stored(record.clone());
        }
        drop(known);
        self.tell(&self.state());
        Ok(record)
    }

    /// The stored identity. A record that can't be read, or that belongs to another identity pool, is ignored: the
    /// service gives another identity, which replaces it.
    async fn read_identity(&self, cache: &IdentityCache) -> Result<Option<Arc<IdentityRecord>>, StoreError> {
        let bytes = match self.store.load(self.store.identity_key()).await {
            Ok(bytes) => bytes,
            Err(StoreError::Corrupt | StoreError::Unrecoverable) => None,
            Err(
                transient @ (StoreError::Locked
                | StoreError::Unavailable
                | StoreError::UserPresenceRefused
                | StoreError::Full
                | StoreError::Misconfigured),
            ) => return Err(transient),
        };
        let record = bytes.and_then(|bytes| IdentityRecord::from_bytes(&bytes));
        Ok(record.filter(|record| record.pool_id == cache.pool_id).map(Arc::new))
    }
}
