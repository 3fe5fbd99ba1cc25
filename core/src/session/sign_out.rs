//! Signing out: gone here first, then at the service.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::task;

use super::Inner;
use super::record::SessionRecord;
use crate::cognito::{RefreshTokensRequest, ServiceError};
use crate::error::AuthError;
use crate::model::{SignOutOptions, SignOutResult};
use crate::secret::Secret;

impl Inner {
    pub(super) async fn sign_out(&self, options: SignOutOptions) -> SignOutResult {
        let removed = match self.keeper.remove().await {
            Ok(removed) => removed,
            Err(error) => return SignOutResult::Failed(error.into()),
        };
        self.flight.abandon();
        match removed {
            None => SignOutResult::Complete,
            Some(session) if options.global_sign_out => self.sign_out_everywhere(&session).await,
            Some(session) => result(self.revoke(&session).await.err(), None),
        }
    }

    /// GlobalSignOut ends this session's refresh token too; if it fails, that one at least is revoked.
    async fn sign_out_everywhere(&self, session: &SessionRecord) -> SignOutResult {
        match self.global_sign_out(session).await {
            Ok(()) => SignOutResult::Complete,
            Err(error) => result(self.revoke(session).await.err(), Some(error.into())),
        }
    }

    async fn global_sign_out(&self, session: &SessionRecord) -> Result<(), ServiceError> {
        let access_token = self.usable_access_token(session).await?;
        self.cognito.global_sign_out(access_token).await
    }

    /// The access token; if its time has passed, one that is asked for now and kept nowhere.
    async fn usable_access_token(&self, session: &SessionRecord) -> Result<Secret, ServiceError> {
        if session.validity.holds_at(self.ports.clock.now_milliseconds()) {
            return Ok(session.access_token.clone());
        }
        let request = RefreshTokensRequest {
            refresh_token: session.refresh_token.clone(),
            username: session.username.clone(),
            device_key: None,
            client_metadata: BTreeMap::new(),
        };
        self.cognito.refresh_tokens(request).await.map(|tokens| tokens.access_token)
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
            task::spawn(async move { cognito.revoke_token(refresh_token).await });
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
