//! New passwords: ForgotPassword, ConfirmForgotPassword, ChangePassword.

use std::collections::BTreeMap;

use super::convert::{client_metadata, delivery_details, malformed, text, user_context_data};
use super::retry::Operation;
use super::{Cognito, ServiceError};
use crate::model::{AuthCodeDeliveryDetails, UserContextData};
use crate::secret::Secret;

/// What ForgotPassword takes.
#[derive(Clone, Debug)]
pub(crate) struct ForgotPasswordRequest {
    pub(crate) username: String,
    pub(crate) client_metadata: BTreeMap<String, String>,
    pub(crate) user_context_data: Option<UserContextData>,
}

/// What ConfirmForgotPassword takes.
#[derive(Clone, Debug)]
pub(crate) struct ConfirmForgotPasswordRequest {
    pub(crate) username: String,
    pub(crate) new_password: Secret,
    pub(crate) confirmation_code: Secret,
    pub(crate) client_metadata: BTreeMap<String, String>,
    pub(crate) user_context_data: Option<UserContextData>,
}

impl Cognito {
    /// ForgotPassword: gives where the code went.
    pub(crate) async fn forgot_password(
        &self,
        request: ForgotPasswordRequest,
    ) -> Result<AuthCodeDeliveryDetails, ServiceError> {
        let call = self
            .client
            .forgot_password()
            .client_id(&self.app_client.id)
            .set_secret_hash(self.secret_hash(&request.username).as_ref().map(text))
            .set_client_metadata(client_metadata(request.client_metadata))
            .set_user_context_data(user_context_data(request.user_context_data))
            .username(request.username);
        let answer = self.call(Operation::ForgotPassword, || call.clone().send()).await?;
        answer.code_delivery_details().map(delivery_details).ok_or_else(malformed)
    }

    /// ConfirmForgotPassword.
    pub(crate) async fn confirm_forgot_password(
        &self,
        request: ConfirmForgotPasswordRequest,
    ) -> Result<(), ServiceError> {
        let call = self
            .client
            .confirm_forgot_password()
            .client_id(&self.app_client.id)
            .set_secret_hash(self.secret_hash(&request.username).as_ref().map(text))
            .confirmation_code(text(&request.confirmation_code))
            .password(text(&request.new_password))
            .set_client_metadata(client_metadata(request.client_metadata))
            .set_user_context_data(user_context_data(request.user_context_data))
            .username(request.username);
        self.call(Operation::ConfirmForgotPassword, || call.clone().send()).await.map(|_| ())
    }

    /// ChangePassword. A user who never had a password sets the first one without an old one.
    pub(crate) async fn change_password(
        &self,
        access_token: Secret,
        old_password: Option<Secret>,
        new_password: Secret,
    ) -> Result<(), ServiceError> {
        let call = self
            .client
            .change_password()
            .access_token(access_token.expose())
            .set_previous_password(old_password.as_ref().map(text))
            .proposed_password(text(&new_password));
        self.call(Operation::ChangePassword, || call.clone().send()).await.map(|_| ())
    }
}
