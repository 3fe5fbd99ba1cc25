//! Changes of a user's attributes: options, result, next step.

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthUpdateAttributeStep, AuthUserAttributeKey,
    SendUserAttributeVerificationCodeOptions, UpdateUserAttributesOptions,
};

use super::TextMap;

/// Options of changing attributes.
#[uniffi::remote(Record)]
pub struct UpdateUserAttributesOptions {
    /// Passed to the pool's triggers.
    #[uniffi(default)]
    pub client_metadata: TextMap,
}

/// Options of asking for a code that confirms an attribute.
#[uniffi::remote(Record)]
pub struct SendUserAttributeVerificationCodeOptions {
    /// Passed to the pool's triggers.
    #[uniffi(default)]
    pub client_metadata: TextMap,
}

/// What the change of one attribute came to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthUpdateAttributeResult {
    /// The attribute.
    pub attribute_key: AuthUserAttributeKey,
    /// Whether the attribute has its new value.
    pub is_updated: bool,
    /// What comes next.
    pub next_step: AuthUpdateAttributeStep,
}

impl From<core::AuthUpdateAttributeResult> for AuthUpdateAttributeResult {
    fn from(result: core::AuthUpdateAttributeResult) -> Self {
        let is_updated = result.is_updated();
        let core::AuthUpdateAttributeResult { attribute_key, next_step } = result;
        Self { attribute_key, is_updated, next_step }
    }
}

/// What comes next in the change of an attribute.
#[uniffi::remote(Enum)]
pub enum AuthUpdateAttributeStep {
    /// A code was sent to the new address or number; it confirms the attribute.
    ConfirmAttributeWithCode {
        /// Where it went.
        delivery_details: AuthCodeDeliveryDetails,
        /// Always empty; it is there because the platform guides have it.
        additional_info: TextMap,
    },
    /// The attribute is changed.
    Done,
}
