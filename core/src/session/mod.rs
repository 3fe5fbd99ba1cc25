//! Who is signed in: the stored session, its tokens and their refresh.

mod accounts;
mod devices;
mod ended;
mod identity;
mod lease;
mod manager;
mod moving;
mod pending;
mod record;
mod refresh;
mod refusal;
mod registry;
#[cfg(all(test, feature = "schedules"))]
mod schedules;
mod shown_user;
mod sign_out;
mod signed_out;
mod single_flight;
mod state;
mod store;
mod tokens;
mod web;

use std::sync::Arc;
use std::time::Duration;

pub(crate) use accounts::{AccountIndex, IndexEntry};
use devices::NewDeviceSecret;
use identity::IdentityService;
use manager::{Change, SessionManager, SessionStatus};
use record::SessionRecord;
use refresh::{RefreshOutcome, RefreshWish};
use refusal::end_reason;
pub(crate) use refusal::refuses_user;
use registry::{Opener, SessionHandle};
use shown_user::ShownUser;
use sign_out::OrderedSignOut;
use tokens::{Claims, MinimumValidity};

use crate::cognito::{Cognito, ServiceError};
use crate::config::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode, AuthErrorKind, AuthErrorReason};
use crate::events::{AuthEventListener, EventHub, Subscription};
use crate::machine::sign_in::IssuedTokens;
use crate::model::{
    AuthSession, AuthUser, FetchAuthSessionOptions, SessionEndReason, SignOutOptions, SignOutResult,
};
use crate::ports::{Ports, StoreError};
use crate::secret::Secret;
use crate::sync::timeout;
use crate::tasks::spawn;

/// The session of one account, as one instance uses it. A clone belongs to the same instance.
///
/// Everything that changes the session runs in its own task. So a call that is dropped, or passes its deadline, never
/// leaves the session half changed.
#[derive(Clone)]
pub(crate) struct Session {
    inner: Arc<SessionInner>,
}

struct SessionInner {
    /// The manager of the record. Other instances that use the same record have the same manager.
    manager: Arc<SessionManager>,
    handle: SessionHandle,
    events: Arc<EventHub>,
    shown_user: ShownUser,
    /// The identity pool, if the app uses one.
    identity_service: Option<Arc<IdentityService>>,
    cognito: Cognito,
    ports: Ports,
}

impl Session {
    /// The session of the configuration's record, for an instance. This does no IO.
    ///
    /// # Errors
    /// [`AuthErrorCode::ConfigurationMismatch`].
    pub(crate) fn new(
        configuration: &AuthConfiguration,
        ports: Ports,
        cognito: Cognito,
    ) -> Result<Self, AuthError> {
        Self::open(configuration, ports, cognito, Opener::Instance)
    }

    /// The session of the configuration's record, for a call that takes the account by its name. It does not count as
    /// an open instance, so it does not keep an instance with another configuration from opening.
    ///
    /// # Errors
    /// [`AuthErrorCode::ConfigurationMismatch`] if an instance of the account is open with another configuration.
    pub(crate) fn by_name(
        configuration: &AuthConfiguration,
        ports: Ports,
        cognito: Cognito,
    ) -> Result<Self, AuthError> {
        Self::open(configuration, ports, cognito, Opener::Name)
    }

    fn open(
        configuration: &AuthConfiguration,
        ports: Ports,
        cognito: Cognito,
        opener: Opener,
    ) -> Result<Self, AuthError> {
        let events = Arc::new(EventHub::default());
        let handle = SessionHandle::open(&ports, configuration, Arc::clone(&events), opener)?;
        let inner = SessionInner {
            manager: Arc::clone(&handle.manager),
            handle,
            events,
            shown_user: ShownUser::default(),
            identity_service: IdentityService::of(configuration, &ports, &cognito).map(Arc::new),
            cognito,
            ports,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub(crate) fn subscribe(&self, listener: Arc<dyn AuthEventListener>) -> Subscription {
        self.inner.events.subscribe(listener)
    }

    /// Ends this instance's use of the session. Work that is under way goes on.
    pub(crate) fn close(&self) {
        self.inner.handle.close();
        self.inner.events.end_observers();
    }

    /// Returns after the listeners have received every event published before this call, at the latest after
    /// `time_limit`.
    pub(crate) async fn deliver_events(&self, time_limit: Duration) {
        let _ = timeout(time_limit, self.inner.events.delivered()).await;
    }

    /// How often a sign-out or a purge in this process has ended the account's sign-ins. The sign-outs of every
    /// instance count, and so do calls that take the account by its name. This call never waits.
    pub(crate) fn endings(&self) -> u64 {
        self.inner.manager.endings()
    }

    /// Fails if a user is signed in, or the app is federated to the identity pool. A sign-in starts with this.
    pub(crate) async fn ensure_signed_out(&self) -> Result<(), AuthError> {
        self.inner.ensure_signed_out().await?;
        self.inner.manager.ensure_not_federated().await
    }

    /// Stores the new device, if there is one, and the session of a user who has just signed in, then publishes the
    /// event. If that fails, or the attempt is no longer current once the change lock is free, the user is not signed
    /// in, and the tokens are revoked.
    pub(crate) async fn sign_in(
        &self,
        tokens: IssuedTokens,
        device: Option<NewDeviceSecret>,
        is_current: IsCurrent,
    ) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        let work = async move {
            let now = inner.ports.clock.now_milliseconds();
            let record =
                SessionRecord::of_sign_in(tokens, now).map_err(|_| AuthErrorCode::MalformedResponse)?;
            inner.sign_in(record, device, &is_current).await
        };
        spawn(work).await?
    }

    /// The user pool's part of the session, with tokens that are valid now. If nobody is signed in, the session has no
    /// user and no tokens.
    ///
    /// Dropping this future does not stop a refresh.
    async fn fetch_tokens(&self, options: FetchAuthSessionOptions) -> Result<AuthSession, AuthError> {
        let wish = RefreshWish {
            force: options.force_refresh,
            minimum_validity_milliseconds: options.minimum_validity_milliseconds,
            client_metadata: options.client_metadata,
        };
        loop {
            let record = match self.inner.status().await? {
                SessionStatus::SignedIn(record) => record,
                SessionStatus::Unreadable(error) => return Err(AuthErrorCode::from(error).into()),
                SessionStatus::Unread | SessionStatus::Nobody => return Ok(nobody()),
            };
            if !wish.force && self.inner.is_usable(&record, wish.minimum_validity_milliseconds) {
                self.inner.confirm_device_in_background(&record);
                return Ok(record.session());
            }
            match self.inner.refreshed(wish.clone()).await {
                RefreshOutcome::Renewed(record) => return Ok(record.session()),
                RefreshOutcome::Failed(error) => return Err(error),
                // A user signed in or out in the meantime: read the status again. This is rare, so the loop ends.
                RefreshOutcome::Superseded | RefreshOutcome::SignedOut(_) => {}
            }
        }
    }

    /// The access token of `user`, valid now. If it is the token that the service `refused`, it is refreshed.
    ///
    /// # Errors
    /// [`AuthErrorCode::NotSignedIn`] if nobody or another user is signed in: a call that started for one user must not
    /// run for another. [`AuthErrorCode::MissingScope`] if the tokens come from a sign-in on the web, without the scope
    /// `aws.cognito.signin.user.admin`.
    pub(crate) async fn access_token(
        &self,
        user: &AuthUser,
        refused: Option<&Secret>,
    ) -> Result<Secret, AuthError> {
        let token = self.access_token_of(user, false).await?;
        // Another call may have replaced the refused token already.
        if Some(&token) == refused { self.access_token_of(user, true).await } else { Ok(token) }
    }

    async fn access_token_of(&self, user: &AuthUser, force_refresh: bool) -> Result<Secret, AuthError> {
        let options = FetchAuthSessionOptions { force_refresh, ..FetchAuthSessionOptions::default() };
        let session = self.fetch_tokens(options).await?;
        match session.tokens {
            Some(tokens) if session.user_sub.as_ref() == Some(&user.user_id) => {
                self.inner.ensure_account_scope()?;
                Ok(tokens.access_token.into_secret())
            }
            Some(_) | None => Err(AuthErrorCode::NotSignedIn.into()),
        }
    }

    /// Ends the session that this access token belongs to, because the service no longer accepts the session's user. A
    /// newer session stays.
    pub(crate) async fn end(&self, access_token: &Secret, refused: &ServiceError) {
        let (inner, access_token) = (Arc::clone(&self.inner), access_token.clone());
        let reason = end_reason(refused);
        // If the store fails, an event reports it, and after the next refusal this is tried again.
        let _ = spawn(async move { inner.end(&access_token, reason).await }).await;
    }

    /// Deletes the access token's user at the service, then that user's device and session here. The inner result is
    /// that of the removal here. Once started, the work goes on even if this future is dropped.
    pub(crate) async fn delete_user(
        &self,
        access_token: Secret,
    ) -> Result<Result<(), StoreError>, ServiceError> {
        let inner = Arc::clone(&self.inner);
        let work = async move { inner.delete_user(access_token).await };
        spawn(work).await.unwrap_or(Err(ServiceError::Request))
    }

    /// The signed-in user, as stored, to show to the app.
    pub(crate) async fn current_user(&self) -> Result<AuthUser, AuthError> {
        let user = self.stored_user().await;
        match &user {
            Ok(user) => self.inner.shown_user.show(Some(&user.user_id)),
            Err(error) if error.kind == AuthErrorKind::SignedOut => self.inner.shown_user.show(None),
            Err(_) => {}
        }
        user
    }

    /// The signed-in user, for a call that the app makes for this user.
    ///
    /// # Errors
    /// [`AuthErrorCode::UserChanged`] if the app was shown another user, and those of [`Session::current_user`].
    pub(crate) async fn acting_user(&self) -> Result<AuthUser, AuthError> {
        // Read first: another call may show the app another user while this one reads the store.
        let meant = self.inner.shown_user.now();
        let user = self.stored_user().await?;
        let is_meant = meant.ensure_is(&user.user_id);
        self.inner.shown_user.show(Some(&user.user_id));
        is_meant.map(|()| user)
    }

    async fn stored_user(&self) -> Result<AuthUser, AuthError> {
        match self.inner.status().await? {
            SessionStatus::SignedIn(record) => Ok(record.user()),
            SessionStatus::Unreadable(error) => Err(AuthErrorCode::from(error).into()),
            SessionStatus::Unread | SessionStatus::Nobody => {
                let identity = self.inner.manager.read_identity_again().await?;
                let is_federated = identity.is_some_and(|identity| identity.is_federated());
                let code = AuthErrorCode::FederatedToIdentityPool;
                Err(if is_federated { code } else { AuthErrorCode::NotSignedIn }.into())
            }
        }
    }

    /// Signs out, here or everywhere. A step that takes longer than `time_limit` counts as failed. The work goes on
    /// after that, and even if this future is dropped.
    pub(crate) async fn sign_out(&self, options: SignOutOptions, time_limit: Duration) -> SignOutResult {
        let (inner, is_global) = (Arc::clone(&self.inner), options.global_sign_out);
        let ordered = Arc::new(OrderedSignOut::new(self.inner.shown_user.now()));
        let begun = Arc::clone(&ordered);
        let work = spawn(async move { inner.sign_out(options, time_limit, &begun).await });
        match timeout(time_limit, work).await {
            Ok(result) => {
                let result = result.unwrap_or_else(|died| SignOutResult::Failed(died.into()));
                if matches!(&result, SignOutResult::Failed(error) if error.code == AuthErrorCode::UserChanged)
                {
                    self.inner.show_who_is_signed_in();
                }
                result
            }
            Err(_elapsed) => unfinished_sign_out(ordered.is_removed(), is_global),
        }
    }
}

impl SessionInner {
    /// Who is signed in, as stored now.
    async fn status(&self) -> Result<SessionStatus, StoreError> {
        let endings = self.manager.endings();
        let status = self.manager.load().await;
        self.revoke_all_unowned();
        self.list_found_account(endings).await;
        status
    }

    /// Fails if a user is signed in.
    async fn ensure_signed_out(&self) -> Result<(), AuthError> {
        let signed_out = self.manager.ensure_signed_out().await;
        self.revoke_all_unowned();
        if signed_out.as_ref().is_err_and(|error| error.code == AuthErrorCode::AlreadySignedIn) {
            self.show_who_is_signed_in();
        }
        signed_out
    }

    /// Notes that the app knows who is signed in now. Call this when an error tells the app that the user whom it knew
    /// may no longer be signed in: the app's next call is then meant for the user who is signed in now.
    fn show_who_is_signed_in(&self) {
        self.shown_user.show(self.manager.newest().map(|newest| newest.user_id.clone()).as_deref());
    }

    async fn sign_in(
        &self,
        record: SessionRecord,
        device: Option<NewDeviceSecret>,
        is_current: &IsCurrent,
    ) -> Result<(), AuthError> {
        let record = Arc::new(record);
        let stored = self.store_sign_in(&record, device, is_current).await;
        match &stored {
            Ok(()) => {
                self.shown_user.show(Some(&record.user_id));
                self.manager.abandon_flights();
                // Another process may have removed the account's name while the session was being stored.
                let _ = self.list_account(is_current).await;
            }
            Err(error) => {
                if error.code == AuthErrorCode::AlreadySignedIn {
                    self.show_who_is_signed_in();
                }
                self.revoke_unowned(record);
            }
        }
        stored
    }

    async fn store_sign_in(
        &self,
        record: &SessionRecord,
        device: Option<NewDeviceSecret>,
        is_current: &IsCurrent,
    ) -> Result<(), AuthError> {
        self.list_account(is_current).await?;
        let remember = async {
            match device {
                Some(device) => self.remember_device(device, &record.pool_username).await,
                None => Ok(()),
            }
        };
        self.manager.sign_in(record.clone(), is_current, remember).await
    }

    /// Ends the session that this access token belongs to, unless there is a newer one.
    async fn end(&self, access_token: &Secret, reason: SessionEndReason) -> Result<(), StoreError> {
        match self.manager.newest() {
            Some(newest) if newest.access_token == *access_token => {
                if let Change::Ended = self.manager.end(&newest, reason).await? {
                    self.shown_user.show(None);
                    self.manager.abandon_flights();
                }
            }
            Some(_) | None => {}
        }
        Ok(())
    }

    /// Deletes the user at the service, then here. If the service does not know the user, the user counts as deleted:
    /// an earlier request has deleted the user, and its response was lost.
    async fn delete_user(&self, access_token: Secret) -> Result<Result<(), StoreError>, ServiceError> {
        // This token comes from a session, so its claims were readable before.
        let Ok(deleted) = Claims::of(&access_token) else { return Err(ServiceError::Request) };
        match self.cognito.delete_user(access_token).await {
            Err(error) if !says_deleted(&error) => return Err(error),
            Ok(()) | Err(_) => {}
        }
        Ok(self.forget_user(&deleted).await)
    }

    /// Removes the device, then the session, unless the session belongs to another user by now. The session is removed
    /// last, so that the app can make the call again if the device could not be removed.
    async fn forget_user(&self, deleted: &Claims) -> Result<(), StoreError> {
        if let Some(username) = &deleted.username {
            self.forget_device_of(username).await?;
        }
        if self.manager.remove_user(&deleted.sub).await? {
            self.shown_user.show(None);
            self.manager.abandon_flights();
        }
        Ok(())
    }

    /// Fails if the session's scopes do not allow the user pool's operations.
    fn ensure_account_scope(&self) -> Result<(), AuthError> {
        match self.manager.newest() {
            Some(newest) if newest.lacks_account_scope() => Err(web::missing_scope()),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether the tokens are stored, and stay valid as long as the caller wishes.
    fn is_usable(&self, record: &SessionRecord, minimum_validity_milliseconds: i64) -> bool {
        self.stays_valid(record, minimum_validity_milliseconds) && !self.manager.has_unsaved()
    }

    /// Whether the tokens are valid now.
    fn is_valid(&self, record: &SessionRecord) -> bool {
        self.stays_valid(record, 0)
    }

    /// Whether the tokens stay valid as long as the caller wishes. A wish that even a refresh could not meet becomes a
    /// shorter one: see [`MinimumValidity`].
    fn stays_valid(&self, record: &SessionRecord, wished_milliseconds: i64) -> bool {
        let (now, ahead) =
            (self.ports.clock.now_milliseconds(), self.cognito.service_time().ahead_milliseconds());
        let refreshed_lifetime_milliseconds = self.manager.refreshed_lifetime_milliseconds();
        MinimumValidity { wished_milliseconds, refreshed_lifetime_milliseconds }
            .is_met_by(record.left_milliseconds(now, ahead))
    }
}

/// Tells whether a sign-in attempt is still the newest, and no sign-out has ended it.
pub(crate) type IsCurrent = Box<dyn Fn() -> bool + Send + Sync>;

/// The session with nobody signed in.
fn nobody() -> AuthSession {
    AuthSession::default()
}

/// The result of a sign-out that took longer than its time limit. `is_removed` is true if nobody is signed in here any
/// more.
fn unfinished_sign_out(is_removed: bool, is_global: bool) -> SignOutResult {
    let late = AuthError::from(AuthErrorCode::DeadlinePassed);
    match (is_removed, is_global) {
        (false, _) => SignOutResult::Failed(late),
        (true, true) => sign_out::result(Some(late.clone()), Some(late)),
        (true, false) => sign_out::result(Some(late), None),
    }
}

/// Whether the service says that the user does not exist.
fn says_deleted(error: &ServiceError) -> bool {
    error.code() == AuthErrorCode::UserNotFound || error.reason() == Some(AuthErrorReason::UserDeleted)
}
