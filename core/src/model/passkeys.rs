//! Passkeys, and the factors that a user has.

use std::fmt;

use super::{AuthFactorType, MfaType};

/// One of the user's passkeys, as the service lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthWebAuthnCredential {
    /// The credential's id.
    pub credential_id: String,
    /// The name that the service gave the passkey, so that the user can recognize it.
    pub friendly_name: String,
    /// The domain that the passkey belongs to.
    pub relying_party_id: String,
    /// Where the passkey is kept: on the device (`platform`) or on another one (`cross-platform`), if the service says.
    pub authenticator_attachment: Option<String>,
    /// How the passkey's authenticator is reached, such as `internal`, `hybrid`, `usb`.
    pub authenticator_transports: Vec<String>,
    /// When the passkey was registered, in milliseconds since 1970.
    pub created_at_milliseconds: i64,
}

/// Options of [`Auth::list_web_authn_credentials`](crate::Auth::list_web_authn_credentials).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListWebAuthnCredentialsOptions {
    /// The most passkeys that the page may have, 1 to 20; the service's own number if absent.
    pub page_size: Option<u32>,
    /// The `next_token` of the page before; absent for the first page.
    pub next_token: Option<String>,
}

/// One page of the user's passkeys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListWebAuthnCredentialsResult {
    /// The passkeys.
    pub credentials: Vec<AuthWebAuthnCredential>,
    /// The token to pass for the next page; absent on the last page.
    pub next_token: Option<String>,
}

/// How a user can sign in (GetUserAuthFactors).
#[derive(Clone, PartialEq, Eq)]
pub struct UserAuthFactors {
    /// The user name in the pool.
    pub username: String,
    /// First factors that the user has, without those that this version does not know.
    pub first_factors: Vec<AuthFactorType>,
    /// Second factors that the user can use.
    pub enabled_mfa_types: Vec<MfaType>,
    /// The second factor that a sign-in asks for first.
    pub preferred_mfa_type: Option<MfaType>,
}

/// Leaves out the user name, which may be an e-mail address.
impl fmt::Debug for UserAuthFactors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UserAuthFactors")
            .field("first_factors", &self.first_factors)
            .field("enabled_mfa_types", &self.enabled_mfa_types)
            .field("preferred_mfa_type", &self.preferred_mfa_type)
            .finish_non_exhaustive()
    }
}
