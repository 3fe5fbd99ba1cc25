//! Sign-up: SignUp, ConfirmSignUp, ResendConfirmationCode.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::{
    AttributeType, CodeDeliveryDetailsType, DeliveryMediumType, builders::AttributeTypeBuilder,
};

use super::retry::Operation;
use super::{Cognito, ServiceError, client_metadata, required};
use crate::model::{AuthCodeDeliveryDetails, AuthUserAttribute, AuthUserAttributeKey, DeliveryMedium};
use crate::secret::Secret;

/// What SignUp takes.
#[derive(Clone, Debug)]
pub(crate) struct SignUpRequest {
    pub(crate) username: String,
    /// None for a user who will sign in without one.
    pub(crate) password: Option<Secret>,
    pub(crate) user_attributes: Vec<AuthUserAttribute>,
    pub(crate) validation_data: BTreeMap<String, String>,
    pub(crate) client_metadata: BTreeMap<String, String>,
}

/// What SignUp answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignUpResponse {
    pub(crate) user_confirmed: bool,
    pub(crate) user_sub: String,
    pub(crate) delivery_details: Option<AuthCodeDeliveryDetails>,
    /// Signs the user in after the confirmation, where the pool allows it.
    pub(crate) session: Option<Secret>,
}

/// What ConfirmSignUp takes.
#[derive(Clone, Debug)]
pub(crate) struct ConfirmSignUpRequest {
    pub(crate) username: String,
    pub(crate) confirmation_code: Secret,
    pub(crate) force_alias_creation: bool,
    /// The session that SignUp answered.
    pub(crate) session: Option<Secret>,
    pub(crate) client_metadata: BTreeMap<String, String>,
}

/// What ConfirmSignUp answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConfirmSignUpResponse {
    /// Signs the user in without a password, where the pool allows it.
    pub(crate) session: Option<Secret>,
}

/// What ResendConfirmationCode takes.
#[derive(Clone, Debug)]
pub(crate) struct ResendConfirmationCodeRequest {
    pub(crate) username: String,
    pub(crate) client_metadata: BTreeMap<String, String>,
}

impl Cognito {
    /// SignUp.
    pub(crate) async fn sign_up(&self, request: SignUpRequest) -> Result<SignUpResponse, ServiceError> {
        let attributes =
            request.user_attributes.iter().map(|it| attribute(&it.key.name(), it.value.expose()));
        let validation = request.validation_data.iter().map(|(name, value)| attribute(name, value));
        let call = self
            .client
            .sign_up()
            .client_id(&self.app_client.id)
            .set_secret_hash(self.secret_hash(&request.username).as_ref().map(text))
            .set_password(request.password.as_ref().map(text))
            .set_user_attributes(list(attributes)?)
            .set_validation_data(list(validation)?)
            .set_client_metadata(client_metadata(request.client_metadata))
            .username(request.username);
        let answer = self.call(Operation::SignUp, || call.clone().send()).await?;
        Ok(SignUpResponse {
            user_confirmed: answer.user_confirmed(),
            user_sub: required(Some(answer.user_sub()))?.to_owned(),
            delivery_details: answer.code_delivery_details().map(delivery_details),
            session: answer.session().map(Secret::from),
        })
    }

    /// ConfirmSignUp.
    pub(crate) async fn confirm_sign_up(
        &self,
        request: ConfirmSignUpRequest,
    ) -> Result<ConfirmSignUpResponse, ServiceError> {
        let call = self
            .client
            .confirm_sign_up()
            .client_id(&self.app_client.id)
            .set_secret_hash(self.secret_hash(&request.username).as_ref().map(text))
            .confirmation_code(request.confirmation_code.expose())
            .set_force_alias_creation(request.force_alias_creation.then_some(true))
            .set_session(request.session.as_ref().map(text))
            .set_client_metadata(client_metadata(request.client_metadata))
            .username(request.username);
        let answer = self.call(Operation::ConfirmSignUp, || call.clone().send()).await?;
        Ok(ConfirmSignUpResponse { session: answer.session().map(Secret::from) })
    }

    /// ResendConfirmationCode.
    pub(crate) async fn resend_confirmation_code(
        &self,
        request: ResendConfirmationCodeRequest,
    ) -> Result<AuthCodeDeliveryDetails, ServiceError> {
        let call = self
            .client
            .resend_confirmation_code()
            .client_id(&self.app_client.id)
            .set_secret_hash(self.secret_hash(&request.username).as_ref().map(text))
            .set_client_metadata(client_metadata(request.client_metadata))
            .username(request.username);
        let answer = self.call(Operation::ResendConfirmationCode, || call.clone().send()).await?;
        let details = answer.code_delivery_details();
        details.map(delivery_details).ok_or(ServiceError::Malformed { request_id: None })
    }
}

fn text(secret: &Secret) -> String {
    secret.expose().to_owned()
}

fn attribute(name: &str, value: &str) -> AttributeTypeBuilder {
    AttributeType::builder().name(name).value(value)
}

/// The attributes as the SDK takes them; absent if there are none.
fn list(
    attributes: impl Iterator<Item = AttributeTypeBuilder>,
) -> Result<Option<Vec<AttributeType>>, ServiceError> {
    let attributes: Result<Vec<_>, _> = attributes.map(AttributeTypeBuilder::build).collect();
    let attributes = attributes.map_err(|_| ServiceError::Request)?;
    Ok((!attributes.is_empty()).then_some(attributes))
}

fn delivery_details(details: &CodeDeliveryDetailsType) -> AuthCodeDeliveryDetails {
    let medium = match details.delivery_medium() {
        Some(DeliveryMediumType::Email) => DeliveryMedium::Email,
        Some(DeliveryMediumType::Sms) => DeliveryMedium::Sms,
        other => DeliveryMedium::Unknown(other.map(|medium| medium.as_str().to_owned()).unwrap_or_default()),
    };
    AuthCodeDeliveryDetails {
        medium,
        destination: details.destination().unwrap_or_default().to_owned(),
        attribute_key: details.attribute_name().map(AuthUserAttributeKey::from_name),
    }
}
