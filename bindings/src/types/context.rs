//! Data about the device, for the pool's threat protection.

use cognito_auth_core::{Secret, UserContextData};

#[uniffi::remote(Record)]
pub struct UserContextData {
    pub encoded_data: Secret,
    #[uniffi(default = None)]
    pub ip_address: Option<String>,
}
