//! How the manager takes over what another process has changed in the store, and tells the app.

use std::sync::Arc;

use super::super::ended;
use super::super::record::SessionRecord;
use super::super::store::Found;
use super::{SessionManager, SessionStatus};
use crate::events::AuthEvent;
use crate::model::SessionEnd;
use crate::ports::StoreError;

impl SessionManager {
    /// Reads the store, and takes over what another process has changed. The caller holds the change lock.
    ///
    /// If the known session's record can't be read any more, the manager keeps the session: the next refresh writes it
    /// again.
    pub(in crate::session) async fn catch_up(&self) -> Result<(), StoreError> {
        let found = match self.status() {
            // The unreadable session's bytes are in quarantine already.
            SessionStatus::Unreadable(_) => self.store.peek().await?,
            SessionStatus::Nobody => {
                let found = self.store.found().await?;
                self.state().late_removal = None;
                self.disown_removed(&found);
                match found {
                    Found::Record(stored) => self.unless_signed_out(stored).await,
                    other => other,
                }
            }
            SessionStatus::Unread => match self.store.found().await? {
                Found::Nothing => return self.adopt_moved().await,
                other => other,
            },
            SessionStatus::SignedIn(_) => self.store.found().await?,
        };
        match (&found, self.newest()) {
            (Found::Unreadable(_) | Found::Garbled, Some(_)) => self.tell_damage(),
            (Found::Record(_) | Found::Nothing | Found::Unreadable(_) | Found::Garbled, _) => {
                self.adopt(found).await;
            }
        }
        Ok(())
    }

    /// Takes the status from what the app's former library has stored, because the store has no session.
    async fn adopt_moved(&self) -> Result<(), StoreError> {
        let (found, event) = self.move_in().await?;
        self.adopt(found).await;
        if let Some(event) = event {
            self.hubs.publish(&event);
        }
        Ok(())
    }

    /// Judges a session that appeared in the store while nobody was signed in. If it was signed out before, a late
    /// write of another process has brought it back. Then it is removed, its tokens are revoked, and the result is
    /// [`Found::Nothing`].
    pub(in crate::session) async fn unless_signed_out(&self, stored: Arc<SessionRecord>) -> Found {
        if !self.store.is_signed_out(Arc::clone(&stored)).await {
            return Found::Record(stored);
        }
        match self.store.remove_late(Arc::clone(&stored)).await {
            Ok(true) => self.disown(stored),
            Ok(false) => {}
            // The next read tries again, unless the store has removed the session after all.
            Err(error) => {
                let mut state = self.state();
                state.late_removal = Some(error);
                state.half_removed.push(stored);
            }
        }
        Found::Nothing
    }

    /// The sessions that the store failed to remove, and does not have any more, become unowned.
    fn disown_removed(&self, found: &Found) {
        let mut state = self.state();
        let is_stored = |it: &Arc<SessionRecord>| matches!(found, Found::Record(stored) if stored == it);
        let removed: Vec<_> = state.half_removed.drain(..).filter(|it| !is_stored(it)).collect();
        state.unowned.extend(removed);
    }

    /// Publishes an event, once, because the known session's record can't be read any more.
    fn tell_damage(&self) {
        if !std::mem::replace(&mut self.state().is_damaged, true) {
            self.hubs.publish(&AuthEvent::StorageFailed);
        }
    }

    /// Takes over the session of a user who has signed in through another process since the stored session became
    /// unreadable. The unreadable session itself is not taken over, even if it can be read again. The caller holds the
    /// change lock.
    pub(super) async fn catch_up_with_sign_in(&self) -> Result<(), StoreError> {
        match self.store.peek().await? {
            Found::Record(stored) if !is_replaceable(&stored, self.state().lost_at_milliseconds) => {
                self.adopt(Found::Record(stored)).await;
            }
            Found::Record(_) | Found::Nothing | Found::Unreadable(_) | Found::Garbled => {}
        }
        Ok(())
    }

    /// Takes over the status that was found in the store, and publishes what another process has changed. The caller
    /// holds the change lock.
    pub(super) async fn adopt(&self, found: Found) {
        let is_nobody = matches!(found, Found::Nothing);
        let is_new = !is_nobody || !matches!(self.status(), SessionStatus::Nobody);
        let ended = if is_nobody && is_new { self.stored_end().await } else { None };
        if is_nobody {
            {
                let mut state = self.state();
                state.failure = None;
                if is_new {
                    // Another process may have signed a user in and out meanwhile. It may have answered the challenge
                    // that this process knows.
                    state.pending = None;
                }
            }
            self.read_rest().await;
        }
        if is_new {
            self.adopt_new(found, ended);
        } else {
            self.tell(&self.state());
        }
    }

    fn adopt_new(&self, found: Found, ended: Option<SessionEnd>) {
        let mut state = self.state();
        let lost_at = matches!(found, Found::Unreadable(_)).then(|| self.clock.now_milliseconds());
        let status = match found {
            Found::Nothing => SessionStatus::Nobody,
            Found::Unreadable(error) => SessionStatus::Unreadable(error),
            Found::Garbled => SessionStatus::Unreadable(StoreError::Corrupt),
            Found::Record(record) => SessionStatus::SignedIn(record),
        };
        state.is_damaged = false;
        let events = changes(&state.status, &status, ended.as_ref());
        if !matches!(state.status, SessionStatus::Unreadable(_)) {
            state.lost_at_milliseconds = lost_at;
        }
        if let (SessionStatus::SignedIn(known), SessionStatus::SignedIn(stored)) = (&state.status, &status)
            && known == stored
        {
            return;
        }
        state.doubt = None;
        let unsaved = state.unsaved.take();
        let is_continued = |it: &Arc<SessionRecord>| match &status {
            SessionStatus::SignedIn(stored) => stored.is_from_same_sign_in_as(it),
            SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_) => false,
        };
        let half_removed = std::mem::take(&mut state.half_removed);
        state.unowned.extend(half_removed.into_iter().chain(unsaved).filter(|it| !is_continued(it)));
        if user_of(&state.status) != user_of(&status) {
            self.abandon_flights();
        }
        if let SessionStatus::SignedIn(record) = &status {
            state.generation = state.generation.max(record.generation);
        }
        state.keep_failure_for(&status);
        (state.status, state.ended) = (status, ended);
        self.tell(&state);
        events.iter().for_each(|event| self.hubs.publish(event));
    }

    /// While nobody is signed in, the state depends on the identity and on the open challenge. This reads whichever of
    /// the two is not known yet. If the store fails, the state becomes unavailable, and the next call tries again.
    pub(super) async fn read_rest(&self) {
        let read = async {
            if self.known_identity().is_none() {
                self.identity().await?;
            }
            if self.state().pending.is_none() {
                self.read_pending_or_none().await?;
            }
            Ok::<_, StoreError>(())
        };
        if let Err(error) = read.await {
            self.set_failure(error);
        }
    }

    /// The stored mark of an ended session: it says why the service ended the session that another process, or an
    /// earlier run of the app, has removed. An unreadable mark counts as none.
    pub(in crate::session) async fn stored_end(&self) -> Option<SessionEnd> {
        let bytes = self.store.load(self.store.ended_key()).await.ok()??;
        ended::from_bytes(&bytes)
    }
}

/// Whether a sign-in may replace this session. True for the session that the store could not give at
/// `lost_at_milliseconds`, and gives again. A session from after that time comes from another process's sign-in. If
/// `lost_at_milliseconds` is `None`, every session comes from such a sign-in: the former bytes could not be understood,
/// so they can't become readable.
pub(super) fn is_replaceable(stored: &SessionRecord, lost_at_milliseconds: Option<i64>) -> bool {
    lost_at_milliseconds.is_some_and(|lost_at| stored.validity.received_at_milliseconds <= lost_at)
}

/// The id of the signed-in user, if that is known.
fn user_of(status: &SessionStatus) -> Option<&str> {
    match status {
        SessionStatus::SignedIn(record) => Some(&record.user_id),
        SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_) => None,
    }
}

/// The events for a change that another process has made to the store. What the first read of the store finds causes no
/// event.
fn changes(
    known: &SessionStatus,
    stored: &SessionStatus,
    ended: Option<&SessionEnd>,
) -> &'static [AuthEvent] {
    use SessionStatus::{Nobody, SignedIn, Unread, Unreadable};
    match (known, stored) {
        (Unreadable(_), Unreadable(_)) | (_, Unread) => &[],
        (_, Unreadable(_)) => &[AuthEvent::StorageFailed],
        (Unread, _) | (Nobody | Unreadable(_), Nobody) => &[],
        (Nobody | Unreadable(_), SignedIn(_)) => &[AuthEvent::SignedIn],
        (SignedIn(known), Nobody) if ended.is_some_and(|ended| ended.username == known.pool_username) => {
            &[AuthEvent::SessionExpired]
        }
        (SignedIn(_), Nobody) => &[AuthEvent::SignedOut],
        (SignedIn(known), SignedIn(stored)) if known.user_id != stored.user_id => {
            &[AuthEvent::SignedOut, AuthEvent::SignedIn]
        }
        (SignedIn(known), SignedIn(stored)) if known.access_token != stored.access_token => {
            &[AuthEvent::TokensRefreshed]
        }
        (SignedIn(_), SignedIn(_)) => &[],
    }
}
