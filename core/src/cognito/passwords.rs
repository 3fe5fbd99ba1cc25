//! New passwords: ForgotPassword, ConfirmForgotPassword, ChangePassword.

use serde::Serialize;

use super::registration::CodeDelivery;
use super::service::{Nothing, Request};
use super::{Cognito, ServiceError, json};
use crate::model::{AuthCodeDeliveryDetails, RequestContext};
use crate::redacted::redacted_debug;
use crate::secret::Secret;

/// The request of ForgotPassword.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ForgotPasswordRequest {
    /// The user name.
    pub username: String,
    /// The request's ClientMetadata and UserContextData.
    #[serde(flatten)]
    pub context: RequestContext,
}

/// The request of ConfirmForgotPassword.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConfirmForgotPasswordRequest {
    /// The user name.
    pub username: String,
    /// The new password.
    #[serde(rename = "Password", serialize_with = "json::secret")]
    pub new_password: Secret,
    /// The code that was sent.
    #[serde(serialize_with = "json::secret")]
    pub confirmation_code: Secret,
    /// The request's ClientMetadata and UserContextData.
    #[serde(flatten)]
    pub context: RequestContext,
}

/// The request of ChangePassword.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChangePasswordRequest {
    /// The signed-in user's access token.
    #[serde(serialize_with = "json::secret")]
    pub access_token: Secret,
    /// The present password; absent for a user who never had one.
    #[serde(serialize_with = "json::optional_secret", skip_serializing_if = "Option::is_none")]
    pub previous_password: Option<Secret>,
    /// The new password.
    #[serde(serialize_with = "json::secret")]
    pub proposed_password: Secret,
}

redacted_debug! {
    ForgotPasswordRequest { context };
    ConfirmForgotPasswordRequest { context };
}

impl Cognito {
    /// Calls ForgotPassword. Gives where the code went.
    pub(crate) async fn forgot_password(
        &self,
        request: ForgotPasswordRequest,
    ) -> Result<AuthCodeDeliveryDetails, ServiceError> {
        let secret_hash = self.secret_hash(&request.username);
        let request = Request::ForgotPassword(self.of_client(secret_hash, request));
        self.call(request).await.map(|CodeDelivery { details }| details)
    }

    /// Calls ConfirmForgotPassword.
    pub(crate) async fn confirm_forgot_password(
        &self,
        request: ConfirmForgotPasswordRequest,
    ) -> Result<(), ServiceError> {
        let secret_hash = self.secret_hash(&request.username);
        let request = Request::ConfirmForgotPassword(self.of_client(secret_hash, request));
        self.call(request).await.map(|Nothing {}| ())
    }

    /// Calls ChangePassword. A user who never had a password sets the first one without an old password.
    pub(crate) async fn change_password(
        &self,
        access_token: Secret,
        previous_password: Option<Secret>,
        proposed_password: Secret,
    ) -> Result<(), ServiceError> {
        let request = ChangePasswordRequest { access_token, previous_password, proposed_password };
        self.call(Request::ChangePassword(request)).await.map(|Nothing {}| ())
    }
}
