//! Second factors: AssociateSoftwareToken, VerifySoftwareToken, SetUserMFAPreference.

use serde::{Deserialize, Serialize};

use super::service::{Nothing, Request};
use super::{Cognito, ServiceError, json};
use crate::error::{AuthErrorCode, AuthErrorReason};
use crate::model::{MfaPreference, MfaType};
use crate::redacted::redacted_debug;
use crate::secret::Secret;

/// Identifies the user who sets up an authenticator app: by a signed-in user's access token, or by a sign-in's Session.
#[derive(Clone, Debug, Serialize)]
pub enum TokenOwner {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    AccessToken(Secret),
    /// The sign-in's Session.
    #[serde(serialize_with = "json::secret")]
    Session(Secret),
}

/// The request of AssociateSoftwareToken.
#[derive(Clone, Debug, Serialize)]
pub struct AssociateSoftwareTokenRequest {
    /// Who sets the app up.
    #[serde(flatten)]
    pub owner: TokenOwner,
}

/// The response of AssociateSoftwareToken.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SoftwareToken {
    /// The secret of the authenticator app, in base32.
    #[serde(deserialize_with = "json::required_secret")]
    pub secret_code: Secret,
    /// The Session with which the sign-in goes on.
    #[serde(default, deserialize_with = "json::lenient::present_secret")]
    pub session: Option<Secret>,
}

/// The request of VerifySoftwareToken.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VerifySoftwareTokenRequest {
    /// Who sets the app up.
    #[serde(flatten)]
    pub owner: TokenOwner,
    /// A code of the authenticator app.
    #[serde(serialize_with = "json::secret")]
    pub user_code: Secret,
    /// The name of the authenticator app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub friendly_device_name: Option<String>,
}

redacted_debug! {
    VerifySoftwareTokenRequest { owner };
}

/// The response of VerifySoftwareToken.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct VerifySoftwareTokenResponse {
    /// `SUCCESS` or `ERROR`.
    #[serde(deserialize_with = "json::required")]
    pub status: String,
    /// The Session with which the sign-in goes on.
    #[serde(default, deserialize_with = "json::lenient::present_secret")]
    pub session: Option<Secret>,
}

/// The request of SetUserMFAPreference. The factors that are not given stay as they are.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SetUserMfaPreferenceRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// Codes by text message.
    #[serde(rename = "SMSMfaSettings", skip_serializing_if = "Option::is_none")]
    pub sms: Option<MfaSettings>,
    /// Codes of an authenticator app.
    #[serde(rename = "SoftwareTokenMfaSettings", skip_serializing_if = "Option::is_none")]
    pub totp: Option<MfaSettings>,
    /// Codes by e-mail.
    #[serde(rename = "EmailMfaSettings", skip_serializing_if = "Option::is_none")]
    pub email: Option<MfaSettings>,
}

/// A preference in the service's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MfaSettings {
    /// Whether the factor may be used.
    pub enabled: bool,
    /// Whether a sign-in uses the factor unless the user chooses another one.
    #[serde(rename = "PreferredMfa")]
    pub preferred: bool,
}

impl From<MfaPreference> for MfaSettings {
    fn from(preference: MfaPreference) -> Self {
        match preference {
            MfaPreference::Disabled => Self { enabled: false, preferred: false },
            MfaPreference::Enabled | MfaPreference::NotPreferred => Self { enabled: true, preferred: false },
            MfaPreference::Preferred => Self { enabled: true, preferred: true },
        }
    }
}

/// Which second factors to switch on or off; those that are not given stay as they are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MfaPreferences {
    pub(crate) sms: Option<MfaPreference>,
    pub(crate) totp: Option<MfaPreference>,
    pub(crate) email: Option<MfaPreference>,
}

impl MfaPreferences {
    /// Lets the user's preferred factor stay the preferred one: if the call only switches this factor on, the request
    /// also prefers it.
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
    /// Calls AssociateSoftwareToken.
    pub(crate) async fn associate_software_token(
        &self,
        owner: TokenOwner,
    ) -> Result<SoftwareToken, ServiceError> {
        self.call(Request::AssociateSoftwareToken(AssociateSoftwareTokenRequest { owner })).await
    }

    /// Calls VerifySoftwareToken. Gives the Session with which the sign-in goes on.
    pub(crate) async fn verify_software_token(
        &self,
        owner: TokenOwner,
        user_code: Secret,
        friendly_device_name: Option<String>,
    ) -> Result<Option<Secret>, ServiceError> {
        let request = VerifySoftwareTokenRequest { owner, user_code, friendly_device_name };
        let answer: VerifySoftwareTokenResponse = self.call(Request::VerifySoftwareToken(request)).await?;
        match answer.status.as_str() {
            "ERROR" => Err(ServiceError::Exception {
                code: AuthErrorCode::EnableSoftwareTokenMfa,
                reason: Some(AuthErrorReason::SecondFactorRefused),
                message: None,
                request_id: None,
            }),
            _ => Ok(answer.session),
        }
    }

    /// Calls SetUserMFAPreference.
    pub(crate) async fn set_user_mfa_preference(
        &self,
        access_token: Secret,
        preferences: MfaPreferences,
    ) -> Result<(), ServiceError> {
        let MfaPreferences { sms, totp, email } = preferences;
        let request = SetUserMfaPreferenceRequest {
            access_token,
            sms: sms.map(MfaSettings::from),
            totp: totp.map(MfaSettings::from),
            email: email.map(MfaSettings::from),
        };
        self.call(Request::SetUserMFAPreference(request)).await.map(|Nothing {}| ())
    }
}
