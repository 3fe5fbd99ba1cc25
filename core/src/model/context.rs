//! What threat protection is told.

use crate::secret::Secret;

/// What the pool's threat protection (advanced security) is told about the device, to judge how risky a request is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserContextData {
    /// The device's fingerprint, as the service's context data library encodes it.
    pub encoded_data: Secret,
    /// The device's own address, IPv4 or IPv6, where the app client accepts one.
    pub ip_address: Option<String>,
}
