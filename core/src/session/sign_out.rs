//! Signing out: the session is removed here first, then ended at the service.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::SessionInner;
use super::manager::SessionStatus;
use super::record::SessionRecord;
use super::refresh::{RefreshOutcome, RefreshWish};
use super::shown_user::ShownUser;
use super::web::missing_scope;
use crate::error::{AuthError, AuthErrorCode};
use crate::model::{SignOutOptions, SignOutResult};
use crate::secret::Secret;
use crate::sync::timeout;
use crate::tasks::spawn;

/// A sign-out that the app has asked for.
pub(super) struct OrderedSignOut {
    /// The user whom the app knew when it asked for the sign-out.
    meant: ShownUser,
    /// Whether nobody is signed in here any more.
    is_removed: AtomicBool,
}

impl OrderedSignOut {
    pub(super) fn new(meant: ShownUser) -> Self {
        Self { meant, is_removed: AtomicBool::new(false) }
    }

    pub(super) fn is_removed(&self) -> bool {
        self.is_removed.load(Ordering::SeqCst)
    }
}

impl SessionInner {
    pub(super) async fn sign_out(
        self: &Arc<Self>,
        options: SignOutOptions,
        time_limit: Duration,
        OrderedSignOut { meant, is_removed }: &OrderedSignOut,
    ) -> SignOutResult {
        let known = self.manager.newest();
        // A federation has no user to sign out: `clear_federation` ends it.
        if let Err(error) = self.ensure_user_or_nobody().await {
            return SignOutResult::Failed(error);
        }
        if let Err(error) = self.ensure_meant_for_the_stored_user(meant).await {
            return self.refuse(error, known).await;
        }
        let renewed =
            if options.global_sign_out { self.ensure_valid_tokens(time_limit / 2).await } else { Ok(()) };
        let is_meant_for = |stored: &SessionRecord| meant.ensure_is(&stored.user_id);
        let removed = match self.manager.remove(&is_meant_for).await {
            Ok(removed) => removed,
            Err(error) => {
                self.revoke_all_unowned();
                return self.refuse(error, known).await;
            }
        };
        is_removed.store(true, Ordering::SeqCst);
        self.shown_user.show(None);
        self.manager.abandon_flights();
        let signed_out = match (removed, known) {
            (Some(session), _) => {
                let signed_out = if options.global_sign_out {
                    self.sign_out_everywhere(&session, renewed).await
                } else {
                    result(self.revoke(&session).await.err(), None)
                };
                self.manager.end_revocation(&session);
                signed_out
            }
            // Without a session here, there is no access token with which to end the sessions elsewhere.
            (None, None) => result(None, renewed.err()),
            (None, Some(known)) => {
                // The session has been removed meanwhile, for example by another process. That process may have been
                // interrupted before it revoked the tokens.
                let _ = self.revoke(&known).await;
                result(None, renewed.err())
            }
        };
        // The sign-out waits until all other tokens are revoked, and its result says if that fails.
        with_revocation(signed_out, self.revoke_others().await)
    }

    async fn ensure_meant_for_the_stored_user(&self, meant: &ShownUser) -> Result<(), AuthError> {
        match self.manager.load().await {
            Ok(SessionStatus::SignedIn(stored)) => meant.ensure_is(&stored.user_id),
            // If the store fails, the removal reports it.
            Ok(SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_)) | Err(_) => {
                Ok(())
            }
        }
    }

    /// The result of a sign-out that has removed nothing. `known` is the session that this process knew before. If its
    /// user is no longer signed in, its tokens are revoked: the process that has removed that session may have been
    /// interrupted before it revoked them.
    async fn refuse(&self, error: AuthError, known: Option<Arc<SessionRecord>>) -> SignOutResult {
        if error.code == AuthErrorCode::UserChanged
            && let Some(known) = known.filter(|known| !self.is_signed_in(&known.user_id))
        {
            let _ = self.revoke(&known).await;
        }
        SignOutResult::Failed(error)
    }

    fn is_signed_in(&self, user_id: &str) -> bool {
        self.manager.newest().is_some_and(|newest| newest.user_id == user_id)
    }

    async fn ensure_user_or_nobody(&self) -> Result<(), AuthError> {
        if self.identity_service.is_none() {
            return Ok(());
        }
        match self.manager.load().await? {
            SessionStatus::Nobody | SessionStatus::Unread => self.manager.ensure_not_federated().await,
            SessionStatus::SignedIn(_) | SessionStatus::Unreadable(_) => Ok(()),
        }
    }

    /// Refreshes the session if needed, because GlobalSignOut needs a valid access token. Call this before the session
    /// is removed: a refresh needs the session.
    async fn ensure_valid_tokens(self: &Arc<Self>, time_limit: Duration) -> Result<(), AuthError> {
        match self.manager.load().await? {
            SessionStatus::SignedIn(record) if !self.is_usable(&record, 0) => {
                match timeout(time_limit, self.refreshed(RefreshWish::default())).await {
                    Ok(RefreshOutcome::Renewed(_) | RefreshOutcome::Superseded) => Ok(()),
                    Ok(RefreshOutcome::SignedOut(revoked)) => revoked,
                    Ok(RefreshOutcome::Failed(error)) => Err(error),
                    Err(_elapsed) => Err(AuthErrorCode::DeadlinePassed.into()),
                }
            }
            SessionStatus::SignedIn(_)
            | SessionStatus::Unread
            | SessionStatus::Nobody
            | SessionStatus::Unreadable(_) => Ok(()),
        }
    }

    /// Ends all sessions of the user (GlobalSignOut), this one included. If that fails, revokes at least this session's
    /// refresh token.
    async fn sign_out_everywhere(
        &self,
        session: &SessionRecord,
        renewed: Result<(), AuthError>,
    ) -> SignOutResult {
        let is_valid = self.is_valid(session);
        let signed_out = match renewed {
            _ if session.lacks_account_scope() => Err(missing_scope()),
            Err(error) if !is_valid => Err(error),
            _ => self.cognito.global_sign_out(session.access_token.clone()).await.map_err(AuthError::from),
        };
        match signed_out {
            Ok(()) => SignOutResult::Complete,
            Err(error) => result(self.revoke(session).await.err(), Some(error)),
        }
    }

    /// Revokes the session's tokens. If the app client has token revocation switched off, does nothing: the tokens
    /// expire.
    pub(super) async fn revoke(&self, session: &SessionRecord) -> Result<(), AuthError> {
        if !session.is_revocable || has_bug!(RevokesNothing) {
            return Ok(());
        }
        self.cognito.revoke_token(session.refresh_token.clone()).await.map_err(AuthError::from)
    }

    /// Revokes all unowned tokens, those of sessions that nobody uses any more, and waits until that is done. Gives the
    /// first failure. Tokens that are being revoked elsewhere are revoked here too: this changes nothing at the service,
    /// and only the response here tells whether they are revoked.
    async fn revoke_others(&self) -> Result<(), AuthError> {
        let own = self.manager.take_unowned();
        let mut all_revoked = Ok(());
        for session in self.manager.being_revoked() {
            let revoked = self.revoke(&session).await;
            // If this fails, the revocation elsewhere may still succeed.
            if revoked.is_ok() || own.iter().any(|it| Arc::ptr_eq(it, &session)) {
                self.manager.end_revocation(&session);
            }
            all_revoked = all_revoked.and(revoked);
        }
        all_revoked
    }

    /// Revokes all unowned tokens in the background. A failure is ignored.
    pub(super) fn revoke_all_unowned(&self) {
        for session in self.manager.take_unowned() {
            let (cognito, manager) = (self.cognito.clone(), Arc::clone(&self.manager));
            spawn(async move {
                if session.is_revocable {
                    let _ = cognito.revoke_token(session.refresh_token.clone()).await;
                }
                manager.end_revocation(&session);
            });
        }
    }

    /// Revokes the tokens of a session that nobody uses, in the background. A failure is ignored.
    pub(super) fn revoke_unowned(&self, session: Arc<SessionRecord>) {
        self.manager.disown(session);
        self.revoke_all_unowned();
    }

    pub(super) fn revoke_in_background(&self, refresh_token: Secret) {
        let cognito = self.cognito.clone();
        spawn(async move { cognito.revoke_token(refresh_token).await });
    }
}

/// The result of a sign-out that has removed the session here.
pub(super) fn result(
    revoke_token_error: Option<AuthError>,
    global_sign_out_error: Option<AuthError>,
) -> SignOutResult {
    if revoke_token_error.is_none() && global_sign_out_error.is_none() {
        return SignOutResult::Complete;
    }
    SignOutResult::Partial { revoke_token_error, global_sign_out_error, hosted_ui_error: None }
}

/// The result of a sign-out that has also revoked unowned tokens: `revoked` is the result of that.
fn with_revocation(signed_out: SignOutResult, revoked: Result<(), AuthError>) -> SignOutResult {
    match (signed_out, revoked) {
        (SignOutResult::Complete, revoked) => result(revoked.err(), None),
        (
            SignOutResult::Partial { revoke_token_error: None, global_sign_out_error, hosted_ui_error },
            Err(error),
        ) => {
            SignOutResult::Partial { revoke_token_error: Some(error), global_sign_out_error, hosted_ui_error }
        }
        (signed_out, _) => signed_out,
    }
}
