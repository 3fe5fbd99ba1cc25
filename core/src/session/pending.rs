//! The open challenge of a sign-in, stored so that it outlives the process. It never contains a password or a TOTP
//! secret.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::manager::SessionManager;
use super::{IsCurrent, Session, SessionInner};
use crate::challenge::{Challenge, ChallengeKind, Username};
use crate::error::{AuthError, AuthErrorCode};
use crate::json;
use crate::model::{PendingSignIn, RequestContext, UserContextData};
use crate::ports::StoreError;
use crate::secret::{self, Secret};
use crate::tasks::spawn;
use crate::wiped::WipedBytes;

/// The version that is written, and the only one that is read: a challenge lives for minutes.
const VERSION: u32 = 1;

/// A challenge as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PendingRecord {
    version: u32,
    /// The name that the user typed.
    username: String,
    /// The user name in the pool, if the service has given it.
    pool_username: Option<String>,
    #[serde(default, with = "secret::json::optional")]
    session: Option<Secret>,
    challenge: ChallengeKind,
    /// Milliseconds since 1970, by the device's clock.
    asked_at: i64,
    /// The metadata of an earlier answer that caused no request. The request for the next answer sends it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    client_metadata: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_context_data: Option<StoredContextData>,
}

/// The data about the device, as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredContextData {
    #[serde(with = "secret::json")]
    encoded_data: Secret,
    ip_address: Option<String>,
}

impl PendingRecord {
    fn read(bytes: &[u8]) -> Option<Challenge> {
        let record: Self = json::read(bytes).ok()?;
        (record.version == VERSION).then(|| Challenge {
            username: Username { typed: record.username, pool_username: record.pool_username },
            session: record.session,
            kind: record.challenge,
            asked_at_milliseconds: record.asked_at,
            context: RequestContext::new(record.client_metadata, record.user_context_data.map(Into::into)),
        })
    }
}

impl From<&Challenge> for PendingRecord {
    fn from(challenge: &Challenge) -> Self {
        Self {
            version: VERSION,
            username: challenge.username.typed.clone(),
            pool_username: challenge.username.pool_username.clone(),
            session: challenge.session.clone(),
            challenge: challenge.kind.clone(),
            asked_at: challenge.asked_at_milliseconds,
            client_metadata: challenge.context.client_metadata.clone(),
            user_context_data: challenge.context.user_context_data.clone().map(Into::into),
        }
    }
}

impl From<UserContextData> for StoredContextData {
    fn from(data: UserContextData) -> Self {
        Self { encoded_data: data.encoded_data, ip_address: data.ip_address }
    }
}

impl From<StoredContextData> for UserContextData {
    fn from(stored: StoredContextData) -> Self {
        Self { encoded_data: stored.encoded_data, ip_address: stored.ip_address }
    }
}

impl Session {
    /// Stores the open challenge in place of any former one. Stores nothing if the challenge's sign-in is no longer the
    /// current one.
    pub(crate) async fn remember_challenge(
        &self,
        challenge: &Challenge,
        is_current: IsCurrent,
    ) -> Result<(), AuthError> {
        let record = PendingRecord::from(challenge);
        // This never fails: a struct of texts and numbers always has a JSON form.
        let bytes = WipedBytes::json(&record).map_err(|_| StoreError::Unavailable)?;
        // The observers see what a later run of the app would read: the challenge without
        // the parts that are not stored, such as the secret of a TOTP set-up.
        let pending = PendingRecord::read(&bytes).map(pending_sign_in);
        let inner = Arc::clone(&self.inner);
        let work = async move {
            let listed = inner.list_account(&is_current).await;
            let change = inner.manager.change().await;
            if !is_current() {
                return Ok::<_, StoreError>(());
            }
            // This comes first, because this instance takes the answer even if the challenge can't be stored.
            inner.manager.set_pending(pending);
            listed?;
            inner.manager.store.save(inner.manager.store.pending_key(), bytes).await?;
            drop(change);
            // A purge may have removed the account's name in the meantime.
            let _ = inner.list_account(&is_current).await;
            Ok(())
        };
        Ok(spawn(work).await??)
    }

    /// Removes the stored challenge, if there is one.
    pub(crate) async fn forget_challenge(&self) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        Ok(spawn(async move { inner.forget_challenge().await }).await??)
    }

    /// The challenge that an earlier run of the app left open. A record of another form is removed, and the result is
    /// `None`.
    ///
    /// # Errors
    /// [`AuthErrorCode::ChallengeExpired`] for a challenge that is too old, which is then removed. The errors of the
    /// store, even the one for a record that can never be read again.
    pub(crate) async fn pending_challenge(&self) -> Result<Option<Challenge>, AuthError> {
        let store = &self.inner.manager.store;
        let Some(bytes) = store.load(store.pending_key()).await? else { return Ok(None) };
        let Some(challenge) = PendingRecord::read(&bytes) else {
            return self.forget_record(bytes).await.map(|()| None);
        };
        if challenge.is_expired(self.inner.ports.clock.now_milliseconds()) {
            self.forget_record(bytes).await?;
            return Err(AuthErrorCode::ChallengeExpired.into());
        }
        Ok(Some(challenge))
    }

    /// Removes this record, if it is still the stored one. A challenge that was stored since the record was read stays.
    async fn forget_record(&self, bytes: Zeroizing<Vec<u8>>) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        let work = async move {
            let _change = inner.manager.change().await;
            let store = &inner.manager.store;
            if store.load(store.pending_key()).await? == Some(bytes) {
                inner.remove_challenge().await
            } else {
                inner.manager.read_pending_or_none().await
            }
        };
        Ok(spawn(work).await??)
    }
}

impl SessionInner {
    async fn forget_challenge(&self) -> Result<(), StoreError> {
        let _change = self.manager.change().await;
        self.remove_challenge().await
    }

    /// Removes the stored challenge. The caller holds the change lock.
    async fn remove_challenge(&self) -> Result<(), StoreError> {
        self.manager.set_pending(None);
        self.manager.store.delete(self.manager.store.pending_key()).await
    }
}

impl SessionManager {
    /// Like [`Self::read_pending`], but a challenge that can never be read again counts as none.
    pub(super) async fn read_pending_or_none(&self) -> Result<(), StoreError> {
        match self.read_pending().await {
            Err(StoreError::Corrupt | StoreError::Unrecoverable) => {
                self.set_pending(None);
                Ok(())
            }
            read => read,
        }
    }

    /// Reads which sign-in waits for an answer. A challenge that is too old is ignored. The caller holds the change
    /// lock.
    pub(super) async fn read_pending(&self) -> Result<(), StoreError> {
        let bytes = self.store.load(self.store.pending_key()).await?;
        let now = self.now_milliseconds();
        let challenge = bytes.and_then(|bytes| PendingRecord::read(&bytes)).filter(|it| !it.is_expired(now));
        self.set_pending(challenge.map(pending_sign_in));
        Ok(())
    }
}

fn pending_sign_in(challenge: Challenge) -> PendingSignIn {
    PendingSignIn { next_step: challenge.step(), username: challenge.username.typed }
}

#[cfg(test)]
#[path = "pending_tests.rs"]
mod tests;
