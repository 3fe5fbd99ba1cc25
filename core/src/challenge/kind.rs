//! Each kind of challenge: its name and parameters on the wire (API reference: InitiateAuth, RespondToAuthChallenge),
//! its step for the app, the answers that it takes, and its stored form.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::stored::StoredMembers;
use super::{ChallengeAnswer, ChallengeResponse, Parameters, USER_ATTRIBUTES};
use crate::error::{AuthError, AuthErrorCode};
use crate::model::{
    AuthCodeDeliveryDetails, AuthFactorType, AuthSignInStep, AuthUserAttributeKey, MfaType, TotpSetupDetails,
    is_attribute_name,
};
use crate::secret::Secret;

const SMS_MFA: &str = "SMS_MFA";
const SOFTWARE_TOKEN_MFA: &str = "SOFTWARE_TOKEN_MFA";
const EMAIL_OTP: &str = "EMAIL_OTP";
const SMS_OTP: &str = "SMS_OTP";
const SELECT_MFA_TYPE: &str = "SELECT_MFA_TYPE";
const NEW_PASSWORD_REQUIRED: &str = "NEW_PASSWORD_REQUIRED";
const CUSTOM_CHALLENGE: &str = "CUSTOM_CHALLENGE";
const SELECT_CHALLENGE: &str = "SELECT_CHALLENGE";
const PASSWORD: &str = "PASSWORD";
const PASSWORD_SRP: &str = "PASSWORD_SRP";
const MFA_SETUP: &str = "MFA_SETUP";

/// The parameter with the selected option, or with the answer to a custom challenge.
const ANSWER: &str = "ANSWER";

/// The prefix of an attribute's name, in the response with a new password and in the list of what that response needs.
/// In the list, it may be missing.
const ATTRIBUTE_PREFIX: &str = "userAttributes.";

/// What the service asks the user.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub(crate) enum ChallengeKind {
    /// The code of a text message, as the second factor.
    SmsMfa {
        delivery: AuthCodeDeliveryDetails,
        /// The challenge's public parameters. No answer needs them, so they are not stored.
        #[serde(skip)]
        parameters: BTreeMap<String, String>,
    },
    /// The code that an authenticator app shows.
    TotpMfa,
    /// The code of an e-mail.
    EmailOtp { delivery: AuthCodeDeliveryDetails },
    /// The code of a text message, as the first factor.
    SmsOtp { delivery: AuthCodeDeliveryDetails },
    /// Which second factor to use.
    MfaSelection { options: Vec<MfaOption> },
    /// A new password, with the attributes that the user lacks.
    NewPassword {
        required_attributes: Vec<AuthUserAttributeKey>,
        /// The challenge's public parameters, such as the user's present attributes. No answer needs them, so they
        /// are not stored.
        #[serde(skip)]
        parameters: BTreeMap<String, String>,
    },
    /// A challenge that the pool's own triggers define.
    Custom { parameters: BTreeMap<String, String> },
    /// Which first factor to use.
    FirstFactorSelection { factors: Vec<AuthFactorType> },
    /// The password.
    Password {
        uses_srp: bool,
        /// Whether the user has chosen this factor, and the service does not know the choice yet. Then the response
        /// also has the choice.
        is_selected: bool,
    },
    /// Which second factor to set up.
    MfaSetupSelection { options: Vec<MfaType> },
    /// The first code of an authenticator app that is being set up. The secret is never stored: after a restart of the
    /// app it is missing.
    TotpSetup {
        #[serde(skip)]
        shared_secret: Option<Secret>,
    },
    /// The e-mail address for codes.
    EmailMfaSetup,
}

/// A second factor to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MfaOption {
    pub(crate) mfa_type: MfaType,
    /// The service's name for the factor in its offer. The service has several names for one factor, so the response
    /// repeats this one.
    pub(crate) offered_as: String,
}

/// What to do after a valid answer.
#[derive(Clone, Debug)]
pub(crate) enum AfterAnswer {
    /// Send this response.
    Respond(ChallengeResponse),
    /// Open this challenge next, without a request to the service.
    Ask(ChallengeKind),
    /// Make an SRP key pair for this password.
    PrepareSrp(Secret),
    /// Ask the service for the secret of an authenticator app.
    AssociateToken,
    /// Let the service verify this code of the authenticator app.
    VerifyToken(Secret),
}

impl ChallengeKind {
    /// The challenge of this name on the wire.
    pub(crate) fn read(
        name: &str,
        parameters: &Parameters,
        available: &[String],
    ) -> Result<Self, AuthErrorCode> {
        Ok(match name {
            SMS_MFA => Self::SmsMfa { delivery: parameters.delivery(), parameters: parameters.public() },
            SOFTWARE_TOKEN_MFA => Self::TotpMfa,
            EMAIL_OTP => Self::EmailOtp { delivery: parameters.delivery() },
            SMS_OTP => Self::SmsOtp { delivery: parameters.delivery() },
            SELECT_MFA_TYPE => Self::MfaSelection { options: not_empty(parameters.mfa_options()?)? },
            NEW_PASSWORD_REQUIRED => Self::NewPassword {
                required_attributes: parameters.required_attributes()?,
                parameters: parameters.public(),
            },
            CUSTOM_CHALLENGE => Self::Custom { parameters: parameters.public() },
            SELECT_CHALLENGE => {
                Self::FirstFactorSelection { factors: not_empty(AuthFactorType::known(available))? }
            }
            PASSWORD => Self::Password { uses_srp: false, is_selected: false },
            PASSWORD_SRP => Self::Password { uses_srp: true, is_selected: false },
            MFA_SETUP => Self::MfaSetupSelection { options: not_empty(parameters.mfa_setup_options()?)? },
            _ => return Err(AuthErrorCode::UnsupportedChallenge),
        })
    }

    /// The challenge as the app sees it.
    pub(super) fn step(&self, typed_username: &str) -> AuthSignInStep {
        match self.clone() {
            Self::SmsMfa { delivery: delivery_details, parameters: additional_info } => {
                AuthSignInStep::ConfirmSignInWithSmsMfaCode { delivery_details, additional_info }
            }
            Self::TotpMfa => AuthSignInStep::ConfirmSignInWithTotpCode,
            Self::EmailOtp { delivery: delivery_details } | Self::SmsOtp { delivery: delivery_details } => {
                AuthSignInStep::ConfirmSignInWithOtp { delivery_details }
            }
            Self::MfaSelection { options } => AuthSignInStep::ContinueSignInWithMfaSelection {
                allowed_mfa_types: options.iter().map(|option| option.mfa_type).collect(),
            },
            Self::NewPassword { required_attributes, parameters: additional_info } => {
                AuthSignInStep::ConfirmSignInWithNewPassword { additional_info, required_attributes }
            }
            Self::Custom { parameters: additional_info } => {
                AuthSignInStep::ConfirmSignInWithCustomChallenge { additional_info }
            }
            Self::FirstFactorSelection { factors: available_factors } => {
                AuthSignInStep::ContinueSignInWithFirstFactorSelection { available_factors }
            }
            Self::Password { .. } => AuthSignInStep::ConfirmSignInWithPassword,
            Self::MfaSetupSelection { options: allowed_mfa_types } => {
                AuthSignInStep::ContinueSignInWithMfaSetupSelection { allowed_mfa_types }
            }
            Self::TotpSetup { shared_secret } => {
                let shared_secret = shared_secret.unwrap_or_else(|| Secret::new(""));
                let details = TotpSetupDetails { shared_secret, username: typed_username.to_owned() };
                AuthSignInStep::ContinueSignInWithTotpSetup { details }
            }
            Self::EmailMfaSetup => AuthSignInStep::ContinueSignInWithEmailMfaSetup,
        }
    }

    /// What to do after an answer, or an error if the answer is not valid.
    pub(crate) fn answered(&self, answer: ChallengeAnswer) -> Result<AfterAnswer, AuthError> {
        if let Some(option) = self.useless_option_of(&answer) {
            return Err(option_refused(option));
        }
        let text = answer.challenge_response.clone();
        let response = match self {
            Self::SmsMfa { .. } => ChallengeResponse::new(SMS_MFA, [("SMS_MFA_CODE", text)]),
            Self::TotpMfa => ChallengeResponse::new(SOFTWARE_TOKEN_MFA, [("SOFTWARE_TOKEN_MFA_CODE", text)]),
            Self::EmailOtp { .. } => ChallengeResponse::new(EMAIL_OTP, [("EMAIL_OTP_CODE", text)]),
            Self::SmsOtp { .. } => ChallengeResponse::new(SMS_OTP, [("SMS_OTP_CODE", text)]),
            Self::MfaSelection { options } => {
                let chosen = chosen(options, &text, |option, word| option.mfa_type.is_chosen_by(word))?;
                ChallengeResponse::new(SELECT_MFA_TYPE, [(ANSWER, Secret::new(chosen.offered_as))])
            }
            Self::NewPassword { required_attributes, .. } => new_password(required_attributes, answer)?,
            Self::Custom { .. } => ChallengeResponse::new(CUSTOM_CHALLENGE, [(ANSWER, text)]),
            Self::FirstFactorSelection { factors } => return first_factor(factors, &text),
            Self::Password { uses_srp: true, .. } => return Ok(AfterAnswer::PrepareSrp(text)),
            Self::Password { uses_srp: false, is_selected } => {
                password(PASSWORD, (PASSWORD, text), *is_selected)
            }
            Self::MfaSetupSelection { .. } if self.takes_any_answer() => {
                return Ok(AfterAnswer::AssociateToken);
            }
            Self::MfaSetupSelection { options } => return mfa_setup(options, &text),
            Self::TotpSetup { .. } => return Ok(AfterAnswer::VerifyToken(text)),
            Self::EmailMfaSetup => ChallengeResponse::new(MFA_SETUP, [("EMAIL", text)]),
        };
        Ok(AfterAnswer::Respond(response))
    }

    /// The name of the answer's first option that this challenge can't send to the service, if there is one.
    fn useless_option_of(&self, answer: &ChallengeAnswer) -> Option<&'static str> {
        // A repeated answer may have attributes: the service has received them with the earlier answer.
        let takes_attributes = matches!(self, Self::NewPassword { .. }) || self.takes_any_answer();
        let takes_name = matches!(self, Self::TotpSetup { .. });
        answer.useless_option(takes_attributes, takes_name)
    }

    /// Whether any answer is accepted, because the authenticator app is the only option and the user has nothing to
    /// choose. Such a selection is open only after the request for the authenticator app's secret failed. The app may
    /// then repeat its answer to the earlier challenge.
    fn takes_any_answer(&self) -> bool {
        matches!(self, Self::MfaSetupSelection { options } if options[..] == [MfaType::Totp])
    }

    /// The response that begins SRP, after the app answered this challenge with the password.
    pub(crate) fn srp_response(&self, srp_a: Secret) -> ChallengeResponse {
        let is_selected = matches!(self, Self::Password { is_selected: true, .. });
        password(PASSWORD_SRP, ("SRP_A", srp_a), is_selected)
    }
}

/// Shows the step, which hides the values of the parameters: they are personal data.
impl fmt::Debug for ChallengeKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.step("").fmt(formatter)
    }
}

/// Reads the stored form: the name of the kind, then its members. Serde derives the code that writes it.
impl<'de> Deserialize<'de> for ChallengeKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = StoredMembers::read(deserializer)?;
        let kind: String = members.get("kind")?;
        Ok(match kind.as_str() {
            "smsMfa" => Self::SmsMfa { delivery: members.get("delivery")?, parameters: BTreeMap::new() },
            "totpMfa" => Self::TotpMfa,
            "emailOtp" => Self::EmailOtp { delivery: members.get("delivery")? },
            "smsOtp" => Self::SmsOtp { delivery: members.get("delivery")? },
            "mfaSelection" => Self::MfaSelection { options: members.get("options")? },
            "newPassword" => Self::NewPassword {
                required_attributes: members.get("requiredAttributes")?,
                parameters: BTreeMap::new(),
            },
            "custom" => Self::Custom { parameters: members.get("parameters")? },
            "firstFactorSelection" => Self::FirstFactorSelection { factors: members.get("factors")? },
            "password" => {
                Self::Password { uses_srp: members.get("usesSrp")?, is_selected: members.get("isSelected")? }
            }
            "mfaSetupSelection" => Self::MfaSetupSelection { options: members.get("options")? },
            "totpSetup" => Self::TotpSetup { shared_secret: None },
            "emailMfaSetup" => Self::EmailMfaSetup,
            _ => return Err(D::Error::custom("an unknown kind of challenge")),
        })
    }
}

impl ChallengeResponse {
    /// The response which says that the authenticator app is set up.
    pub(crate) fn totp_setup() -> Self {
        Self::new(MFA_SETUP, [])
    }
}

/// The response to a password challenge. It also has the chosen factor, if the service does not know the choice yet.
fn password(factor: &'static str, parameter: (&str, Secret), is_selected: bool) -> ChallengeResponse {
    if is_selected {
        ChallengeResponse::new(SELECT_CHALLENGE, [(ANSWER, Secret::from(factor)), parameter])
    } else {
        ChallengeResponse::new(factor, [parameter])
    }
}

/// The choices, or an error if there are none.
fn not_empty<Choice>(choices: Vec<Choice>) -> Result<Vec<Choice>, AuthErrorCode> {
    if choices.is_empty() { Err(AuthErrorCode::UnsupportedChallenge) } else { Ok(choices) }
}

/// The option that the answer chooses.
fn chosen<Choice: Clone>(
    options: &[Choice],
    choice: &Secret,
    is_chosen_by: impl Fn(&Choice, &str) -> bool,
) -> Result<Choice, AuthError> {
    let chosen = options.iter().find(|option| is_chosen_by(option, choice.expose()));
    chosen.cloned().ok_or_else(not_offered)
}

/// The error for an option that can't be sent with the answer.
pub(crate) fn option_refused(option: &str) -> AuthError {
    AuthError::from(AuthErrorCode::MalformedArgument).with_field(option)
}

/// The error for an answer that is none of the offered options.
pub(crate) fn not_offered() -> AuthError {
    option_refused("challenge_response")
}

fn first_factor(factors: &[AuthFactorType], choice: &Secret) -> Result<AfterAnswer, AuthError> {
    let factor = chosen(factors, choice, |factor, word| factor.is_chosen_by(word))?;
    let ask_password = |uses_srp| AfterAnswer::Ask(ChallengeKind::Password { uses_srp, is_selected: true });
    Ok(match factor {
        AuthFactorType::Password => ask_password(false),
        AuthFactorType::PasswordSrp => ask_password(true),
        AuthFactorType::EmailOtp | AuthFactorType::SmsOtp | AuthFactorType::WebAuthn => {
            let answer = (ANSWER, Secret::from(factor.challenge_response()));
            AfterAnswer::Respond(ChallengeResponse::new(SELECT_CHALLENGE, [answer]))
        }
    })
}

fn mfa_setup(options: &[MfaType], choice: &Secret) -> Result<AfterAnswer, AuthError> {
    Ok(match chosen(options, choice, |option, word| option.is_chosen_by(word))? {
        MfaType::Totp => AfterAnswer::AssociateToken,
        MfaType::Email => AfterAnswer::Ask(ChallengeKind::EmailMfaSetup),
        // A phone number is a user attribute. A sign-in can't set it.
        MfaType::Sms => return Err(AuthErrorCode::UnsupportedChallenge.into()),
    })
}

fn new_password(
    required: &[AuthUserAttributeKey],
    answer: ChallengeAnswer,
) -> Result<ChallengeResponse, AuthError> {
    let is_given = |key: &AuthUserAttributeKey| {
        answer.user_attributes.iter().any(|given| given.key.name() == key.name() && !given.value.is_empty())
    };
    if let Some(missing) = required.iter().find(|key| !is_given(key)) {
        let field = format!("{USER_ATTRIBUTES}.{}", missing.name());
        return Err(AuthError::from(AuthErrorCode::EmptyArgument).with_field(&field));
    }
    let (count, attributes) = (answer.user_attributes.len(), answer.user_attributes.into_iter());
    let attributes = attributes.map(|it| (format!("{ATTRIBUTE_PREFIX}{}", it.key.name()), it.value));
    let password = ("NEW_PASSWORD", answer.challenge_response);
    let response = ChallengeResponse::new(NEW_PASSWORD_REQUIRED, [password]).with(attributes);
    // The response holds one value for each name. If it has fewer values than were given, a name was given twice.
    if response.parameters.len() == count + 1 { Ok(response) } else { Err(option_refused(USER_ATTRIBUTES)) }
}

impl Parameters {
    /// The second factors to choose from, without those that this version does not know.
    fn mfa_options(&self) -> Result<Vec<MfaOption>, AuthErrorCode> {
        let option =
            |offered_as: String| Some(MfaOption { mfa_type: MfaType::from_name(&offered_as)?, offered_as });
        Ok(self.list("MFAS_CAN_CHOOSE")?.into_iter().filter_map(option).collect())
    }

    /// The second factors that a sign-in can set up. A sign-in can't set up a phone number.
    fn mfa_setup_options(&self) -> Result<Vec<MfaType>, AuthErrorCode> {
        let offered = self.list("MFAS_CAN_SETUP")?;
        let mut options = Vec::new();
        for mfa_type in offered.iter().filter_map(|name| MfaType::from_name(name)) {
            if mfa_type != MfaType::Sms && !options.contains(&mfa_type) {
                options.push(mfa_type);
            }
        }
        Ok(options)
    }

    /// The attributes that the user has to give. A text that can't be an attribute's name is left out: the error for a
    /// missing attribute shows the name, and apps log errors. The service never sends such a text.
    fn required_attributes(&self) -> Result<Vec<AuthUserAttributeKey>, AuthErrorCode> {
        let names = self.list("requiredAttributes")?;
        let bare = names.iter().map(|name| name.strip_prefix(ATTRIBUTE_PREFIX).unwrap_or(name));
        Ok(bare.filter(|name| is_attribute_name(name)).map(AuthUserAttributeKey::from_name).collect())
    }
}
