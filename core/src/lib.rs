//! Sign-up, sign-in and session of users in Amazon Cognito, for every platform.
//!
//! An [`Auth`] belongs to one user pool, one identity pool, or one of each. It needs two [`Ports`] of the platform:
//! HTTP, and a safe store for the session. This guide takes a new user from the sign-up to a session:
//!
//! ```no_run
//! # #[cfg(feature = "host")]
//! # async fn guide() -> Result<(), cognito_auth_core::AuthError> {
//! use std::sync::Arc;
//!
//! use cognito_auth_core::host::{HostTransport, MemoryStore};
//! use cognito_auth_core::{
//!     Auth, AuthConfiguration, AuthErrorCode, AuthSignInStep, AuthSignUpStep, AuthUserAttribute,
//!     AuthUserAttributeKey, Ports, SignUpOptions,
//! };
//!
//! let transport = HostTransport::new().map_err(|_| AuthErrorCode::TlsFailed)?;
//! let ports = Ports::new(Arc::new(transport), Arc::new(MemoryStore::new()));
//! let auth = Auth::new(AuthConfiguration::new("eu-central-1", "eu-central-1_AbCdEfGhI", "client-id"), ports)?;
//!
//! // Register a user. The service sends a code.
//! let email = AuthUserAttribute::new(AuthUserAttributeKey::Email, "ann@example.com");
//! let options = SignUpOptions { user_attributes: vec![email], ..SignUpOptions::default() };
//! let signed_up = auth.sign_up("ann", Some("Password123!".into()), options).await?;
//! if let AuthSignUpStep::ConfirmUser { delivery_details, .. } = signed_up.next_step {
//!     println!("Delivery details {delivery_details:?}");
//! }
//!
//! // Confirm with the code.
//! let confirmed = auth.confirm_sign_up("ann", "123456".into(), Default::default()).await?;
//! println!("Confirm signUp succeeded: {}", confirmed.is_sign_up_complete());
//!
//! // Sign in. With MFA there is a challenge first. After a wrong code the challenge stays open.
//! let mut signed_in = auth.sign_in("ann", Some("Password123!".into()), Default::default()).await?;
//! if let AuthSignInStep::ConfirmSignInWithSmsMfaCode { .. } = signed_in.next_step {
//!     signed_in = auth.confirm_sign_in("654321".into(), Default::default()).await?;
//! }
//! println!("Sign in succeeded: {}", signed_in.is_signed_in());
//!
//! // The session is stored now, and is still there at the next start of the app. Its tokens are refreshed when needed.
//! let session = auth.fetch_auth_session(Default::default()).await?;
//! # let _ = session;
//! # Ok(())
//! # }
//! ```
//!
//! A failed call gives an [`AuthError`]: its [`AuthErrorKind`] says how to react, and its [`AuthErrorCode`] says what
//! went wrong. Listeners get an [`AuthEvent`] when the session changes.
//!
//! # Growth
//!
//! - **Enums that can grow** are `#[non_exhaustive]`: match them with a wildcard arm. Every enum is non-exhaustive,
//!   except for the complete enums below and the enums of [`service`]. The service may send a value that this version
//!   does not know: an unknown medium is [`DeliveryMedium::Unknown`], an unknown attribute is
//!   [`AuthUserAttributeKey::Custom`], an unknown exception has the code [`AuthErrorCode::UnknownServiceException`],
//!   and an unknown challenge has the code [`AuthErrorCode::UnsupportedChallenge`]. An unknown factor is left out of a
//!   list.
//! - **Enums that are complete** are exhaustive: [`SignOutResult`], [`MfaPreference`] and [`PasskeyCeremony`].
//! - **Structs** are exhaustive. An app writes options with `..Default::default()`, and its tests can make results and
//!   errors. A new field comes only with a new minor version.
//! - **[`service`]** is exhaustive: an implementation has to handle each request. It grows with each new operation.
//!
//! The Cargo feature `exhaustive` removes `#[non_exhaustive]` from every enum. It is for code that has to handle every
//! variant, such as the bridge to Swift and Kotlin. Each new version can break such code.
//!
//! # Layers
//!
//! A module uses only modules of its own row and of the rows below:
//!
//! | module | |
//! | --- | --- |
//! | `auth` | the calls; they run the machine and perform its effects |
//! | `session` | who is signed in, the refresh of the tokens, the AWS credentials, the remembered devices |
//! | `cognito`, `proof` | the operations of the service, and SRP proofs |
//! | `machine` | the sign-in, and the sign-in on web pages, as pure state machines |
//! | `challenge`, `web`, `moving` | everything about each kind of challenge; the sign-in on web pages without its IO; what the former library stored |
//! | `model`, `config`, `ports`, `events`, `error`, `secret`, `mailbox`, `tasks`, `sync`, `json`, `jwt`, `redacted`, `wiped` | the types of the API, and tools |

#[cfg(feature = "simulation")]
pub mod simulation;

/// Whether the simulated process has a deliberate bug. Without the feature `simulation` no process has one.
#[cfg(feature = "simulation")]
macro_rules! has_bug {
    ($bug:ident) => {
        $crate::simulation::has($crate::simulation::Bug::$bug)
    };
}
#[cfg(not(feature = "simulation"))]
macro_rules! has_bug {
    ($bug:ident) => {
        false
    };
}

mod auth;
mod challenge;
mod cognito;
mod config;
mod error;
mod events;
#[cfg(feature = "host")]
pub mod host;
mod json;
mod jwt;
mod machine;
mod mailbox;
mod model;
mod moving;
mod ports;
mod proof;
mod redacted;
mod secret;
mod session;
mod sync;
mod tasks;
mod web;
mod wiped;

/// The interface through which the core calls a user pool, for programs with an implementation of their own
/// ([`Auth::over`]). It grows with each new operation.
pub mod service {
    pub use crate::cognito::{
        AccessTokenRequest, AssociateSoftwareTokenRequest, AttributeCodeRequest, Authentication,
        AuthenticationResult, ChangePasswordRequest, CodeDeliveries, CodeDelivery,
        CompleteWebAuthnRegistrationRequest, ConfirmDeviceRequest, ConfirmDeviceResponse,
        ConfirmForgotPasswordRequest, ConfirmSignUpRequest, ConfirmSignUpResponse,
        DeleteUserAttributesRequest, DeleteWebAuthnCredentialRequest, Device, DevicePage,
        DeviceSecretVerifier, Exchange, ForgetDeviceRequest, ForgotPasswordRequest,
        GetTokensFromRefreshTokenRequest, GetUserResponse, InitiateAuthRequest, ListDevicesRequest,
        ListWebAuthnCredentialsRequest, MfaSettings, NewDeviceMetadata, Nothing, OfClient, Request,
        ResendConfirmationCodeRequest, RespondToAuthChallengeRequest, Response, RevokeTokenRequest, Sending,
        ServiceError, SetUserMfaPreferenceRequest, SignUpRequest, SignUpResponse, SoftwareToken,
        StartWebAuthnRegistrationResponse, TokenOwner, UpdateDeviceStatusRequest,
        UpdateUserAttributesRequest, UserAuthFactorsResponse, UserPoolService, VerifySoftwareTokenRequest,
        VerifySoftwareTokenResponse, VerifyUserAttributeRequest, WebAuthnCredential, WebAuthnCredentialPage,
        is_response, user_pool,
    };
}

pub use auth::{Accounts, Auth};
pub use config::{
    AuthConfiguration, IdentityPoolConfiguration, MfaConfiguration, OAuthConfiguration, PasswordPolicy,
    PasswordlessSettings, UserPoolConfiguration, UserPoolSettings, UserVerification, UsernameAttribute,
    WebAuthnSettings,
};
pub use error::{AuthError, AuthErrorCode, AuthErrorKind, AuthErrorReason, RefreshFailure};
pub use events::{AuthEvent, AuthEventListener, SessionStateObserver, Subscription};
pub use model::*;
pub use ports::{
    Browser, BrowserFailure, BrowserRedirect, BrowserReply, BrowserRequest, Clock, Entropy, EntropyError,
    FormerItem, FormerKeychain, FormerLibrary, FormerPreferences, FormerStorage, HttpHeader, HttpReply,
    HttpRequest, HttpResponse, HttpTransport, LeaseStore, LogLevel, LogSink, NoPasskeys, NoProcessGuard,
    PasskeyAuthenticator, PasskeyCeremony, PasskeyFailure, PasskeyReply, PasskeyRequest, PortReply, Ports,
    ProcessGuard, SecureStore, StoreError, SystemClock, SystemEntropy, TransportFailure,
};
pub use secret::{
    AccessToken, AwsSessionToken, ClientSecret, ConfirmationCode, IdToken, Password, ProviderToken,
    RefreshToken, Secret, SecretAccessKey, SignInAnswer,
};

/// The guides' code in Rust, as documentation tests. `core/tests/links.rs` checks that no page is missing.
#[cfg(doctest)]
mod guides {
    macro_rules! pages {
        ($($name:ident: $page:literal,)+) => {$(
            #[doc = include_str!(concat!("../../docs/guides/", $page, ".md"))]
            struct $name;
        )+};
    }

    pages! {
        Accounts: "accounts",
        Attributes: "attributes",
        Configuration: "configuration",
        CredentialsAndGuests: "credentials-and-guests",
        Devices: "devices",
        ErrorsForUsers: "errors-for-users",
        GettingStartedRust: "getting-started-rust",
        LocalPool: "local-pool",
        Mfa: "mfa",
        Passkeys: "passkeys",
        Passwordless: "passwordless",
        Passwords: "passwords",
        Sessions: "sessions",
        SignIn: "sign-in",
        SignOut: "sign-out",
        SignUp: "sign-up",
        Testing: "testing",
        TransportAndStore: "transport-and-store",
        WebSignIn: "web-sign-in",
    }
}

#[cfg(test)]
extern crate self as cognito_auth_core;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod test_support;
