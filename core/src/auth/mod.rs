//! The calls of an app, one method for each operation.

mod account;
mod accounts;
mod active_sign_in;
mod arguments;
mod authorized;
mod browser;
mod devices;
mod identity;
mod limits;
mod mfa;
mod moving;
mod passkeys;
mod passwords;
mod session_state;
mod sign_in;
mod sign_up;
mod signed_up;
mod web;
mod web_flow;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use accounts::Accounts;
use active_sign_in::{ActiveSignIn, AttemptId, TransitionNames};
use limits::{Limit, Limits};
use signed_up::SignedUp;

use crate::cognito::{Cognito, UserPoolService};
use crate::config::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::events::{AuthEventListener, Subscription};
use crate::machine::sign_in::Unexpected;
use crate::model::{AuthSession, AuthUser, FetchAuthSessionOptions, SignOutOptions, SignOutResult};
use crate::ports::{LogLevel, Ports};
use crate::session::{IsCurrent, Session};

/// Sign-up, sign-in and session of one user pool, and the AWS credentials of one identity pool. A program can have
/// several instances. A clone is the same instance.
///
/// Creating an instance does no IO. Every call must be awaited within a tokio runtime that has its timers enabled. A
/// call takes [`AuthConfiguration::deadline_milliseconds`] at most, without the time that the user takes for a passkey
/// or in a browser. Dropping a call's future ends the call, except where its documentation says otherwise.
#[derive(Clone)]
pub struct Auth {
    inner: Arc<AuthInner>,
}

struct AuthInner {
    configuration: AuthConfiguration,
    ports: Ports,
    cognito: Cognito,
    session: Session,
    active_sign_in: ActiveSignIn,
    signed_up: SignedUp,
    limits: Limits,
}

impl fmt::Debug for Auth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Auth")
    }
}

impl Auth {
    /// An instance for the pools of the configuration. Making it does no IO.
    ///
    /// # Errors
    /// [`AuthErrorKind::Configuration`](crate::AuthErrorKind::Configuration) for a malformed configuration.
    pub fn new(configuration: AuthConfiguration, ports: Ports) -> Result<Self, AuthError> {
        configuration.validate()?;
        let ports = ports.with_queued_log();
        let cognito = Cognito::new(&configuration, &ports);
        Self::of(configuration, ports, cognito)
    }

    /// An instance that calls `service` instead of sending Cognito's protocol over [`Ports::transport`]. Making it does
    /// no IO.
    ///
    /// If the service is not at AWS's own address, set its address in the configuration too: the sessions of each
    /// endpoint are stored apart.
    ///
    /// `service` is for the user pool only. The library still reaches an identity pool over [`Ports::transport`].
    ///
    /// # Errors
    /// [`AuthErrorKind::Configuration`](crate::AuthErrorKind::Configuration) for a malformed configuration.
    pub fn over(
        service: Arc<dyn UserPoolService>,
        configuration: AuthConfiguration,
        ports: Ports,
    ) -> Result<Self, AuthError> {
        configuration.validate()?;
        let ports = ports.with_queued_log();
        let cognito = Cognito::over(service, &configuration, &ports);
        Self::of(configuration, ports, cognito)
    }

    fn of(configuration: AuthConfiguration, ports: Ports, cognito: Cognito) -> Result<Self, AuthError> {
        if !configuration.ignored_fields.is_empty() {
            let fields = configuration.ignored_fields.join(", ");
            ports.warn(format_args!("configuration: these fields of the file have no effect: {fields}"));
        }
        let session = Session::new(&configuration, ports.clone(), cognito.clone())?;
        let limits = Limits::new(Duration::from_millis(configuration.deadline_milliseconds));
        let (active_sign_in, signed_up) = (ActiveSignIn::new(), SignedUp::default());
        let inner = AuthInner { configuration, ports, cognito, session, active_sign_in, signed_up, limits };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The session, with tokens that are valid now. Expired tokens are refreshed (GetTokensFromRefreshToken); calls at
    /// the same time share one request. If nobody is signed in, the session shows that; it is not an error.
    ///
    /// With an identity pool in the configuration, the session also has an identity with AWS credentials that are valid
    /// now (GetId once, then GetCredentialsForIdentity): those of the user, of a federated login, or of a guest if
    /// nobody is signed in and the configuration allows guests. The credentials have an error of their own,
    /// [`AuthIdentity::error`](crate::AuthIdentity::error): the session has its tokens whether or not the identity pool
    /// gives credentials.
    ///
    /// # Errors
    /// [`AuthErrorCode::SessionExpired`] if the service no longer accepts the session, and
    /// [`AuthErrorCode::MalformedArgument`] for a negative minimum validity. Errors of the network and of the store
    /// leave the session as it was.
    pub async fn fetch_auth_session(
        &self,
        options: FetchAuthSessionOptions,
    ) -> Result<AuthSession, AuthError> {
        arguments::minimum_validity(options.minimum_validity_milliseconds)?;
        let limit = self.inner.limits.begin();
        limit.run(self.inner.session.fetch(options, limit.remaining())).await
    }

    /// The signed-in user, from the stored session. The call sends no request.
    ///
    /// # Errors
    /// [`AuthErrorCode::NotSignedIn`], [`AuthErrorCode::FederatedToIdentityPool`], and errors of the store.
    pub async fn get_current_user(&self) -> Result<AuthUser, AuthError> {
        self.inner.limits.begin().run(self.inner.session.current_user()).await
    }

    /// Signs the user out, here (RevokeToken) or everywhere (GlobalSignOut). It also ends an unfinished sign-in, and
    /// forgets the sign-up that [`Auth::auto_sign_in`] would use. It removes the identity and its credentials too, even
    /// a guest's. While the app is federated to the identity pool, the sign-out fails with
    /// [`AuthErrorCode::FederatedToIdentityPool`]: call [`Auth::clear_federation_to_identity_pool`]. The result says
    /// what failed. Once started, the work goes on even if this future is dropped.
    pub async fn sign_out(&self, options: SignOutOptions) -> SignOutResult {
        self.sign_out_within(&self.inner.limits.begin(), options).await
    }

    async fn sign_out_within(&self, limit: &Limit, options: SignOutOptions) -> SignOutResult {
        if self.inner.limits.is_closed() {
            return SignOutResult::Failed(AuthErrorCode::Closed.into());
        }
        self.inner.signed_up.forget();
        // A sign-in may be about to store its session. Either it stores the session first, and this call signs that
        // session out; or it stores nothing.
        self.inner.active_sign_in.supersede();
        self.inner.session.sign_out(options, limit.remaining()).await
    }

    /// Subscribes to events until the subscription is dropped. Events come in order, one at a time, on a thread of the
    /// library.
    pub fn subscribe(&self, listener: Arc<dyn AuthEventListener>) -> Subscription {
        self.inner.session.subscribe(listener)
    }

    /// Closes this instance as [`Auth::close`] does, but does not wait for the listeners. When it returns, the session
    /// no longer counts this instance as open: an instance with another configuration may take its place.
    pub fn begin_close(&self) {
        self.inner.limits.close();
        self.inner.session.close();
    }

    /// Closes this instance. Running and later calls end with [`AuthErrorCode::Closed`]. A refresh that was sent and a
    /// sign-out that was begun are still completed. The session stays in the store.
    ///
    /// The call returns once the listeners have received all earlier events. A listener that blocks delays it by
    /// [`AuthConfiguration::deadline_milliseconds`] at most.
    pub async fn close(&self) {
        self.begin_close();
        self.inner.session.deliver_events(self.inner.limits.deadline()).await;
    }
}

impl AuthInner {
    /// Starts a new attempt. An unfinished one ends here.
    fn begin_attempt(&self) -> Result<AttemptId, AuthError> {
        self.active_sign_in.begin(self.session.endings())
    }

    /// The newest attempt, and whether nothing has happened in it yet.
    fn newest_attempt(&self) -> (AttemptId, bool) {
        self.active_sign_in.newest(self.session.endings())
    }

    /// A function that returns whether this attempt is still the newest one, and has not been ended by a sign-out or a
    /// purge of the account, in any instance. The session calls it while it holds the change lock.
    fn is_current(self: &Arc<Self>, attempt_id: AttemptId) -> IsCurrent {
        let inner = Arc::clone(self);
        Box::new(move || inner.active_sign_in.is_newest(attempt_id, inner.session.endings()))
    }

    /// The name of the pool in an SRP proof: its id without the region.
    fn pool_name(&self) -> String {
        let pool_id = &self.configuration.user_pool.pool_id;
        pool_id.split_once('_').map_or(pool_id.as_str(), |(_region, name)| name).to_owned()
    }

    fn log_transition(&self, TransitionNames { from, event, to }: &TransitionNames) {
        if let Some(log) = &self.ports.log {
            log.log(LogLevel::Debug, format!("sign-in: {event} leads from {from} to {to}"));
        }
    }

    /// The error for an event that the library itself caused, and the machine refused.
    fn defect(&self, unexpected: &Unexpected) -> AuthError {
        if let Some(log) = &self.ports.log {
            log.log(LogLevel::Error, unexpected.to_string());
        }
        AuthErrorCode::Internal.into()
    }
}
