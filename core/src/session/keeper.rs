//! Who is signed in: the one place where that changes. A change is stored, then made known, then returned; and it
//! is made to the session that it was meant for, or not at all.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::MutexGuard as ChangeGuard;

use super::record::SessionRecord;
use super::store::{Found, RecordStore, Swap};
use crate::config::UserPoolConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::events::{AuthEvent, EventHub};
use crate::ports::{SecureStore, StoreError};

/// Who is signed in, as far as is known.
#[derive(Clone)]
pub(super) enum Presence {
    /// The store was not read yet.
    Unread,
    Nobody,
    /// The stored session can't be read; it was kept aside, and is in the way until a user signs in or out.
    Unreadable(StoreError),
    /// This user, by what is stored.
    SignedIn(Arc<SessionRecord>),
}

/// What became of a change that was meant for one generation of the session.
pub(super) enum Change {
    /// This is the session now.
    Made(Arc<SessionRecord>),
    /// Nobody is signed in any more.
    Ended,
    /// The session was another one already, or none: nothing was changed.
    Superseded,
}

struct State {
    presence: Presence,
    /// Of the newest session: grows with every change of who is signed in and of the tokens.
    generation: u64,
    /// What the store would not take. It is newer than what is stored, and is tried again before anything else.
    unsaved: Option<Arc<SessionRecord>>,
    /// The generation whose refresh the service refused last, for a reason that nobody knows.
    refused: Option<u64>,
}

pub(super) struct Keeper {
    pub(super) store: RecordStore,
    pub(super) events: EventHub,
    state: Mutex<State>,
    changing: tokio::sync::Mutex<()>,
}

impl Keeper {
    pub(super) fn new(store: Arc<dyn SecureStore>, pool: &UserPoolConfiguration) -> Self {
        Self {
            store: RecordStore::new(store, pool),
            events: EventHub::default(),
            state: Mutex::new(State {
                presence: Presence::Unread,
                generation: 0,
                unsaved: None,
                refused: None,
            }),
            changing: tokio::sync::Mutex::default(),
        }
    }

    /// Who is signed in, without waiting for anything.
    pub(super) fn presence(&self) -> Presence {
        self.state().presence.clone()
    }

    /// Who is signed in, after reading the store if that was not done yet; never [`Presence::Unread`].
    pub(super) async fn load(&self) -> Result<Presence, StoreError> {
        if let Presence::Unread = self.presence() {
            let found = self.store.found().await?;
            let mut state = self.state();
            if let Presence::Unread = state.presence {
                self.adopt(&mut state, found);
            }
        }
        Ok(self.presence())
    }

    /// The newest session, stored or not.
    pub(super) fn newest(&self) -> Option<Arc<SessionRecord>> {
        let state = self.state();
        match &state.presence {
            Presence::SignedIn(stored) => Some(Arc::clone(state.unsaved.as_ref().unwrap_or(stored))),
            Presence::Unread | Presence::Nobody | Presence::Unreadable(_) => None,
        }
    }

    /// Whether the session is this one, and not one that came after a sign-out, a sign-in or a refresh.
    fn is_newest(&self, record: &SessionRecord) -> bool {
        self.newest().is_some_and(|newest| *newest == *record)
    }

    /// Whether the refresh of this generation was refused for an unknown reason before.
    pub(super) fn was_refused_before(&self, generation: u64) -> bool {
        self.state().refused.replace(generation) == Some(generation)
    }

    /// Whether the store still lacks what a refresh brought.
    pub(super) fn has_unsaved(&self) -> bool {
        self.state().unsaved.is_some()
    }

    /// Signs a user in, if nobody is signed in and the sign-in is still wanted: a sign-out may have come first. What
    /// has to be stored before the session is stored in between.
    pub(super) async fn sign_in(
        &self,
        mut record: SessionRecord,
        is_wanted: &(dyn Fn() -> bool + Send + Sync),
        before: impl Future<Output = Result<(), StoreError>>,
    ) -> Result<(), AuthError> {
        let _change = self.change().await;
        if !is_wanted() {
            return Err(AuthErrorCode::Cancelled.into());
        }
        if let Presence::SignedIn(_) = self.load().await? {
            return Err(AuthErrorCode::AlreadySignedIn.into());
        }
        before.await?;
        record.generation = self.state().generation.saturating_add(1);
        let record = Arc::new(record);
        self.store.save_session(Arc::clone(&record)).await?;
        self.publish(Presence::SignedIn(record), &AuthEvent::SignedIn);
        Ok(())
    }

    /// Takes the tokens of a refresh of `former`. If the store would not have them they are kept in memory.
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

    /// Tries again to store what the store would not take.
    pub(super) async fn save_unsaved(&self) -> Result<(), StoreError> {
        let _change = self.change().await;
        let unsaved = self.state().unsaved.clone();
        if let Some(record) = unsaved {
            self.put(record).await?;
        }
        Ok(())
    }

    /// Ends the session because the service said so of `refused`, unless the store has a newer one by now.
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

    /// Removes the session of a user who was deleted, unless it is another user's; says whether it was removed.
    pub(super) async fn remove_user(&self, user_id: &str) -> Result<bool, StoreError> {
        let _change = self.change().await;
        self.load().await?;
        match self.newest() {
            Some(newest) if newest.user_id == user_id => {
                self.remove_unchecked(&AuthEvent::UserDeleted).await.map(|removed| removed.is_some())
            }
            Some(_) => Ok(false),
            // A refresh may have been told of it first, and ended the session.
            None => {
                self.events.publish(&AuthEvent::UserDeleted);
                Ok(false)
            }
        }
    }

    /// Removes the session, those kept aside, and the open question of a sign-in; gives the session that was there.
    pub(super) async fn remove(&self) -> Result<Option<Arc<SessionRecord>>, StoreError> {
        let _change = self.change().await;
        self.remove_unchecked(&AuthEvent::SignedOut).await
    }

    async fn remove_unchecked(&self, event: &AuthEvent) -> Result<Option<Arc<SessionRecord>>, StoreError> {
        let presence = self.load().await?;
        self.store.delete(self.store.pending_key()).await?;
        self.store.delete_aside().await?;
        if let Presence::Nobody = presence {
            return Ok(None);
        }
        let newest = self.newest();
        self.store.delete(self.store.session_key()).await?;
        self.publish(Presence::Nobody, event);
        Ok(newest)
    }

    /// Keeps every other change out until it is dropped.
    pub(super) async fn change(&self) -> ChangeGuard<'_, ()> {
        self.changing.lock().await
    }

    /// Stores `record` in place of what is known to be stored.
    async fn put(&self, record: Arc<SessionRecord>) -> Result<Change, StoreError> {
        let Presence::SignedIn(stored) = self.presence() else { return Ok(Change::Superseded) };
        match self.store.swap_session(stored, Arc::clone(&record)).await {
            Ok(Swap::Done) => {
                self.publish(Presence::SignedIn(Arc::clone(&record)), &AuthEvent::TokensRefreshed);
                Ok(Change::Made(record))
            }
            Ok(Swap::Found(other)) => {
                self.adopt(&mut self.state(), other);
                Ok(Change::Superseded)
            }
            Err(error) => {
                self.keep_unsaved(record);
                Err(error)
            }
        }
    }

    async fn remove_unless_newer(&self, refused: &SessionRecord) -> Result<Change, StoreError> {
        match self.store.reread().await? {
            Found::Record(stored) if stored.refresh_token != refused.refresh_token => {
                self.adopt(&mut self.state(), Found::Record(Arc::clone(&stored)));
                Ok(Change::Made(stored))
            }
            Found::Record(_) | Found::Nothing | Found::Unreadable(_) => {
                self.store.delete(self.store.session_key()).await?;
                self.publish(Presence::Nobody, &AuthEvent::SessionExpired);
                Ok(Change::Ended)
            }
        }
    }

    fn keep_unsaved(&self, record: Arc<SessionRecord>) {
        let mut state = self.state();
        state.generation = record.generation;
        if state.unsaved.replace(record).is_none() {
            self.events.publish(&AuthEvent::StorageFailed);
        }
    }

    /// Takes what is stored for the truth.
    fn adopt(&self, state: &mut State, found: Found) {
        state.unsaved = None;
        state.presence = match found {
            Found::Nothing => Presence::Nobody,
            Found::Unreadable(error) => {
                self.events.publish(&AuthEvent::StorageFailed);
                Presence::Unreadable(error)
            }
            Found::Record(record) => {
                state.generation = state.generation.max(record.generation);
                Presence::SignedIn(record)
            }
        };
    }

    /// Makes known what was stored.
    fn publish(&self, presence: Presence, event: &AuthEvent) {
        let mut state = self.state();
        state.unsaved = None;
        state.generation = match &presence {
            Presence::SignedIn(record) => record.generation,
            Presence::Unread | Presence::Nobody | Presence::Unreadable(_) => {
                state.generation.saturating_add(1)
            }
        };
        state.presence = presence;
        self.events.publish(event);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock; if it did, each field would still be whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
