//! Sign-up: register, confirm with the code, request another code.

use std::collections::BTreeMap;

use super::{Auth, arguments};
use crate::cognito::{
    ConfirmSignUpRequest, ConfirmSignUpResponse, ResendConfirmationCodeRequest, ServiceError, SignUpRequest,
};
use crate::error::{AuthError, AuthErrorCode, AuthErrorReason};
use crate::model::{
    AuthCodeDeliveryDetails, AuthSignUpResult, AuthSignUpStep, ConfirmSignUpOptions, ResendSignUpCodeOptions,
    SignUpOptions,
};
use crate::secret::{ConfirmationCode, Password, Secret};

impl Auth {
    /// Registers a user (SignUp). The next step is [`AuthSignUpStep::ConfirmUser`]. In a pool that confirms users
    /// without a code it is [`AuthSignUpStep::CompleteAutoSignIn`] or [`AuthSignUpStep::Done`].
    ///
    /// `username` has 1 to 128 characters, without white space. `password` can be `None`, or empty, in a pool that
    /// allows users to sign in without one.
    ///
    /// # Errors
    /// [`UsernameExists`](crate::AuthErrorCode::UsernameExists),
    /// [`InvalidPassword`](crate::AuthErrorCode::InvalidPassword),
    /// [`InvalidParameter`](crate::AuthErrorCode::InvalidParameter),
    /// [`EmptyArgument`](crate::AuthErrorCode::EmptyArgument), among others.
    pub async fn sign_up(
        &self,
        username: &str,
        password: Option<Password>,
        mut options: SignUpOptions,
    ) -> Result<AuthSignUpResult, AuthError> {
        arguments::username(username)?;
        let password = password.map(Password::into_secret).filter(|password| !password.is_empty());
        arguments::attributes(&options.user_attributes)?;
        self.inner.signed_up.forget();
        let request = SignUpRequest {
            username: username.to_owned(),
            password,
            context: options.take_context(),
            user_attributes: options.user_attributes,
            validation_data: options.validation_data,
        };
        let call = async {
            let response = self.inner.cognito.sign_up(request).await?;
            self.inner.signed_up.keep(username, response.session.as_ref(), response.user_confirmed);
            Ok(response)
        };
        let response = self.inner.limits.begin().run(call).await?;
        let user_id = response.user_sub;
        let next_step = if response.user_confirmed {
            step_after_confirmation(response.session)
        } else {
            AuthSignUpStep::ConfirmUser {
                delivery_details: response.delivery_details,
                additional_info: BTreeMap::new(),
                user_id: user_id.clone(),
            }
        };
        Ok(AuthSignUpResult { next_step, user_id })
    }

    /// Confirms a sign-up with the code that the user received (ConfirmSignUp). After a wrong code, make the call
    /// again. The next step is [`AuthSignUpStep::CompleteAutoSignIn`] if [`Auth::auto_sign_in`] can sign the user in
    /// without a password now, else [`AuthSignUpStep::Done`].
    ///
    /// # Errors
    /// [`CodeMismatch`](crate::AuthErrorCode::CodeMismatch), [`ExpiredCode`](crate::AuthErrorCode::ExpiredCode),
    /// [`AliasExists`](crate::AuthErrorCode::AliasExists),
    /// [`NotAuthorized`](crate::AuthErrorCode::NotAuthorized) for a user who is confirmed already,
    /// [`EmptyArgument`](crate::AuthErrorCode::EmptyArgument), among others.
    pub async fn confirm_sign_up(
        &self,
        username: &str,
        confirmation_code: ConfirmationCode,
        mut options: ConfirmSignUpOptions,
    ) -> Result<AuthSignUpResult, AuthError> {
        arguments::username(username)?;
        let confirmation_code = confirmation_code.into_secret();
        arguments::not_empty(&confirmation_code, "confirmation_code")?;
        let call = async {
            let request = ConfirmSignUpRequest {
                session: self.inner.signed_up.session_of(username),
                username: username.to_owned(),
                confirmation_code,
                force_alias_creation: options.force_alias_creation,
                context: options.take_context(),
            };
            let session = self.confirm(request).await?.session;
            self.inner.signed_up.keep(username, session.as_ref(), true);
            Ok(session)
        };
        let session = self.inner.limits.begin().run(call).await?;
        Ok(AuthSignUpResult { next_step: step_after_confirmation(session), user_id: None })
    }

    /// Confirms with the code and the Session of the sign-up, if there is one. If the service may have refused that
    /// Session, confirms with the code and no Session.
    async fn confirm(&self, request: ConfirmSignUpRequest) -> Result<ConfirmSignUpResponse, ServiceError> {
        let cognito = &self.inner.cognito;
        let Some(session) = request.session.clone() else { return cognito.confirm_sign_up(request).await };
        match cognito.confirm_sign_up(request.clone()).await {
            Err(error) if may_refuse_session(&error) => {
                self.inner.signed_up.forget_session(&session);
                cognito.confirm_sign_up(ConfirmSignUpRequest { session: None, ..request }).await
            }
            response => response,
        }
    }

    /// Sends a new sign-up code (ResendConfirmationCode). The result says where it was sent.
    ///
    /// # Errors
    /// [`LimitExceeded`](crate::AuthErrorCode::LimitExceeded),
    /// [`InvalidParameter`](crate::AuthErrorCode::InvalidParameter) for a user who is confirmed already,
    /// [`CodeDeliveryFailure`](crate::AuthErrorCode::CodeDeliveryFailure),
    /// [`EmptyArgument`](crate::AuthErrorCode::EmptyArgument), among others.
    pub async fn resend_sign_up_code(
        &self,
        username: &str,
        mut options: ResendSignUpCodeOptions,
    ) -> Result<AuthCodeDeliveryDetails, AuthError> {
        arguments::username(username)?;
        let request =
            ResendConfirmationCodeRequest { username: username.to_owned(), context: options.take_context() };
        let call = async { Ok(self.inner.cognito.resend_confirmation_code(request).await?) };
        self.inner.limits.begin().run(call).await
    }
}

/// Whether the service may have refused the Session of the request: the service's text says so, or does not say what
/// was refused.
fn may_refuse_session(error: &ServiceError) -> bool {
    let is_of_session = matches!(
        error.reason(),
        None | Some(AuthErrorReason::ChallengeSessionExpired | AuthErrorReason::ChallengeSessionInvalid)
    );
    let ServiceError::Exception { code, .. } = error else { return false };
    matches!(code, AuthErrorCode::NotAuthorized | AuthErrorCode::InvalidParameter) && is_of_session
}

/// The step after the confirmation. A Session, if the pool gave one, signs the user in.
fn step_after_confirmation(session: Option<Secret>) -> AuthSignUpStep {
    match session {
        Some(session) => AuthSignUpStep::CompleteAutoSignIn { session },
        None => AuthSignUpStep::Done,
    }
}
