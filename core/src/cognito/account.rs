//! The signed-in user's account: attributes, and its end.

use std::collections::BTreeMap;

use super::convert::{client_metadata, delivery_details, malformed, required, text, user_attributes};
use super::retry::Operation;
use super::{Cognito, ServiceError};
use crate::model::{AuthCodeDeliveryDetails, AuthUserAttribute, AuthUserAttributeKey};
use crate::secret::Secret;

/// What GetUser answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GetUserResponse {
    pub(crate) attributes: Vec<AuthUserAttribute>,
    /// The second factors that are switched on, by the service's names.
    pub(crate) mfa_settings: Vec<String>,
    pub(crate) preferred_mfa_setting: Option<String>,
}

impl Cognito {
    /// GetUser.
    pub(crate) async fn get_user(&self, access_token: Secret) -> Result<GetUserResponse, ServiceError> {
        let call = self.client.get_user().access_token(access_token.expose());
        let answer = self.call(Operation::GetUser, || call.clone().send()).await?;
        required(Some(answer.username()))?;
        let attribute = |it: &aws_sdk_cognitoidentityprovider::types::AttributeType| {
            let key = AuthUserAttributeKey::from_name(it.name());
            AuthUserAttribute::new(key, it.value().unwrap_or_default())
        };
        Ok(GetUserResponse {
            attributes: answer.user_attributes().iter().map(attribute).collect(),
            mfa_settings: answer.user_mfa_setting_list().to_owned(),
            preferred_mfa_setting: answer.preferred_mfa_setting().map(str::to_owned),
        })
    }

    /// UpdateUserAttributes: gives where codes went, for the attributes that have to be confirmed.
    pub(crate) async fn update_user_attributes(
        &self,
        access_token: Secret,
        attributes: Vec<AuthUserAttribute>,
        metadata: BTreeMap<String, String>,
    ) -> Result<Vec<AuthCodeDeliveryDetails>, ServiceError> {
        let call = self
            .client
            .update_user_attributes()
            .access_token(access_token.expose())
            .set_user_attributes(user_attributes(&attributes)?)
            .set_client_metadata(client_metadata(metadata));
        let answer = self.call(Operation::UpdateUserAttributes, || call.clone().send()).await?;
        Ok(answer.code_delivery_details_list().iter().map(delivery_details).collect())
    }

    /// DeleteUserAttributes.
    pub(crate) async fn delete_user_attributes(
        &self,
        access_token: Secret,
        keys: Vec<AuthUserAttributeKey>,
    ) -> Result<(), ServiceError> {
        let names = keys.iter().map(AuthUserAttributeKey::name).collect();
        let call = self
            .client
            .delete_user_attributes()
            .access_token(access_token.expose())
            .set_user_attribute_names(Some(names));
        self.call(Operation::DeleteUserAttributes, || call.clone().send()).await.map(|_| ())
    }

    /// GetUserAttributeVerificationCode: gives where the code went.
    pub(crate) async fn get_user_attribute_verification_code(
        &self,
        access_token: Secret,
        key: AuthUserAttributeKey,
        metadata: BTreeMap<String, String>,
    ) -> Result<AuthCodeDeliveryDetails, ServiceError> {
        let call = self
            .client
            .get_user_attribute_verification_code()
            .access_token(access_token.expose())
            .attribute_name(key.name())
            .set_client_metadata(client_metadata(metadata));
        let answer = self.call(Operation::GetUserAttributeVerificationCode, || call.clone().send()).await?;
        answer.code_delivery_details().map(delivery_details).ok_or_else(malformed)
    }

    /// VerifyUserAttribute.
    pub(crate) async fn verify_user_attribute(
        &self,
        access_token: Secret,
        key: AuthUserAttributeKey,
        code: Secret,
    ) -> Result<(), ServiceError> {
        let call = self
            .client
            .verify_user_attribute()
            .access_token(access_token.expose())
            .attribute_name(key.name())
            .code(text(&code));
        self.call(Operation::VerifyUserAttribute, || call.clone().send()).await.map(|_| ())
    }

    /// DeleteUser.
    pub(crate) async fn delete_user(&self, access_token: Secret) -> Result<(), ServiceError> {
        let call = self.client.delete_user().access_token(access_token.expose());
        self.call(Operation::DeleteUser, || call.clone().send()).await.map(|_| ())
    }
}
