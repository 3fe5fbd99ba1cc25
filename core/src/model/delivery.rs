//! Where a code went.

use serde::{Deserialize, Serialize};

use super::AuthUserAttributeKey;

/// How a code is delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum DeliveryMedium {
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
    /// By a medium that this version does not know, with the service's name for it.
    Unknown(String),
}

impl DeliveryMedium {
    /// The medium with this name of the service: `EMAIL`, `SMS`.
    pub fn from_name(name: &str) -> Self {
        match name {
            "EMAIL" => Self::Email,
            "SMS" => Self::Sms,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

/// Where the service sent a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthCodeDeliveryDetails {
    /// How it was delivered.
    pub medium: DeliveryMedium,
    /// The masked destination, such as `m***@e***`; empty if the service did not say.
    pub destination: String,
    /// The attribute that the destination comes from, if the service says (`email`, `phone_number`).
    #[serde(rename = "attribute")]
    pub attribute_key: Option<AuthUserAttributeKey>,
}
