//! The signed-in user's account: attributes, and its deletion.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::registration::CodeDelivery;
use super::service::{AccessTokenRequest, Nothing, Request};
use super::{Cognito, ServiceError, json};
use crate::model::{AuthCodeDeliveryDetails, AuthUserAttribute, AuthUserAttributeKey};
use crate::redacted::redacted_debug;
use crate::secret::Secret;

/// The response of GetUser.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetUserResponse {
    /// The user name in the pool.
    #[serde(deserialize_with = "json::required")]
    pub username: String,
    /// The user's attributes.
    #[serde(rename = "UserAttributes", deserialize_with = "json::attributes_of_user")]
    pub attributes: Vec<AuthUserAttribute>,
    /// The second factors that are switched on, by the service's names.
    #[serde(default, rename = "UserMFASettingList", deserialize_with = "json::list")]
    pub mfa_settings: Vec<String>,
    /// The second factor that a sign-in asks for first.
    pub preferred_mfa_setting: Option<String>,
}

/// The request of UpdateUserAttributes.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UpdateUserAttributesRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The attributes to set.
    #[serde(serialize_with = "json::user_attributes")]
    pub user_attributes: Vec<AuthUserAttribute>,
    /// Passed to the pool's triggers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub client_metadata: BTreeMap<String, String>,
}

/// The response of UpdateUserAttributes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CodeDeliveries {
    /// Where codes went, for the attributes that have to be confirmed.
    #[serde(default, rename = "CodeDeliveryDetailsList", deserialize_with = "json::deliveries")]
    pub details: Vec<AuthCodeDeliveryDetails>,
}

/// The request of DeleteUserAttributes.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeleteUserAttributesRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The attributes to remove, by the service's names.
    pub user_attribute_names: Vec<String>,
}

/// The request of GetUserAttributeVerificationCode.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AttributeCodeRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The attribute to confirm, by the service's name.
    pub attribute_name: String,
    /// Passed to the pool's triggers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub client_metadata: BTreeMap<String, String>,
}

/// The request of VerifyUserAttribute.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VerifyUserAttributeRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The attribute to confirm, by the service's name.
    pub attribute_name: String,
    /// The code that was sent.
    #[serde(serialize_with = "json::secret")]
    pub code: Secret,
}

redacted_debug! {
    GetUserResponse { attributes, mfa_settings, preferred_mfa_setting };
    UpdateUserAttributesRequest { user_attributes } names { client_metadata };
    AttributeCodeRequest { attribute_name } names { client_metadata };
}

impl Cognito {
    /// Calls GetUser.
    pub(crate) async fn get_user(&self, access_token: Secret) -> Result<GetUserResponse, ServiceError> {
        self.call(Request::GetUser(AccessTokenRequest { access_token })).await
    }

    /// Calls UpdateUserAttributes. Gives where codes went, for the attributes that have to be confirmed.
    pub(crate) async fn update_user_attributes(
        &self,
        access_token: Secret,
        user_attributes: Vec<AuthUserAttribute>,
        client_metadata: BTreeMap<String, String>,
    ) -> Result<Vec<AuthCodeDeliveryDetails>, ServiceError> {
        let request = UpdateUserAttributesRequest { access_token, user_attributes, client_metadata };
        self.call(Request::UpdateUserAttributes(request)).await.map(|CodeDeliveries { details }| details)
    }

    /// Calls DeleteUserAttributes.
    pub(crate) async fn delete_user_attributes(
        &self,
        access_token: Secret,
        keys: Vec<AuthUserAttributeKey>,
    ) -> Result<(), ServiceError> {
        let user_attribute_names = keys.iter().map(AuthUserAttributeKey::name).collect();
        let request = DeleteUserAttributesRequest { access_token, user_attribute_names };
        self.call(Request::DeleteUserAttributes(request)).await.map(|Nothing {}| ())
    }

    /// Calls GetUserAttributeVerificationCode. Gives where the code went.
    pub(crate) async fn get_user_attribute_verification_code(
        &self,
        access_token: Secret,
        key: AuthUserAttributeKey,
        client_metadata: BTreeMap<String, String>,
    ) -> Result<AuthCodeDeliveryDetails, ServiceError> {
        let request = AttributeCodeRequest { access_token, attribute_name: key.name(), client_metadata };
        let request = Request::GetUserAttributeVerificationCode(request);
        self.call(request).await.map(|CodeDelivery { details }| details)
    }

    /// Calls VerifyUserAttribute.
    pub(crate) async fn verify_user_attribute(
        &self,
        access_token: Secret,
        key: AuthUserAttributeKey,
        code: Secret,
    ) -> Result<(), ServiceError> {
        let request = VerifyUserAttributeRequest { access_token, attribute_name: key.name(), code };
        self.call(Request::VerifyUserAttribute(request)).await.map(|Nothing {}| ())
    }

    /// Calls DeleteUser.
    pub(crate) async fn delete_user(&self, access_token: Secret) -> Result<(), ServiceError> {
        self.call(Request::DeleteUser(AccessTokenRequest { access_token })).await.map(|Nothing {}| ())
    }
}
