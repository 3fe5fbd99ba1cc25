//! The session at the service: GetTokensFromRefreshToken, RevokeToken, GlobalSignOut.

use cognito_auth_core::service::{
    AccessTokenRequest, Authentication, GetTokensFromRefreshTokenRequest, Nothing, RevokeTokenRequest,
    ServiceError,
};

use crate::AwsUserPool;
use crate::authentication::authentication_result;
use crate::convert::{client_metadata, nothing, text};
use crate::errors::from_sdk;

impl AwsUserPool {
    pub(crate) async fn get_tokens_from_refresh_token(
        &self,
        request: &GetTokensFromRefreshTokenRequest,
    ) -> Result<Authentication, ServiceError> {
        let call = self
            .client
            .get_tokens_from_refresh_token()
            .client_id(&request.client_id)
            .set_client_secret(request.client_secret.as_ref().map(text))
            .refresh_token(text(&request.refresh_token))
            .set_device_key(request.device_key.clone())
            .set_client_metadata(client_metadata(&request.client_metadata));
        let answer = call.send().await.map_err(from_sdk)?;
        let authentication_result = answer.authentication_result.map(authentication_result);
        Ok(Authentication { authentication_result, ..Authentication::default() })
    }

    pub(crate) async fn revoke_token(&self, request: &RevokeTokenRequest) -> Result<Nothing, ServiceError> {
        let call = self
            .client
            .revoke_token()
            .client_id(&request.client_id)
            .set_client_secret(request.client_secret.as_ref().map(text))
            .token(text(&request.token));
        call.send().await.map(nothing).map_err(from_sdk)
    }

    pub(crate) async fn global_sign_out(
        &self,
        request: &AccessTokenRequest,
    ) -> Result<Nothing, ServiceError> {
        let call = self.client.global_sign_out().access_token(text(&request.access_token));
        call.send().await.map(nothing).map_err(from_sdk)
    }
}
