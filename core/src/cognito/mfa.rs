//! Second factors: AssociateSoftwareToken, VerifySoftwareToken, SetUserMFAPreference.

use aws_sdk_cognitoidentityprovider::types::{
    EmailMfaSettingsType, SmsMfaSettingsType, SoftwareTokenMfaSettingsType, VerifySoftwareTokenResponseType,
};

use super::convert::{required, text};
use super::retry::Operation;
use super::{Cognito, ServiceError};
use crate::error::AuthErrorCode;
use crate::model::{MfaPreference, MfaType};
use crate::secret::Secret;

/// Who sets an authenticator app up: a user who is signed in, or one in the middle of a sign-in.
#[derive(Clone, Debug)]
pub(crate) enum TokenOwner {
    AccessToken(Secret),
    Session(Secret),
}

impl TokenOwner {
    fn access_token(&self) -> Option<String> {
        match self {
            Self::AccessToken(token) => Some(text(token)),
            Self::Session(_) => None,
        }
    }

    fn session(&self) -> Option<String> {
        match self {
            Self::AccessToken(_) => None,
            Self::Session(session) => Some(text(session)),
        }
    }
}

/// What AssociateSoftwareToken answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SoftwareToken {
    /// In base32.
    pub(crate) secret_code: Secret,
    /// Goes on with the sign-in.
    pub(crate) session: Option<Secret>,
}

/// Which second factors to switch on or off; those that are not given stay as they are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MfaPreferences {
    pub(crate) sms: Option<MfaPreference>,
    pub(crate) totp: Option<MfaPreference>,
    pub(crate) email: Option<MfaPreference>,
}

impl MfaPreferences {
    /// Lets the factor that is preferred now stay so, where it is to be switched on and no more is said.
    pub(crate) fn keep(&mut self, preferred: Option<MfaType>) {
        let preference = match preferred {
            Some(MfaType::Sms) => &mut self.sms,
            Some(MfaType::Totp) => &mut self.totp,
            Some(MfaType::Email) => &mut self.email,
            None => return,
        };
        if *preference == Some(MfaPreference::Enabled) {
            *preference = Some(MfaPreference::Preferred);
        }
    }
}

impl Cognito {
    /// AssociateSoftwareToken.
    pub(crate) async fn associate_software_token(
        &self,
        owner: TokenOwner,
    ) -> Result<SoftwareToken, ServiceError> {
        let call = self
            .client
            .associate_software_token()
            .set_access_token(owner.access_token())
            .set_session(owner.session());
        let answer = self.call(Operation::AssociateSoftwareToken, || call.clone().send()).await?;
        Ok(SoftwareToken {
            secret_code: required(answer.secret_code())?.into(),
            session: answer.session().map(Secret::from),
        })
    }

    /// VerifySoftwareToken: gives the session that goes on with the sign-in.
    pub(crate) async fn verify_software_token(
        &self,
        owner: TokenOwner,
        code: Secret,
        friendly_device_name: Option<String>,
    ) -> Result<Option<Secret>, ServiceError> {
        let call = self
            .client
            .verify_software_token()
            .set_access_token(owner.access_token())
            .set_session(owner.session())
            .user_code(text(&code))
            .set_friendly_device_name(friendly_device_name);
        let answer = self.call(Operation::VerifySoftwareToken, || call.clone().send()).await?;
        match answer.status() {
            Some(VerifySoftwareTokenResponseType::Error) => Err(ServiceError::Exception {
                code: AuthErrorCode::EnableSoftwareTokenMfa,
                reason: None,
                request_id: None,
            }),
            _ => Ok(answer.session().map(Secret::from)),
        }
    }

    /// SetUserMFAPreference.
    pub(crate) async fn set_user_mfa_preference(
        &self,
        access_token: Secret,
        preferences: MfaPreferences,
    ) -> Result<(), ServiceError> {
        let sms = preferences.sms.map(Switches::of).map(|Switches { enabled, preferred }| {
            SmsMfaSettingsType::builder().enabled(enabled).preferred_mfa(preferred).build()
        });
        let totp = preferences.totp.map(Switches::of).map(|Switches { enabled, preferred }| {
            SoftwareTokenMfaSettingsType::builder().enabled(enabled).preferred_mfa(preferred).build()
        });
        let email = preferences.email.map(Switches::of).map(|Switches { enabled, preferred }| {
            EmailMfaSettingsType::builder().enabled(enabled).preferred_mfa(preferred).build()
        });
        let call = self
            .client
            .set_user_mfa_preference()
            .access_token(access_token.expose())
            .set_sms_mfa_settings(sms)
            .set_software_token_mfa_settings(totp)
            .set_email_mfa_settings(email);
        self.call(Operation::SetUserMfaPreference, || call.clone().send()).await.map(|_| ())
    }
}

/// A preference, as the service has it.
struct Switches {
    enabled: bool,
    preferred: bool,
}

impl Switches {
    fn of(preference: MfaPreference) -> Self {
        match preference {
            MfaPreference::Disabled => Self { enabled: false, preferred: false },
            MfaPreference::Enabled | MfaPreference::NotPreferred => Self { enabled: true, preferred: false },
            MfaPreference::Preferred => Self { enabled: true, preferred: true },
        }
    }
}
