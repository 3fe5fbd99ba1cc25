//! Sign-up: options, result, next step.

use std::collections::BTreeMap;

use super::{AuthCodeDeliveryDetails, AuthUserAttribute, UserContextData};

/// Options of [`Auth::sign_up`](crate::Auth::sign_up).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignUpOptions {
    /// The new user's attributes.
    pub user_attributes: Vec<AuthUserAttribute>,
    /// Passed to the pool's PreSignUp trigger as validation data.
    pub validation_data: BTreeMap<String, String>,
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
    /// Data about the device, for the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}

/// Options of [`Auth::confirm_sign_up`](crate::Auth::confirm_sign_up).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfirmSignUpOptions {
    /// Takes an e-mail address or phone number over from another account that has it as an alias.
    pub force_alias_creation: bool,
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
    /// Data about the device, for the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}

/// Options of [`Auth::resend_sign_up_code`](crate::Auth::resend_sign_up_code).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResendSignUpCodeOptions {
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
    /// Data about the device, for the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}

/// The result of a sign-up call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthSignUpResult {
    /// What comes next.
    pub next_step: AuthSignUpStep,
    /// The new user's id (`sub`). Only the response to SignUp has it.
    pub user_id: Option<String>,
}

impl AuthSignUpResult {
    /// Whether the user can sign in now.
    pub fn is_sign_up_complete(&self) -> bool {
        match self.next_step {
            AuthSignUpStep::Done | AuthSignUpStep::CompleteAutoSignIn { .. } => true,
            AuthSignUpStep::ConfirmUser { .. } => false,
        }
    }
}

/// What comes next in a sign-up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AuthSignUpStep {
    /// The user is not confirmed yet: the code does that, or an administrator if no code was sent.
    ConfirmUser {
        /// Where the code went.
        delivery_details: Option<AuthCodeDeliveryDetails>,
        /// Always empty: the platform guides have this field.
        additional_info: BTreeMap<String, String>,
        /// The new user's id (`sub`).
        user_id: Option<String>,
    },
    /// The user is confirmed and can sign in without a password:
    /// [`Auth::auto_sign_in`](crate::Auth::auto_sign_in).
    CompleteAutoSignIn {
        /// Identifies the finished sign-up to the service.
        session: crate::secret::Secret,
    },
    /// The user can sign in.
    Done,
}
