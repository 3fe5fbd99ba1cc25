//! Where a code went.

/// How a code is delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryMedium {
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
    /// By a way that this version does not know, in the service's word.
    Unknown(String),
}

/// Where a code went, as the service says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthCodeDeliveryDetails {
    /// How it was delivered.
    pub medium: DeliveryMedium,
    /// The masked destination, such as `m***@e***`; empty if the service did not say.
    pub destination: String,
    /// The attribute that the destination comes from, if the service says (`email`, `phone_number`).
    pub attribute_key: Option<super::AuthUserAttributeKey>,
}
