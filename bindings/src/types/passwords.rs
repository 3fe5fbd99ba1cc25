//! Forgotten passwords: options, result, next step.

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthResetPasswordStep, ConfirmResetPasswordOptions, ResetPasswordOptions,
    UserContextData,
};

use super::TextMap;

/// Options of asking for a new password.
#[uniffi::remote(Record)]
pub struct ResetPasswordOptions {
    /// Passed to the pool's triggers.
    #[uniffi(default)]
    pub client_metadata: TextMap,
    /// What the pool's threat protection is told about the device.
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

/// Options of replacing a forgotten password.
#[uniffi::remote(Record)]
pub struct ConfirmResetPasswordOptions {
    /// Passed to the pool's triggers.
    #[uniffi(default)]
    pub client_metadata: TextMap,
    /// What the pool's threat protection is told about the device.
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

/// What asking for a new password came to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthResetPasswordResult {
    /// Whether the password is reset.
    pub is_password_reset: bool,
    /// What comes next.
    pub next_step: AuthResetPasswordStep,
}

impl From<core::AuthResetPasswordResult> for AuthResetPasswordResult {
    fn from(result: core::AuthResetPasswordResult) -> Self {
        let is_password_reset = result.is_password_reset();
        let core::AuthResetPasswordResult { next_step } = result;
        Self { is_password_reset, next_step }
    }
}

/// What comes next in resetting a password.
#[uniffi::remote(Enum)]
pub enum AuthResetPasswordStep {
    /// A code was sent; it confirms the new password.
    ConfirmResetPasswordWithCode {
        /// Where it went.
        delivery_details: AuthCodeDeliveryDetails,
        /// Always empty; it is there because the platform guides have it.
        additional_info: TextMap,
    },
    /// The password is reset. The service always asks for a code first: no call comes to this.
    Done,
}
