//! Tokens: GetTokensFromRefreshToken, RevokeToken, GlobalSignOut.

use std::collections::BTreeMap;

use serde::Serialize;

use super::authentication::{Authentication, InitiateAuthRequest, TokenSet};
use super::service::{AccessTokenRequest, Nothing, Request};
use super::{Cognito, ServiceError, json, malformed};
use crate::model::RequestContext;
use crate::redacted::redacted_debug;
use crate::secret::Secret;

/// The values that a refresh needs.
#[derive(Clone, Debug)]
pub(crate) struct RefreshTokensRequest {
    pub(crate) refresh_token: Secret,
    /// The access token's `username` claim, for the SECRET_HASH that REFRESH_TOKEN_AUTH needs.
    pub(crate) username: String,
    /// The confirmed device's key.
    pub(crate) device_key: Option<String>,
    pub(crate) client_metadata: BTreeMap<String, String>,
}

/// The request of GetTokensFromRefreshToken.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetTokensFromRefreshTokenRequest {
    /// The app client's id.
    pub client_id: String,
    /// The app client's secret itself: this operation takes no hash.
    #[serde(serialize_with = "json::optional_secret", skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<Secret>,
    /// The refresh token.
    #[serde(serialize_with = "json::secret")]
    pub refresh_token: Secret,
    /// The confirmed device's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_key: Option<String>,
    /// Passed to the pool's triggers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub client_metadata: BTreeMap<String, String>,
}

redacted_debug! {
    GetTokensFromRefreshTokenRequest { client_id, device_key } names { client_metadata };
}

/// The request of RevokeToken.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RevokeTokenRequest {
    /// The app client's id.
    pub client_id: String,
    /// The app client's secret itself: this operation takes no hash.
    #[serde(serialize_with = "json::optional_secret", skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<Secret>,
    /// The refresh token.
    #[serde(serialize_with = "json::secret")]
    pub token: Secret,
}

/// The result of a refresh.
#[derive(Debug)]
pub(crate) enum RefreshedTokens {
    Whole(TokenSet),
    /// Only the new refresh token: another token or the lifetime is missing or malformed. The former refresh token is
    /// no longer valid, so the new one must not be lost.
    RefreshTokenAlone(Secret),
}

impl TryFrom<Authentication> for RefreshedTokens {
    type Error = ServiceError;

    fn try_from(answer: Authentication) -> Result<Self, ServiceError> {
        let result = answer.authentication_result.ok_or_else(malformed)?;
        let rotated = result.refresh_token.clone();
        let whole = TokenSet::try_from(result).map(Self::Whole);
        whole.or_else(|malformed| rotated.map(Self::RefreshTokenAlone).ok_or(malformed))
    }
}

impl Cognito {
    /// Gets new tokens with GetTokensFromRefreshToken, which works whether or not the app client rotates refresh
    /// tokens. If the server lacks that operation, uses InitiateAuth with the flow REFRESH_TOKEN_AUTH.
    pub(crate) async fn refresh_tokens(
        &self,
        request: RefreshTokensRequest,
    ) -> Result<RefreshedTokens, ServiceError> {
        match self.get_tokens_from_refresh_token(request.clone()).await {
            Err(error) if error.lacks_operation() => self.refresh_token_auth(request).await,
            answer => answer,
        }
    }

    async fn get_tokens_from_refresh_token(
        &self,
        request: RefreshTokensRequest,
    ) -> Result<RefreshedTokens, ServiceError> {
        let request = GetTokensFromRefreshTokenRequest {
            client_id: self.app_client.id.clone(),
            client_secret: self.app_client.secret.clone(),
            refresh_token: request.refresh_token,
            device_key: request.device_key,
            client_metadata: request.client_metadata,
        };
        let answer: Authentication = self.call(Request::GetTokensFromRefreshToken(request)).await?;
        answer.try_into()
    }

    async fn refresh_token_auth(
        &self,
        request: RefreshTokensRequest,
    ) -> Result<RefreshedTokens, ServiceError> {
        let device_key = request.device_key.map(|key| ("DEVICE_KEY".to_owned(), Secret::new(key)));
        let token = ("REFRESH_TOKEN".to_owned(), request.refresh_token);
        let answer = self.initiate(InitiateAuthRequest {
            flow: "REFRESH_TOKEN_AUTH".to_owned(),
            username: request.username,
            parameters: [token].into_iter().chain(device_key).collect(),
            session: None,
            context: RequestContext::new(request.client_metadata, None),
        });
        answer.await?.try_into()
    }

    /// Calls RevokeToken, which ends a refresh token and the access tokens that came from it.
    pub(crate) async fn revoke_token(&self, refresh_token: Secret) -> Result<(), ServiceError> {
        let request = RevokeTokenRequest {
            client_id: self.app_client.id.clone(),
            client_secret: self.app_client.secret.clone(),
            token: refresh_token,
        };
        self.call(Request::RevokeToken(request)).await.map(|Nothing {}| ())
    }

    /// Calls GlobalSignOut, which ends the user's sessions on every device.
    pub(crate) async fn global_sign_out(&self, access_token: Secret) -> Result<(), ServiceError> {
        self.call(Request::GlobalSignOut(AccessTokenRequest { access_token })).await.map(|Nothing {}| ())
    }
}
