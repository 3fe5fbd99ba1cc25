//! The passkeys and the factors of the signed-in user.

use serde::de::IgnoredAny;

use super::{Auth, arguments};
use crate::error::{AuthError, AuthErrorCode};
use crate::model::{
    AuthFactorType, ListWebAuthnCredentialsOptions, ListWebAuthnCredentialsResult, UserAuthFactors,
    UserMfaPreference,
};
use crate::ports::{PasskeyCeremony, PasskeyFailure, ask_passkey};

impl Auth {
    /// Registers a passkey for the signed-in user (StartWebAuthnRegistration, CompleteWebAuthnRegistration). The
    /// platform asks the user. The time until the user answers does not count against the call's limit.
    ///
    /// # Errors
    /// [`AuthErrorCode::PasskeyCancelled`], [`AuthErrorCode::PasskeyUnsupported`],
    /// [`AuthErrorCode::PasskeyAlreadyRegistered`], [`AuthErrorCode::WebAuthnNotEnabled`],
    /// [`AuthErrorCode::NotSignedIn`], among others.
    pub async fn associate_web_authn_credential(&self) -> Result<(), AuthError> {
        let cognito = &self.inner.cognito;
        let limit = self.inner.limits.begin();
        let work = async {
            let user = self.inner.session.acting_user().await?;
            let start = |token| cognito.start_web_authn_registration(token);
            let options = self.with_access_token(&user, start).await?;
            let asking = ask_passkey(&self.inner.ports.passkeys, PasskeyCeremony::Registration, options);
            let credential = limit.with_the_user(asking).await?;
            if serde_json::from_slice::<IgnoredAny>(credential.as_bytes()).is_err() {
                return Err(AuthErrorCode::PasskeyFailed.into());
            }
            let complete = |token| cognito.complete_web_authn_registration(token, &credential);
            self.with_access_token(&user, complete).await
        };
        limit.run(work).await
    }

    /// The signed-in user's passkeys, page by page (ListWebAuthnCredentials).
    ///
    /// # Errors
    /// [`AuthErrorCode::WebAuthnNotEnabled`], [`AuthErrorCode::NotSignedIn`], [`AuthErrorCode::MalformedArgument`]
    /// for a page size outside of 1 to 20, among others.
    pub async fn list_web_authn_credentials(
        &self,
        options: ListWebAuthnCredentialsOptions,
    ) -> Result<ListWebAuthnCredentialsResult, AuthError> {
        if options.page_size.is_some_and(|size| !(1..=20).contains(&size)) {
            return Err(AuthError::from(AuthErrorCode::MalformedArgument).with_field("page_size"));
        }
        let cognito = &self.inner.cognito;
        self.authorized(|token| cognito.list_web_authn_credentials(token, options.clone())).await
    }

    /// Removes a passkey at the service (DeleteWebAuthnCredential). The authenticator keeps it.
    ///
    /// # Errors
    /// [`AuthErrorCode::ResourceNotFound`], [`AuthErrorCode::NotSignedIn`], [`AuthErrorCode::EmptyArgument`], among
    /// others.
    pub async fn delete_web_authn_credential(&self, credential_id: &str) -> Result<(), AuthError> {
        if credential_id.is_empty() {
            return Err(arguments::empty("credential_id"));
        }
        let cognito = &self.inner.cognito;
        self.authorized(|token| cognito.delete_web_authn_credential(token, credential_id.to_owned())).await
    }

    /// The signed-in user's factors (GetUserAuthFactors).
    ///
    /// # Errors
    /// [`AuthErrorCode::NotSignedIn`], among others.
    pub async fn fetch_user_auth_factors(&self) -> Result<UserAuthFactors, AuthError> {
        let cognito = &self.inner.cognito;
        let answer = self.authorized(|token| cognito.get_user_auth_factors(token)).await?;
        let UserMfaPreference { enabled, preferred } =
            UserMfaPreference::of_names(&answer.mfa_settings, answer.preferred_mfa_setting.as_deref());
        Ok(UserAuthFactors {
            username: answer.username,
            first_factors: AuthFactorType::known(&answer.factors),
            enabled_mfa_types: enabled,
            preferred_mfa_type: preferred,
        })
    }
}

impl From<PasskeyFailure> for AuthErrorCode {
    fn from(failure: PasskeyFailure) -> Self {
        match failure {
            PasskeyFailure::Cancelled => Self::PasskeyCancelled,
            PasskeyFailure::Unsupported => Self::PasskeyUnsupported,
            PasskeyFailure::NoCredential => Self::PasskeyNotFound,
            PasskeyFailure::AlreadyRegistered => Self::PasskeyAlreadyRegistered,
            PasskeyFailure::DomainMismatch => Self::PasskeyDomainMismatch,
            PasskeyFailure::Unanswered | PasskeyFailure::Other => Self::PasskeyFailed,
        }
    }
}

impl From<PasskeyFailure> for AuthError {
    fn from(failure: PasskeyFailure) -> Self {
        AuthErrorCode::from(failure).into()
    }
}
