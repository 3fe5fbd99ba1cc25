//! The account of the signed-in user: its attributes, their confirmation, and its deletion.

use std::collections::BTreeMap;

use super::{Auth, arguments};
use crate::error::{AuthError, AuthErrorCode};
use crate::model::{
    AuthCodeDeliveryDetails, AuthUpdateAttributeResult, AuthUpdateAttributeStep, AuthUserAttribute,
    AuthUserAttributeKey, SendUserAttributeVerificationCodeOptions, UpdateUserAttributesOptions,
};
use crate::secret::ConfirmationCode;
use crate::session::refuses_user;

impl Auth {
    /// The signed-in user's attributes, from the service (GetUser).
    ///
    /// # Errors
    /// [`AuthErrorCode::NotSignedIn`], among others.
    pub async fn fetch_user_attributes(&self) -> Result<Vec<AuthUserAttribute>, AuthError> {
        let cognito = &self.inner.cognito;
        self.authorized(|token| async { Ok(cognito.get_user(token).await?.attributes) }).await
    }

    /// Changes one attribute of the signed-in user (UpdateUserAttributes).
    ///
    /// # Errors
    /// As [`Auth::update_user_attributes`].
    pub async fn update_user_attribute(
        &self,
        attribute: AuthUserAttribute,
        options: UpdateUserAttributesOptions,
    ) -> Result<AuthUpdateAttributeResult, AuthError> {
        let results = self.update_user_attributes(vec![attribute], options).await?;
        results.into_iter().next().ok_or_else(|| AuthErrorCode::Internal.into())
    }

    /// Changes attributes of the signed-in user, all or none of them (UpdateUserAttributes). Returns a result for each
    /// attribute, in the order of `attributes`: a new address or number may have to be confirmed with a code.
    ///
    /// # Errors
    /// [`AuthErrorCode::AliasExists`], [`AuthErrorCode::InvalidParameter`], [`AuthErrorCode::NotSignedIn`],
    /// [`AuthErrorCode::EmptyArgument`], among others.
    pub async fn update_user_attributes(
        &self,
        attributes: Vec<AuthUserAttribute>,
        options: UpdateUserAttributesOptions,
    ) -> Result<Vec<AuthUpdateAttributeResult>, AuthError> {
        if attributes.is_empty() {
            return Err(arguments::empty("user_attributes"));
        }
        arguments::attributes(&attributes)?;
        let cognito = &self.inner.cognito;
        let update = |token| {
            cognito.update_user_attributes(token, attributes.clone(), options.client_metadata.clone())
        };
        let deliveries = self.authorized(update).await?;
        Ok(attributes.into_iter().map(|attribute| result(attribute.key, &deliveries)).collect())
    }

    /// Removes attributes of the signed-in user (DeleteUserAttributes).
    ///
    /// # Errors
    /// [`AuthErrorCode::InvalidParameter`] for an attribute that the pool requires, [`AuthErrorCode::NotSignedIn`],
    /// [`AuthErrorCode::EmptyArgument`], among others.
    pub async fn delete_user_attributes(&self, keys: Vec<AuthUserAttributeKey>) -> Result<(), AuthError> {
        if keys.is_empty() {
            return Err(arguments::empty("user_attribute_keys"));
        }
        keys.iter().try_for_each(arguments::attribute_key)?;
        let cognito = &self.inner.cognito;
        self.authorized(|token| cognito.delete_user_attributes(token, keys.clone())).await
    }

    /// Sends a code to the address or number in an attribute (GetUserAttributeVerificationCode). The result says where
    /// it was sent.
    ///
    /// # Errors
    /// [`AuthErrorCode::InvalidParameter`], [`AuthErrorCode::CodeDeliveryFailure`],
    /// [`AuthErrorCode::LimitExceeded`], [`AuthErrorCode::NotSignedIn`], among others.
    pub async fn send_user_attribute_verification_code(
        &self,
        key: AuthUserAttributeKey,
        options: SendUserAttributeVerificationCodeOptions,
    ) -> Result<AuthCodeDeliveryDetails, AuthError> {
        arguments::attribute_key(&key)?;
        let cognito = &self.inner.cognito;
        let send = |token| {
            let metadata = options.client_metadata.clone();
            cognito.get_user_attribute_verification_code(token, key.clone(), metadata)
        };
        self.authorized(send).await
    }

    /// Confirms an address or number with the code that was sent there (VerifyUserAttribute). After a wrong code, make
    /// the call again.
    ///
    /// # Errors
    /// [`AuthErrorCode::CodeMismatch`], [`AuthErrorCode::ExpiredCode`], [`AuthErrorCode::AliasExists`],
    /// [`AuthErrorCode::NotSignedIn`], [`AuthErrorCode::EmptyArgument`], among others.
    pub async fn confirm_user_attribute(
        &self,
        key: AuthUserAttributeKey,
        confirmation_code: ConfirmationCode,
    ) -> Result<(), AuthError> {
        arguments::attribute_key(&key)?;
        let confirmation_code = confirmation_code.into_secret();
        arguments::not_empty(&confirmation_code, "confirmation_code")?;
        let cognito = &self.inner.cognito;
        let verify = |token| cognito.verify_user_attribute(token, key.clone(), confirmation_code.clone());
        self.authorized(verify).await
    }

    /// Deletes the signed-in user's account at the service (DeleteUser), then the user's device and session here. Once
    /// the request was sent, the work goes on even if this future is dropped.
    ///
    /// # Errors
    /// [`AuthErrorCode::NotSignedIn`], [`AuthErrorCode::UserChanged`], among others. If the service refuses the
    /// deletion, the session stays, unless it has ended already. After an error of the store the account may be deleted
    /// already: make the call again to remove the device and the session here.
    pub async fn delete_user(&self) -> Result<(), AuthError> {
        let session = &self.inner.session;
        let delete = |token| async {
            match session.delete_user(token).await {
                // The user stays signed in, so that the app can make the call again.
                Err(error) if refuses_user(&error) => Ok(Err(AuthError::from(error))),
                Err(error) => Err(error),
                Ok(removed) => Ok(removed.map_err(AuthError::from)),
            }
        };
        self.authorized(delete).await?
    }
}

/// The result of changing one attribute. The attribute needs a confirmation if `deliveries` shows that a code was sent
/// for it.
fn result(
    attribute_key: AuthUserAttributeKey,
    deliveries: &[AuthCodeDeliveryDetails],
) -> AuthUpdateAttributeResult {
    let sent = deliveries.iter().find(|delivery| delivery.attribute_key.as_ref() == Some(&attribute_key));
    let next_step = match sent {
        Some(delivery) => AuthUpdateAttributeStep::ConfirmAttributeWithCode {
            delivery_details: delivery.clone(),
            additional_info: BTreeMap::new(),
        },
        None => AuthUpdateAttributeStep::Done,
    };
    AuthUpdateAttributeResult { attribute_key, next_step }
}
