//! The types of the public API: what goes into a call and what comes out of it. The names are those of
//! Amplify's guides.

mod accounts;
mod attribute_updates;
mod attributes;
mod claims;
mod delivery;
mod devices;
mod factors;
mod identity;
mod mfa;
mod moving;
mod options;
mod passkeys;
mod passwords;
mod session;
mod session_state;
mod sign_in;
mod sign_out;
mod sign_up;
mod web;

pub use accounts::StoredAccount;
pub use attribute_updates::{
    AuthUpdateAttributeResult, AuthUpdateAttributeStep, SendUserAttributeVerificationCodeOptions,
    UpdateUserAttributesOptions,
};
pub(crate) use attributes::is_attribute_name;
pub use attributes::{AuthUserAttribute, AuthUserAttributeKey};
pub use claims::{TokenClaims, UserPoolClaims};
pub use delivery::{AuthCodeDeliveryDetails, DeliveryMedium};
pub use devices::AuthDevice;
pub use factors::{AuthFactorType, MfaType};
pub use identity::{
    AuthIdentity, AwsCredentials, FederateToIdentityPoolOptions, FederateToIdentityPoolResult, LoginProvider,
};
pub use mfa::{MfaPreference, TotpSetupDetails, UserMfaPreference, VerifyTotpSetupOptions};
pub use moving::{MoveReport, MoveSource, MoveWarning};
pub use options::{
    ConfirmResetPasswordOptions, ConfirmSignInOptions, ConfirmSignUpOptions, RequestContext,
    ResendSignUpCodeOptions, ResetPasswordOptions, SignInOptions, SignUpOptions, UserContextData,
};
pub use passkeys::{
    AuthWebAuthnCredential, ListWebAuthnCredentialsOptions, ListWebAuthnCredentialsResult, UserAuthFactors,
};
pub use passwords::{AuthResetPasswordResult, AuthResetPasswordStep};
pub use session::{AuthSession, AuthUser, FetchAuthSessionOptions, UserPoolTokens};
pub use session_state::{PendingSignIn, SessionEnd, SessionEndReason, SessionState};
pub use sign_in::{AuthFlowType, AuthSignInResult, AuthSignInStep};
pub use sign_out::{SignOutOptions, SignOutResult};
pub use sign_up::{AuthSignUpResult, AuthSignUpStep};
pub use web::{AuthProvider, IdentityExpectation, RedirectResult, WebPrompt, WebSignInOptions};
