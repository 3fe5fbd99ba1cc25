//! Sign-up: options, result, next step.

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthSignUpStep, AuthUserAttribute, AuthUserAttributeKey, ConfirmSignUpOptions,
    DeliveryMedium, ResendSignUpCodeOptions, Secret, SignUpOptions, UserContextData,
};

use super::TextMap;

#[uniffi::remote(Record)]
pub struct SignUpOptions {
    #[uniffi(default)]
    pub user_attributes: Vec<AuthUserAttribute>,
    #[uniffi(default)]
    pub validation_data: TextMap,
    #[uniffi(default)]
    pub client_metadata: TextMap,
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

#[uniffi::remote(Record)]
pub struct ConfirmSignUpOptions {
    #[uniffi(default = false)]
    pub force_alias_creation: bool,
    #[uniffi(default)]
    pub client_metadata: TextMap,
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

#[uniffi::remote(Record)]
pub struct ResendSignUpCodeOptions {
    #[uniffi(default)]
    pub client_metadata: TextMap,
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthSignUpResult {
    pub is_sign_up_complete: bool,
    pub next_step: AuthSignUpStep,
    pub user_id: Option<String>,
}

impl From<core::AuthSignUpResult> for AuthSignUpResult {
    fn from(result: core::AuthSignUpResult) -> Self {
        let is_sign_up_complete = result.is_sign_up_complete();
        let core::AuthSignUpResult { next_step, user_id } = result;
        Self { is_sign_up_complete, next_step, user_id }
    }
}

#[uniffi::remote(Enum)]
pub enum AuthSignUpStep {
    ConfirmUser {
        delivery_details: Option<AuthCodeDeliveryDetails>,
        additional_info: TextMap,
        user_id: Option<String>,
    },
    CompleteAutoSignIn {
        session: Secret,
    },
    Done,
}

#[uniffi::remote(Enum)]
pub enum DeliveryMedium {
    Email,
    Sms,
    Unknown(String),
}

#[uniffi::remote(Record)]
pub struct AuthCodeDeliveryDetails {
    pub medium: DeliveryMedium,
    pub destination: String,
    pub attribute_key: Option<AuthUserAttributeKey>,
}
