//! The challenges of a sign-in, and what its earlier steps have resulted in.

use super::first_factor::FirstFactor;
use super::mfa::Factor;
use super::passkeys::Ceremony;
use serde_json::Value;

/// What a Session waits for.
#[derive(Clone)]
pub(crate) enum Challenge {
    /// The choice of a first factor.
    SelectFirstFactor {
        available: Vec<FirstFactor>,
    },
    Password,
    /// SRP_A, from a client that has chosen SRP.
    PasswordSrp,
    PasswordVerifier,
    Passkey(Ceremony),
    /// The code of a first factor.
    FirstFactorCode {
        factor: FirstFactor,
        sent: String,
    },
    NewPasswordRequired,
    /// The code of a second factor. `sent` is `None` if an authenticator app makes the code.
    SecondFactor {
        factor: Factor,
        sent: Option<String>,
    },
    SelectMfaType {
        offered: Vec<Factor>,
    },
    /// The set-up of a second factor: the pool requires a second factor, and the user has none.
    MfaSetup,
    /// The code of a second factor that is being set up, and the address that it went to.
    SetUpCode {
        factor: Factor,
        destination: String,
        sent: String,
    },
    /// SRP_A, for the device's SRP exchange.
    DeviceSrp,
    /// The claim of the device's password.
    DeviceVerifier,
    /// A challenge that the pool's triggers define.
    Custom(Custom),
    /// The code of the sign-up. Only the pages of managed login ask for it within a sign-in. They ask a user who gave
    /// the right password, who has no password, or who has just signed up there.
    ConfirmSignUp {
        signed_up_here: bool,
    },
    /// Not a challenge: the Session between SignUp and ConfirmSignUp.
    SignedUp,
    /// Not a challenge: the Session between ConfirmSignUp and the first sign-in. With it, the user signs in without any
    /// factor.
    Confirmed,
}

impl Challenge {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::SelectFirstFactor { .. } => "SELECT_CHALLENGE",
            Self::Password => FirstFactor::Password.name(),
            Self::PasswordSrp => FirstFactor::PasswordSrp.name(),
            Self::Passkey(_) => FirstFactor::WebAuthn.name(),
            Self::FirstFactorCode { factor, .. } => factor.name(),
            Self::PasswordVerifier => "PASSWORD_VERIFIER",
            Self::NewPasswordRequired => "NEW_PASSWORD_REQUIRED",
            Self::SecondFactor { factor, .. } => factor.name(),
            Self::SelectMfaType { .. } => "SELECT_MFA_TYPE",
            Self::MfaSetup => "MFA_SETUP",
            Self::SetUpCode { factor, .. } => factor.name(),
            Self::DeviceSrp => "DEVICE_SRP_AUTH",
            Self::DeviceVerifier => "DEVICE_PASSWORD_VERIFIER",
            Self::Custom(_) => "CUSTOM_CHALLENGE",
            Self::ConfirmSignUp { .. } => "CONFIRM_SIGN_UP_IN_BROWSER",
            Self::SignedUp => "SIGN_UP",
            Self::Confirmed => "CONFIRM_SIGN_UP",
        }
    }
}

/// The results of a sign-in's earlier steps.
#[derive(Clone, Default)]
pub(crate) struct Progress {
    /// Whether the user signs in on the pages of managed login. Then no app can answer the challenges, and the sign-in
    /// ends without tokens.
    pub in_browser: bool,
    /// The key of the device that the user signs in on.
    pub device: Option<String>,
    /// Whether that device has signed in by SRP.
    pub device_verified: bool,
    /// Whether a challenge response had an alias as USERNAME.
    pub by_alias: bool,
    /// Whether the user replaced a temporary password.
    pub new_password: bool,
    /// The history of a custom sign-in, as DefineAuthChallenge gets it.
    pub custom: Option<Vec<Value>>,
}

/// The parts of CreateAuthChallenge's response that the client does not see.
#[derive(Clone)]
pub(crate) struct Custom {
    /// The private parameters, for VerifyAuthChallengeResponse.
    pub private: Value,
    pub metadata: Option<String>,
}
