//! Sign-out: options and result.

use crate::error::AuthError;

/// Options of [`Auth::sign_out`](crate::Auth::sign_out).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignOutOptions {
    /// Signs the user out on every device (GlobalSignOut).
    pub global_sign_out: bool,
    /// Which sign-out redirect of the configuration [`Auth::sign_out_with_web_ui`](crate::Auth::sign_out_with_web_ui)
    /// uses. Without this option, it uses the first redirect whose scheme is neither `http` nor `https`. If there is
    /// none, it uses the first of all.
    pub redirect_uri: Option<String>,
    /// Lets [`Auth::sign_out_with_web_ui`](crate::Auth::sign_out_with_web_ui) wait while another browser sheet of the
    /// process is open. The user is signed out here before the wait. Without this option, the result has
    /// [`AuthErrorCode::BrowserBusy`](crate::AuthErrorCode::BrowserBusy).
    pub waits_for_browser: bool,
}

/// The result of a sign-out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "made once per sign-out; a box would only burden the reader")]
pub enum SignOutResult {
    /// The session is gone here, and its tokens are revoked at the service, if the app client allows revocation.
    Complete,
    /// The session is gone here, but a request to the service failed.
    Partial {
        /// Why the refresh token could not be revoked.
        revoke_token_error: Option<AuthError>,
        /// Why the user could not be signed out everywhere.
        global_sign_out_error: Option<AuthError>,
        /// Why the browser may still have its cookie. The next sign-out in the browser tries again.
        hosted_ui_error: Option<AuthError>,
    },
    /// The session could not be removed from the store: the user is still signed in here.
    Failed(AuthError),
}

impl SignOutResult {
    /// The same result, with the error of the browser.
    pub(crate) fn with_hosted_ui_error(self, error: Option<AuthError>) -> Self {
        let hosted_ui_error = error;
        match self {
            Self::Complete if hosted_ui_error.is_none() => Self::Complete,
            Self::Complete => {
                Self::Partial { revoke_token_error: None, global_sign_out_error: None, hosted_ui_error }
            }
            Self::Partial { revoke_token_error, global_sign_out_error, .. } => {
                Self::Partial { revoke_token_error, global_sign_out_error, hosted_ui_error }
            }
            Self::Failed(error) => Self::Failed(error),
        }
    }
}
