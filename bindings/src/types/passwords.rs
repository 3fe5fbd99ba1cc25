//! Forgotten passwords: options, result, next step.

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthResetPasswordStep, ConfirmResetPasswordOptions, ResetPasswordOptions,
    UserContextData,
};

use super::TextMap;

#[uniffi::remote(Record)]
pub struct ResetPasswordOptions {
    #[uniffi(default)]
    pub client_metadata: TextMap,
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

#[uniffi::remote(Record)]
pub struct ConfirmResetPasswordOptions {
    #[uniffi(default)]
    pub client_metadata: TextMap,
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthResetPasswordResult {
    pub is_password_reset: bool,
    pub next_step: AuthResetPasswordStep,
}

impl From<core::AuthResetPasswordResult> for AuthResetPasswordResult {
    fn from(result: core::AuthResetPasswordResult) -> Self {
        let is_password_reset = result.is_password_reset();
        let core::AuthResetPasswordResult { next_step } = result;
        Self { is_password_reset, next_step }
    }
}

#[uniffi::remote(Enum)]
pub enum AuthResetPasswordStep {
    ConfirmResetPasswordWithCode { delivery_details: AuthCodeDeliveryDetails, additional_info: TextMap },
    Done,
}
