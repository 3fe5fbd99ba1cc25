//! Second factors: their types, their set-up, and which of them a user prefers.

use cognito_auth_core::{
    MfaPreference, MfaType, Secret, TotpSetupDetails, UserMfaPreference, VerifyTotpSetupOptions,
};

use crate::error::AuthError;
use crate::runtime::run_now;

/// A second factor.
#[uniffi::remote(Enum)]
pub enum MfaType {
    /// A code by text message.
    Sms,
    /// A code of an authenticator app (RFC 6238).
    Totp,
    /// A code by e-mail.
    Email,
}

/// The word that answers a selection of second factors: `SMS`, `TOTP`, `EMAIL`. The same in every language.
#[uniffi::export]
pub fn mfa_type_challenge_response(mfa_type: MfaType) -> String {
    mfa_type.challenge_response().to_owned()
}

/// What an authenticator app needs to be set up.
#[uniffi::remote(Record)]
pub struct TotpSetupDetails {
    /// The secret to type into an authenticator app, in base32. Empty if the app was started anew since it was
    /// given: it is never stored.
    pub shared_secret: Secret,
    /// Whom the code is for.
    pub username: String,
}

/// The address that sets up an authenticator app: to be opened, or shown as a QR code. It contains the secret.
///
/// # Errors
/// `Validation` for an empty `app_name`.
#[uniffi::export]
pub fn totp_setup_uri(
    details: TotpSetupDetails,
    app_name: String,
    account_name: Option<String>,
) -> Result<Secret, AuthError> {
    run_now(|| details.setup_uri(&app_name, account_name.as_deref()))
}

/// What a user wants of one second factor.
#[uniffi::remote(Enum)]
pub enum MfaPreference {
    /// Not to be used.
    Disabled,
    /// May be used.
    Enabled,
    /// Is used, unless the user says otherwise.
    Preferred,
    /// May be used, but is not the preferred one.
    NotPreferred,
}

/// The second factors of a user.
#[uniffi::remote(Record)]
pub struct UserMfaPreference {
    /// Those that may be used.
    pub enabled: Vec<MfaType>,
    /// The one that is used unless the user says otherwise.
    pub preferred: Option<MfaType>,
}

/// Options of ending the set-up of an authenticator app.
#[uniffi::remote(Record)]
pub struct VerifyTotpSetupOptions {
    /// A name for the authenticator app, such as `Ann's phone`.
    #[uniffi(default = None)]
    pub friendly_device_name: Option<String>,
}
