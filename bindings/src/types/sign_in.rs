//! Sign-in: options, result, next step.

use cognito_auth_core as core;
use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthFactorType, AuthFlowType, AuthSignInStep, AuthUserAttribute,
    AuthUserAttributeKey, ConfirmSignInOptions, MfaType, Secret, SignInOptions, TotpSetupDetails,
};

use super::TextMap;

/// Options of a sign-in.
#[uniffi::remote(Record)]
pub struct SignInOptions {
    /// The flow; the configuration's default if absent.
    #[uniffi(default = None)]
    pub flow: Option<AuthFlowType>,
    /// Passed to the pool's triggers.
    #[uniffi(default)]
    pub client_metadata: TextMap,
}

/// Options of answering a sign-in's question.
#[uniffi::remote(Record)]
pub struct ConfirmSignInOptions {
    /// Attributes that a new password's question asks for.
    #[uniffi(default)]
    pub user_attributes: Vec<AuthUserAttribute>,
    /// Passed to the pool's triggers.
    #[uniffi(default)]
    pub client_metadata: TextMap,
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

/// What comes next in a sign-in. Each question but the last four is answered by
/// confirming the sign-in.
#[uniffi::remote(Enum)]
pub enum AuthSignInStep {
    /// A code came by text message.
    ConfirmSignInWithSmsMfaCode {
        /// Where it went.
        delivery_details: AuthCodeDeliveryDetails,
        /// More that the service said.
        additional_info: TextMap,
    },
    /// The pool's own question.
    ConfirmSignInWithCustomChallenge {
        /// The question's public parameters.
        additional_info: TextMap,
    },
    /// The user needs a new password.
    ConfirmSignInWithNewPassword {
        /// More that the service said.
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
    /// Choose a first factor.
    ContinueSignInWithFirstFactorSelection {
        /// What there is to choose from.
        available_factors: Vec<AuthFactorType>,
    },
    /// The password has to be reset first.
    ResetPassword {
        /// More that the service said.
        additional_info: TextMap,
    },
    /// The sign-up has to be confirmed first.
    ConfirmSignUp {
        /// More that the service said.
        additional_info: TextMap,
    },
    /// The user is signed in, and the session is stored.
    Done,
}

/// What TOTP set-up needs.
#[uniffi::remote(Record)]
pub struct TotpSetupDetails {
    /// The secret to type into an authenticator app, in base32.
    pub shared_secret: Secret,
    /// Whom the code is for.
    pub username: String,
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

/// A second factor.
#[uniffi::remote(Enum)]
pub enum MfaType {
    /// A code by text message.
    Sms,
    /// A code of an authenticator app (RFC 6238).
    Totp,
    /// A code by e-mail.
    Email,
}

/// The word that answers a selection of second factors: `SMS`, `TOTP`, `EMAIL`. The same in every language.
#[uniffi::export]
pub fn mfa_type_challenge_response(mfa_type: MfaType) -> String {
    mfa_type.challenge_response().to_owned()
}
