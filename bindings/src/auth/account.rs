//! The signed-in user's account: attributes, their confirmation, and its end.

use std::sync::Arc;

use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthUserAttribute, AuthUserAttributeKey, Secret,
    SendUserAttributeVerificationCodeOptions, UpdateUserAttributesOptions,
};

use super::AuthBridge;
use crate::error::AuthError;
use crate::runtime::{CallHandle, run};
use crate::types::AuthUpdateAttributeResult;

#[uniffi::export]
impl AuthBridge {
    /// The signed-in user's attributes, from the service (GetUser).
    ///
    /// # Errors
    /// See [`AuthError`].
    #[uniffi::method(default(call = None))]
    pub async fn fetch_user_attributes(
        &self,
        call: Option<Arc<CallHandle>>,
    ) -> Result<Vec<AuthUserAttribute>, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.fetch_user_attributes().await }).await
    }

    /// Changes one attribute of the signed-in user (UpdateUserAttributes).
    ///
    /// # Errors
    /// See [`AuthError`].
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

    /// Changes attributes of the signed-in user, all or none of them (UpdateUserAttributes). There is a result for
    /// each, in their order.
    ///
    /// # Errors
    /// See [`AuthError`].
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

    /// Removes attributes of the signed-in user (DeleteUserAttributes).
    ///
    /// # Errors
    /// See [`AuthError`].
    #[uniffi::method(default(call = None))]
    pub async fn delete_user_attributes(
        &self,
        keys: Vec<AuthUserAttributeKey>,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.delete_user_attributes(keys).await }).await
    }

    /// Sends a code to the address or number that an attribute holds (GetUserAttributeVerificationCode).
    ///
    /// # Errors
    /// See [`AuthError`].
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

    /// Confirms an address or number with the code that went there (VerifyUserAttribute).
    ///
    /// # Errors
    /// See [`AuthError`].
    #[uniffi::method(default(call = None))]
    pub async fn confirm_user_attribute(
        &self,
        key: AuthUserAttributeKey,
        confirmation_code: Secret,
        call: Option<Arc<CallHandle>>,
    ) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.confirm_user_attribute(key, confirmation_code).await }).await
    }

    /// Deletes the signed-in user's account at the service (DeleteUser), then the session.
    ///
    /// # Errors
    /// See [`AuthError`].
    #[uniffi::method(default(call = None))]
    pub async fn delete_user(&self, call: Option<Arc<CallHandle>>) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.delete_user().await }).await
    }
}
