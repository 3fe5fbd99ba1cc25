//! New passwords: ForgotPassword, ConfirmForgotPassword, ChangePassword.

use cognito_auth_core::service::{
    ChangePasswordRequest, CodeDelivery, ConfirmForgotPasswordRequest, ForgotPasswordRequest, Nothing,
    OfClient, ServiceError,
};

use crate::AwsUserPool;
use crate::convert::{delivery_details, in_context, nothing, text};
use crate::errors::{from_sdk, malformed};

impl AwsUserPool {
    pub(crate) async fn forgot_password(
        &self,
        OfClient { client_id, secret_hash, request }: &OfClient<ForgotPasswordRequest>,
    ) -> Result<CodeDelivery, ServiceError> {
        let call = self
            .client
            .forgot_password()
            .client_id(client_id)
            .set_secret_hash(secret_hash.as_ref().map(text))
            .username(&request.username);
        let call = in_context!(call, &request.context);
        let answer = call.send().await.map_err(from_sdk)?;
        let malformed = malformed(&answer);
        let details = answer.code_delivery_details.ok_or(malformed)?;
        Ok(CodeDelivery { details: delivery_details(details) })
    }

    pub(crate) async fn confirm_forgot_password(
        &self,
        OfClient { client_id, secret_hash, request }: &OfClient<ConfirmForgotPasswordRequest>,
    ) -> Result<Nothing, ServiceError> {
        let call = self
            .client
            .confirm_forgot_password()
            .client_id(client_id)
            .set_secret_hash(secret_hash.as_ref().map(text))
            .username(&request.username)
            .password(text(&request.new_password))
            .confirmation_code(text(&request.confirmation_code));
        let call = in_context!(call, &request.context);
        call.send().await.map(nothing).map_err(from_sdk)
    }

    pub(crate) async fn change_password(
        &self,
        request: &ChangePasswordRequest,
    ) -> Result<Nothing, ServiceError> {
        let call = self
            .client
            .change_password()
            .access_token(text(&request.access_token))
            .set_previous_password(request.previous_password.as_ref().map(text))
            .proposed_password(text(&request.proposed_password));
        call.send().await.map(nothing).map_err(from_sdk)
    }
}
