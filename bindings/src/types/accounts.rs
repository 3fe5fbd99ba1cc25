//! The accounts of one user pool on this device.

use cognito_auth_core::{SessionState, StoredAccount};

#[uniffi::remote(Record)]
pub struct StoredAccount {
    pub account: Option<String>,
    pub label: Option<String>,
    pub state: SessionState,
}
