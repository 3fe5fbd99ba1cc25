//! Sign-out: options and result.

use cognito_auth_core as core;
use cognito_auth_core::SignOutOptions;

use crate::error::AuthError;

/// Options of a sign-out.
#[uniffi::remote(Record)]
pub struct SignOutOptions {
    /// Signs the user out on every device (GlobalSignOut).
    #[uniffi(default = false)]
    pub global_sign_out: bool,
}

/// What a sign-out came to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
#[expect(clippy::large_enum_variant, reason = "made once per sign-out; a box would only burden the reader")]
pub enum SignOutResult {
    /// The session is gone here, and its tokens are revoked at the service.
    Complete,
    /// The session is gone here; the service was not told everything.
    Partial {
        /// Why the refresh token could not be revoked.
        revoke_token_error: Option<AuthError>,
        /// Why the user could not be signed out everywhere.
        global_sign_out_error: Option<AuthError>,
        /// Why the web session could not be ended.
        hosted_ui_error: Option<AuthError>,
    },
    /// The session could not be removed from the store: the user is still signed in here.
    Failed {
        /// Why.
        error: AuthError,
    },
}

impl From<core::SignOutResult> for SignOutResult {
    fn from(result: core::SignOutResult) -> Self {
        match result {
            core::SignOutResult::Complete => Self::Complete,
            core::SignOutResult::Partial { revoke_token_error, global_sign_out_error, hosted_ui_error } => {
                Self::Partial {
                    revoke_token_error: revoke_token_error.map(Into::into),
                    global_sign_out_error: global_sign_out_error.map(Into::into),
                    hosted_ui_error: hosted_ui_error.map(Into::into),
                }
            }
            core::SignOutResult::Failed(error) => Self::Failed { error: error.into() },
        }
    }
}
