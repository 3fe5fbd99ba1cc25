//! Forgotten and changed passwords.

use std::collections::BTreeMap;

use super::{Auth, arguments};
use crate::cognito::{ConfirmForgotPasswordRequest, ForgotPasswordRequest};
use crate::error::AuthError;
use crate::model::{
    AuthResetPasswordResult, AuthResetPasswordStep, ConfirmResetPasswordOptions, ResetPasswordOptions,
};
use crate::secret::{ConfirmationCode, Password};

impl Auth {
    /// Sends a code with which the user can replace a forgotten password (ForgotPassword). The next step says where it
    /// was sent.
    ///
    /// # Errors
    /// [`UserNotFound`](crate::AuthErrorCode::UserNotFound),
    /// [`InvalidParameter`](crate::AuthErrorCode::InvalidParameter) for a user without a confirmed address or number,
    /// [`LimitExceeded`](crate::AuthErrorCode::LimitExceeded),
    /// [`EmptyArgument`](crate::AuthErrorCode::EmptyArgument), among others.
    pub async fn reset_password(
        &self,
        username: &str,
        mut options: ResetPasswordOptions,
    ) -> Result<AuthResetPasswordResult, AuthError> {
        arguments::username(username)?;
        let request =
            ForgotPasswordRequest { username: username.to_owned(), context: options.take_context() };
        let call = async { Ok(self.inner.cognito.forgot_password(request).await?) };
        let delivery_details = self.inner.limits.begin().run(call).await?;
        let additional_info = BTreeMap::new();
        let next_step =
            AuthResetPasswordStep::ConfirmResetPasswordWithCode { delivery_details, additional_info };
        Ok(AuthResetPasswordResult { next_step })
    }

    /// Replaces a forgotten password, with the code that was sent (ConfirmForgotPassword). After a wrong code, make the
    /// call again.
    ///
    /// # Errors
    /// [`CodeMismatch`](crate::AuthErrorCode::CodeMismatch), [`ExpiredCode`](crate::AuthErrorCode::ExpiredCode),
    /// [`InvalidPassword`](crate::AuthErrorCode::InvalidPassword),
    /// [`PasswordHistoryPolicyViolation`](crate::AuthErrorCode::PasswordHistoryPolicyViolation),
    /// [`EmptyArgument`](crate::AuthErrorCode::EmptyArgument), among others.
    pub async fn confirm_reset_password(
        &self,
        username: &str,
        new_password: Password,
        confirmation_code: ConfirmationCode,
        mut options: ConfirmResetPasswordOptions,
    ) -> Result<(), AuthError> {
        arguments::username(username)?;
        let (new_password, confirmation_code) = (new_password.into_secret(), confirmation_code.into_secret());
        arguments::not_empty(&new_password, "new_password")?;
        arguments::not_empty(&confirmation_code, "confirmation_code")?;
        let request = ConfirmForgotPasswordRequest {
            username: username.to_owned(),
            new_password,
            confirmation_code,
            context: options.take_context(),
        };
        let call = async { Ok(self.inner.cognito.confirm_forgot_password(request).await?) };
        self.inner.limits.begin().run(call).await
    }

    /// Changes the signed-in user's password (ChangePassword). The session stays. A user without a password sets the
    /// first one: then `old_password` is `None`.
    ///
    /// # Errors
    /// [`NotAuthorized`](crate::AuthErrorCode::NotAuthorized) for a wrong old password,
    /// [`InvalidPassword`](crate::AuthErrorCode::InvalidPassword),
    /// [`PasswordHistoryPolicyViolation`](crate::AuthErrorCode::PasswordHistoryPolicyViolation),
    /// [`LimitExceeded`](crate::AuthErrorCode::LimitExceeded),
    /// [`NotSignedIn`](crate::AuthErrorCode::NotSignedIn),
    /// [`EmptyArgument`](crate::AuthErrorCode::EmptyArgument), among others.
    pub async fn update_password(
        &self,
        old_password: Option<Password>,
        new_password: Password,
    ) -> Result<(), AuthError> {
        let old_password = old_password.map(Password::into_secret);
        let new_password = new_password.into_secret();
        if let Some(old_password) = &old_password {
            arguments::not_empty(old_password, "old_password")?;
        }
        arguments::not_empty(&new_password, "new_password")?;
        let cognito = &self.inner.cognito;
        let change = |token| cognito.change_password(token, old_password.clone(), new_password.clone());
        self.authorized(change).await
    }
}
