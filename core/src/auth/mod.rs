//! What an app calls.

use std::fmt;
use std::sync::Arc;

use crate::config::AuthConfiguration;
use crate::error::{AuthError, AuthErrorCode};
use crate::events::{AuthEventListener, EventHub, Subscription};
use crate::model::{
    AuthCodeDeliveryDetails, AuthSession, AuthSignInResult, AuthSignUpResult, AuthUser, ConfirmSignInOptions,
    ConfirmSignUpOptions, FetchAuthSessionOptions, ResendSignUpCodeOptions, SignInOptions, SignOutOptions,
    SignOutResult, SignUpOptions,
};
use crate::ports::Ports;
use crate::secret::Secret;

/// One user pool's sign-up, sign-in and session. Any number may live side by side; a clone is the same instance.
///
/// Constructing one does no IO. Every call must be awaited within a tokio runtime.
#[derive(Clone)]
pub struct Auth {
    inner: Arc<Inner>,
}

struct Inner {
    #[expect(dead_code, reason = "the flows come next")]
    configuration: AuthConfiguration,
    #[expect(dead_code, reason = "the flows come next")]
    ports: Ports,
    events: EventHub,
}

impl fmt::Debug for Auth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = &self.inner;
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
        Ok(Self { inner: Arc::new(Inner { configuration, ports, events: EventHub::default() }) })
    }

    /// Registers a user (SignUp).
    ///
    /// # Errors
    /// See [`AuthError`].
    pub async fn sign_up(
        &self,
        _username: &str,
        _password: Option<Secret>,
        _options: SignUpOptions,
    ) -> Result<AuthSignUpResult, AuthError> {
        Err(AuthErrorCode::UnsupportedOperation.into())
    }

    /// Confirms a sign-up with the code (ConfirmSignUp).
    ///
    /// # Errors
    /// See [`AuthError`].
    pub async fn confirm_sign_up(
        &self,
        _username: &str,
        _confirmation_code: Secret,
        _options: ConfirmSignUpOptions,
    ) -> Result<AuthSignUpResult, AuthError> {
        Err(AuthErrorCode::UnsupportedOperation.into())
    }

    /// Sends a new sign-up code (ResendConfirmationCode).
    ///
    /// # Errors
    /// See [`AuthError`].
    pub async fn resend_sign_up_code(
        &self,
        _username: &str,
        _options: ResendSignUpCodeOptions,
    ) -> Result<AuthCodeDeliveryDetails, AuthError> {
        Err(AuthErrorCode::UnsupportedOperation.into())
    }

    /// Signs a user in (InitiateAuth, RespondToAuthChallenge).
    ///
    /// # Errors
    /// See [`AuthError`].
    pub async fn sign_in(
        &self,
        _username: &str,
        _password: Option<Secret>,
        _options: SignInOptions,
    ) -> Result<AuthSignInResult, AuthError> {
        Err(AuthErrorCode::UnsupportedOperation.into())
    }

    /// Answers the open question of the sign-in under way (RespondToAuthChallenge).
    ///
    /// # Errors
    /// See [`AuthError`].
    pub async fn confirm_sign_in(
        &self,
        _challenge_response: Secret,
        _options: ConfirmSignInOptions,
    ) -> Result<AuthSignInResult, AuthError> {
        Err(AuthErrorCode::UnsupportedOperation.into())
    }

    /// The session, with tokens that are valid now: one refresh is made if they are not, however many ask.
    /// With nobody signed in it is a session that says so, and no error.
    ///
    /// # Errors
    /// See [`AuthError`].
    pub async fn fetch_auth_session(
        &self,
        _options: FetchAuthSessionOptions,
    ) -> Result<AuthSession, AuthError> {
        Err(AuthErrorCode::UnsupportedOperation.into())
    }

    /// The signed-in user, from the stored session: no request is made.
    ///
    /// # Errors
    /// See [`AuthError`].
    pub async fn get_current_user(&self) -> Result<AuthUser, AuthError> {
        Err(AuthErrorCode::UnsupportedOperation.into())
    }

    /// Signs the user out, here or everywhere. Never an error: the result says what could not be done.
    pub async fn sign_out(&self, _options: SignOutOptions) -> SignOutResult {
        SignOutResult::Failed(AuthErrorCode::UnsupportedOperation.into())
    }

    /// Subscribes to events, until the subscription is dropped.
    pub fn subscribe(&self, listener: Arc<dyn AuthEventListener>) -> Subscription {
        self.inner.events.subscribe(listener)
    }

    /// Ends this instance: calls under way end with [`AuthErrorCode::Closed`], except a refresh that is being
    /// stored. The session stays in the store.
    pub async fn close(&self) {}
}
