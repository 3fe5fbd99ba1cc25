//! Who is signed in: tokens, their refresh, and where they are kept.

mod device_records;
mod devices;
mod keeper;
mod pending;
mod record;
mod refresh;
mod sign_out;
mod store;
mod tokens;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use devices::ToldDevice;
pub(crate) use devices::{Confirmation, Device, NewDeviceSecret};
use keeper::{Keeper, Presence};
use record::SessionRecord;
use refresh::{Outcome, SingleFlight};
use tokens::Claims;

use crate::cognito::{Cognito, ServiceError};
use crate::config::UserPoolConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::events::{AuthEventListener, Subscription};
use crate::machine::sign_in::IssuedTokens;
use crate::model::{AuthSession, AuthUser, FetchAuthSessionOptions, SignOutOptions, SignOutResult};
use crate::ports::{Ports, StoreError};
use crate::secret::Secret;
use crate::tasks::spawn;

/// The session of one pool and client. A clone is the same session.
///
/// Whatever changes the session runs in a task of its own: a caller that goes away, or whose time is up, never
/// leaves it half changed.
#[derive(Clone)]
pub(crate) struct Session {
    inner: Arc<Inner>,
}

struct Inner {
    keeper: Keeper,
    flight: SingleFlight,
    told_device: ToldDevice,
    cognito: Cognito,
    ports: Ports,
}

impl Session {
    /// Reads and sends nothing.
    pub(crate) fn new(pool: &UserPoolConfiguration, ports: Ports, cognito: Cognito) -> Self {
        let keeper = Keeper::new(Arc::clone(&ports.store), pool);
        Self {
            inner: Arc::new(Inner {
                keeper,
                flight: SingleFlight::default(),
                told_device: ToldDevice::default(),
                cognito,
                ports,
            }),
        }
    }

    pub(crate) fn subscribe(&self, listener: Arc<dyn AuthEventListener>) -> Subscription {
        self.inner.keeper.events.subscribe(listener)
    }

    /// Whether a user is signed in, without waiting for anything; `None` as long as the store was not read.
    pub(crate) fn is_signed_in(&self) -> Option<bool> {
        match self.inner.keeper.presence() {
            Presence::Unread => None,
            Presence::Nobody | Presence::Unreadable(_) => Some(false),
            Presence::SignedIn(_) => Some(true),
        }
    }

    /// Refuses if a user is signed in: before a sign-in.
    pub(crate) async fn ensure_signed_out(&self) -> Result<(), AuthError> {
        match self.inner.keeper.load().await? {
            Presence::SignedIn(_) => Err(AuthErrorCode::AlreadySignedIn.into()),
            Presence::Unread | Presence::Nobody | Presence::Unreadable(_) => Ok(()),
        }
    }

    /// Stores the new device, if there is one, and the session of a user who has just signed in, then makes it known. If
    /// that can't be done, or the sign-in is not wanted any more when its turn comes, the user is not signed in, and the
    /// tokens are revoked.
    pub(crate) async fn sign_in(
        &self,
        tokens: IssuedTokens,
        device: Option<NewDeviceSecret>,
        is_wanted: Wanted,
    ) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        detached(async move { inner.sign_in(tokens, device, &is_wanted).await }).await?
    }

    /// The session, with tokens that are valid now. With nobody signed in it is a session that says so.
    ///
    /// Dropping this future stops the waiting, never a refresh.
    pub(crate) async fn fetch(&self, options: FetchAuthSessionOptions) -> Result<AuthSession, AuthError> {
        loop {
            let record = match self.inner.keeper.load().await? {
                Presence::SignedIn(record) => record,
                Presence::Unreadable(error) => return Err(AuthErrorCode::from(error).into()),
                Presence::Unread | Presence::Nobody => return Ok(nobody()),
            };
            if !options.force_refresh && self.inner.is_good(&record) {
                self.inner.tell_of_device_in_passing(&record);
                return Ok(record.session());
            }
            match self.inner.refreshed(options.force_refresh, options.client_metadata.clone()).await {
                Outcome::Renewed(record) => return Ok(record.session()),
                Outcome::Failed(error) => return Err(error),
                // Someone signed in or out meanwhile, which is rare enough for this loop to end.
                Outcome::Superseded => {}
            }
        }
    }

    /// The access token of `user`, valid now, and another one than the service `refused`. Once another user is signed
    /// in it is not to be had: what was begun for the one is never done as the other.
    pub(crate) async fn access_token(
        &self,
        user: &AuthUser,
        refused: Option<&Secret>,
    ) -> Result<Secret, AuthError> {
        let token = self.access_token_of(user, false).await?;
        // The refused one may have been replaced since it was sent.
        if Some(&token) == refused { self.access_token_of(user, true).await } else { Ok(token) }
    }

    async fn access_token_of(&self, user: &AuthUser, force_refresh: bool) -> Result<Secret, AuthError> {
        let options = FetchAuthSessionOptions { force_refresh, ..FetchAuthSessionOptions::default() };
        let session = self.fetch(options).await?;
        match session.tokens {
            Some(tokens) if session.user_sub.as_ref() == Some(&user.user_id) => Ok(tokens.access_token),
            Some(_) | None => Err(AuthErrorCode::NotSignedIn.into()),
        }
    }

    /// Deletes the account that the access token is of, then that user's device and session; gives what the store said
    /// to that. Once begun it goes on, even if nobody waits for it.
    pub(crate) async fn delete_user(
        &self,
        access_token: Secret,
    ) -> Result<Result<(), StoreError>, ServiceError> {
        let inner = Arc::clone(&self.inner);
        let work = async move { inner.delete_user(access_token).await };
        spawn(work).await.unwrap_or(Err(ServiceError::Request))
    }

    /// The signed-in user, as stored.
    pub(crate) async fn current_user(&self) -> Result<AuthUser, AuthError> {
        match self.inner.keeper.load().await? {
            Presence::SignedIn(record) => Ok(record.user()),
            Presence::Unreadable(error) => Err(AuthErrorCode::from(error).into()),
            Presence::Unread | Presence::Nobody => Err(AuthErrorCode::NotSignedIn.into()),
        }
    }

    /// Signs out, here or everywhere. What is not done within `time_limit` counts as failed, but goes on; so it does
    /// when this future is dropped.
    pub(crate) async fn sign_out(&self, options: SignOutOptions, time_limit: Duration) -> SignOutResult {
        let (inner, is_global) = (Arc::clone(&self.inner), options.global_sign_out);
        let work = detached(async move { inner.sign_out(options, time_limit).await });
        match timeout(time_limit, work).await {
            Ok(result) => result.unwrap_or_else(SignOutResult::Failed),
            Err(_elapsed) => self.unfinished_sign_out(is_global),
        }
    }

    fn unfinished_sign_out(&self, is_global: bool) -> SignOutResult {
        let late = AuthError::from(AuthErrorCode::DeadlinePassed);
        match self.is_signed_in() {
            Some(false) if is_global => sign_out::result(None, Some(late)),
            Some(false) => sign_out::result(Some(late), None),
            Some(true) | None => SignOutResult::Failed(late),
        }
    }
}

impl Inner {
    async fn sign_in(
        &self,
        tokens: IssuedTokens,
        device: Option<NewDeviceSecret>,
        is_wanted: &Wanted,
    ) -> Result<(), AuthError> {
        let now = self.ports.clock.now_milliseconds();
        let record = SessionRecord::of_sign_in(tokens, now).map_err(|_| AuthErrorCode::MalformedResponse)?;
        let record = Arc::new(record);
        let stored = self.store_sign_in(&record, device, is_wanted).await;
        match &stored {
            Ok(()) => self.flight.abandon(),
            Err(_) => self.revoke_unowned(&record),
        }
        stored
    }

    async fn store_sign_in(
        &self,
        record: &SessionRecord,
        device: Option<NewDeviceSecret>,
        is_wanted: &Wanted,
    ) -> Result<(), AuthError> {
        let remember = async {
            match device {
                Some(device) => self.remember_device(device, &record.username).await,
                None => Ok(()),
            }
        };
        self.keeper.sign_in(record.clone(), is_wanted, remember).await
    }

    /// A user whom the service no longer knows is as good as deleted: the answer to an earlier request was lost.
    async fn delete_user(&self, access_token: Secret) -> Result<Result<(), StoreError>, ServiceError> {
        // The token of a session has been read before.
        let Ok(deleted) = Claims::of(&access_token) else { return Err(ServiceError::Request) };
        match self.cognito.delete_user(access_token).await {
            Err(error) if error.code() != AuthErrorCode::UserNotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        Ok(self.forget_user(&deleted).await)
    }

    /// Removes the device, then the session, unless it is another user's by now: as long as there is something left
    /// to remove, the session is there to ask for it again.
    async fn forget_user(&self, deleted: &Claims) -> Result<(), StoreError> {
        if let Some(username) = &deleted.username {
            self.forget_device_of(username).await?;
        }
        if self.keeper.remove_user(&deleted.sub).await? {
            self.flight.abandon();
        }
        Ok(())
    }

    /// Whether the tokens can be used now, and are stored.
    fn is_good(&self, record: &SessionRecord) -> bool {
        record.validity.holds_at(self.ports.clock.now_milliseconds()) && !self.keeper.has_unsaved()
    }
}

/// Says whether a sign-in is still the newest one, and was not ended by a sign-out.
pub(crate) type Wanted = Box<dyn Fn() -> bool + Send + Sync>;

/// The session with nobody signed in.
fn nobody() -> AuthSession {
    AuthSession { is_signed_in: false, user_sub: None, tokens: None }
}

/// Runs `work` to its end, even if nobody waits for it any more.
async fn detached<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Result<T, AuthError> {
    spawn(work).await.map_err(|_| AuthErrorCode::Internal.into())
}
