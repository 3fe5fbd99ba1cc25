//! The signed-in user's account: its attributes, their verification, and its deletion.

use cognito_auth_core::service::{
    AccessTokenRequest, AttributeCodeRequest, CodeDeliveries, CodeDelivery, DeleteUserAttributesRequest,
    GetUserResponse, Nothing, ServiceError, UpdateUserAttributesRequest, VerifyUserAttributeRequest,
};

use crate::AwsUserPool;
use crate::convert::{
    attributes_of_user, client_metadata, delivery_details, nothing, present, text, user_attributes,
};
use crate::errors::{from_sdk, malformed};

impl AwsUserPool {
    pub(crate) async fn get_user(
        &self,
        request: &AccessTokenRequest,
    ) -> Result<GetUserResponse, ServiceError> {
        let call = self.client.get_user().access_token(text(&request.access_token));
        let answer = call.send().await.map_err(from_sdk)?;
        let malformed = malformed(&answer);
        Ok(GetUserResponse {
            username: present(answer.username).ok_or(malformed)?,
            attributes: attributes_of_user(answer.user_attributes),
            mfa_settings: answer.user_mfa_setting_list.unwrap_or_default(),
            preferred_mfa_setting: answer.preferred_mfa_setting,
        })
    }

    pub(crate) async fn update_user_attributes(
        &self,
        request: &UpdateUserAttributesRequest,
    ) -> Result<CodeDeliveries, ServiceError> {
        let call = self
            .client
            .update_user_attributes()
            .access_token(text(&request.access_token))
            .set_user_attributes(Some(user_attributes(&request.user_attributes)?))
            .set_client_metadata(client_metadata(&request.client_metadata));
        let answer = call.send().await.map_err(from_sdk)?;
        let details = answer.code_delivery_details_list.unwrap_or_default();
        Ok(CodeDeliveries { details: details.into_iter().map(delivery_details).collect() })
    }

    pub(crate) async fn delete_user_attributes(
        &self,
        request: &DeleteUserAttributesRequest,
    ) -> Result<Nothing, ServiceError> {
        let call = self
            .client
            .delete_user_attributes()
            .access_token(text(&request.access_token))
            .set_user_attribute_names(Some(request.user_attribute_names.clone()));
        call.send().await.map(nothing).map_err(from_sdk)
    }

    pub(crate) async fn get_user_attribute_verification_code(
        &self,
        request: &AttributeCodeRequest,
    ) -> Result<CodeDelivery, ServiceError> {
        let call = self
            .client
            .get_user_attribute_verification_code()
            .access_token(text(&request.access_token))
            .attribute_name(&request.attribute_name)
            .set_client_metadata(client_metadata(&request.client_metadata));
        let answer = call.send().await.map_err(from_sdk)?;
        let malformed = malformed(&answer);
        let details = answer.code_delivery_details.ok_or(malformed)?;
        Ok(CodeDelivery { details: delivery_details(details) })
    }

    pub(crate) async fn verify_user_attribute(
        &self,
        request: &VerifyUserAttributeRequest,
    ) -> Result<Nothing, ServiceError> {
        let call = self
            .client
            .verify_user_attribute()
            .access_token(text(&request.access_token))
            .attribute_name(&request.attribute_name)
            .code(text(&request.code));
        call.send().await.map(nothing).map_err(from_sdk)
    }

    pub(crate) async fn delete_user(&self, request: &AccessTokenRequest) -> Result<Nothing, ServiceError> {
        let call = self.client.delete_user().access_token(text(&request.access_token));
        call.send().await.map(nothing).map_err(from_sdk)
    }
}
