//! Remembered devices.

use cognito_auth_core::AuthDevice;

use super::TextMap;

/// A device of the user's, as the service lists it.
#[uniffi::remote(Record)]
pub struct AuthDevice {
    /// The service's key of the device.
    pub id: String,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// What else the service says of it, such as `device_status` and `last_ip_used`.
    pub attributes: TextMap,
    /// When it was first seen, in milliseconds since 1970.
    pub created_at_milliseconds: Option<i64>,
    /// When it last signed in, in milliseconds since 1970.
    pub last_authenticated_at_milliseconds: Option<i64>,
    /// When what the service knows of it changed last, in milliseconds since 1970.
    pub last_modified_at_milliseconds: Option<i64>,
}
