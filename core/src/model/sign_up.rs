//! Sign-up: result, next step.

use std::collections::BTreeMap;

use super::AuthCodeDeliveryDetails;

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
    /// The user has to be confirmed: with the code that was sent, or by an administrator if no code was sent.
    ConfirmUser {
        /// Where the code went.
        delivery_details: Option<AuthCodeDeliveryDetails>,
        /// Always empty. The field exists because Amplify's guides have it.
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
