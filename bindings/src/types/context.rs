//! What threat protection is told.

use cognito_auth_core::{Secret, UserContextData};

/// What the pool's threat protection (advanced security) is told about the device, to judge how risky a request is.
#[uniffi::remote(Record)]
pub struct UserContextData {
    /// The device's fingerprint, as the service's context data library encodes it.
    pub encoded_data: Secret,
    /// The device's own address, IPv4 or IPv6, where the app client accepts one.
    #[uniffi(default = None)]
    pub ip_address: Option<String>,
}
