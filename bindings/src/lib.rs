//! The bridge from `cognito-auth-core` to Swift and Kotlin. The bridge is not the API: no logic lives here, and apps
//! see it only through the two packages.
//!
//! A type of the core that UniFFI can carry is exported unchanged ([`uniffi::remote`]). Any other type has a mirror
//! here, and a conversion that lists every variant. If the core gets a new variant, this crate does not compile until
//! the mirror has it too.
//!
//! Exported items have no docs here: nobody sees the bridge. Rust programs have the core's docs, and apps have the docs
//! of the Swift and Kotlin packages.
#![allow(missing_docs)]

mod alive;
mod auth;
mod error;
mod ports;
mod runtime;
#[cfg(feature = "testing")]
mod testing;
mod types;

pub use auth::{AccountsBridge, AuthBridge};
pub use error::{AuthError, AuthErrorDetails};
pub use ports::{
    AuthEventListener, EventSubscription, HttpReply, HttpTransport, LeaseStore, LogSink,
    PasskeyAuthenticator, PasskeyError, PasskeyReply, PortError, ProcessGuard, SecureStore, StoreError,
    TransportError,
};
pub use runtime::CallHandle;
#[cfg(feature = "testing")]
pub use testing::{Clock, Entropy};
pub use types::{
    AuthIdentity, AuthResetPasswordResult, AuthSession, AuthSignInResult, AuthSignUpResult,
    AuthUpdateAttributeResult, HttpRequest, RedirectResult, SignOutResult, UserPoolTokens,
    auth_configuration_from_amplify_outputs, auth_configuration_from_json, auth_error, auth_error_code_name,
    auth_error_reason_name, auth_factor_type_challenge_response, mfa_type_challenge_response, totp_setup_uri,
    user_attribute_key, user_attribute_name, validate_auth_configuration,
};

/// Wipes every block of the library's memory when it is freed, including the buffers in which UniFFI carries requests,
/// responses and tokens over the bridge. A program can have only one allocator, so only the libraries for Swift and
/// Kotlin have this one.
#[cfg(feature = "wiping-allocator")]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

uniffi::setup_scaffolding!();
