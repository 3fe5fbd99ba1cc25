//! Passkeys, and the factors that a user has: the Web Authentication operations and GetUserAuthFactors.

use aws_sdk_cognitoidentityprovider::types::WebAuthnCredentialDescription;
use aws_smithy_types::{DateTime, Document};
use cognito_auth_core::service::{
    AccessTokenRequest, CompleteWebAuthnRegistrationRequest, DeleteWebAuthnCredentialRequest,
    ListWebAuthnCredentialsRequest, Nothing, ServiceError, StartWebAuthnRegistrationResponse,
    UserAuthFactorsResponse, WebAuthnCredential, WebAuthnCredentialPage,
};

use crate::AwsUserPool;
use crate::convert::{count, document_from_json, json_from_document, milliseconds, nothing, present, text};
use crate::errors::{from_sdk, malformed};

impl AwsUserPool {
    pub(crate) async fn start_web_authn_registration(
        &self,
        request: &AccessTokenRequest,
    ) -> Result<StartWebAuthnRegistrationResponse, ServiceError> {
        let call = self.client.start_web_authn_registration().access_token(text(&request.access_token));
        let answer = call.send().await.map_err(from_sdk)?;
        match answer.credential_creation_options() {
            // The SDK gives absent options as `null`.
            Document::Null => Err(malformed(&answer)),
            options => {
                let credential_creation_options = json_from_document(options).into();
                Ok(StartWebAuthnRegistrationResponse { credential_creation_options })
            }
        }
    }

    pub(crate) async fn complete_web_authn_registration(
        &self,
        request: &CompleteWebAuthnRegistrationRequest,
    ) -> Result<Nothing, ServiceError> {
        let call = self
            .client
            .complete_web_authn_registration()
            .access_token(text(&request.access_token))
            .credential(document_from_json(request.credential.expose())?);
        call.send().await.map(nothing).map_err(from_sdk)
    }

    pub(crate) async fn list_web_authn_credentials(
        &self,
        request: &ListWebAuthnCredentialsRequest,
    ) -> Result<WebAuthnCredentialPage, ServiceError> {
        let call = self
            .client
            .list_web_authn_credentials()
            .access_token(text(&request.access_token))
            .set_max_results(request.max_results.map(count).transpose()?)
            .set_next_token(request.next_token.clone());
        let answer = call.send().await.map_err(from_sdk)?;
        Ok(WebAuthnCredentialPage {
            credentials: answer.credentials.into_iter().filter_map(credential).collect(),
            next_token: present(answer.next_token),
        })
    }

    pub(crate) async fn delete_web_authn_credential(
        &self,
        request: &DeleteWebAuthnCredentialRequest,
    ) -> Result<Nothing, ServiceError> {
        let call = self
            .client
            .delete_web_authn_credential()
            .access_token(text(&request.access_token))
            .credential_id(&request.credential_id);
        call.send().await.map(nothing).map_err(from_sdk)
    }

    pub(crate) async fn get_user_auth_factors(
        &self,
        request: &AccessTokenRequest,
    ) -> Result<UserAuthFactorsResponse, ServiceError> {
        let call = self.client.get_user_auth_factors().access_token(text(&request.access_token));
        let answer = call.send().await.map_err(from_sdk)?;
        let malformed = malformed(&answer);
        let factors = answer.configured_user_auth_factors.iter().flatten();
        Ok(UserAuthFactorsResponse {
            username: present(answer.username).ok_or(malformed)?,
            factors: factors.map(|factor| factor.as_str().to_owned()).collect(),
            mfa_settings: answer.user_mfa_setting_list.unwrap_or_default(),
            preferred_mfa_setting: answer.preferred_mfa_setting,
        })
    }
}

/// The core's type for a passkey; `None` if the SDK's passkey lacks its id or its creation time.
fn credential(credential: WebAuthnCredentialDescription) -> Option<WebAuthnCredential> {
    // The SDK gives an absent time as 0, the start of 1970.
    let created_at = Some(credential.created_at).filter(|time| *time != DateTime::from_secs(0))?;
    Some(WebAuthnCredential {
        credential_id: present(credential.credential_id)?,
        friendly_credential_name: credential.friendly_credential_name,
        relying_party_id: credential.relying_party_id,
        authenticator_attachment: credential.authenticator_attachment,
        authenticator_transports: credential.authenticator_transports,
        created_at_milliseconds: milliseconds(&created_at),
    })
}
