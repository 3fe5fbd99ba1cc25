//! The types that cross the bridge. A type of the core that UniFFI can carry is declared again, so that UniFFI can
//! export it ([`uniffi::remote`]): a missing or extra field or variant does not compile. Any other type has a mirror
//! here: a type of the bridge's own, with a conversion.

mod accounts;
mod attribute_updates;
mod attributes;
mod configuration;
mod context;
mod devices;
mod error_code;
mod error_reason;
mod http;
mod identity;
mod mfa;
mod moving;
mod passkeys;
mod passwords;
mod pool_settings;
mod session;
mod session_state;
mod sign_in;
mod sign_out;
mod sign_up;
mod web;

use std::collections::{BTreeMap, HashMap};

use cognito_auth_core::{
    AccessToken, AuthEvent, AwsSessionToken, ClientSecret, ConfirmationCode, IdToken, LogLevel, Password,
    ProviderToken, RefreshToken, Secret, SecretAccessKey, SignInAnswer,
};

pub use attribute_updates::AuthUpdateAttributeResult;
pub use attributes::{user_attribute_key, user_attribute_name};
pub use configuration::{
    auth_configuration_from_amplify_outputs, auth_configuration_from_json, validate_auth_configuration,
};
pub use error_code::{auth_error, auth_error_code_name};
pub use error_reason::auth_error_reason_name;
pub use http::HttpRequest;
pub use identity::AuthIdentity;
pub use mfa::{mfa_type_challenge_response, totp_setup_uri};
pub use passwords::AuthResetPasswordResult;
pub use session::{AuthSession, UserPoolTokens};
pub use sign_in::{AuthSignInResult, auth_factor_type_challenge_response};
pub use sign_out::SignOutResult;
pub use sign_up::AuthSignUpResult;
pub use web::RedirectResult;

/// Secrets of every kind are plain strings on the other side of the bridge.
///
/// A secret that is a parameter of its own takes over the memory in which it crossed. Within an `Option` or a record it
/// would be a copy, so no password crosses in an `Option` or a record.
macro_rules! secrets {
    ($($secret:ident,)+) => {$(
        uniffi::custom_type!($secret, String, {
            remote,
            lower: |secret| secret.expose().to_owned(),
            try_lift: |text| Ok($secret::new(text)),
        });
    )+};
}

secrets! {
    AccessToken, AwsSessionToken, ClientSecret, ConfirmationCode, IdToken, Password, ProviderToken, RefreshToken,
    Secret, SecretAccessKey, SignInAnswer,
}

/// A password that the app may leave out: an absent one crosses as an empty one.
pub(crate) fn unless_empty(password: Password) -> Option<Password> {
    Some(password).filter(|password| !password.is_empty())
}

pub(crate) type TextMap = BTreeMap<String, String>;

uniffi::custom_type!(TextMap, HashMap<String, String>, {
    remote,
    lower: |texts| texts.into_iter().collect(),
    try_lift: |texts| Ok(texts.into_iter().collect()),
});

#[uniffi::remote(Enum)]
pub enum AuthEvent {
    SignedIn,
    SignedOut,
    SessionExpired,
    UserDeleted,
    TokensRefreshed,
    StorageFailed,
    MovedIn,
    MoveFailed,
}

#[uniffi::remote(Enum)]
pub enum LogLevel {
    Debug,
    Warning,
    Error,
}
