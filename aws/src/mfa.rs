//! Second factors: AssociateSoftwareToken, VerifySoftwareToken, SetUserMFAPreference.

use aws_sdk_cognitoidentityprovider::types::{
    EmailMfaSettingsType, SmsMfaSettingsType, SoftwareTokenMfaSettingsType,
};
use cognito_auth_core::Secret;
use cognito_auth_core::service::{
    AssociateSoftwareTokenRequest, MfaSettings, Nothing, ServiceError, SetUserMfaPreferenceRequest,
    SoftwareToken, TokenOwner, VerifySoftwareTokenRequest, VerifySoftwareTokenResponse,
};

use crate::AwsUserPool;
use crate::convert::{nothing, present_secret, text};
use crate::errors::{from_sdk, malformed};

impl AwsUserPool {
    pub(crate) async fn associate_software_token(
        &self,
        request: &AssociateSoftwareTokenRequest,
    ) -> Result<SoftwareToken, ServiceError> {
        let call = self
            .client
            .associate_software_token()
            .set_access_token(access_token(&request.owner).map(text))
            .set_session(session(&request.owner).map(text));
        let answer = call.send().await.map_err(from_sdk)?;
        let malformed = malformed(&answer);
        Ok(SoftwareToken {
            secret_code: present_secret(answer.secret_code).ok_or(malformed)?,
            session: present_secret(answer.session),
        })
    }

    pub(crate) async fn verify_software_token(
        &self,
        request: &VerifySoftwareTokenRequest,
    ) -> Result<VerifySoftwareTokenResponse, ServiceError> {
        let call = self
            .client
            .verify_software_token()
            .set_access_token(access_token(&request.owner).map(text))
            .set_session(session(&request.owner).map(text))
            .user_code(text(&request.user_code))
            .set_friendly_device_name(request.friendly_device_name.clone());
        let answer = call.send().await.map_err(from_sdk)?;
        let malformed = malformed(&answer);
        Ok(VerifySoftwareTokenResponse {
            status: answer.status.ok_or(malformed)?.as_str().to_owned(),
            session: present_secret(answer.session),
        })
    }

    pub(crate) async fn set_user_mfa_preference(
        &self,
        request: &SetUserMfaPreferenceRequest,
    ) -> Result<Nothing, ServiceError> {
        let sms = |MfaSettings { enabled, preferred }| {
            SmsMfaSettingsType::builder().enabled(enabled).preferred_mfa(preferred).build()
        };
        let totp = |MfaSettings { enabled, preferred }| {
            SoftwareTokenMfaSettingsType::builder().enabled(enabled).preferred_mfa(preferred).build()
        };
        let email = |MfaSettings { enabled, preferred }| {
            EmailMfaSettingsType::builder().enabled(enabled).preferred_mfa(preferred).build()
        };
        let call = self
            .client
            .set_user_mfa_preference()
            .access_token(text(&request.access_token))
            .set_sms_mfa_settings(request.sms.map(sms))
            .set_software_token_mfa_settings(request.totp.map(totp))
            .set_email_mfa_settings(request.email.map(email));
        call.send().await.map(nothing).map_err(from_sdk)
    }
}

fn access_token(owner: &TokenOwner) -> Option<&Secret> {
    match owner {
        TokenOwner::AccessToken(token) => Some(token),
        TokenOwner::Session(_) => None,
    }
}

fn session(owner: &TokenOwner) -> Option<&Secret> {
    match owner {
        TokenOwner::AccessToken(_) => None,
        TokenOwner::Session(session) => Some(session),
    }
}
