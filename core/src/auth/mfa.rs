//! Second factors of the signed-in user.

use super::{Auth, arguments};
use crate::cognito::{MfaPreferences, TokenOwner};
use crate::error::AuthError;
use crate::model::{MfaPreference, MfaType, TotpSetupDetails, UserMfaPreference, VerifyTotpSetupOptions};
use crate::secret::Secret;

impl Auth {
    /// The second factors that are switched on, and the preferred one (GetUser).
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::AuthErrorCode::NotSignedIn) and whatever else [`AuthError`] says.
    pub async fn fetch_mfa_preference(&self) -> Result<UserMfaPreference, AuthError> {
        let cognito = &self.inner.cognito;
        let user = self.authorized(|token| cognito.get_user(token)).await?;
        Ok(UserMfaPreference::of_names(&user.mfa_settings, user.preferred_mfa_setting.as_deref()))
    }

    /// Switches second factors on and off (SetUserMFAPreference); one that is `None` stays as it is. At most one can
    /// be preferred. With [`MfaPreference::Enabled`] a factor that is preferred already stays so (GetUser), unless
    /// another is to be preferred now.
    ///
    /// # Errors
    /// [`InvalidParameter`](crate::AuthErrorCode::InvalidParameter) for a factor that the user has not set up,
    /// [`NotSignedIn`](crate::AuthErrorCode::NotSignedIn),
    /// [`MalformedArgument`](crate::AuthErrorCode::MalformedArgument) for two that are preferred,
    /// [`EmptyArgument`](crate::AuthErrorCode::EmptyArgument) if nothing is to change, and whatever else
    /// [`AuthError`] says.
    pub async fn update_mfa_preference(
        &self,
        sms: Option<MfaPreference>,
        totp: Option<MfaPreference>,
        email: Option<MfaPreference>,
    ) -> Result<(), AuthError> {
        arguments::mfa_preferences(&[sms, totp, email])?;
        let cognito = &self.inner.cognito;
        let work = async {
            let user = self.inner.session.current_user().await?;
            let mut preferences = MfaPreferences { sms, totp, email };
            let asks_for = |preference| [sms, totp, email].contains(&Some(preference));
            // Where one is to be preferred now, none of the others stays so.
            if asks_for(MfaPreference::Enabled) && !asks_for(MfaPreference::Preferred) {
                // The service takes a factor that is switched on without a word on preference for one that is not.
                let known = self.with_access_token(&user, |token| cognito.get_user(token)).await?;
                preferences.keep(known.preferred_mfa_setting.as_deref().and_then(MfaType::from_name));
            }
            let set = |token| cognito.set_user_mfa_preference(token, preferences);
            self.with_access_token(&user, set).await
        };
        self.inner.limits.begin().run(work).await
    }

    /// Begins to set up an authenticator app (AssociateSoftwareToken): the details are for the app, its first code
    /// for [`Auth::verify_totp_setup`].
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::AuthErrorCode::NotSignedIn) and whatever else [`AuthError`] says.
    pub async fn set_up_totp(&self) -> Result<TotpSetupDetails, AuthError> {
        let cognito = &self.inner.cognito;
        let associate = |token| cognito.associate_software_token(TokenOwner::AccessToken(token));
        let work = async {
            let user = self.inner.session.current_user().await?;
            let token = self.with_access_token(&user, associate).await?;
            Ok(TotpSetupDetails { shared_secret: token.secret_code, username: user.username })
        };
        self.inner.limits.begin().run(work).await
    }

    /// Ends the set-up of an authenticator app with the first code that it shows (VerifySoftwareToken). After a
    /// wrong code the same call may be made again. [`Auth::update_mfa_preference`] then switches it on.
    ///
    /// # Errors
    /// [`EnableSoftwareTokenMfa`](crate::AuthErrorCode::EnableSoftwareTokenMfa) and
    /// [`CodeMismatch`](crate::AuthErrorCode::CodeMismatch) for a wrong code,
    /// [`SoftwareTokenMfaNotFound`](crate::AuthErrorCode::SoftwareTokenMfaNotFound) if the set-up was not begun,
    /// [`NotSignedIn`](crate::AuthErrorCode::NotSignedIn),
    /// [`EmptyArgument`](crate::AuthErrorCode::EmptyArgument) and whatever else [`AuthError`] says.
    pub async fn verify_totp_setup(
        &self,
        code: Secret,
        options: VerifyTotpSetupOptions,
    ) -> Result<(), AuthError> {
        arguments::not_empty(&code, "code")?;
        let cognito = &self.inner.cognito;
        let verify = |token| {
            let (owner, name) = (TokenOwner::AccessToken(token), options.friendly_device_name.clone());
            cognito.verify_software_token(owner, code.clone(), name)
        };
        self.authorized(verify).await.map(|_session| ())
    }
}
