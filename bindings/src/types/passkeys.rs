//! Passkeys and the other first factors that a user has.

use cognito_auth_core::{
    AuthFactorType, AuthWebAuthnCredential, ListWebAuthnCredentialsOptions, ListWebAuthnCredentialsResult,
    MfaType, PasskeyCeremony, PasskeyFailure, PasskeyRequest, UserAuthFactors,
};

/// A passkey of the user's, as the service lists it.
#[uniffi::remote(Record)]
pub struct AuthWebAuthnCredential {
    /// The credential's id.
    pub credential_id: String,
    /// A name that the service gave it, for the user to know it by.
    pub friendly_name: String,
    /// The domain that the passkey belongs to.
    pub relying_party_id: String,
    /// Where the passkey lives: `platform` or `cross-platform`, if the service says.
    pub authenticator_attachment: Option<String>,
    /// How its authenticator is reached, such as `internal`, `hybrid`, `usb`.
    pub authenticator_transports: Vec<String>,
    /// When it was registered, in milliseconds since 1970.
    pub created_at_milliseconds: i64,
}

/// Options of listing the user's passkeys.
#[uniffi::remote(Record)]
pub struct ListWebAuthnCredentialsOptions {
    /// How many to list at most, 1 to 20; the service's own number if absent.
    #[uniffi(default = None)]
    pub page_size: Option<u32>,
    /// Where the former page ended.
    #[uniffi(default = None)]
    pub next_token: Option<String>,
}

/// One page of the user's passkeys.
#[uniffi::remote(Record)]
pub struct ListWebAuthnCredentialsResult {
    /// The passkeys.
    pub credentials: Vec<AuthWebAuthnCredential>,
    /// Where the next page begins; absent after the last one.
    pub next_token: Option<String>,
}

/// How a user can sign in (GetUserAuthFactors).
#[uniffi::remote(Record)]
pub struct UserAuthFactors {
    /// The user name in the pool.
    pub username: String,
    /// First factors that the user has; those that this version does not know are left out.
    pub first_factors: Vec<AuthFactorType>,
    /// Second factors that may be used.
    pub enabled_mfa_types: Vec<MfaType>,
    /// The second factor that is used unless the user says otherwise.
    pub preferred_mfa_type: Option<MfaType>,
}

/// Something to ask the user's authenticator.
#[uniffi::remote(Record)]
pub struct PasskeyRequest {
    /// Names the request when it is cancelled; unique within the process.
    pub id: u64,
    /// What to do.
    pub ceremony: PasskeyCeremony,
    /// The options in their JSON form (Web Authentication, section 5.1.8: `PublicKeyCredentialCreationOptionsJSON`
    /// or `PublicKeyCredentialRequestOptionsJSON`).
    pub options_json: String,
}

/// What a passkey is asked for.
#[uniffi::remote(Enum)]
pub enum PasskeyCeremony {
    /// Make a new passkey.
    Registration,
    /// Sign in with a passkey that the user has.
    Authentication,
}

/// Why there is no passkey.
#[uniffi::remote(Enum)]
pub enum PasskeyFailure {
    /// The user closed the platform's sheet.
    Cancelled,
    /// The device, or its system's version, has no passkeys.
    Unsupported,
    /// The user has no passkey for this here.
    NoCredential,
    /// The authenticator holds a passkey of this user's already.
    AlreadyRegistered,
    /// The app does not belong to the domain that the passkeys are for.
    DomainMismatch,
    /// The authenticator let go of the request without an answer.
    Unanswered,
    /// Anything else.
    Other,
}
