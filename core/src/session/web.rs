//! The sign-in on the web: its attempt, stored so that it outlives the process, and its session.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::record::{ACCOUNT_SCOPE, SessionRecord, WebSession};
use super::{IsCurrent, Session, SessionInner, SessionStatus};
use crate::error::{AuthError, AuthErrorCode};
use crate::json;
use crate::model::IdentityExpectation;
use crate::ports::StoreError;
use crate::secret::{self, Secret};
use crate::tasks::spawn;
use crate::web::{WebAttempt, WebSecrets, WebTokens};
use crate::wiped::WipedBytes;

/// The version that is written, and the only one that is read: an attempt lives for minutes.
const VERSION: u32 = 1;

/// The stored note that the browser may have a cookie.
const COOKIE: &[u8] = br#"{"version":1}"#;

/// An attempt as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WebAttemptRecord {
    version: u32,
    #[serde(with = "secret::json")]
    state: Secret,
    #[serde(with = "secret::json")]
    verifier: Secret,
    #[serde(with = "secret::json")]
    nonce: Secret,
    redirect_uri: String,
    #[serde(rename = "isPrivate")]
    prefers_private_session: bool,
    /// The only user whose tokens are accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_id: Option<String>,
    /// The users whose tokens are not accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    other_user_ids: Vec<String>,
    /// Milliseconds since 1970, by the device's clock.
    began_at: i64,
}

impl WebAttemptRecord {
    fn read(bytes: &[u8]) -> Option<WebAttempt> {
        let record: Self = json::read(bytes).ok()?;
        let expectation = match (record.user_id, record.other_user_ids) {
            (Some(id), _) => IdentityExpectation::User(id),
            (None, others) if !others.is_empty() => IdentityExpectation::OtherThan(others),
            (None, _) => IdentityExpectation::Anyone,
        };
        (record.version == VERSION).then(|| WebAttempt {
            secrets: WebSecrets { state: record.state, verifier: record.verifier, nonce: record.nonce },
            redirect_uri: record.redirect_uri,
            prefers_private_session: record.prefers_private_session,
            expectation,
            began_at_milliseconds: record.began_at,
        })
    }
}

impl From<&WebAttempt> for WebAttemptRecord {
    fn from(attempt: &WebAttempt) -> Self {
        let (user_id, other_user_ids) = match attempt.expectation.clone() {
            IdentityExpectation::Anyone => (None, Vec::new()),
            IdentityExpectation::User(id) => (Some(id), Vec::new()),
            IdentityExpectation::OtherThan(others) => (None, others),
        };
        let WebSecrets { state, verifier, nonce } = attempt.secrets.clone();
        Self {
            version: VERSION,
            state,
            verifier,
            nonce,
            redirect_uri: attempt.redirect_uri.clone(),
            prefers_private_session: attempt.prefers_private_session,
            user_id,
            other_user_ids,
            began_at: attempt.began_at_milliseconds,
        }
    }
}

impl Session {
    /// Stores the attempt in place of any former one, and removes the open challenge of a former sign-in.
    ///
    /// # Errors
    /// [`AuthErrorCode::Cancelled`] if a newer sign-in, or a sign-out, has ended the attempt.
    pub(crate) async fn remember_web_attempt(
        &self,
        attempt: &WebAttempt,
        is_current: IsCurrent,
    ) -> Result<(), AuthError> {
        // This never fails: a struct of texts and numbers always has a JSON form.
        let bytes =
            WipedBytes::json(&WebAttemptRecord::from(attempt)).map_err(|_| StoreError::Unavailable)?;
        let inner = Arc::clone(&self.inner);
        let work = async move {
            inner.list_account(&is_current).await?;
            let change = inner.manager.change().await;
            if !is_current() {
                return Err(AuthErrorCode::Cancelled.into());
            }
            let store = &inner.manager.store;
            store.delete(store.pending_key()).await?;
            inner.manager.set_pending(None);
            store.save(store.web_attempt_key(), bytes).await?;
            drop(change);
            // A purge may have removed the account's name in the meantime.
            let _ = inner.list_account(&is_current).await;
            Ok::<_, AuthError>(())
        };
        spawn(work).await?
    }

    /// Removes the attempt that is stored now, if it can be read. An attempt that is stored later stays.
    pub(crate) async fn forget_web_attempt(&self) -> Result<(), AuthError> {
        match self.web_attempt().await? {
            Some(attempt) => self.take_web_attempt(&attempt.secrets.state).await.map(|_| ()),
            None => Ok(()),
        }
    }

    /// The attempt that waits for its redirect. A record of another form counts as none.
    ///
    /// # Errors
    /// Those of the store, even if it can never read the record again.
    pub(crate) async fn web_attempt(&self) -> Result<Option<WebAttempt>, AuthError> {
        Ok(self.inner.web_attempt().await?)
    }

    /// Removes the stored attempt with this state. Gives false if it is no longer stored: its redirect was used before,
    /// another attempt replaced it, or a sign-out removed it.
    pub(crate) async fn take_web_attempt(&self, state: &Secret) -> Result<bool, AuthError> {
        let (inner, state) = (Arc::clone(&self.inner), state.clone());
        Ok(spawn(async move { inner.take_web_attempt(&state, false).await }).await??)
    }

    /// Does the same as [`Self::take_web_attempt`], for an attempt whose code came from a browser that may have kept a
    /// cookie. Notes the cookie first, because the cookie stays even if the sign-in fails.
    pub(crate) async fn take_web_attempt_and_note_cookie(&self, state: &Secret) -> Result<bool, AuthError> {
        let (inner, state) = (Arc::clone(&self.inner), state.clone());
        Ok(spawn(async move { inner.take_web_attempt(&state, true).await }).await??)
    }

    /// Stores the session of a user who has just signed in on the web, then publishes the event. If that fails, or the
    /// attempt is no longer current, the user is not signed in, and the tokens are revoked.
    pub(crate) async fn sign_in_on_the_web(
        &self,
        tokens: WebTokens,
        is_private: bool,
        is_current: IsCurrent,
    ) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        let work = async move {
            let now = inner.ports.clock.now_milliseconds();
            let refresh_token = tokens.refresh_token.clone();
            match SessionRecord::of_web_sign_in(tokens, WebSession { is_private }, now) {
                Ok(record) => inner.sign_in(record, None, &is_current).await,
                Err(_) => {
                    inner.revoke_in_background(refresh_token);
                    Err(AuthErrorCode::MalformedResponse.into())
                }
            }
        };
        spawn(work).await?
    }

    /// Whether the browser may have a cookie of the user pool's domain. After a sign-in on a page that was not private,
    /// it may have one until a sign-out in the browser, even while nobody is signed in.
    ///
    /// A stored note says that there may be a cookie, even if the note is damaged. An earlier version of the library
    /// stored sessions of the default account without the note: such a session gets the note now. Named accounts are
    /// newer than the note. So without a note, a named account has no cookie any more: a sign-out of another account has
    /// removed the note and the cookie.
    pub(crate) async fn has_cookie(&self) -> Result<bool, AuthError> {
        let inner = Arc::clone(&self.inner);
        let work = async move {
            let _change = inner.manager.change().await;
            let store = &inner.manager.store;
            if store.has(store.cookie_key()).await? {
                return Ok(true);
            }
            if inner.manager.account.is_some() {
                return Ok(false);
            }
            let caught_up = inner.manager.catch_up().await;
            let status = inner.manager.status();
            if let SessionStatus::Unread = status {
                caught_up?;
            }
            let has_cookie = match status {
                SessionStatus::SignedIn(record) => record.web.is_some_and(|web| !web.is_private),
                SessionStatus::Unread | SessionStatus::Nobody | SessionStatus::Unreadable(_) => false,
            };
            if has_cookie {
                inner.note_cookie().await?;
            }
            Ok::<_, StoreError>(has_cookie)
        };
        Ok(spawn(work).await??)
    }

    /// Notes that the browser has removed its cookie.
    pub(crate) async fn forget_cookie(&self) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        let work = async move {
            let _change = inner.manager.change().await;
            let store = &inner.manager.store;
            store.delete(store.cookie_key()).await
        };
        Ok(spawn(work).await??)
    }
}

impl SessionInner {
    async fn web_attempt(&self) -> Result<Option<WebAttempt>, StoreError> {
        let store = &self.manager.store;
        let bytes = store.load(store.web_attempt_key()).await?;
        Ok(bytes.and_then(|bytes| WebAttemptRecord::read(&bytes)))
    }

    async fn note_cookie(&self) -> Result<(), StoreError> {
        let store = &self.manager.store;
        store.save(store.cookie_key(), COOKIE.to_vec().into()).await
    }

    async fn take_web_attempt(&self, state: &Secret, has_cookie: bool) -> Result<bool, StoreError> {
        let _change = self.manager.change().await;
        match self.web_attempt().await? {
            Some(attempt) if attempt.secrets.state == *state => {
                if has_cookie {
                    self.note_cookie().await?;
                }
                let store = &self.manager.store;
                store.delete(store.web_attempt_key()).await.map(|()| true)
            }
            Some(_) | None => Ok(false),
        }
    }
}

/// The error for a call that the session's scopes do not allow.
pub(super) fn missing_scope() -> AuthError {
    AuthError::from(AuthErrorCode::MissingScope).with_field(ACCOUNT_SCOPE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::SECRET_BYTES;

    fn attempt(expectation: IdentityExpectation) -> WebAttempt {
        WebAttempt {
            secrets: WebSecrets::of_random(&[7; SECRET_BYTES]),
            redirect_uri: "myapp://callback/".into(),
            prefers_private_session: true,
            expectation,
            began_at_milliseconds: 1_790_000_000_000,
        }
    }

    #[test]
    fn a_stored_attempt_is_read_as_it_was() {
        for expectation in [
            IdentityExpectation::Anyone,
            IdentityExpectation::User("u-1".into()),
            IdentityExpectation::OtherThan(vec!["u-1".into(), "u-2".into()]),
        ] {
            let attempt = attempt(expectation);
            let bytes = WipedBytes::json(&WebAttemptRecord::from(&attempt)).unwrap();
            assert_eq!(WebAttemptRecord::read(&bytes), Some(attempt));
        }
    }

    #[test]
    fn an_attempt_of_another_version_and_a_damaged_attempt_are_not_read() {
        let bytes = WipedBytes::json(&WebAttemptRecord::from(&attempt(IdentityExpectation::Anyone))).unwrap();
        let text = std::str::from_utf8(&bytes).unwrap();
        for damaged in [text.replace("\"version\":1", "\"version\":2"), text[..50].to_owned(), String::new()]
        {
            assert_eq!(WebAttemptRecord::read(damaged.as_bytes()), None, "{damaged}");
        }
    }
}
