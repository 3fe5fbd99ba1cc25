//! The types that cross the bridge. Where the core's own shape fits it is described again, for UniFFI to export
//! ([`uniffi::remote`]: a field or variant too few or too many does not compile); the rest are mirrors.

mod attribute_updates;
mod attributes;
mod configuration;
mod context;
mod devices;
mod error_code;
mod http;
mod mfa;
mod passkeys;
mod passwords;
mod session;
mod sign_in;
mod sign_out;
mod sign_up;

use std::collections::{BTreeMap, HashMap};

use cognito_auth_core::{AuthEvent, LogLevel, Secret};

pub use attribute_updates::AuthUpdateAttributeResult;
pub use attributes::{user_attribute_key, user_attribute_name};
pub use configuration::auth_configuration_from_amplify_outputs;
pub use error_code::auth_error_code_name;
pub use mfa::{mfa_type_challenge_response, totp_setup_uri};
pub use passwords::AuthResetPasswordResult;
pub use sign_in::{AuthSignInResult, auth_factor_type_challenge_response};
pub use sign_out::SignOutResult;
pub use sign_up::AuthSignUpResult;

uniffi::custom_type!(Secret, String, {
    remote,
    lower: |secret| secret.expose().to_owned(),
    try_lift: |text| Ok(Secret::new(text)),
});

/// Texts by name.
pub(crate) type TextMap = BTreeMap<String, String>;

uniffi::custom_type!(TextMap, HashMap<String, String>, {
    remote,
    lower: |texts| texts.into_iter().collect(),
    try_lift: |texts| Ok(texts.into_iter().collect()),
});

/// Something that happened to the session of one instance.
///
/// Events come in the order in which they happened, after the session that they speak of was stored.
#[uniffi::remote(Enum)]
pub enum AuthEvent {
    /// A user signed in; the session is stored.
    SignedIn,
    /// The user signed out; the session is gone from the store.
    SignedOut,
    /// The service no longer accepts the refresh token: the user has to sign in again. Never caused by the
    /// network or by the store.
    SessionExpired,
    /// The user deleted the account; the session is gone.
    UserDeleted,
    /// A refresh brought new tokens; they are stored.
    TokensRefreshed,
    /// The store would not do what was asked; the user stays signed in and it is tried again.
    StorageTrouble,
}

/// How serious a log line is.
#[uniffi::remote(Enum)]
pub enum LogLevel {
    /// Steps of a flow, for a developer.
    Debug,
    /// Something an operator may want to know. No line has this level so far.
    Info,
    /// Something went wrong and was dealt with.
    Warning,
    /// Something went wrong.
    Error,
}
