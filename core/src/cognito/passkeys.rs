//! Passkeys and a user's factors: the operations of Web Authentication, and GetUserAuthFactors.

use serde::{Deserialize, Serialize};

use super::service::{AccessTokenRequest, Nothing, Request};
use super::{Cognito, ServiceError, json};
use crate::model::{AuthWebAuthnCredential, ListWebAuthnCredentialsOptions, ListWebAuthnCredentialsResult};
use crate::redacted::redacted_debug;
use crate::secret::Secret;

/// The response of StartWebAuthnRegistration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StartWebAuthnRegistrationResponse {
    /// The options for the authenticator, as JSON.
    #[serde(deserialize_with = "json::json")]
    pub credential_creation_options: Secret,
}

/// The request of CompleteWebAuthnRegistration.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CompleteWebAuthnRegistrationRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The authenticator's credential, as JSON.
    #[serde(serialize_with = "json::json_text")]
    pub credential: Secret,
}

/// The request of ListWebAuthnCredentials.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListWebAuthnCredentialsRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The most passkeys that the page may have, 1 to 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_results: Option<u32>,
    /// The pagination token of the page before; absent for the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The response of ListWebAuthnCredentials: one page of passkeys.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct WebAuthnCredentialPage {
    /// The passkeys, up to 60.
    #[serde(deserialize_with = "json::page")]
    pub credentials: Vec<WebAuthnCredential>,
    /// The pagination token for the next page; absent on the last page.
    #[serde(default, deserialize_with = "json::present")]
    pub next_token: Option<String>,
}

/// A passkey, as the service lists it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct WebAuthnCredential {
    /// The credential's id.
    #[serde(deserialize_with = "json::required")]
    pub credential_id: String,
    /// The name that the service gave the passkey; empty if it gave none.
    #[serde(default, deserialize_with = "json::lenient::or_empty")]
    pub friendly_credential_name: String,
    /// The domain that the passkey belongs to; empty if the service did not say.
    #[serde(default, deserialize_with = "json::lenient::or_empty")]
    pub relying_party_id: String,
    /// `platform` or `cross-platform`.
    #[serde(default, deserialize_with = "json::lenient::or_empty")]
    pub authenticator_attachment: Option<String>,
    /// How the passkey's authenticator is reached.
    #[serde(default, deserialize_with = "json::lenient::list")]
    pub authenticator_transports: Vec<String>,
    /// When the passkey was registered, in milliseconds since 1970.
    #[serde(rename = "CreatedAt", deserialize_with = "json::required_time")]
    pub created_at_milliseconds: i64,
}

impl From<WebAuthnCredential> for AuthWebAuthnCredential {
    fn from(credential: WebAuthnCredential) -> Self {
        Self {
            credential_id: credential.credential_id,
            friendly_name: credential.friendly_credential_name,
            relying_party_id: credential.relying_party_id,
            authenticator_attachment: credential.authenticator_attachment,
            authenticator_transports: credential.authenticator_transports,
            created_at_milliseconds: credential.created_at_milliseconds,
        }
    }
}

/// The request of DeleteWebAuthnCredential.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeleteWebAuthnCredentialRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The credential's id.
    pub credential_id: String,
}

/// The response of GetUserAuthFactors, with the service's names of the factors.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct UserAuthFactorsResponse {
    /// The user name in the pool.
    #[serde(deserialize_with = "json::required")]
    pub username: String,
    /// The first factors that the user has.
    #[serde(default, rename = "ConfiguredUserAuthFactors", deserialize_with = "json::list")]
    pub factors: Vec<String>,
    /// The second factors that are switched on.
    #[serde(default, rename = "UserMFASettingList", deserialize_with = "json::list")]
    pub mfa_settings: Vec<String>,
    /// The second factor that a sign-in asks for first.
    pub preferred_mfa_setting: Option<String>,
}

redacted_debug! {
    UserAuthFactorsResponse { factors, mfa_settings, preferred_mfa_setting };
}

impl Cognito {
    /// Calls StartWebAuthnRegistration. Gives the options for the authenticator, as JSON.
    pub(crate) async fn start_web_authn_registration(
        &self,
        access_token: Secret,
    ) -> Result<String, ServiceError> {
        let answer: StartWebAuthnRegistrationResponse =
            self.call(Request::StartWebAuthnRegistration(AccessTokenRequest { access_token })).await?;
        Ok(answer.credential_creation_options.expose().to_owned())
    }

    /// Calls CompleteWebAuthnRegistration, with the authenticator's credential as JSON.
    pub(crate) async fn complete_web_authn_registration(
        &self,
        access_token: Secret,
        credential_json: &str,
    ) -> Result<(), ServiceError> {
        let credential = Secret::from(credential_json);
        let request = CompleteWebAuthnRegistrationRequest { access_token, credential };
        self.call(Request::CompleteWebAuthnRegistration(request)).await.map(|Nothing {}| ())
    }

    /// Calls ListWebAuthnCredentials for one page.
    pub(crate) async fn list_web_authn_credentials(
        &self,
        access_token: Secret,
        options: ListWebAuthnCredentialsOptions,
    ) -> Result<ListWebAuthnCredentialsResult, ServiceError> {
        let ListWebAuthnCredentialsOptions { page_size, next_token } = options;
        let request = ListWebAuthnCredentialsRequest { access_token, max_results: page_size, next_token };
        let page: WebAuthnCredentialPage = self.call(Request::ListWebAuthnCredentials(request)).await?;
        Ok(ListWebAuthnCredentialsResult {
            credentials: page.credentials.into_iter().map(AuthWebAuthnCredential::from).collect(),
            next_token: page.next_token,
        })
    }

    /// Calls DeleteWebAuthnCredential.
    pub(crate) async fn delete_web_authn_credential(
        &self,
        access_token: Secret,
        credential_id: String,
    ) -> Result<(), ServiceError> {
        let request = DeleteWebAuthnCredentialRequest { access_token, credential_id };
        self.call(Request::DeleteWebAuthnCredential(request)).await.map(|Nothing {}| ())
    }

    /// Calls GetUserAuthFactors.
    pub(crate) async fn get_user_auth_factors(
        &self,
        access_token: Secret,
    ) -> Result<UserAuthFactorsResponse, ServiceError> {
        self.call(Request::GetUserAuthFactors(AccessTokenRequest { access_token })).await
    }
}
