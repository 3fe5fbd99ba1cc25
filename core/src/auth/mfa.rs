//! The second factors of the signed-in user.

use super::{Auth, arguments};
use crate::cognito::{MfaPreferences, TokenOwner};
use crate::error::AuthError;
use crate::model::{MfaPreference, MfaType, TotpSetupDetails, UserMfaPreference, VerifyTotpSetupOptions};
use crate::secret::ConfirmationCode;

impl Auth {
    /// The second factors that are switched on, and the preferred one (GetUser).
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::AuthErrorCode::NotSignedIn), among others.
    pub async fn fetch_mfa_preference(&self) -> Result<UserMfaPreference, AuthError> {
        let cognito = &self.inner.cognito;
        let user = self.authorized(|token| cognito.get_user(token)).await?;
        Ok(UserMfaPreference::of_names(&user.mfa_settings, user.preferred_mfa_setting.as_deref()))
    }

    /// Switches second factors on and off (SetUserMFAPreference). A factor with `None` stays as it is. At most one
    /// factor can be preferred. [`MfaPreference::Enabled`] leaves a preferred factor preferred, unless this call
    /// prefers another one. A call with `Enabled` and without `Preferred` first sends GetUser, to learn which factor
    /// is preferred.
    ///
    /// # Errors
    /// [`InvalidParameter`](crate::AuthErrorCode::InvalidParameter) for a factor that the user has not set up,
    /// [`NotSignedIn`](crate::AuthErrorCode::NotSignedIn),
    /// [`MalformedArgument`](crate::AuthErrorCode::MalformedArgument) for two preferred factors,
    /// [`EmptyArgument`](crate::AuthErrorCode::EmptyArgument) if nothing is to change, among others.
    pub async fn update_mfa_preference(
        &self,
        sms: Option<MfaPreference>,
        totp: Option<MfaPreference>,
        email: Option<MfaPreference>,
    ) -> Result<(), AuthError> {
        arguments::mfa_preferences(&[sms, totp, email])?;
        let cognito = &self.inner.cognito;
        let work = async {
            let user = self.inner.session.acting_user().await?;
            let mut preferences = MfaPreferences { sms, totp, email };
            let asks_for = |preference| [sms, totp, email].contains(&Some(preference));
            // If the call prefers one factor, no other stays preferred.
            if asks_for(MfaPreference::Enabled) && !asks_for(MfaPreference::Preferred) {
                // The service clears the preference of a factor that is switched on without a preference.
                let known = self.with_access_token(&user, |token| cognito.get_user(token)).await?;
                preferences.keep(known.preferred_mfa_setting.as_deref().and_then(MfaType::from_name));
            }
            let set = |token| cognito.set_user_mfa_preference(token, preferences);
            self.with_access_token(&user, set).await
        };
        self.inner.limits.begin().run(work).await
    }

    /// Starts the set-up of an authenticator app (AssociateSoftwareToken). Give the details to the authenticator app,
    /// and the first code that the app shows to [`Auth::verify_totp_setup`].
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::AuthErrorCode::NotSignedIn), among others.
    pub async fn set_up_totp(&self) -> Result<TotpSetupDetails, AuthError> {
        let cognito = &self.inner.cognito;
        let associate = |token| cognito.associate_software_token(TokenOwner::AccessToken(token));
        let work = async {
            let user = self.inner.session.acting_user().await?;
            let token = self.with_access_token(&user, associate).await?;
            Ok(TotpSetupDetails { shared_secret: token.secret_code, username: user.username })
        };
        self.inner.limits.begin().run(work).await
    }

    /// Completes the set-up of an authenticator app with its first code (VerifySoftwareToken). After a wrong code, make
    /// the call again. Afterwards [`Auth::update_mfa_preference`] switches the factor on.
    ///
    /// # Errors
    /// [`EnableSoftwareTokenMfa`](crate::AuthErrorCode::EnableSoftwareTokenMfa) and
    /// [`CodeMismatch`](crate::AuthErrorCode::CodeMismatch) for a wrong code,
    /// [`SoftwareTokenMfaNotFound`](crate::AuthErrorCode::SoftwareTokenMfaNotFound) if the set-up was not started,
    /// [`NotSignedIn`](crate::AuthErrorCode::NotSignedIn),
    /// [`EmptyArgument`](crate::AuthErrorCode::EmptyArgument), among others.
    pub async fn verify_totp_setup(
        &self,
        code: ConfirmationCode,
        options: VerifyTotpSetupOptions,
    ) -> Result<(), AuthError> {
        let code = code.into_secret();
        arguments::not_empty(&code, "code")?;
        let cognito = &self.inner.cognito;
        let verify = |token| {
            let (owner, name) = (TokenOwner::AccessToken(token), options.friendly_device_name.clone());
            cognito.verify_software_token(owner, code.clone(), name)
        };
        self.authorized(verify).await.map(|_session| ())
    }
}
