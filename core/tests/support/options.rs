//! Options of sign-ins, and the code of a failed call.

use std::fmt::Debug;

use cognito_auth_core::{AuthError, AuthErrorCode, AuthFactorType, AuthFlowType, SignInOptions};

/// The options of a sign-in by this flow.
pub fn by(flow: AuthFlowType) -> SignInOptions {
    SignInOptions { flow: Some(flow), ..SignInOptions::default() }
}

/// The options of a sign-in that sends the password.
pub fn by_password() -> SignInOptions {
    by(AuthFlowType::UserPassword)
}

/// The options of a sign-in by USER_AUTH, with a preferred first factor. With `None`, the user chooses one.
pub fn by_choice(preferred_first_factor: Option<AuthFactorType>) -> SignInOptions {
    by(AuthFlowType::UserAuth { preferred_first_factor })
}

/// The error code of a call's result. Panics if the call has succeeded.
pub fn error_code<T: Debug>(result: Result<T, AuthError>) -> AuthErrorCode {
    result.unwrap_err().code
}
