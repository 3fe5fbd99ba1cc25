//! The types of the public API: what goes into a call and what comes out of it. The names are those of the
//! platform guides.

mod attributes;
mod delivery;
mod session;
mod sign_in;
mod sign_out;
mod sign_up;

pub use attributes::{AuthUserAttribute, AuthUserAttributeKey};
pub use delivery::{AuthCodeDeliveryDetails, DeliveryMedium};
pub use session::{AuthSession, AuthUser, FetchAuthSessionOptions, UserPoolTokens};
pub use sign_in::{
    AuthFactorType, AuthFlowType, AuthSignInResult, AuthSignInStep, ConfirmSignInOptions, MfaType,
    SignInOptions, TotpSetupDetails,
};
pub use sign_out::{SignOutOptions, SignOutResult};
pub use sign_up::{
    AuthSignUpResult, AuthSignUpStep, ConfirmSignUpOptions, ResendSignUpCodeOptions, SignUpOptions,
};
