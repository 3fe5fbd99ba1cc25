//! Sign-in: flow, result, next step.

use std::collections::BTreeMap;
use std::fmt;

use super::{AuthCodeDeliveryDetails, AuthFactorType, AuthUserAttributeKey, MfaType, TotpSetupDetails};
use crate::redacted::Names;

/// Which of Cognito's authentication flows a sign-in takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AuthFlowType {
    /// USER_SRP_AUTH: SRP verifies the password without sending it.
    #[default]
    UserSrp,
    /// USER_PASSWORD_AUTH: the password is sent. A pool with a migration trigger needs this.
    UserPassword,
    /// CUSTOM_AUTH: SRP verifies the password, then the pool's custom challenges follow. Without a password SRP
    /// verifies an empty one, and the pool's triggers decide whether that matters.
    CustomWithSrp,
    /// CUSTOM_AUTH: custom challenges only.
    CustomWithoutSrp,
    /// USER_AUTH: the user chooses a first factor.
    UserAuth {
        /// The sign-in takes this factor if the user has it. Otherwise the next step asks the user to choose one.
        preferred_first_factor: Option<AuthFactorType>,
    },
}

impl AuthFlowType {
    /// Whether the flow needs the password from the start.
    pub(crate) fn needs_password(self) -> bool {
        match self {
            Self::UserSrp | Self::UserPassword => true,
            Self::CustomWithSrp | Self::CustomWithoutSrp | Self::UserAuth { .. } => false,
        }
    }
}

/// The result of a sign-in call.
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

/// What comes next in a sign-in. All except the last three are challenges; answer them with
/// [`Auth::confirm_sign_in`](crate::Auth::confirm_sign_in).
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AuthSignInStep {
    /// A code came by text message.
    ConfirmSignInWithSmsMfaCode {
        /// Where the code went.
        delivery_details: AuthCodeDeliveryDetails,
        /// The challenge's public parameters, by the service's names.
        additional_info: BTreeMap<String, String>,
    },
    /// A custom challenge: the pool's triggers define it.
    ConfirmSignInWithCustomChallenge {
        /// The challenge's public parameters.
        additional_info: BTreeMap<String, String>,
    },
    /// The user needs a new password.
    ConfirmSignInWithNewPassword {
        /// The challenge's public parameters, by the service's names. `userAttributes` has the user's present
        /// attributes, as JSON. They are personal data: `Debug` shows only the names of the parameters.
        additional_info: BTreeMap<String, String>,
        /// The attributes that the answer has to give.
        required_attributes: Vec<AuthUserAttributeKey>,
    },
    /// The password, as the chosen first factor.
    ConfirmSignInWithPassword,
    /// The code that the authenticator app shows.
    ConfirmSignInWithTotpCode,
    /// A code came by e-mail or text message.
    ConfirmSignInWithOtp {
        /// Where the code went.
        delivery_details: AuthCodeDeliveryDetails,
    },
    /// An authenticator app has to be set up; the answer is the first code that it shows.
    ContinueSignInWithTotpSetup {
        /// What the authenticator app needs.
        details: TotpSetupDetails,
    },
    /// Choose a second factor; the answer is [`MfaType::challenge_response`].
    ContinueSignInWithMfaSelection {
        /// The options.
        allowed_mfa_types: Vec<MfaType>,
    },
    /// An e-mail address for codes has to be set up; the answer is the address.
    ContinueSignInWithEmailMfaSetup,
    /// Choose a second factor to set up; the answer is [`MfaType::challenge_response`].
    ContinueSignInWithMfaSetupSelection {
        /// The options.
        allowed_mfa_types: Vec<MfaType>,
    },
    /// Choose a first factor; the answer is [`AuthFactorType::challenge_response`].
    ContinueSignInWithFirstFactorSelection {
        /// The options.
        available_factors: Vec<AuthFactorType>,
    },
    /// The password has to be reset first.
    ResetPassword {
        /// Always empty. The field exists because Amplify's guides have it.
        additional_info: BTreeMap<String, String>,
    },
    /// The sign-up has to be confirmed first.
    ConfirmSignUp {
        /// Always empty. The field exists because Amplify's guides have it.
        additional_info: BTreeMap<String, String>,
    },
    /// The user is signed in, and the session is stored.
    Done,
}

/// Shows only the names in `additional_info`, because the values are personal data, or come from a trigger.
impl fmt::Debug for AuthSignInStep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, members): (_, &[(&str, &dyn fmt::Debug)]) = match self {
            Self::ConfirmSignInWithSmsMfaCode { delivery_details, additional_info } => (
                "ConfirmSignInWithSmsMfaCode",
                &[("delivery_details", delivery_details), ("additional_info", &Names(additional_info))],
            ),
            Self::ConfirmSignInWithCustomChallenge { additional_info } => {
                ("ConfirmSignInWithCustomChallenge", &[("additional_info", &Names(additional_info))])
            }
            Self::ConfirmSignInWithNewPassword { additional_info, required_attributes } => (
                "ConfirmSignInWithNewPassword",
                &[("additional_info", &Names(additional_info)), ("required_attributes", required_attributes)],
            ),
            Self::ConfirmSignInWithPassword => ("ConfirmSignInWithPassword", &[]),
            Self::ConfirmSignInWithTotpCode => ("ConfirmSignInWithTotpCode", &[]),
            Self::ConfirmSignInWithOtp { delivery_details } => {
                ("ConfirmSignInWithOtp", &[("delivery_details", delivery_details)])
            }
            Self::ContinueSignInWithTotpSetup { details } => {
                ("ContinueSignInWithTotpSetup", &[("details", details)])
            }
            Self::ContinueSignInWithMfaSelection { allowed_mfa_types } => {
                ("ContinueSignInWithMfaSelection", &[("allowed_mfa_types", allowed_mfa_types)])
            }
            Self::ContinueSignInWithEmailMfaSetup => ("ContinueSignInWithEmailMfaSetup", &[]),
            Self::ContinueSignInWithMfaSetupSelection { allowed_mfa_types } => {
                ("ContinueSignInWithMfaSetupSelection", &[("allowed_mfa_types", allowed_mfa_types)])
            }
            Self::ContinueSignInWithFirstFactorSelection { available_factors } => {
                ("ContinueSignInWithFirstFactorSelection", &[("available_factors", available_factors)])
            }
            Self::ResetPassword { additional_info } => {
                ("ResetPassword", &[("additional_info", &Names(additional_info))])
            }
            Self::ConfirmSignUp { additional_info } => {
                ("ConfirmSignUp", &[("additional_info", &Names(additional_info))])
            }
            Self::Done => ("Done", &[]),
        };
        let mut shown = formatter.debug_struct(name);
        for (name, member) in members {
            shown.field(name, member);
        }
        shown.finish()
    }
}
