//! Sign-up: register, confirm with the code, ask for another code.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use super::driver::{Flow, drive};
use super::{Auth, Inner, arguments};
use crate::cognito::{ConfirmSignUpRequest, ResendConfirmationCodeRequest, ServiceError, SignUpRequest};
use crate::error::{AuthError, AuthErrorCode};
use crate::machine::sign_up::{CodeRequest, Confirmation, Event, Registered, Registration, State, Work};
use crate::machine::{Effects, Machine};
use crate::model::{
    AuthCodeDeliveryDetails, AuthSignUpResult, AuthSignUpStep, ConfirmSignUpOptions, ResendSignUpCodeOptions,
    SignUpOptions,
};
use crate::secret::Secret;

impl Auth {
    /// Registers a user (SignUp). The next step is [`AuthSignUpStep::ConfirmUser`]; if the pool confirms users by
    /// itself, [`AuthSignUpStep::CompleteAutoSignIn`] or [`AuthSignUpStep::Done`].
    ///
    /// `username` has 1 to 128 characters, without white space. `password` may be absent where the pool lets users
    /// sign in without one.
    ///
    /// # Errors
    /// [`AuthErrorCode::UsernameExists`], [`AuthErrorCode::InvalidPassword`],
    /// [`AuthErrorCode::InvalidParameter`], [`AuthErrorCode::EmptyArgument`] and whatever else [`AuthError`] says.
    pub async fn sign_up(
        &self,
        username: &str,
        password: Option<Secret>,
        options: SignUpOptions,
    ) -> Result<AuthSignUpResult, AuthError> {
        arguments::username(username)?;
        if let Some(password) = &password {
            arguments::not_empty(password, "password")?;
        }
        arguments::attributes(&options.user_attributes)?;
        self.inner.signed_up.forget();
        let registration = Registration { username: username.to_owned(), password, options };
        self.run_sign_up(State::NotStarted, Event::SignUp(registration)).await
    }

    /// Confirms a sign-up with the code that the user received (ConfirmSignUp). After a wrong code the same call
    /// may be made again. The next step is [`AuthSignUpStep::CompleteAutoSignIn`] where the pool lets the user be
    /// signed in without a password now ([`Auth::auto_sign_in`]), else [`AuthSignUpStep::Done`].
    ///
    /// # Errors
    /// [`AuthErrorCode::CodeMismatch`], [`AuthErrorCode::ExpiredCode`], [`AuthErrorCode::AliasExists`],
    /// [`AuthErrorCode::NotAuthorized`] for a user who was confirmed before, [`AuthErrorCode::EmptyArgument`] and
    /// whatever else [`AuthError`] says.
    pub async fn confirm_sign_up(
        &self,
        username: &str,
        confirmation_code: Secret,
        options: ConfirmSignUpOptions,
    ) -> Result<AuthSignUpResult, AuthError> {
        arguments::username(username)?;
        arguments::not_empty(&confirmation_code, "confirmation_code")?;
        let confirmation = Confirmation { username: username.to_owned(), code: confirmation_code, options };
        self.run_sign_up(State::AwaitingConfirmation, Event::ConfirmSignUp(confirmation)).await
    }

    /// Sends a new sign-up code, and says where it went (ResendConfirmationCode).
    ///
    /// # Errors
    /// [`AuthErrorCode::LimitExceeded`], [`AuthErrorCode::InvalidParameter`] for a user who was confirmed before,
    /// [`AuthErrorCode::CodeDeliveryFailure`], [`AuthErrorCode::EmptyArgument`] and whatever else [`AuthError`]
    /// says.
    pub async fn resend_sign_up_code(
        &self,
        username: &str,
        options: ResendSignUpCodeOptions,
    ) -> Result<AuthCodeDeliveryDetails, AuthError> {
        arguments::username(username)?;
        let request = CodeRequest { username: username.to_owned(), options };
        let sent = self.run_sign_up(State::AwaitingConfirmation, Event::ResendCode(request)).await?;
        match sent.next_step {
            AuthSignUpStep::ConfirmUser { delivery_details: Some(details), .. } => Ok(details),
            AuthSignUpStep::ConfirmUser { delivery_details: None, .. }
            | AuthSignUpStep::CompleteAutoSignIn { .. }
            | AuthSignUpStep::Done => Err(AuthErrorCode::Internal.into()),
        }
    }

    /// Runs one call of a sign-up, whose caller knows where it stands: the service keeps no thread between them.
    async fn run_sign_up(&self, state: State, event: Event) -> Result<AuthSignUpResult, AuthError> {
        let flow = SignUpFlow { inner: Arc::clone(&self.inner), state: Mutex::new(state) };
        let call = async { drive(&flow, flow.advance(event)?).await };
        self.inner.limits.begin().run(call).await
    }
}

/// One call of a sign-up.
struct SignUpFlow {
    inner: Arc<Inner>,
    state: Mutex<State>,
}

impl Flow<State> for SignUpFlow {
    fn advance(&self, event: Event) -> Result<Effects<State>, AuthError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let name = event.to_string();
        let (next, effects) = state.on(event).map_err(|unexpected| self.inner.defect(&unexpected))?;
        self.inner.log_transition("sign-up", &*state, &name, &next);
        *state = next;
        Ok(effects)
    }

    async fn perform(&self, work: Work) -> Event {
        let outcome = match work {
            Work::Register(registration) => self.register(registration).await,
            Work::Confirm(confirmation) => self.confirm(confirmation).await,
            Work::ResendCode(request) => self.resend_code(request).await,
        };
        outcome.unwrap_or_else(|error| Event::WorkFailed(error.into()))
    }

    async fn note(&self, note: Infallible) {
        match note {}
    }
}

impl SignUpFlow {
    async fn register(&self, registration: Registration) -> Result<Event, ServiceError> {
        let Registration { username, password, options } = registration;
        let SignUpOptions { user_attributes, validation_data, client_metadata, user_context_data } = options;
        let request = SignUpRequest {
            username: username.clone(),
            password,
            user_attributes,
            validation_data,
            client_metadata,
            user_context_data,
        };
        let response = self.inner.cognito.sign_up(request).await?;
        self.inner.signed_up.keep(&username, response.session.as_ref(), response.user_confirmed);
        Ok(Event::Registered(Registered {
            confirmed: response.user_confirmed,
            delivery: response.delivery_details,
            user_id: Some(response.user_sub),
            session: response.session,
        }))
    }

    async fn confirm(&self, confirmation: Confirmation) -> Result<Event, ServiceError> {
        let Confirmation { username, code, options } = confirmation;
        let ConfirmSignUpOptions { force_alias_creation, client_metadata, user_context_data } = options;
        let request = ConfirmSignUpRequest {
            session: self.inner.signed_up.session_of(&username),
            username: username.clone(),
            confirmation_code: code,
            force_alias_creation,
            client_metadata,
            user_context_data,
        };
        let session = self.inner.cognito.confirm_sign_up(request).await?.session;
        self.inner.signed_up.keep(&username, session.as_ref(), true);
        Ok(Event::CodeAccepted { session })
    }

    async fn resend_code(&self, request: CodeRequest) -> Result<Event, ServiceError> {
        let CodeRequest { username, options } = request;
        let ResendSignUpCodeOptions { client_metadata, user_context_data } = options;
        let request = ResendConfirmationCodeRequest { username, client_metadata, user_context_data };
        self.inner.cognito.resend_confirmation_code(request).await.map(Event::CodeSent)
    }
}
