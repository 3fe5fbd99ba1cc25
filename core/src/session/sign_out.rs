//! Signing out: gone here first, then at the service.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::Inner;
use super::keeper::Presence;
use super::record::SessionRecord;
use super::refresh::Outcome;
use crate::error::{AuthError, AuthErrorCode};
use crate::model::{SignOutOptions, SignOutResult};
use crate::tasks::spawn;

impl Inner {
    pub(super) async fn sign_out(
        self: &Arc<Self>,
        options: SignOutOptions,
        time_limit: Duration,
    ) -> SignOutResult {
        let renewed =
            if options.global_sign_out { self.ensure_valid_tokens(time_limit / 2).await } else { Ok(()) };
        let removed = match self.keeper.remove().await {
            Ok(removed) => removed,
            Err(error) => return SignOutResult::Failed(error.into()),
        };
        self.flight.abandon();
        match removed {
            // The session here was over, and so could not end those elsewhere.
            None => result(None, renewed.err()),
            Some(session) if options.global_sign_out => self.sign_out_everywhere(&session, renewed).await,
            Some(session) => result(self.revoke(&session).await.err(), None),
        }
    }

    /// GlobalSignOut takes a valid access token. It is refreshed while the session is still there, like any other:
    /// the refresh token of a session that is gone may be spent by a refresh under way.
    async fn ensure_valid_tokens(self: &Arc<Self>, patience: Duration) -> Result<(), AuthError> {
        match self.keeper.load().await? {
            Presence::SignedIn(record) if !self.is_good(&record) => {
                match timeout(patience, self.refreshed(false, BTreeMap::new())).await {
                    Ok(Outcome::Renewed(_) | Outcome::Superseded) => Ok(()),
                    Ok(Outcome::Failed(error)) => Err(error),
                    Err(_elapsed) => Err(AuthErrorCode::DeadlinePassed.into()),
                }
            }
            Presence::SignedIn(_) | Presence::Unread | Presence::Nobody | Presence::Unreadable(_) => Ok(()),
        }
    }

    /// GlobalSignOut ends this session's refresh token too; if it fails, that one at least is revoked.
    async fn sign_out_everywhere(
        &self,
        session: &SessionRecord,
        renewed: Result<(), AuthError>,
    ) -> SignOutResult {
        let is_valid = session.validity.holds_at(self.ports.clock.now_milliseconds());
        let signed_out = match renewed {
            Err(error) if !is_valid => Err(error),
            _ => self.cognito.global_sign_out(session.access_token.clone()).await.map_err(AuthError::from),
        };
        match signed_out {
            Ok(()) => SignOutResult::Complete,
            Err(error) => result(self.revoke(session).await.err(), Some(error)),
        }
    }

    /// Revokes the session's tokens, if the service can: those of an app client without revocation run out.
    async fn revoke(&self, session: &SessionRecord) -> Result<(), AuthError> {
        if !session.is_revocable {
            return Ok(());
        }
        self.cognito.revoke_token(session.refresh_token.clone()).await.map_err(AuthError::from)
    }

    /// Revokes the tokens of a session that nobody has, as well as it goes, while nobody waits for it.
    pub(super) fn revoke_unowned(&self, session: &Arc<SessionRecord>) {
        if session.is_revocable {
            let (cognito, refresh_token) = (self.cognito.clone(), session.refresh_token.clone());
            spawn(async move { cognito.revoke_token(refresh_token).await });
        }
    }
}

/// The session is gone here; was the service told everything?
pub(super) fn result(
    revoke_token_error: Option<AuthError>,
    global_sign_out_error: Option<AuthError>,
) -> SignOutResult {
    if revoke_token_error.is_none() && global_sign_out_error.is_none() {
        return SignOutResult::Complete;
    }
    SignOutResult::Partial { revoke_token_error, global_sign_out_error, hosted_ui_error: None }
}
