//! The session manager: the only place that changes who is signed in. The manager stores a change first, then publishes
//! its event, and then returns its result. A change is meant for one generation of the session. If another generation
//! is the current one by then, the manager does not make the change.
//!
//! The store decides who is signed in, because other processes may have changed it. So each call and each change reads
//! the store first. A change replaces or removes only the session that it has read.

mod catch_up;
mod doubts;
mod removal;

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use catch_up::is_replaceable;
pub(super) use doubts::Doubted;

use super::accounts::NamedAccount;
use super::devices::ConfirmedDeviceKey;
use super::identity::{IdentityCache, IdentityOutcome};
use super::lease::Lease;
use super::moving::Move;
use super::record::SessionRecord;
use super::refresh::{FlightEnd, RefreshOutcome};
use super::refusal::Doubt;
use super::registry::Users;
use super::single_flight::SingleFlight;
use super::store::{Found, RecordStore, Swap};
use crate::config::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::events::{AuthEvent, EventHubs};
use crate::model::{PendingSignIn, SessionEnd};
use crate::ports::{Clock, Ports, StoreError};
use crate::sync::{AsyncMutex, AsyncMutexGuard, AtomicBool, AtomicU64, Bug, Mutex, MutexGuard};

/// Who is signed in.
#[derive(Clone)]
pub(super) enum SessionStatus {
    /// The store was not read yet.
    Unread,
    Nobody,
    /// The stored session can't be read. Its bytes, if there are any, are in quarantine. This status lasts until the
    /// store has another session or none, or the session becomes readable again.
    Unreadable(StoreError),
    /// The stored session.
    SignedIn(Arc<SessionRecord>),
}

/// The result of a change that was meant for one generation of the session.
pub(super) enum Change {
    /// The change was made, and this is the session now.
    Made(Arc<SessionRecord>),
    /// Nobody is signed in any more.
    Ended,
    /// That generation was no longer the current one: another session, or none, had taken its place. Nothing was
    /// changed.
    Superseded,
}

pub(super) struct State {
    pub(super) status: SessionStatus,
    /// The generation of the newest session. It grows whenever the user or the tokens change.
    generation: u64,
    /// A session that the store failed to save. It is newer than the stored one, and is saved before anything else.
    unsaved: Option<Arc<SessionRecord>>,
    /// Sessions that nobody uses any more, and whose tokens have to be revoked. Example: an unsaved session, after
    /// another process has stored the session of another sign-in.
    unowned: Vec<Arc<SessionRecord>>,
    /// The sessions whose tokens are being revoked now: the unowned ones, and those that a sign-out has removed.
    being_revoked: Vec<Arc<SessionRecord>>,
    /// The sessions that the store failed to remove. If a later read finds none of them, the store has removed them
    /// after all, and they become unowned.
    half_removed: Vec<Arc<SessionRecord>>,
    /// Why the last read of the store could not remove a session that another process's late write has brought back.
    late_removal: Option<StoreError>,
    /// The doubtful refusal that the last refresh of the session got, if it got one.
    doubt: Option<Doubt>,
    /// How long the tokens of this process's last refresh were valid when they were received.
    refreshed_lifetime_milliseconds: Option<i64>,
    /// True once the stored record of the known session can't be read any more.
    is_damaged: bool,
    /// When the store could no longer give the session, in milliseconds since 1970 by the device's clock. `None` if the
    /// session is readable, or is unreadable for another reason.
    lost_at_milliseconds: Option<i64>,
    /// The session that the service has ended, if nobody has signed in or out since.
    pub(super) ended: Option<SessionEnd>,
    /// The sign-in whose challenge waits for an answer. The outer `None` means that the store was not read yet.
    pub(super) pending: Option<Option<PendingSignIn>>,
    /// Why the last read of the store failed, while a part of the state is still unknown.
    pub(super) failure: Option<StoreError>,
    /// How many reads of the store [`SessionManager::load`] has begun.
    reads_begun: u64,
    /// The number of the newest of these reads that has succeeded.
    last_read: u64,
}

impl State {
    /// Keeps the failure of the last read only while nobody is signed in. Without a user, the state also needs the
    /// identity and the open challenge, which may still be unknown.
    fn keep_failure_for(&mut self, status: &SessionStatus) {
        if !matches!(status, SessionStatus::Nobody) {
            self.failure = None;
        }
    }
}

pub(super) struct SessionManager {
    /// `None` for the default account.
    pub(super) account: Option<NamedAccount>,
    pub(super) store: RecordStore,
    pub(super) hubs: EventHubs,
    pub(super) users: Users,
    /// The refresh that is running for all instances, if there is one.
    pub(super) flight: SingleFlight<FlightEnd<RefreshOutcome>>,
    pub(super) identity_flight: SingleFlight<FlightEnd<IdentityOutcome>>,
    /// The lease for a refresh of the tokens, if other processes use the store.
    pub(super) lease: Lease,
    /// The lease for new credentials. Its holder may wait for `lease`; a holder of `lease` never waits for this one.
    pub(super) identity_lease: Lease,
    pub(super) confirmed_device_key: ConfirmedDeviceKey,
    /// The identity, if the app uses an identity pool.
    pub(super) identity: Option<IdentityCache>,
    pub(super) allows_guests: bool,
    /// The move from the app's former library, if the app asks for it.
    pub(super) moving: Option<Move>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// How often a sign-out or a purge has ended the account's sign-ins in this process. It changes only under the
    /// change lock.
    endings: AtomicU64,
    changing: AsyncMutex<()>,
    /// Whether the change lock is held only to read the store.
    is_reading: AtomicBool,
}

/// While this value lives, the change lock is held only to read the store.
struct Reading<'a>(&'a AtomicBool);

impl<'a> Reading<'a> {
    fn begin(is_reading: &'a AtomicBool) -> Self {
        is_reading.store(true, Ordering::SeqCst);
        Self(is_reading)
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

impl SessionManager {
    pub(super) fn new(ports: &Ports, configuration: &AuthConfiguration) -> Self {
        let store = RecordStore::new(Arc::clone(&ports.store), configuration);
        Self {
            account: NamedAccount::of(ports, configuration),
            lease: Lease::new(ports, configuration.deadline_milliseconds, store.session_key()),
            identity_lease: Lease::new(ports, configuration.deadline_milliseconds, store.identity_key()),
            store,
            clock: Arc::clone(&ports.clock),
            hubs: EventHubs::default(),
            users: Users::of(configuration),
            flight: SingleFlight::default(),
            identity_flight: SingleFlight::default(),
            confirmed_device_key: ConfirmedDeviceKey::default(),
            identity: configuration.identity_pool.as_ref().map(IdentityCache::new),
            allows_guests: configuration.identity_pool.as_ref().is_some_and(|pool| pool.allows_guests),
            moving: Move::of(ports, configuration),
            state: Mutex::new(State {
                status: SessionStatus::Unread,
                generation: 0,
                unsaved: None,
                unowned: Vec::new(),
                being_revoked: Vec::new(),
                half_removed: Vec::new(),
                late_removal: None,
                doubt: None,
                refreshed_lifetime_milliseconds: None,
                is_damaged: false,
                lost_at_milliseconds: None,
                ended: None,
                pending: None,
                failure: None,
                reads_begun: 0,
                last_read: 0,
            }),
            endings: AtomicU64::new(0),
            changing: AsyncMutex::default(),
            is_reading: AtomicBool::new(false),
        }
    }

    pub(super) fn now_milliseconds(&self) -> i64 {
        self.clock.now_milliseconds()
    }

    /// How often a sign-out or a purge has ended the account's sign-ins. This call never waits.
    pub(super) fn endings(&self) -> u64 {
        self.endings.load(Ordering::SeqCst)
    }

    /// Ends the sign-ins of every instance: none of them stores anything any more. The caller holds the change lock.
    pub(super) fn end_sign_ins(&self) {
        self.endings.fetch_add(1, Ordering::SeqCst);
    }

    /// Who is signed in, by the last read or change. This call never waits.
    pub(super) fn status(&self) -> SessionStatus {
        self.state().status.clone()
    }

    /// Who is signed in, as stored now. Never gives [`SessionStatus::Unread`]. Callers at the same time share one read
    /// of the store, if that read began after each of their calls.
    ///
    /// # Errors
    /// Those of the store, unless a user was signed in when the store was last read: a failure of the store signs
    /// nobody out.
    pub(super) async fn load(&self) -> Result<SessionStatus, StoreError> {
        let not_counted = u64::from(Bug::OldReadShared.is_planted());
        let begun_before = self.state().reads_begun.saturating_sub(not_counted);
        let _change = self.change().await;
        if self.state().last_read <= begun_before {
            let _reading = Reading::begin(&self.is_reading);
            self.read().await?;
        }
        Ok(self.status())
    }

    /// Reads the store. The caller holds the change lock.
    async fn read(&self) -> Result<(), StoreError> {
        let number = {
            let mut state = self.state();
            state.reads_begun = state.reads_begun.saturating_add(1);
            state.reads_begun
        };
        match self.state().failure {
            Some(error) if has_bug!(NeverReadsAgain) => return Err(error),
            _ => {}
        }
        match self.catch_up().await {
            Ok(()) => self.state().last_read = number,
            Err(error) if self.newest().is_none() => {
                self.set_failure(error);
                return Err(error);
            }
            Err(_) => {}
        }
        Ok(())
    }

    /// The newest session, saved or not.
    pub(super) fn newest(&self) -> Option<Arc<SessionRecord>> {
        let state = self.state();
        match &state.status {
            SessionStatus::SignedIn(stored) => Some(Arc::clone(state.unsaved.as_ref().unwrap_or(stored))),
            SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_) => None,
        }
    }

    /// Whether this session is the newest: no sign-out, sign-in or refresh has replaced it.
    fn is_newest(&self, record: &SessionRecord) -> bool {
        self.newest().is_some_and(|newest| *newest == *record)
    }

    /// How long the tokens of this process's last refresh were valid when they were received.
    pub(super) fn refreshed_lifetime_milliseconds(&self) -> Option<i64> {
        self.state().refreshed_lifetime_milliseconds
    }

    pub(super) fn note_refreshed_lifetime(&self, milliseconds: i64) {
        self.state().refreshed_lifetime_milliseconds = Some(milliseconds);
    }

    /// Whether the store failed to save the newest session.
    pub(super) fn has_unsaved(&self) -> bool {
        self.state().unsaved.is_some()
    }

    /// Notes that nobody uses this session any more, so that its tokens have to be revoked.
    pub(super) fn disown(&self, session: Arc<SessionRecord>) {
        self.state().unowned.push(session);
    }

    /// The unowned sessions whose tokens are not being revoked yet. The caller has to revoke them, and then call
    /// [`Self::end_revocation`] for each.
    pub(super) fn take_unowned(&self) -> Vec<Arc<SessionRecord>> {
        let mut state = self.state();
        let unowned = std::mem::take(&mut state.unowned);
        state.being_revoked.extend(unowned.iter().cloned());
        unowned
    }

    /// The sessions whose tokens are being revoked now.
    pub(super) fn being_revoked(&self) -> Vec<Arc<SessionRecord>> {
        self.state().being_revoked.clone()
    }

    /// Notes that the tokens of this session were revoked, or that this failed.
    pub(super) fn end_revocation(&self, session: &Arc<SessionRecord>) {
        self.state().being_revoked.retain(|it| !Arc::ptr_eq(it, session));
    }

    /// Fails if a user is signed in, or if the store was never read and can't be read now. Otherwise, while the store
    /// can't be read, or a change is being made, the last known status decides. That is enough here, because a sign-in
    /// checks again before it stores its session. An unreadable session does not make this fail, because a sign-in may
    /// replace it.
    pub(super) async fn ensure_signed_out(&self) -> Result<(), AuthError> {
        match self.status() {
            SessionStatus::Unread => drop(self.load().await?),
            SessionStatus::Nobody | SessionStatus::SignedIn(_) => {
                if self.is_reading.load(Ordering::SeqCst) || self.changing.try_lock().is_ok() {
                    let _ = self.load().await;
                }
            }
            SessionStatus::Unreadable(_) => {}
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
    /// runs after these checks and before the session is stored. The quarantined sessions are deleted too, because they
    /// may belong to other users.
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
        let lost_at = match self.status() {
            SessionStatus::Unreadable(_) => {
                self.catch_up_with_sign_in().await?;
                self.state().lost_at_milliseconds
            }
            SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::SignedIn(_) => {
                self.catch_up().await?;
                None
            }
        };
        self.signed_out()?;
        self.prepare_identity_for(&record.user_id).await?;
        before.await?;
        self.store.delete_quarantined(self.store.session_key()).await?;
        record.generation = self.state().generation.saturating_add(1);
        let record = Arc::new(record);
        let is_replaced = move |stored: &SessionRecord| is_replaceable(stored, lost_at);
        if let Swap::Found(other) = self.store.add_session(Arc::clone(&record), is_replaced).await? {
            self.adopt(other).await;
            return Err(AuthErrorCode::AlreadySignedIn.into());
        }
        self.publish(SessionStatus::SignedIn(record), None, Some(&AuthEvent::SignedIn));
        // If this fails, the mark of an ended session stays. It has no effect while a user is signed in, and the
        // sign-out removes it.
        let _ = self.store.delete(self.store.ended_key()).await;
        // If this fails, the sign-out settles the move.
        let _ = self.settle_move().await;
        Ok(())
    }

    /// Replaces `former` with the refreshed session. If the store fails, the session stays in memory. If the result is
    /// [`Change::Ended`], a sign-out came first. The caller then has to revoke the tokens of `renewed`, and to call
    /// [`Self::end_revocation`].
    pub(super) async fn renew(
        &self,
        former: &SessionRecord,
        renewed: Arc<SessionRecord>,
    ) -> Result<Change, StoreError> {
        self.lease.confirm().await;
        let change = self.change().await;
        if !self.is_newest(former) {
            return Ok(Change::Superseded);
        }
        let _change = (!Bug::WriteWithoutChangeLock.is_planted()).then_some(change);
        let changed = self.put(Arc::clone(&renewed)).await;
        if let Ok(Change::Ended) = &changed {
            self.state().being_revoked.push(renewed);
        }
        changed
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

    /// Whether the store had this session when this process last read or wrote the store.
    fn is_known(&self, stored: &SessionRecord) -> bool {
        matches!(self.status(), SessionStatus::SignedIn(known) if *known == *stored)
    }

    /// Makes later calls start new refreshes and new requests for credentials: the session of the running ones has
    /// ended.
    pub(super) fn abandon_flights(&self) {
        self.flight.abandon();
        self.identity_flight.abandon();
    }

    /// The change lock: no other change happens until the guard is dropped.
    pub(super) async fn change(&self) -> AsyncMutexGuard<'_, ()> {
        self.changing.lock().await
    }

    /// Stores `record`, if the store still holds the session of the current status. If only the refresh token is new,
    /// there is no event, because the app has nothing new to use.
    async fn put(&self, record: Arc<SessionRecord>) -> Result<Change, StoreError> {
        let SessionStatus::SignedIn(stored) = self.status() else { return Ok(Change::Superseded) };
        let event = (record.access_token != stored.access_token).then_some(&AuthEvent::TokensRefreshed);
        match self.store.swap_session(stored, Arc::clone(&record)).await {
            Ok(Swap::Done) => {
                self.publish(SessionStatus::SignedIn(Arc::clone(&record)), None, event);
                Ok(Change::Made(record))
            }
            Ok(Swap::Found(other)) => {
                self.adopt(other).await;
                Ok(Change::Superseded)
            }
            Ok(Swap::SignedOut) => {
                self.adopt(Found::Nothing).await;
                Ok(Change::Ended)
            }
            Err(error) => {
                self.hold_unsaved(Arc::clone(&record));
                if has_bug!(ShowsUnsaved) { Ok(Change::Made(record)) } else { Err(error) }
            }
        }
    }

    fn hold_unsaved(&self, record: Arc<SessionRecord>) {
        let mut state = self.state();
        state.generation = record.generation;
        if state.unsaved.replace(record).is_none() {
            self.hubs.publish(&AuthEvent::StorageFailed);
        }
    }

    /// Sets the status to what the store has now, and publishes the event, if there is one.
    pub(super) fn publish(
        &self,
        status: SessionStatus,
        ended: Option<SessionEnd>,
        event: Option<&AuthEvent>,
    ) {
        let mut state = self.state();
        state.keep_failure_for(&status);
        (state.unsaved, state.ended, state.is_damaged, state.doubt) = (None, ended, false, None);
        state.half_removed.clear();
        state.generation = match &status {
            SessionStatus::SignedIn(record) => record.generation,
            SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_) => {
                state.generation.saturating_add(1)
            }
        };
        state.status = status;
        if !has_bug!(KeepsTheState) {
            self.tell(&state);
        }
        if let Some(event) = event {
            self.hubs.publish(event);
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // No code panics while it holds the lock. Even after a panic, every field would be valid.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
