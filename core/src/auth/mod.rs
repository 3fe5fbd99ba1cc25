//! What an app calls.

mod account;
mod arguments;
mod authorized;
mod conversation;
mod device_sign_in;
mod devices;
mod limits;
mod mfa;
mod passkeys;
mod passwords;
mod proof;
mod sign_in;
mod sign_up;
mod signed_up;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use conversation::{Conversation, Names};
use limits::Limits;
use signed_up::SignedUp;

use crate::cognito::{Cognito, UserPoolService};
use crate::config::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::events::{AuthEventListener, Subscription};
use crate::machine::sign_in::Unexpected;
use crate::model::{AuthSession, AuthUser, FetchAuthSessionOptions, SignOutOptions, SignOutResult};
use crate::ports::{LogLevel, Ports};
use crate::session::Session;

/// One user pool's sign-up, sign-in and session. Any number may live side by side; a clone is the same instance.
///
/// Constructing one does no IO. Every call must be awaited within a tokio runtime that has its timers enabled. Each
/// call takes [`AuthConfiguration::deadline_milliseconds`] at most, and dropping its future ends it.
#[derive(Clone)]
pub struct Auth {
    inner: Arc<Inner>,
}

struct Inner {
    configuration: AuthConfiguration,
    ports: Ports,
    cognito: Cognito,
    session: Session,
    conversation: Conversation,
    signed_up: SignedUp,
    limits: Limits,
}

impl fmt::Debug for Auth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Auth")
    }
}

impl Auth {
    /// An instance for one pool and client. Reads, loads and sends nothing.
    ///
    /// # Errors
    /// [`AuthErrorKind::Configuration`](crate::AuthErrorKind::Configuration) for a malformed configuration.
    pub fn new(configuration: AuthConfiguration, ports: Ports) -> Result<Self, AuthError> {
        configuration.validate()?;
        let cognito = Cognito::new(&configuration, &ports);
        Ok(Self::of(configuration, ports, cognito))
    }

    /// An instance that calls a service which the program brings, in place of Cognito's protocol over
    /// [`Ports::transport`]. Reads, loads and sends nothing.
    ///
    /// # Errors
    /// [`AuthErrorKind::Configuration`](crate::AuthErrorKind::Configuration) for a malformed configuration.
    pub fn over(
        service: Arc<dyn UserPoolService>,
        configuration: AuthConfiguration,
        ports: Ports,
    ) -> Result<Self, AuthError> {
        configuration.validate()?;
        let cognito = Cognito::over(service, &configuration, &ports);
        Ok(Self::of(configuration, ports, cognito))
    }

    fn of(configuration: AuthConfiguration, ports: Ports, cognito: Cognito) -> Self {
        let session = Session::new(&configuration.user_pool, ports.clone(), cognito.clone());
        let limits = Limits::new(Duration::from_millis(configuration.deadline_milliseconds));
        let (conversation, signed_up) = (Conversation::new(), SignedUp::default());
        let inner = Inner { configuration, ports, cognito, session, conversation, signed_up, limits };
        Self { inner: Arc::new(inner) }
    }

    /// The session, with tokens that are valid now: one refresh is made if they are not, however many ask
    /// (GetTokensFromRefreshToken). With nobody signed in it is a session that says so, and no error.
    ///
    /// # Errors
    /// [`AuthErrorCode::SessionExpired`] if the service no longer accepts the session; errors of the network and of
    /// the store, which leave the session as it was.
    pub async fn fetch_auth_session(
        &self,
        options: FetchAuthSessionOptions,
    ) -> Result<AuthSession, AuthError> {
        self.inner.limits.begin().run(self.inner.session.fetch(options)).await
    }

    /// The signed-in user, from the stored session: no request is made.
    ///
    /// # Errors
    /// [`AuthErrorCode::NotSignedIn`]; errors of the store.
    pub async fn get_current_user(&self) -> Result<AuthUser, AuthError> {
        self.inner.limits.begin().run(self.inner.session.current_user()).await
    }

    /// Signs the user out, here (RevokeToken) or everywhere (GlobalSignOut), and ends a sign-in that is half done.
    /// Never an error: the result says what could not be done. Once begun it goes on to its end, even if it is dropped.
    pub async fn sign_out(&self, options: SignOutOptions) -> SignOutResult {
        if self.inner.limits.is_closed() {
            return SignOutResult::Failed(AuthErrorCode::Closed.into());
        }
        // A session that is being stored meanwhile is stored before this, and signed out, or not stored at all.
        self.inner.conversation.supersede();
        let limit = self.inner.limits.begin();
        self.inner.session.sign_out(options, limit.remaining()).await
    }

    /// Subscribes to events, until the subscription is dropped. Events come in order, one at a time, on a thread of
    /// the library's.
    pub fn subscribe(&self, listener: Arc<dyn AuthEventListener>) -> Subscription {
        self.inner.session.subscribe(listener)
    }

    /// Ends this instance: calls under way and later ones end with [`AuthErrorCode::Closed`], and their work stops,
    /// except what changes the stored session. The session stays in the store.
    pub async fn close(&self) {
        self.inner.limits.close();
    }
}

impl Inner {
    /// The pool's name for the proof of a password: its id after the region.
    fn pool_name(&self) -> String {
        let pool_id = &self.configuration.user_pool.pool_id;
        pool_id.split_once('_').map_or(pool_id.as_str(), |(_region, name)| name).to_owned()
    }

    fn log_transition(&self, Names { from, event, to }: &Names) {
        if let Some(log) = &self.ports.log {
            log.log(LogLevel::Debug, format!("sign-in: {event} leads from {from} to {to}"));
        }
    }

    fn warn(&self, line: fmt::Arguments<'_>) {
        if let Some(log) = &self.ports.log {
            log.log(LogLevel::Warning, line.to_string());
        }
    }

    /// An event of our own making that the machine refused.
    fn defect(&self, unexpected: &Unexpected) -> AuthError {
        if let Some(log) = &self.ports.log {
            log.log(LogLevel::Error, unexpected.to_string());
        }
        AuthErrorCode::Internal.into()
    }
}
