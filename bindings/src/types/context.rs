//! What threat protection is told.

use cognito_auth_core::{Secret, UserContextData};

#[uniffi::remote(Record)]
pub struct UserContextData {
    pub encoded_data: Secret,
    #[uniffi(default = None)]
    pub ip_address: Option<String>,
}
