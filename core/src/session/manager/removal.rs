//! The removal of the session: by a sign-out, by the deletion of its user, or because the service has ended it.
//!
//! First the sign-in is added to the mark of sign-outs, and then the session is removed. So a late write of another
//! process either comes before the removal and is removed too, or comes after it and finds the mark.

use std::sync::Arc;

use super::super::ended;
use super::super::record::SessionRecord;
use super::super::store::{Found, Removal};
use super::{Change, SessionManager, SessionStatus};
use crate::error::{AuthError, AuthErrorCode};
use crate::events::AuthEvent;
use crate::model::{SessionEnd, SessionEndReason};
use crate::ports::StoreError;

impl SessionManager {
    /// Ends the session, because the service refused its refresh token or its user. If the store has a newer session,
    /// the manager takes that session instead.
    pub(in crate::session) async fn end(
        &self,
        refused: &SessionRecord,
        reason: SessionEndReason,
    ) -> Result<Change, StoreError> {
        let _change = self.change().await;
        if !self.is_newest(refused) {
            return Ok(Change::Superseded);
        }
        let ended = self.remove_unless_newer(refused, reason).await;
        if ended.is_err() {
            self.hubs.publish(&AuthEvent::StorageFailed);
        }
        ended
    }

    /// Removes the session of a deleted user. Gives false if there is no session, or if it belongs to another user.
    pub(in crate::session) async fn remove_user(&self, user_id: &str) -> Result<bool, StoreError> {
        let _change = self.change().await;
        self.catch_up().await?;
        while let Some(newest) = self.newest() {
            if newest.user_id != user_id {
                return Ok(false);
            }
            if let Removal::Done(_) = self.remove_known(&AuthEvent::UserDeleted, false).await? {
                return Ok(true);
            }
            // The store has had another session meanwhile. If it is one of the deleted user too, it is removed as well.
        }
        // A refresh may have ended the session first, because the service had deleted the user.
        self.hubs.publish(&AuthEvent::UserDeleted);
        Ok(false)
    }

    /// Removes the session, the quarantined ones, the identity, and what a sign-in left open: its challenge, or its
    /// attempt in the browser. It ends each sign-in that is under way, in any instance. An unreadable session is
    /// removed too. Gives the session that was there. The caller has to revoke its tokens, and then to call
    /// [`Self::end_revocation`].
    ///
    /// # Errors
    /// Those of the store. The error of `check`: the stored session then stays as it is. [`AuthErrorCode::UserChanged`]
    /// if another process has signed a user in meanwhile.
    pub(in crate::session) async fn remove(
        &self,
        check: &(dyn Fn(&SessionRecord) -> Result<(), AuthError> + Send + Sync),
    ) -> Result<Option<Arc<SessionRecord>>, AuthError> {
        let _change = self.change().await;
        let caught_up = self.catch_up().await;
        let is_nobody = match (&caught_up, self.status()) {
            (Err(error), SessionStatus::Unread) => return Err((*error).into()),
            (caught_up, SessionStatus::Nobody) => caught_up.is_ok(),
            (_, SessionStatus::SignedIn(session)) => check(&session).map(|()| false)?,
            (_, SessionStatus::Unread | SessionStatus::Unreadable(_)) => false,
        };
        self.end_sign_ins();
        if is_nobody {
            self.remove_remains().await?;
            let late_removal = self.state().late_removal;
            return late_removal.map_or(Ok(None), |error| Err(error.into()));
        }
        let newest = self.newest();
        match self.remove_known(&AuthEvent::SignedOut, caught_up.is_err()).await? {
            Removal::Done(stored) => {
                // A refresh in another process may have stored newer tokens just before the removal.
                let is_newer = |stored: &Arc<SessionRecord>| {
                    newest.as_ref().is_none_or(|newest| stored.generation > newest.generation)
                };
                let removed = stored.filter(is_newer).or(newest.clone());
                self.state().being_revoked.extend(removed.clone());
                Ok(removed)
            }
            Removal::Found(_) => Err(AuthErrorCode::UserChanged.into()),
        }
    }

    /// Adds the known session's sign-in to the mark of sign-outs, then removes the session and what belongs to it. If
    /// the store has the session of another sign-in, the manager takes that session over instead. If the store could
    /// not be read before (`is_unread`), and still can't, the session is removed without being read.
    async fn remove_known(&self, event: &AuthEvent, is_unread: bool) -> Result<Removal, StoreError> {
        let known = self.known_sessions();
        let named = self.store.mark_signed_out(known.clone()).await?;
        let removal = async {
            self.remove_remains().await?;
            match self.store.remove_session(known).await {
                Err(_) if is_unread => {
                    self.store.delete(self.store.session_key()).await.map(|()| Removal::Done(None))
                }
                removed => removed,
            }
        };
        let removed = self.taking_back(named, removal).await;
        if removed.is_err() {
            self.state().half_removed = self.known_sessions();
        }
        match removed? {
            Removal::Done(stored) => {
                self.publish(SessionStatus::Nobody, None, Some(event));
                Ok(Removal::Done(stored))
            }
            Removal::Found(stored) => {
                self.adopt(Found::Record(Arc::clone(&stored))).await;
                Ok(Removal::Found(stored))
            }
        }
    }

    /// Performs the removal of the session. If it fails, the sign-ins that were added to the mark are removed from it
    /// again. If even that fails, the next refresh finds them in the mark, and completes the removal.
    async fn taking_back(
        &self,
        named: Vec<String>,
        removal: impl Future<Output = Result<Removal, StoreError>>,
    ) -> Result<Removal, StoreError> {
        let removed = removal.await;
        if removed.is_err() && !named.is_empty() {
            let _ = self.store.take_back(named).await;
        }
        removed
    }

    /// The stored session as this process knows it, and the newer session that could not be saved, if there is one.
    fn known_sessions(&self) -> Vec<Arc<SessionRecord>> {
        let state = self.state();
        match &state.status {
            SessionStatus::SignedIn(stored) => [stored].into_iter().chain(&state.unsaved).cloned().collect(),
            SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_) => Vec::new(),
        }
    }

    /// Removes what a sign-in left open, the mark of an ended session, the identity and the quarantined sessions. Then
    /// settles the move.
    pub(in crate::session) async fn remove_remains(&self) -> Result<(), StoreError> {
        self.store.delete(self.store.pending_key()).await?;
        self.set_pending(None);
        self.store.delete(self.store.web_attempt_key()).await?;
        self.store.delete(self.store.ended_key()).await?;
        self.forget_end();
        self.remove_identity().await?;
        self.store.delete_quarantined(self.store.session_key()).await?;
        // The mark of a settled move is stored last, because the removals may have made space in a full store.
        self.settle_move().await
    }

    async fn remove_unless_newer(
        &self,
        refused: &SessionRecord,
        reason: SessionEndReason,
    ) -> Result<Change, StoreError> {
        match self.store.found().await? {
            Found::Record(stored)
                if stored.refresh_token != refused.refresh_token && !self.is_known(&stored) =>
            {
                self.adopt(Found::Record(Arc::clone(&stored))).await;
                Ok(Change::Made(stored))
            }
            Found::Nothing => {
                self.adopt(Found::Nothing).await;
                Ok(Change::Superseded)
            }
            Found::Record(_) | Found::Unreadable(_) | Found::Garbled => {
                self.remove_ended(refused, reason).await
            }
        }
    }

    async fn remove_ended(
        &self,
        refused: &SessionRecord,
        reason: SessionEndReason,
    ) -> Result<Change, StoreError> {
        let end = SessionEnd { reason, username: refused.pool_username.clone() };
        // If the store can't save the mark of the ended session, the session ends without a reason.
        if let Ok(mark) = ended::to_bytes(&end) {
            let _ = self.store.save(self.store.ended_key(), mark).await;
        }
        let _ = self.settle_move().await;
        let known = self.known_sessions();
        // The service has ended the session already, so the session ends here even if its sign-in can't be marked as
        // signed out.
        let named = self.store.mark_signed_out(known.clone()).await.unwrap_or_default();
        if let Removal::Found(stored) = self.taking_back(named, self.store.remove_session(known)).await? {
            // If this fails, the mark of the ended session stays. It has no effect while a user is signed in.
            let _ = self.store.delete(self.store.ended_key()).await;
            self.adopt(Found::Record(Arc::clone(&stored))).await;
            return Ok(Change::Made(stored));
        }
        // If this fails, the identity stays stored. No other user gets it, because its record has the id of its user.
        let _ = self.remove_identity_of_user().await;
        self.read_rest().await;
        self.publish(SessionStatus::Nobody, Some(end), Some(&AuthEvent::SessionExpired));
        Ok(Change::Ended)
    }
}
