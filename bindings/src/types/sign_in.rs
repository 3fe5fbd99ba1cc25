//! Sign-in: options, result, next step.

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthFactorType, AuthFlowType, AuthSignInStep, AuthUserAttribute,
    AuthUserAttributeKey, ConfirmSignInOptions, MfaType, SignInOptions, TotpSetupDetails, UserContextData,
};

use super::TextMap;

/// Which of Cognito's authentication flows a sign-in takes.
#[uniffi::remote(Enum)]
pub enum AuthFlowType {
    /// USER_SRP_AUTH: the password is proved and never sent.
    UserSrp,
    /// USER_PASSWORD_AUTH: the password is sent. Needed for pools with a migration trigger.
    UserPassword,
    /// CUSTOM_AUTH: the password is proved first, then the pool's own questions come.
    CustomWithSrp,
    /// CUSTOM_AUTH: the pool's own questions alone.
    CustomWithoutSrp,
    /// USER_AUTH: the user chooses a first factor of those that the pool and the user have.
    UserAuth {
        /// Goes straight to this factor if the user has it. Without one, or if the user lacks it, the next step is
        /// the choice.
        preferred_first_factor: Option<AuthFactorType>,
    },
}

/// A first factor to sign in with.
#[uniffi::remote(Enum)]
pub enum AuthFactorType {
    /// The password, sent.
    Password,
    /// The password, proved by SRP.
    PasswordSrp,
    /// A code by e-mail.
    EmailOtp,
    /// A code by text message.
    SmsOtp,
    /// A passkey.
    WebAuthn,
}

/// The word that answers a selection of first factors: `PASSWORD`, `PASSWORD_SRP`, `EMAIL_OTP`, `SMS_OTP`,
/// `WEB_AUTHN`. The same in every language.
#[uniffi::export]
pub fn auth_factor_type_challenge_response(factor_type: AuthFactorType) -> String {
    factor_type.challenge_response().to_owned()
}

/// Options of a sign-in.
#[uniffi::remote(Record)]
pub struct SignInOptions {
    /// The flow; the configuration's default if absent.
    #[uniffi(default = None)]
    pub flow: Option<AuthFlowType>,
    /// Passed to the pool's triggers.
    #[uniffi(default)]
    pub client_metadata: TextMap,
    /// What the pool's threat protection is told about the device.
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

/// Options of answering a sign-in's question.
#[uniffi::remote(Record)]
pub struct ConfirmSignInOptions {
    /// Attributes that a new password's question asks for.
    #[uniffi(default)]
    pub user_attributes: Vec<AuthUserAttribute>,
    /// A name for the authenticator app that is being set up, such as `Ann's phone`.
    #[uniffi(default = None)]
    pub friendly_device_name: Option<String>,
    /// Passed to the pool's triggers.
    #[uniffi(default)]
    pub client_metadata: TextMap,
    /// What the pool's threat protection is told about the device.
    #[uniffi(default = None)]
    pub user_context_data: Option<UserContextData>,
}

/// What a sign-in came to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthSignInResult {
    /// Whether the user is signed in.
    pub is_signed_in: bool,
    /// What comes next.
    pub next_step: AuthSignInStep,
}

impl From<core::AuthSignInResult> for AuthSignInResult {
    fn from(result: core::AuthSignInResult) -> Self {
        let is_signed_in = result.is_signed_in();
        let core::AuthSignInResult { next_step } = result;
        Self { is_signed_in, next_step }
    }
}

/// What comes next in a sign-in. Each but the last three is a question, answered by confirming the
/// sign-in.
#[uniffi::remote(Enum)]
pub enum AuthSignInStep {
    /// A code came by text message.
    ConfirmSignInWithSmsMfaCode {
        /// Where it went.
        delivery_details: AuthCodeDeliveryDetails,
        /// Always empty; it is there because the platform guides have it.
        additional_info: TextMap,
    },
    /// The pool's own question.
    ConfirmSignInWithCustomChallenge {
        /// The question's public parameters.
        additional_info: TextMap,
    },
    /// The user needs a new password.
    ConfirmSignInWithNewPassword {
        /// Always empty; it is there because the platform guides have it.
        additional_info: TextMap,
        /// Attributes that have to come with it.
        required_attributes: Vec<AuthUserAttributeKey>,
    },
    /// The password, as the chosen first factor.
    ConfirmSignInWithPassword,
    /// The code that the authenticator app shows.
    ConfirmSignInWithTotpCode,
    /// A code came by e-mail or text message.
    ConfirmSignInWithOtp {
        /// Where it went.
        delivery_details: AuthCodeDeliveryDetails,
    },
    /// An authenticator app has to be set up; the answer is the first code that it shows.
    ContinueSignInWithTotpSetup {
        /// What the app needs.
        details: TotpSetupDetails,
    },
    /// Choose a second factor; the answer is the word of the type.
    ContinueSignInWithMfaSelection {
        /// What there is to choose from.
        allowed_mfa_types: Vec<MfaType>,
    },
    /// An e-mail address for codes has to be set up; the answer is the address.
    ContinueSignInWithEmailMfaSetup,
    /// Choose a second factor to set up; the answer is the word of the type.
    ContinueSignInWithMfaSetupSelection {
        /// What there is to choose from.
        allowed_mfa_types: Vec<MfaType>,
    },
    /// Choose a first factor; the answer is the word of the type.
    ContinueSignInWithFirstFactorSelection {
        /// What there is to choose from.
        available_factors: Vec<AuthFactorType>,
    },
    /// The password has to be reset first.
    ResetPassword {
        /// Always empty; it is there because the platform guides have it.
        additional_info: TextMap,
    },
    /// The sign-up has to be confirmed first.
    ConfirmSignUp {
        /// Always empty; it is there because the platform guides have it.
        additional_info: TextMap,
    },
    /// The user is signed in, and the session is stored.
    Done,
}
