//! Sign-in: options, result, next step.

use std::collections::BTreeMap;

use super::{AuthCodeDeliveryDetails, AuthUserAttribute, AuthUserAttributeKey};
use crate::secret::Secret;

/// Which of Cognito's authentication flows a sign-in takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AuthFlowType {
    /// USER_SRP_AUTH: the password is proved and never sent.
    #[default]
    UserSrp,
    /// USER_PASSWORD_AUTH: the password is sent. Needed for pools with a migration trigger.
    UserPassword,
}

/// A first factor to sign in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MfaType {
    /// A code by text message.
    Sms,
    /// A code of an authenticator app (RFC 6238).
    Totp,
    /// A code by e-mail.
    Email,
}

impl MfaType {
    /// The word that answers a selection: `SMS`, `TOTP`, `EMAIL`. The same in every language.
    pub fn challenge_response(self) -> &'static str {
        match self {
            Self::Sms => "SMS",
            Self::Totp => "TOTP",
            Self::Email => "EMAIL",
        }
    }
}

/// Options of [`Auth::sign_in`](crate::Auth::sign_in).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignInOptions {
    /// The flow; the configuration's default if absent.
    pub flow: Option<AuthFlowType>,
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
}

/// Options of [`Auth::confirm_sign_in`](crate::Auth::confirm_sign_in).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfirmSignInOptions {
    /// Attributes that a new password's question asks for.
    pub user_attributes: Vec<AuthUserAttribute>,
    /// Passed to the pool's triggers.
    pub client_metadata: BTreeMap<String, String>,
}

/// What a sign-in came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthSignInResult {
    /// What comes next.
    pub next_step: AuthSignInStep,
}

impl AuthSignInResult {
    /// Whether the user is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.next_step == AuthSignInStep::Done
    }
}

/// What TOTP set-up needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotpSetupDetails {
    /// The secret to type into an authenticator app, in base32.
    pub shared_secret: Secret,
    /// Whom the code is for.
    pub username: String,
}

/// What comes next in a sign-in. Each question but the last four is answered with
/// [`Auth::confirm_sign_in`](crate::Auth::confirm_sign_in).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthSignInStep {
    /// A code came by text message.
    ConfirmSignInWithSmsMfaCode {
        /// Where it went.
        delivery_details: AuthCodeDeliveryDetails,
        /// More that the service said.
        additional_info: BTreeMap<String, String>,
    },
    /// The pool's own question.
    ConfirmSignInWithCustomChallenge {
        /// The question's public parameters.
        additional_info: BTreeMap<String, String>,
    },
    /// The user needs a new password.
    ConfirmSignInWithNewPassword {
        /// More that the service said.
        additional_info: BTreeMap<String, String>,
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
    /// Choose a second factor; the answer is [`MfaType::challenge_response`].
    ContinueSignInWithMfaSelection {
        /// What there is to choose from.
        allowed_mfa_types: Vec<MfaType>,
    },
    /// An e-mail address for codes has to be set up; the answer is the address.
    ContinueSignInWithEmailMfaSetup,
    /// Choose a second factor to set up; the answer is [`MfaType::challenge_response`].
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
        additional_info: BTreeMap<String, String>,
    },
    /// The sign-up has to be confirmed first.
    ConfirmSignUp {
        /// More that the service said.
        additional_info: BTreeMap<String, String>,
    },
    /// The user is signed in, and the session is stored.
    Done,
}
