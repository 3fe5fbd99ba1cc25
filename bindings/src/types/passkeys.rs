//! Passkeys, and the factors that a user has.

use cognito_auth_core::{
    AuthFactorType, AuthWebAuthnCredential, ListWebAuthnCredentialsOptions, ListWebAuthnCredentialsResult,
    MfaType, PasskeyCeremony, PasskeyFailure, PasskeyRequest, UserAuthFactors,
};

#[uniffi::remote(Record)]
pub struct AuthWebAuthnCredential {
    pub credential_id: String,
    pub friendly_name: String,
    pub relying_party_id: String,
    pub authenticator_attachment: Option<String>,
    pub authenticator_transports: Vec<String>,
    pub created_at_milliseconds: i64,
}

#[uniffi::remote(Record)]
pub struct ListWebAuthnCredentialsOptions {
    #[uniffi(default = None)]
    pub page_size: Option<u32>,
    #[uniffi(default = None)]
    pub next_token: Option<String>,
}

#[uniffi::remote(Record)]
pub struct ListWebAuthnCredentialsResult {
    pub credentials: Vec<AuthWebAuthnCredential>,
    pub next_token: Option<String>,
}

#[uniffi::remote(Record)]
pub struct UserAuthFactors {
    pub username: String,
    pub first_factors: Vec<AuthFactorType>,
    pub enabled_mfa_types: Vec<MfaType>,
    pub preferred_mfa_type: Option<MfaType>,
}

#[uniffi::remote(Record)]
pub struct PasskeyRequest {
    pub id: u64,
    pub ceremony: PasskeyCeremony,
    pub options_json: String,
}

#[uniffi::remote(Enum)]
pub enum PasskeyCeremony {
    Registration,
    Authentication,
}

#[uniffi::remote(Enum)]
pub enum PasskeyFailure {
    Cancelled,
    Unsupported,
    NoCredential,
    AlreadyRegistered,
    DomainMismatch,
    Unanswered,
    Other,
}
