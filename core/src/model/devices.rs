//! Remembered devices.

use crate::redacted::redacted_debug;
use std::collections::BTreeMap;

/// One of the user's devices, as the service lists it.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthDevice {
    /// The service's key of the device.
    pub id: String,
    /// The device's name, if it has one.
    pub name: Option<String>,
    /// Other values that the service has for the device, such as `device_status` and `last_ip_used`.
    pub attributes: BTreeMap<String, String>,
    /// When the service first saw the device, in milliseconds since 1970.
    pub created_at_milliseconds: Option<i64>,
    /// When the user last signed in on the device, in milliseconds since 1970.
    pub last_authenticated_at_milliseconds: Option<i64>,
    /// When the service last changed the device's entry, in milliseconds since 1970.
    pub last_modified_at_milliseconds: Option<i64>,
}

// A device's name may contain its owner's name, and its attributes have its IP address.
redacted_debug! {
    AuthDevice { id, created_at_milliseconds, last_authenticated_at_milliseconds, last_modified_at_milliseconds }
        names { attributes };
}
