//! Sign users in to Amazon Cognito: the state machine, the calls and the session, once, for every platform.
//!
//! An [`Auth`] is one user pool's sign-up, sign-in and session. It works through [`Ports`]: the platform lends it
//! HTTP and a safe place for the session, and nothing else is needed. The guide, from a new user to a signed-in one:
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
//! // Register a user. A code is sent.
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
//! // Sign in. With MFA there is a question on the way; a wrong code leaves it open.
//! let mut signed_in = auth.sign_in("ann", Some("Password123!".into()), Default::default()).await?;
//! if let AuthSignInStep::ConfirmSignInWithSmsMfaCode { .. } = signed_in.next_step {
//!     signed_in = auth.confirm_sign_in("654321".into(), Default::default()).await?;
//! }
//! println!("Sign in succeeded: {}", signed_in.is_signed_in());
//!
//! // From now on the session is there, also after the next start; its tokens are refreshed as needed.
//! let session = auth.fetch_auth_session(Default::default()).await?;
//! # let _ = session;
//! # Ok(())
//! # }
//! ```
//!
//! What goes wrong is an [`AuthError`]: its [`AuthErrorKind`] says how to react, its [`AuthErrorCode`] what happened.
//! What happens to the session is told to listeners as an [`AuthEvent`].
//!
//! # The floors
//!
//! Each module uses only those below it: `auth` (the calls, which run the machine) stands on `session` (who is
//! signed in), that on `cognito` (the service's operations and words), that on `machine` (the sign-in as a pure
//! state machine), and all of them on the ports, the configuration and the errors.

mod auth;
mod challenge;
mod cognito;
mod config;
mod error;
mod events;
#[cfg(feature = "host")]
pub mod host;
mod machine;
mod mailbox;
mod model;
mod ports;
mod proof;
mod secret;
mod session;
mod tasks;

/// The interface by which the core calls a user pool, for programs that bring an implementation of their own
/// ([`Auth::over`]). It grows with each operation that the core learns.
pub mod service {
    pub use crate::cognito::{
        AccessTokenRequest, AssociateSoftwareTokenRequest, AttributeCodeRequest, Authentication,
        AuthenticationResult, ChangePasswordRequest, CodeDeliveries, CodeDelivery,
        CompleteWebAuthnRegistrationRequest, ConfirmDeviceRequest, ConfirmForgotPasswordRequest,
        ConfirmSignUpRequest, ConfirmSignUpResponse, DeleteUserAttributesRequest,
        DeleteWebAuthnCredentialRequest, Device, DevicePage, DeviceSecretVerifier, Exchange,
        ForgetDeviceRequest, ForgotPasswordRequest, GetTokensFromRefreshTokenRequest, GetUserResponse,
        InitiateAuthRequest, ListDevicesRequest, ListWebAuthnCredentialsRequest, MfaSettings,
        NewDeviceMetadata, Nothing, OfClient, Reason, Request, ResendConfirmationCodeRequest,
        RespondToAuthChallengeRequest, Response, RevokeTokenRequest, Sending, ServiceError,
        SetUserMfaPreferenceRequest, SignUpRequest, SignUpResponse, SoftwareToken,
        StartWebAuthnRegistrationResponse, TokenOwner, UpdateDeviceStatusRequest,
        UpdateUserAttributesRequest, UserAuthFactorsResponse, UserPoolService, VerifySoftwareTokenRequest,
        VerifySoftwareTokenResponse, VerifyUserAttributeRequest, WebAuthnCredential, WebAuthnCredentialPage,
        user_pool,
    };
}

pub use auth::Auth;
pub use config::{AuthConfiguration, UserPoolConfiguration};
pub use error::{AuthError, AuthErrorCode, AuthErrorKind};
pub use events::{AuthEvent, AuthEventListener, Subscription};
pub use model::*;
pub use ports::{
    Clock, Entropy, EntropyError, HttpHeader, HttpReply, HttpRequest, HttpResponse, HttpTransport, LogLevel,
    LogSink, NoPasskeys, NoProcessGuard, PasskeyAuthenticator, PasskeyCeremony, PasskeyFailure, PasskeyReply,
    PasskeyRequest, Ports, ProcessGuard, QueuedLog, Reply, SecureStore, StoreError, SystemClock,
    SystemEntropy, TransportFailure,
};
pub use secret::{
    AccessToken, ClientSecret, ConfirmationCode, IdToken, Password, RefreshToken, Secret, SignInAnswer,
};

#[cfg(test)]
extern crate self as cognito_auth_core;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod test_support;
