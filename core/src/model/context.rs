//! What the requests of one call carry beside their own values.

use std::collections::BTreeMap;

use crate::secret::Secret;

/// What the pool's threat protection (advanced security) learns about the device, to judge how risky a request is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserContextData {
    /// The device's fingerprint, as the service's context data library encodes it.
    pub encoded_data: Secret,
    /// The device's own address, IPv4 or IPv6, where the app client accepts one.
    pub ip_address: Option<String>,
}

/// What every request of a sign-up, a sign-in or a password reset carries beside its own values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestContext {
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
    /// For the pool's threat protection.
    pub user_context_data: Option<UserContextData>,
}
