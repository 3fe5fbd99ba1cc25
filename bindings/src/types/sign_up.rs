//! Sign-up: options, result, next step.

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthSignUpStep, AuthUserAttribute, AuthUserAttributeKey, ConfirmSignUpOptions,
    DeliveryMedium, ResendSignUpCodeOptions, Secret, SignUpOptions, UserContextData,
};

use super::TextMap;

/// Options of a sign-up.
#[uniffi::remote(Record)]
pub struct SignUpOptions {
    /// The new user's attributes.
    #[uniffi(default)]
    pub user_attributes: Vec<AuthUserAttribute>,
    /// Passed to the pool's PreSignUp trigger as validation data.
    #[uniffi(default)]
    pub validation_data: TextMap,
    /// Passed to the pool's triggers.
    #[uniffi(default)]
    pub client_metadata: TextMap,
    /// What the pool's threat protection is told about the device.
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

/// Options of confirming a sign-up.
#[uniffi::remote(Record)]
pub struct ConfirmSignUpOptions {
    /// Takes an e-mail address or phone number over from another account that has it as an alias.
    #[uniffi(default = false)]
    pub force_alias_creation: bool,
    /// Passed to the pool's triggers.
    #[uniffi(default)]
    pub client_metadata: TextMap,
    /// What the pool's threat protection is told about the device.
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

/// Options of asking for a new sign-up code.
#[uniffi::remote(Record)]
pub struct ResendSignUpCodeOptions {
    /// Passed to the pool's triggers.
    #[uniffi(default)]
    pub client_metadata: TextMap,
    /// What the pool's threat protection is told about the device.
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

/// What a sign-up came to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthSignUpResult {
    /// Whether the user can sign in now.
    pub is_sign_up_complete: bool,
    /// What comes next.
    pub next_step: AuthSignUpStep,
    /// The new user's id (`sub`), where the service says it: in the answer to SignUp.
    pub user_id: Option<String>,
}

impl From<core::AuthSignUpResult> for AuthSignUpResult {
    fn from(result: core::AuthSignUpResult) -> Self {
        let is_sign_up_complete = result.is_sign_up_complete();
        let core::AuthSignUpResult { next_step, user_id } = result;
        Self { is_sign_up_complete, next_step, user_id }
    }
}

/// What comes next in a sign-up.
#[uniffi::remote(Enum)]
pub enum AuthSignUpStep {
    /// The user has to be confirmed: by the code that was sent, or by an administrator if none was.
    ConfirmUser {
        /// Where the code went.
        delivery_details: Option<AuthCodeDeliveryDetails>,
        /// Always empty; it is there because the platform guides have it.
        additional_info: TextMap,
        /// The new user's id (`sub`).
        user_id: Option<String>,
    },
    /// The user is confirmed and can be signed in without a password.
    CompleteAutoSignIn {
        /// Identifies the finished sign-up to the service; holds no secret of the user's.
        session: Secret,
    },
    /// The user can sign in.
    Done,
}

/// How a code is delivered.
#[uniffi::remote(Enum)]
pub enum DeliveryMedium {
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
    /// By a way that this version does not know, in the service's word.
    Unknown(String),
}

/// Where a code went, as the service says it.
#[uniffi::remote(Record)]
pub struct AuthCodeDeliveryDetails {
    /// How it was delivered.
    pub medium: DeliveryMedium,
    /// The masked destination, such as `m***@e***`; empty if the service did not say.
    pub destination: String,
    /// The attribute that the destination comes from, if the service says (`email`, `phone_number`).
    pub attribute_key: Option<AuthUserAttributeKey>,
}
