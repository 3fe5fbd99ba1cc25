//! Sign-out: options and result.

use cognito_auth_core as core;
use cognito_auth_core::SignOutOptions;

use crate::error::AuthError;

#[uniffi::remote(Record)]
pub struct SignOutOptions {
    #[uniffi(default = false)]
    pub global_sign_out: bool,
    #[uniffi(default = None)]
    pub redirect_uri: Option<String>,
    #[uniffi(default = false)]
    pub waits_for_browser: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
#[expect(clippy::large_enum_variant, reason = "made once per sign-out; a box would only burden the reader")]
pub enum SignOutResult {
    Complete,
    Partial {
        revoke_token_error: Option<AuthError>,
        global_sign_out_error: Option<AuthError>,
        hosted_ui_error: Option<AuthError>,
    },
    Failed {
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
