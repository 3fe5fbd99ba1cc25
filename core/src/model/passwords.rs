//! Forgotten passwords: result, next step.

use std::collections::BTreeMap;

use super::AuthCodeDeliveryDetails;

/// The result of asking for a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthResetPasswordResult {
    /// What comes next.
    pub next_step: AuthResetPasswordStep,
}

impl AuthResetPasswordResult {
    /// Whether the password is reset.
    pub fn is_password_reset(&self) -> bool {
        self.next_step == AuthResetPasswordStep::Done
    }
}

/// What comes next in resetting a password.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AuthResetPasswordStep {
    /// A code was sent; it goes with the new password into
    /// [`Auth::confirm_reset_password`](crate::Auth::confirm_reset_password).
    ConfirmResetPasswordWithCode {
        /// Where the code went.
        delivery_details: AuthCodeDeliveryDetails,
        /// Always empty. The field exists because Amplify's guides have it.
        additional_info: BTreeMap<String, String>,
    },
    /// The password is reset. The service always asks for a code first, so no call returns this.
    Done,
}
