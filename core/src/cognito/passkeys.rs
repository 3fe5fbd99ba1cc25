//! Passkeys and first factors: the operations of Web Authentication, GetUserAuthFactors.

use super::convert::{document_from_json, json_from_document, milliseconds, required};
use super::retry::Operation;
use super::{Cognito, ServiceError};
use crate::model::{AuthWebAuthnCredential, ListWebAuthnCredentialsOptions, ListWebAuthnCredentialsResult};
use crate::secret::Secret;

/// What GetUserAuthFactors answers, in the service's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UserAuthFactorsResponse {
    pub(crate) username: String,
    pub(crate) factors: Vec<String>,
    pub(crate) mfa_settings: Vec<String>,
    pub(crate) preferred_mfa_setting: Option<String>,
}

impl Cognito {
    /// StartWebAuthnRegistration: gives the options for the authenticator, as JSON.
    pub(crate) async fn start_web_authn_registration(
        &self,
        access_token: Secret,
    ) -> Result<String, ServiceError> {
        let call = self.client.start_web_authn_registration().access_token(access_token.expose());
        let answer = self.call(Operation::StartWebAuthnRegistration, || call.clone().send()).await?;
        Ok(json_from_document(answer.credential_creation_options()))
    }

    /// CompleteWebAuthnRegistration, with the authenticator's credential as JSON.
    pub(crate) async fn complete_web_authn_registration(
        &self,
        access_token: Secret,
        credential_json: &str,
    ) -> Result<(), ServiceError> {
        let credential = document_from_json(credential_json).map_err(|_| ServiceError::Request)?;
        let call = self
            .client
            .complete_web_authn_registration()
            .access_token(access_token.expose())
            .credential(credential);
        self.call(Operation::CompleteWebAuthnRegistration, || call.clone().send()).await.map(|_| ())
    }

    /// ListWebAuthnCredentials, one page.
    pub(crate) async fn list_web_authn_credentials(
        &self,
        access_token: Secret,
        options: ListWebAuthnCredentialsOptions,
    ) -> Result<ListWebAuthnCredentialsResult, ServiceError> {
        let call = self
            .client
            .list_web_authn_credentials()
            .access_token(access_token.expose())
            .set_max_results(options.page_size.and_then(|size| i32::try_from(size).ok()))
            .set_next_token(options.next_token);
        let answer = self.call(Operation::ListWebAuthnCredentials, || call.clone().send()).await?;
        let credentials = answer.credentials().iter().map(|it| AuthWebAuthnCredential {
            credential_id: it.credential_id().to_owned(),
            friendly_name: it.friendly_credential_name().to_owned(),
            relying_party_id: it.relying_party_id().to_owned(),
            authenticator_attachment: it.authenticator_attachment().map(str::to_owned),
            authenticator_transports: it.authenticator_transports().to_owned(),
            created_at_milliseconds: milliseconds(it.created_at()),
        });
        Ok(ListWebAuthnCredentialsResult {
            credentials: credentials.collect(),
            next_token: answer.next_token().map(str::to_owned),
        })
    }

    /// DeleteWebAuthnCredential.
    pub(crate) async fn delete_web_authn_credential(
        &self,
        access_token: Secret,
        credential_id: String,
    ) -> Result<(), ServiceError> {
        let call = self
            .client
            .delete_web_authn_credential()
            .access_token(access_token.expose())
            .credential_id(credential_id);
        self.call(Operation::DeleteWebAuthnCredential, || call.clone().send()).await.map(|_| ())
    }

    /// GetUserAuthFactors.
    pub(crate) async fn get_user_auth_factors(
        &self,
        access_token: Secret,
    ) -> Result<UserAuthFactorsResponse, ServiceError> {
        let call = self.client.get_user_auth_factors().access_token(access_token.expose());
        let answer = self.call(Operation::GetUserAuthFactors, || call.clone().send()).await?;
        let factors = answer.configured_user_auth_factors().iter();
        Ok(UserAuthFactorsResponse {
            username: required(Some(answer.username()))?.to_owned(),
            factors: factors.map(|factor| factor.as_str().to_owned()).collect(),
            mfa_settings: answer.user_mfa_setting_list().to_owned(),
            preferred_mfa_setting: answer.preferred_mfa_setting().map(str::to_owned),
        })
    }
}
