//! Sign-up: SignUp, ConfirmSignUp, ResendConfirmationCode.

use cognito_auth_core::service::{
    CodeDelivery, ConfirmSignUpRequest, ConfirmSignUpResponse, OfClient, ResendConfirmationCodeRequest,
    ServiceError, SignUpRequest, SignUpResponse,
};

use crate::AwsUserPool;
use crate::convert::{
    delivery_details, in_context, named_texts, present, present_secret, some, text, user_attributes,
};
use crate::errors::{from_sdk, malformed};

impl AwsUserPool {
    pub(crate) async fn sign_up(
        &self,
        OfClient { client_id, secret_hash, request }: &OfClient<SignUpRequest>,
    ) -> Result<SignUpResponse, ServiceError> {
        let call = self
            .client
            .sign_up()
            .client_id(client_id)
            .set_secret_hash(secret_hash.as_ref().map(text))
            .username(&request.username)
            .set_password(request.password.as_ref().map(text))
            .set_user_attributes(some(user_attributes(&request.user_attributes)?))
            .set_validation_data(some(named_texts(&request.validation_data)?));
        let call = in_context!(call, &request.context);
        let answer = call.send().await.map_err(from_sdk)?;
        Ok(SignUpResponse {
            user_confirmed: answer.user_confirmed,
            user_sub: present(answer.user_sub),
            delivery_details: answer.code_delivery_details.map(delivery_details),
            session: present_secret(answer.session),
        })
    }

    pub(crate) async fn confirm_sign_up(
        &self,
        OfClient { client_id, secret_hash, request }: &OfClient<ConfirmSignUpRequest>,
    ) -> Result<ConfirmSignUpResponse, ServiceError> {
        let call = self
            .client
            .confirm_sign_up()
            .client_id(client_id)
            .set_secret_hash(secret_hash.as_ref().map(text))
            .username(&request.username)
            .confirmation_code(text(&request.confirmation_code))
            .set_force_alias_creation(request.force_alias_creation.then_some(true))
            .set_session(request.session.as_ref().map(text));
        let call = in_context!(call, &request.context);
        let answer = call.send().await.map_err(from_sdk)?;
        Ok(ConfirmSignUpResponse { session: present_secret(answer.session) })
    }

    pub(crate) async fn resend_confirmation_code(
        &self,
        OfClient { client_id, secret_hash, request }: &OfClient<ResendConfirmationCodeRequest>,
    ) -> Result<CodeDelivery, ServiceError> {
        let call = self
            .client
            .resend_confirmation_code()
            .client_id(client_id)
            .set_secret_hash(secret_hash.as_ref().map(text))
            .username(&request.username);
        let call = in_context!(call, &request.context);
        let answer = call.send().await.map_err(from_sdk)?;
        let malformed = malformed(&answer);
        let details = answer.code_delivery_details.ok_or(malformed)?;
        Ok(CodeDelivery { details: delivery_details(details) })
    }
}
