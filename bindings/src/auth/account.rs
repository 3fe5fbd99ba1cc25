//! The signed-in user's account: its attributes, their confirmation, and its deletion.

use std::sync::Arc;

use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthUserAttribute, AuthUserAttributeKey, ConfirmationCode,
    SendUserAttributeVerificationCodeOptions, UpdateUserAttributesOptions,
};

use super::AuthBridge;
use crate::error::AuthError;
use crate::runtime::{CallHandle, run};
use crate::types::AuthUpdateAttributeResult;

#[uniffi::export]
impl AuthBridge {
    #[uniffi::method(default(call = None))]
    pub async fn fetch_user_attributes(
        &self,
        call: Option<Arc<CallHandle>>,
    ) -> Result<Vec<AuthUserAttribute>, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.fetch_user_attributes().await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn update_user_attribute(
        &self,
        attribute: AuthUserAttribute,
        options: UpdateUserAttributesOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<AuthUpdateAttributeResult, AuthError> {
        let auth = self.auth.clone();
        Ok(run(call, async move { auth.update_user_attribute(attribute, options).await }).await?.into())
    }

    #[uniffi::method(default(call = None))]
    pub async fn update_user_attributes(
        &self,
        attributes: Vec<AuthUserAttribute>,
        options: UpdateUserAttributesOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<Vec<AuthUpdateAttributeResult>, AuthError> {
        let auth = self.auth.clone();
        let work = async move { auth.update_user_attributes(attributes, options).await };
        Ok(run(call, work).await?.into_iter().map(Into::into).collect())
    }

    #[uniffi::method(default(call = None))]
    pub async fn delete_user_attributes(
        &self,
        keys: Vec<AuthUserAttributeKey>,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.delete_user_attributes(keys).await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn send_user_attribute_verification_code(
        &self,
        key: AuthUserAttributeKey,
        options: SendUserAttributeVerificationCodeOptions,
        call: Option<Arc<CallHandle>>,
    ) -> Result<AuthCodeDeliveryDetails, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.send_user_attribute_verification_code(key, options).await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn confirm_user_attribute(
        &self,
        key: AuthUserAttributeKey,
        confirmation_code: ConfirmationCode,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.confirm_user_attribute(key, confirmation_code).await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn delete_user(&self, call: Option<Arc<CallHandle>>) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.delete_user().await }).await
    }
}
