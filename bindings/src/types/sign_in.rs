//! Sign-in: options, result, next step.

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthFactorType, AuthFlowType, AuthSignInStep, AuthUserAttribute,
    AuthUserAttributeKey, ConfirmSignInOptions, MfaType, SignInOptions, TotpSetupDetails, UserContextData,
};

use super::TextMap;

#[uniffi::remote(Enum)]
pub enum AuthFlowType {
    UserSrp,
    UserPassword,
    CustomWithSrp,
    CustomWithoutSrp,
    UserAuth { preferred_first_factor: Option<AuthFactorType> },
}

#[uniffi::remote(Enum)]
pub enum AuthFactorType {
    Password,
    PasswordSrp,
    EmailOtp,
    SmsOtp,
    WebAuthn,
}

#[uniffi::export]
pub fn auth_factor_type_challenge_response(factor_type: AuthFactorType) -> String {
    factor_type.challenge_response().to_owned()
}

#[uniffi::remote(Record)]
pub struct SignInOptions {
    #[uniffi(default = None)]
    pub flow: Option<AuthFlowType>,
    #[uniffi(default)]
    pub client_metadata: TextMap,
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

#[uniffi::remote(Record)]
pub struct ConfirmSignInOptions {
    #[uniffi(default)]
    pub user_attributes: Vec<AuthUserAttribute>,
    #[uniffi(default = None)]
    pub friendly_device_name: Option<String>,
    #[uniffi(default)]
    pub client_metadata: TextMap,
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthSignInResult {
    pub is_signed_in: bool,
    pub next_step: AuthSignInStep,
}

impl From<core::AuthSignInResult> for AuthSignInResult {
    fn from(result: core::AuthSignInResult) -> Self {
        let is_signed_in = result.is_signed_in();
        let core::AuthSignInResult { next_step } = result;
        Self { is_signed_in, next_step }
    }
}

#[uniffi::remote(Enum)]
pub enum AuthSignInStep {
    ConfirmSignInWithSmsMfaCode { delivery_details: AuthCodeDeliveryDetails, additional_info: TextMap },
    ConfirmSignInWithCustomChallenge { additional_info: TextMap },
    ConfirmSignInWithNewPassword { additional_info: TextMap, required_attributes: Vec<AuthUserAttributeKey> },
    ConfirmSignInWithPassword,
    ConfirmSignInWithTotpCode,
    ConfirmSignInWithOtp { delivery_details: AuthCodeDeliveryDetails },
    ContinueSignInWithTotpSetup { details: TotpSetupDetails },
    ContinueSignInWithMfaSelection { allowed_mfa_types: Vec<MfaType> },
    ContinueSignInWithEmailMfaSetup,
    ContinueSignInWithMfaSetupSelection { allowed_mfa_types: Vec<MfaType> },
    ContinueSignInWithFirstFactorSelection { available_factors: Vec<AuthFactorType> },
    ResetPassword { additional_info: TextMap },
    ConfirmSignUp { additional_info: TextMap },
    Done,
}
