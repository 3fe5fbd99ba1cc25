//! Options of sign-ins, and the code of a failed call.

use std::fmt::Debug;

use cognito_auth_core::{AuthError, AuthErrorCode, AuthFactorType, AuthFlowType, SignInOptions};

/// A sign-in by this flow.
pub fn by(flow: AuthFlowType) -> SignInOptions {
    SignInOptions { flow: Some(flow), ..SignInOptions::default() }
}

/// A sign-in that sends the password.
pub fn by_password() -> SignInOptions {
    by(AuthFlowType::UserPassword)
}

/// A sign-in that lets the user choose the first factor, or prefers one.
pub fn by_choice(preferred_first_factor: Option<AuthFactorType>) -> SignInOptions {
    by(AuthFlowType::UserAuth { preferred_first_factor })
}

/// The code of a call that must have failed.
pub fn error_code<T: Debug>(result: Result<T, AuthError>) -> AuthErrorCode {
    result.unwrap_err().code
}
