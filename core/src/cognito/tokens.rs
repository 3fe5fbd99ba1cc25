//! The session at the service: GetTokensFromRefreshToken, RevokeToken, GlobalSignOut.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::AuthenticationResultType;

use super::authentication::{AuthenticationResponse, InitiateAuthRequest, TokenSet, present};
use super::convert::client_metadata;
use super::retry::Operation;
use super::{Cognito, ServiceError};
use crate::secret::Secret;

/// What a refresh takes.
#[derive(Clone, Debug)]
pub(crate) struct RefreshTokensRequest {
    pub(crate) refresh_token: Secret,
    /// The access token's `username` claim, for the SECRET_HASH that REFRESH_TOKEN_AUTH needs.
    pub(crate) username: String,
    /// The confirmed device's key.
    pub(crate) device_key: Option<String>,
    pub(crate) client_metadata: BTreeMap<String, String>,
}

/// What a refresh brought.
#[derive(Debug)]
pub(crate) enum RefreshedTokens {
    Whole(TokenSet),
    /// The answer lacks a token, but not the new refresh token: the former one is spent all the same.
    RefreshTokenAlone(Secret),
}

impl RefreshedTokens {
    fn new(result: Option<&AuthenticationResultType>) -> Result<Self, ServiceError> {
        let rotated = || present(result?.refresh_token()).map(Self::RefreshTokenAlone);
        TokenSet::new(result).map(Self::Whole).or_else(|malformed| rotated().ok_or(malformed))
    }
}

impl Cognito {
    /// New tokens: GetTokensFromRefreshToken, which works whether or not the app client rotates refresh tokens;
    /// REFRESH_TOKEN_AUTH only at a server that lacks it.
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
        let secret = self.app_client.secret.as_ref();
        let call = self
            .client
            .get_tokens_from_refresh_token()
            .client_id(&self.app_client.id)
            // This operation takes the secret itself, not a hash.
            .set_client_secret(secret.map(|secret| secret.expose().to_owned()))
            .refresh_token(request.refresh_token.expose())
            .set_device_key(request.device_key)
            .set_client_metadata(client_metadata(request.client_metadata));
        let answer = self.call(Operation::GetTokensFromRefreshToken, || call.clone().send()).await?;
        RefreshedTokens::new(answer.authentication_result())
    }

    async fn refresh_token_auth(
        &self,
        request: RefreshTokensRequest,
    ) -> Result<RefreshedTokens, ServiceError> {
        let device_key = request.device_key.map(|key| ("DEVICE_KEY".to_owned(), Secret::new(key)));
        let token = ("REFRESH_TOKEN".to_owned(), request.refresh_token);
        let answer = self.initiate_auth(InitiateAuthRequest {
            flow: "REFRESH_TOKEN_AUTH".to_owned(),
            username: request.username,
            parameters: [token].into_iter().chain(device_key).collect(),
            session: None,
            client_metadata: request.client_metadata,
            user_context_data: None,
        });
        match answer.await? {
            AuthenticationResponse::Tokens(tokens) => Ok(RefreshedTokens::Whole(tokens)),
            AuthenticationResponse::Challenge { .. } => Err(ServiceError::Malformed { request_id: None }),
        }
    }

    /// RevokeToken: ends a refresh token, and the access tokens that came from it.
    pub(crate) async fn revoke_token(&self, refresh_token: Secret) -> Result<(), ServiceError> {
        let secret = self.app_client.secret.as_ref();
        let call = self
            .client
            .revoke_token()
            .client_id(&self.app_client.id)
            .set_client_secret(secret.map(|secret| secret.expose().to_owned()))
            .token(refresh_token.expose());
        self.call(Operation::RevokeToken, || call.clone().send()).await.map(|_| ())
    }

    /// GlobalSignOut: ends the user's sessions on every device.
    pub(crate) async fn global_sign_out(&self, access_token: Secret) -> Result<(), ServiceError> {
        let call = self.client.global_sign_out().access_token(access_token.expose());
        self.call(Operation::GlobalSignOut, || call.clone().send()).await.map(|_| ())
    }
}
