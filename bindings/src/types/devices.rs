//! Remembered devices.

use cognito_auth_core::AuthDevice;

use super::TextMap;

#[uniffi::remote(Record)]
pub struct AuthDevice {
    pub id: String,
    pub name: Option<String>,
    pub attributes: TextMap,
    pub created_at_milliseconds: Option<i64>,
    pub last_authenticated_at_milliseconds: Option<i64>,
    pub last_modified_at_milliseconds: Option<i64>,
}
