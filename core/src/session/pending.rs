//! The open question of a sign-in, stored so that it outlives the process.

use std::sync::Arc;

use super::pending_record::PendingRecord;
use super::{Inner, Session, Wanted, detached};
use crate::error::{AuthError, AuthErrorCode};
use crate::machine::sign_in::Challenge;
use crate::ports::StoreError;

impl Session {
    /// Stores the open question, in place of any former one, if its sign-in is still wanted when its turn comes.
    pub(crate) async fn remember_challenge(
        &self,
        challenge: &Challenge,
        is_wanted: Wanted,
    ) -> Result<(), AuthError> {
        let record = PendingRecord::from(challenge);
        // A struct of texts and numbers always has a JSON form; serde can't promise it.
        let bytes = serde_json::to_vec(&record).map_err(|_| StoreError::Unavailable)?;
        let inner = Arc::clone(&self.inner);
        let work = async move {
            let _change = inner.keeper.change().await;
            if is_wanted() {
                inner.keeper.store.save(inner.keeper.store.pending_key(), bytes).await
            } else {
                Ok(())
            }
        };
        Ok(detached(work).await??)
    }

    /// Forgets the open question, if there is one.
    pub(crate) async fn forget_challenge(&self) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        Ok(detached(async move { inner.forget_challenge().await }).await??)
    }

    /// The question that an earlier run of the app left open. One that is too old is forgotten, and said to be; what
    /// can't be read is no question any more.
    pub(crate) async fn pending_challenge(&self) -> Result<Option<Challenge>, AuthError> {
        let store = &self.inner.keeper.store;
        let Some(bytes) = store.load(store.pending_key()).await? else { return Ok(None) };
        let Some(challenge) = PendingRecord::read(&bytes) else {
            return self.forget_challenge().await.map(|()| None);
        };
        if challenge.is_expired(self.inner.ports.clock.now_milliseconds()) {
            self.forget_challenge().await?;
            return Err(AuthErrorCode::ChallengeExpired.into());
        }
        Ok(Some(challenge))
    }
}

impl Inner {
    async fn forget_challenge(&self) -> Result<(), StoreError> {
        let _change = self.keeper.change().await;
        self.keeper.store.delete(self.keeper.store.pending_key()).await
    }
}
