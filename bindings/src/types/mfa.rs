//! Second factors: their types, their set-up, and which of them a user prefers.

use cognito_auth_core::{
    MfaPreference, MfaType, Secret, TotpSetupDetails, UserMfaPreference, VerifyTotpSetupOptions,
};

use crate::error::AuthError;
use crate::runtime::run_now;

#[uniffi::remote(Enum)]
pub enum MfaType {
    Sms,
    Totp,
    Email,
}

#[uniffi::export]
pub fn mfa_type_challenge_response(mfa_type: MfaType) -> String {
    mfa_type.challenge_response().to_owned()
}

#[uniffi::remote(Record)]
pub struct TotpSetupDetails {
    pub shared_secret: Secret,
    pub username: String,
}

#[uniffi::export]
pub fn totp_setup_uri(
    details: TotpSetupDetails,
    app_name: String,
    account_name: Option<String>,
) -> Result<Secret, AuthError> {
    run_now(|| details.setup_uri(&app_name, account_name.as_deref()))
}

#[uniffi::remote(Enum)]
pub enum MfaPreference {
    Disabled,
    Enabled,
    Preferred,
    NotPreferred,
}

#[uniffi::remote(Record)]
pub struct UserMfaPreference {
    pub enabled: Vec<MfaType>,
    pub preferred: Option<MfaType>,
}

#[uniffi::remote(Record)]
pub struct VerifyTotpSetupOptions {
    #[uniffi(default = None)]
    pub friendly_device_name: Option<String>,
}
