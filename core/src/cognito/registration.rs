//! Sign-up: SignUp, ConfirmSignUp, ResendConfirmationCode.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::service::Request;
use super::{Cognito, ServiceError, json};
use crate::model::{AuthCodeDeliveryDetails, AuthUserAttribute, RequestContext};
use crate::redacted::redacted_debug;
use crate::secret::Secret;

/// The request of SignUp.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SignUpRequest {
    /// The user name, up to 128 characters.
    pub username: String,
    /// The password; absent for a user who signs in without one.
    #[serde(serialize_with = "json::optional_secret", skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// The user's attributes.
    #[serde(serialize_with = "json::user_attributes", skip_serializing_if = "Vec::is_empty")]
    pub user_attributes: Vec<AuthUserAttribute>,
    /// For the pool's pre-sign-up trigger. The service does not store it.
    #[serde(serialize_with = "json::named_texts", skip_serializing_if = "BTreeMap::is_empty")]
    pub validation_data: BTreeMap<String, String>,
    /// The request's ClientMetadata and UserContextData.
    #[serde(flatten)]
    pub context: RequestContext,
}

/// The response of SignUp.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "SignUpMembers")]
pub struct SignUpResponse {
    /// Whether the user is confirmed, and so may sign in now.
    pub user_confirmed: bool,
    /// The user's id, if the response has it.
    pub user_sub: Option<String>,
    /// Where the code went, if one was sent.
    pub delivery_details: Option<AuthCodeDeliveryDetails>,
    /// The Session that goes to the confirmation. If the user is confirmed already, it signs the user in.
    pub session: Option<Secret>,
}

/// The response of SignUp, as its members on the wire.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SignUpMembers {
    #[serde(default, deserialize_with = "json::lenient::or_empty")]
    user_confirmed: Option<bool>,
    #[serde(default, deserialize_with = "json::lenient::present")]
    user_sub: Option<String>,
    #[serde(default, deserialize_with = "json::lenient::optional_delivery")]
    code_delivery_details: Option<AuthCodeDeliveryDetails>,
    #[serde(default, deserialize_with = "json::lenient::present_secret")]
    session: Option<Secret>,
}

impl TryFrom<SignUpMembers> for SignUpResponse {
    type Error = &'static str;

    /// Fails if the object has neither the user's state, nor the user's id, nor where a code went: it is not a response
    /// of SignUp.
    fn try_from(members: SignUpMembers) -> Result<Self, Self::Error> {
        let SignUpMembers { user_confirmed, user_sub, code_delivery_details, session } = members;
        if user_confirmed.is_none() && user_sub.is_none() && code_delivery_details.is_none() {
            return Err("no user");
        }
        let user_confirmed = user_confirmed.unwrap_or_default();
        Ok(Self { user_confirmed, user_sub, delivery_details: code_delivery_details, session })
    }
}

/// The request of ConfirmSignUp.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConfirmSignUpRequest {
    /// The user name.
    pub username: String,
    /// The code that was sent.
    #[serde(serialize_with = "json::secret")]
    pub confirmation_code: Secret,
    /// Makes the e-mail address or phone number this user's alias, even if another user has it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub force_alias_creation: bool,
    /// The Session that SignUp returned.
    #[serde(serialize_with = "json::optional_secret", skip_serializing_if = "Option::is_none")]
    pub session: Option<Secret>,
    /// The request's ClientMetadata and UserContextData.
    #[serde(flatten)]
    pub context: RequestContext,
}

/// The response of ConfirmSignUp.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConfirmSignUpResponse {
    /// The Session that signs the user in without a password, if the pool allows that.
    #[serde(default, deserialize_with = "json::lenient::present_secret")]
    pub session: Option<Secret>,
}

/// The request of ResendConfirmationCode.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ResendConfirmationCodeRequest {
    /// The user name.
    pub username: String,
    /// The request's ClientMetadata and UserContextData.
    #[serde(flatten)]
    pub context: RequestContext,
}

/// The response of an operation that sends one code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CodeDelivery {
    /// Where the code went.
    #[serde(rename = "CodeDeliveryDetails", deserialize_with = "json::delivery")]
    pub details: AuthCodeDeliveryDetails,
}

redacted_debug! {
    SignUpRequest { user_attributes, context } names { validation_data };
    ConfirmSignUpRequest { force_alias_creation, context };
    ResendConfirmationCodeRequest { context };
}

impl Cognito {
    /// Calls SignUp.
    pub(crate) async fn sign_up(&self, request: SignUpRequest) -> Result<SignUpResponse, ServiceError> {
        let secret_hash = self.secret_hash(&request.username);
        self.call(Request::SignUp(self.of_client(secret_hash, request))).await
    }

    /// Calls ConfirmSignUp.
    pub(crate) async fn confirm_sign_up(
        &self,
        request: ConfirmSignUpRequest,
    ) -> Result<ConfirmSignUpResponse, ServiceError> {
        let secret_hash = self.secret_hash(&request.username);
        self.call(Request::ConfirmSignUp(self.of_client(secret_hash, request))).await
    }

    /// Calls ResendConfirmationCode.
    pub(crate) async fn resend_confirmation_code(
        &self,
        request: ResendConfirmationCodeRequest,
    ) -> Result<AuthCodeDeliveryDetails, ServiceError> {
        let secret_hash = self.secret_hash(&request.username);
        let request = Request::ResendConfirmationCode(self.of_client(secret_hash, request));
        self.call(request).await.map(|CodeDelivery { details }| details)
    }
}
