//! The session manager: the only place that changes who is signed in. A change is stored first, then published as an
//! event, then returned. A change that is meant for one generation of the session is not made to another. Another
//! process may use the same store. So each change reads the store first, and replaces or removes only the session that
//! it has read.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::MutexGuard as ChangeGuard;

use super::identity::IdentityCache;
use super::record::SessionRecord;
use super::store::{Found, RecordStore, Swap};
use crate::config::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::events::{AuthEvent, EventHub};
use crate::ports::{SecureStore, StoreError};

/// Who is signed in.
#[derive(Clone)]
pub(super) enum SessionStatus {
    /// The store was not read yet.
    Unread,
    Nobody,
    /// The stored session can't be read. Its bytes, if there are any, are in quarantine. This status lasts until a user
    /// signs in or out.
    Unreadable(StoreError),
    /// The stored session.
    SignedIn(Arc<SessionRecord>),
}

/// The result of a change that was meant for one generation of the session.
pub(super) enum Change {
    /// This is the session now.
    Made(Arc<SessionRecord>),
    /// Nobody is signed in any more.
    Ended,
    /// That generation was no longer the current one: another session, or none, had taken its place. Nothing was
    /// changed.
    Superseded,
}

struct State {
    status: SessionStatus,
    /// The generation of the newest session. It grows whenever the user or the tokens change.
    generation: u64,
    /// A session that the store failed to save. It is newer than the stored one, and is saved before anything else.
    unsaved: Option<Arc<SessionRecord>>,
    /// Unsaved sessions that another process has made useless: it has stored the session of another sign-in, or removed
    /// the session. Nobody uses their tokens any more.
    unowned: Vec<Arc<SessionRecord>>,
    /// The last generation whose refresh the service refused for an unknown reason.
    refused: Option<u64>,
}

pub(super) struct SessionManager {
    pub(super) store: RecordStore,
    pub(super) events: EventHub,
    /// The identity, if the app uses an identity pool.
    pub(super) identity: Option<IdentityCache>,
    state: Mutex<State>,
    reading: tokio::sync::Mutex<()>,
    changing: tokio::sync::Mutex<()>,
}

impl SessionManager {
    pub(super) fn new(store: Arc<dyn SecureStore>, configuration: &AuthConfiguration) -> Self {
        Self {
            store: RecordStore::new(store, configuration),
            events: EventHub::default(),
            identity: configuration.identity_pool.as_ref().map(IdentityCache::new),
            state: Mutex::new(State {
                status: SessionStatus::Unread,
                generation: 0,
                unsaved: None,
                unowned: Vec::new(),
                refused: None,
            }),
            reading: tokio::sync::Mutex::default(),
            changing: tokio::sync::Mutex::default(),
        }
    }

    /// Who is signed in. It never waits.
    pub(super) fn status(&self) -> SessionStatus {
        self.state().status.clone()
    }

    /// Who is signed in. It reads the store first, if that was not done yet, so it never gives
    /// [`SessionStatus::Unread`].
    pub(super) async fn load(&self) -> Result<SessionStatus, StoreError> {
        if let SessionStatus::Unread = self.status() {
            let _reading = self.reading.lock().await;
            if let SessionStatus::Unread = self.status() {
                let found = self.store.found().await?;
                self.adopt(&mut self.state(), found);
            }
        }
        Ok(self.status())
    }

    /// The newest session, saved or not.
    pub(super) fn newest(&self) -> Option<Arc<SessionRecord>> {
        let state = self.state();
        match &state.status {
            SessionStatus::SignedIn(stored) => Some(Arc::clone(state.unsaved.as_ref().unwrap_or(stored))),
            SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_) => None,
        }
    }

    /// Whether no sign-out, sign-in or refresh came after this session.
    fn is_newest(&self, record: &SessionRecord) -> bool {
        self.newest().is_some_and(|newest| *newest == *record)
    }

    /// Notes that the service refused the refresh of this generation for an unknown reason. True if that is the second
    /// time in a row.
    pub(super) fn is_refused_again(&self, generation: u64) -> bool {
        self.state().refused.replace(generation) == Some(generation)
    }

    /// Whether the store failed to save the newest session.
    pub(super) fn has_unsaved(&self) -> bool {
        self.state().unsaved.is_some()
    }

    /// Sessions whose tokens have to be revoked, because nobody uses them any more. Each is given once.
    pub(super) fn take_unowned(&self) -> Vec<Arc<SessionRecord>> {
        std::mem::take(&mut self.state().unowned)
    }

    /// Fails if a user is signed in. Another process may have signed one in, so this reads the store again, unless a
    /// change is being made. A failure to read is ignored: a sign-in checks again before it stores its session.
    pub(super) async fn ensure_signed_out(&self) -> Result<(), AuthError> {
        self.load().await?;
        if let Ok(_change) = self.changing.try_lock() {
            let _ = self.catch_up_with_sign_out().await;
        }
        self.signed_out()
    }

    fn signed_out(&self) -> Result<(), AuthError> {
        match self.status() {
            SessionStatus::SignedIn(_) => Err(AuthErrorCode::AlreadySignedIn.into()),
            SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_) => Ok(()),
        }
    }

    /// Signs a user in, if nobody is signed in and the attempt is still current: a sign-out may have ended it. `before`
    /// runs after these checks and before the session is stored. The quarantined sessions are deleted first: they may
    /// belong to other users.
    pub(super) async fn sign_in(
        &self,
        mut record: SessionRecord,
        is_current: &(dyn Fn() -> bool + Send + Sync),
        before: impl Future<Output = Result<(), StoreError>>,
    ) -> Result<(), AuthError> {
        let _change = self.change().await;
        if !is_current() {
            return Err(AuthErrorCode::Cancelled.into());
        }
        self.catch_up_with_sign_out().await?;
        self.signed_out()?;
        self.prepare_identity_for(&record.user_id).await?;
        before.await?;
        self.store.delete_quarantined().await?;
        record.generation = self.state().generation.saturating_add(1);
        let record = Arc::new(record);
        self.store.save_session(Arc::clone(&record)).await?;
        self.publish(SessionStatus::SignedIn(record), Some(&AuthEvent::SignedIn));
        Ok(())
    }

    /// Replaces `former` with the refreshed session. If the store fails, the session stays in memory.
    pub(super) async fn renew(
        &self,
        former: &SessionRecord,
        renewed: Arc<SessionRecord>,
    ) -> Result<Change, StoreError> {
        let _change = self.change().await;
        if !self.is_newest(former) {
            return Ok(Change::Superseded);
        }
        self.put(renewed).await
    }

    /// Tries again to save the session that the store failed to save.
    pub(super) async fn save_unsaved(&self) -> Result<(), StoreError> {
        let _change = self.change().await;
        let unsaved = self.state().unsaved.clone();
        if let Some(record) = unsaved {
            self.put(record).await?;
        }
        Ok(())
    }

    /// Ends the session, because the service refused its refresh token or its user. If the store has a newer session,
    /// the manager takes that session instead.
    pub(super) async fn end(&self, refused: &SessionRecord) -> Result<Change, StoreError> {
        let _change = self.change().await;
        if !self.is_newest(refused) {
            return Ok(Change::Superseded);
        }
        let ended = self.remove_unless_newer(refused).await;
        if ended.is_err() {
            self.events.publish(&AuthEvent::StorageFailed);
        }
        ended
    }

    /// Removes the session of a deleted user. Gives false if there is none, or if it belongs to another user.
    pub(super) async fn remove_user(&self, user_id: &str) -> Result<bool, StoreError> {
        let _change = self.change().await;
        self.catch_up().await?;
        match self.newest() {
            Some(newest) if newest.user_id == user_id => {
                self.remove_unchecked(&AuthEvent::UserDeleted).await.map(|_| true)
            }
            Some(_) => Ok(false),
            // A refresh may have ended the session first, because the user was deleted.
            None => {
                self.events.publish(&AuthEvent::UserDeleted);
                Ok(false)
            }
        }
    }

    /// Removes the session, the quarantined ones, the identity, and what a sign-in left open: its challenge, or its
    /// browser. Gives the session that was there. An unreadable session is removed too.
    pub(super) async fn remove(&self) -> Result<Option<Arc<SessionRecord>>, StoreError> {
        let _change = self.change().await;
        self.load().await?;
        let is_caught_up = self.catch_up().await.is_ok();
        match self.status() {
            SessionStatus::Nobody if is_caught_up => self.remove_remains().await.map(|()| None),
            SessionStatus::Nobody
            | SessionStatus::Unread
            | SessionStatus::Unreadable(_)
            | SessionStatus::SignedIn(_) => self.remove_unchecked(&AuthEvent::SignedOut).await,
        }
    }

    async fn remove_unchecked(&self, event: &AuthEvent) -> Result<Option<Arc<SessionRecord>>, StoreError> {
        self.remove_remains().await?;
        let newest = self.newest();
        self.store.delete(self.store.session_key()).await?;
        self.publish(SessionStatus::Nobody, Some(event));
        Ok(newest)
    }

    /// Removes what a sign-in left open, the identity and the quarantined sessions.
    async fn remove_remains(&self) -> Result<(), StoreError> {
        self.store.delete(self.store.pending_key()).await?;
        self.store.delete(self.store.web_attempt_key()).await?;
        self.remove_identity().await?;
        self.store.delete_quarantined().await
    }

    /// Takes over the session that another process has stored, if there is one. Gives what is stored. The caller holds
    /// the change lock.
    async fn catch_up(&self) -> Result<Found, StoreError> {
        if let SessionStatus::Unreadable(error) = self.load().await? {
            return Ok(Found::Unreadable(error));
        }
        let found = self.store.peek().await?;
        match &found {
            Found::Record(stored) if !self.is_known(stored) => self.adopt(&mut self.state(), found.clone()),
            Found::Record(_) | Found::Nothing | Found::Unreadable(_) => {}
        }
        Ok(found)
    }

    /// Like [`Self::catch_up`], and after a sign-out too: if another process has removed the session, nobody is signed
    /// in any more.
    pub(super) async fn catch_up_with_sign_out(&self) -> Result<(), StoreError> {
        if let Found::Nothing = self.catch_up().await? {
            self.adopt(&mut self.state(), Found::Nothing);
        }
        Ok(())
    }

    /// Whether the store had this session when this process last read or wrote it.
    fn is_known(&self, stored: &SessionRecord) -> bool {
        matches!(self.status(), SessionStatus::SignedIn(known) if *known == *stored)
    }

    /// The change lock: no other change happens until the guard is dropped.
    pub(super) async fn change(&self) -> ChangeGuard<'_, ()> {
        self.changing.lock().await
    }

    /// Stores `record`, if the store still holds the session of the current status. A new refresh token alone causes no
    /// event: the app has nothing new to use.
    async fn put(&self, record: Arc<SessionRecord>) -> Result<Change, StoreError> {
        let SessionStatus::SignedIn(stored) = self.status() else { return Ok(Change::Superseded) };
        let event = (record.access_token != stored.access_token).then_some(&AuthEvent::TokensRefreshed);
        match self.store.swap_session(stored, Arc::clone(&record)).await {
            Ok(Swap::Done) => {
                self.publish(SessionStatus::SignedIn(Arc::clone(&record)), event);
                Ok(Change::Made(record))
            }
            Ok(Swap::Found(other)) => {
                self.adopt(&mut self.state(), other);
                Ok(Change::Superseded)
            }
            Err(error) => {
                self.hold_unsaved(record);
                Err(error)
            }
        }
    }

    async fn remove_unless_newer(&self, refused: &SessionRecord) -> Result<Change, StoreError> {
        match self.store.found().await? {
            Found::Record(stored)
                if stored.refresh_token != refused.refresh_token && !self.is_known(&stored) =>
            {
                self.adopt(&mut self.state(), Found::Record(Arc::clone(&stored)));
                Ok(Change::Made(stored))
            }
            Found::Record(_) | Found::Nothing | Found::Unreadable(_) => {
                self.store.delete(self.store.session_key()).await?;
                // If this fails, the identity stays. Nobody else uses it, because its record names its user.
                let _ = self.remove_identity_of_user().await;
                self.publish(SessionStatus::Nobody, Some(&AuthEvent::SessionExpired));
                Ok(Change::Ended)
            }
        }
    }

    fn hold_unsaved(&self, record: Arc<SessionRecord>) {
        let mut state = self.state();
        state.generation = record.generation;
        if state.unsaved.replace(record).is_none() {
            self.events.publish(&AuthEvent::StorageFailed);
        }
    }

    /// Takes the status from the store.
    fn adopt(&self, state: &mut State, found: Found) {
        let unsaved = state.unsaved.take();
        let stored = if let Found::Record(stored) = &found { Some(stored) } else { None };
        let is_continued =
            |it: &Arc<SessionRecord>| stored.is_some_and(|stored| stored.is_from_same_sign_in_as(it));
        state.unowned.extend(unsaved.filter(|it| !is_continued(it)));
        state.status = match found {
            Found::Nothing => SessionStatus::Nobody,
            Found::Unreadable(error) => {
                self.events.publish(&AuthEvent::StorageFailed);
                SessionStatus::Unreadable(error)
            }
            Found::Record(record) => {
                state.generation = state.generation.max(record.generation);
                SessionStatus::SignedIn(record)
            }
        };
    }

    /// Sets the status after the store was changed, and publishes the event, if there is one.
    fn publish(&self, status: SessionStatus, event: Option<&AuthEvent>) {
        let mut state = self.state();
        state.unsaved = None;
        state.generation = match &status {
            SessionStatus::SignedIn(record) => record.generation,
            SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_) => {
                state.generation.saturating_add(1)
            }
        };
        state.status = status;
        if let Some(event) = event {
            self.events.publish(event);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code panics while it holds the lock. Even after a panic, every field would be valid.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
