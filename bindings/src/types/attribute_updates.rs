//! Changes of a user's attributes: options, result, next step.

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthUpdateAttributeStep, AuthUserAttributeKey,
    SendUserAttributeVerificationCodeOptions, UpdateUserAttributesOptions,
};

use super::TextMap;

#[uniffi::remote(Record)]
pub struct UpdateUserAttributesOptions {
    #[uniffi(default)]
    pub client_metadata: TextMap,
}

#[uniffi::remote(Record)]
pub struct SendUserAttributeVerificationCodeOptions {
    #[uniffi(default)]
    pub client_metadata: TextMap,
}

#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthUpdateAttributeResult {
    pub attribute_key: AuthUserAttributeKey,
    pub is_updated: bool,
    pub next_step: AuthUpdateAttributeStep,
}

impl From<core::AuthUpdateAttributeResult> for AuthUpdateAttributeResult {
    fn from(result: core::AuthUpdateAttributeResult) -> Self {
        let is_updated = result.is_updated();
        let core::AuthUpdateAttributeResult { attribute_key, next_step } = result;
        Self { attribute_key, is_updated, next_step }
    }
}

#[uniffi::remote(Enum)]
pub enum AuthUpdateAttributeStep {
    ConfirmAttributeWithCode { delivery_details: AuthCodeDeliveryDetails, additional_info: TextMap },
    Done,
}
