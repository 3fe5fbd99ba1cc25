//! Sign-up: SignUp, ConfirmSignUp, ResendConfirmationCode.

use std::collections::BTreeMap;

use super::convert::{
    client_metadata, delivery_details, malformed, named_texts, required, text, user_attributes,
    user_context_data,
};
use super::retry::Operation;
use super::{Cognito, ServiceError};
use crate::model::{AuthCodeDeliveryDetails, AuthUserAttribute, UserContextData};
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
    pub(crate) user_context_data: Option<UserContextData>,
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
    pub(crate) user_context_data: Option<UserContextData>,
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
    pub(crate) user_context_data: Option<UserContextData>,
}

impl Cognito {
    /// SignUp.
    pub(crate) async fn sign_up(&self, request: SignUpRequest) -> Result<SignUpResponse, ServiceError> {
        let call = self
            .client
            .sign_up()
            .client_id(&self.app_client.id)
            .set_secret_hash(self.secret_hash(&request.username).as_ref().map(text))
            .set_password(request.password.as_ref().map(text))
            .set_user_attributes(user_attributes(&request.user_attributes)?)
            .set_validation_data(named_texts(&request.validation_data)?)
            .set_client_metadata(client_metadata(request.client_metadata))
            .set_user_context_data(user_context_data(request.user_context_data))
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
            .set_user_context_data(user_context_data(request.user_context_data))
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
            .set_user_context_data(user_context_data(request.user_context_data))
            .username(request.username);
        let answer = self.call(Operation::ResendConfirmationCode, || call.clone().send()).await?;
        let details = answer.code_delivery_details();
        details.map(delivery_details).ok_or_else(malformed)
    }
}
