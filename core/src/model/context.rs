//! Values that several requests of one call carry.

use std::collections::BTreeMap;

use crate::secret::Secret;

/// Data about the device, for the pool's threat protection (advanced security), which judges how risky a request is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserContextData {
    /// The device's fingerprint, as the service's context data library encodes it.
    pub encoded_data: Secret,
    /// The device's own address, IPv4 or IPv6, if the app client accepts one.
    pub ip_address: Option<String>,
}

/// The values that every request of a sign-up, a sign-in or a password reset carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestContext {
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
    /// Data about the device, for the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}
