//! Changes of a user's attributes: options, result, next step.

use std::collections::BTreeMap;

use super::{AuthCodeDeliveryDetails, AuthUserAttributeKey};
use crate::redacted::redacted_debug;

/// Options of [`Auth::update_user_attributes`](crate::Auth::update_user_attributes).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UpdateUserAttributesOptions {
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
}

/// Options of [`Auth::send_user_attribute_verification_code`](crate::Auth::send_user_attribute_verification_code).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SendUserAttributeVerificationCodeOptions {
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
}

redacted_debug! {
    UpdateUserAttributesOptions {} names { client_metadata };
    SendUserAttributeVerificationCodeOptions {} names { client_metadata };
}

/// The result of changing one attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthUpdateAttributeResult {
    /// The attribute.
    pub attribute_key: AuthUserAttributeKey,
    /// What comes next.
    pub next_step: AuthUpdateAttributeStep,
}

impl AuthUpdateAttributeResult {
    /// Whether the change is done. If it is not, the user has to confirm it with a code. Until then, the pool's
    /// settings decide whether the attribute has its old or its new value.
    pub fn is_updated(&self) -> bool {
        self.next_step == AuthUpdateAttributeStep::Done
    }
}

/// What comes next in the change of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AuthUpdateAttributeStep {
    /// A code was sent to the new address or number; it goes into
    /// [`Auth::confirm_user_attribute`](crate::Auth::confirm_user_attribute).
    ConfirmAttributeWithCode {
        /// Where the code went.
        delivery_details: AuthCodeDeliveryDetails,
        /// Always empty. The field exists because Amplify's guides have it.
        additional_info: BTreeMap<String, String>,
    },
    /// The attribute is changed.
    Done,
}
