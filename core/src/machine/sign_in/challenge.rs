//! A question that the service puts to the user, and what counts as an answer to it.

use std::collections::BTreeMap;

use super::{Context, PasswordClaim, Username};
use crate::error::{AuthError, AuthErrorCode};
use crate::model::{
    AuthCodeDeliveryDetails, AuthFactorType, AuthSignInStep, AuthUserAttribute, AuthUserAttributeKey,
    MfaType, TotpSetupDetails,
};
use crate::secret::Secret;

/// An open question, with all that an answer needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Challenge {
    /// Whom it is put to.
    pub(crate) username: Username,
    /// The service's word for this point of the sign-in; each of its responses brings a new one.
    pub(crate) session: Option<Secret>,
    pub(crate) question: Question,
    /// When it was asked, in milliseconds since 1970.
    pub(crate) asked_at_milliseconds: i64,
}

/// What the service asks the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// The code of a text message, as the second factor.
    SmsMfa { delivery: AuthCodeDeliveryDetails },
    /// The code that an authenticator app shows.
    TotpMfa,
    /// The code of an e-mail.
    EmailOtp { delivery: AuthCodeDeliveryDetails },
    /// The code of a text message, as the first factor.
    SmsOtp { delivery: AuthCodeDeliveryDetails },
    /// Which second factor to use.
    MfaSelection { options: Vec<MfaOption> },
    /// A new password, with the attributes that the user lacks.
    NewPassword { required_attributes: Vec<AuthUserAttributeKey> },
    /// The pool's own question.
    Custom { parameters: BTreeMap<String, String> },
    /// Which first factor to use.
    FirstFactorSelection { factors: Vec<AuthFactorType> },
    /// The password, sent or to be proved.
    Password {
        is_proved: bool,
        /// The factor was chosen here and the service does not know it yet: the answer says both.
        is_selected: bool,
    },
    /// Which second factor to set up.
    MfaSetupSelection { options: Vec<MfaType> },
    /// The first code of an authenticator app that is being set up. The secret is gone after a restart.
    TotpSetup { shared_secret: Option<Secret> },
    /// The e-mail address that codes are to be sent to.
    EmailMfaSetup,
}

/// A second factor to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MfaOption {
    pub(crate) mfa_type: MfaType,
    /// What the service called it: its names differ from place to place, so the choice echoes the one it used.
    pub(crate) offered_as: String,
}

/// What the app answers.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) challenge_response: Secret,
    pub(crate) user_attributes: Vec<AuthUserAttribute>,
    /// A name for the authenticator app that is being set up.
    pub(crate) friendly_device_name: Option<String>,
    pub(crate) context: Context,
    /// The time of the answer, in milliseconds since 1970.
    pub(crate) at_milliseconds: i64,
}

/// An answer that fits its question.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    PasswordClaim(PasswordClaim),
    SmsMfaCode(Secret),
    TotpCode(Secret),
    EmailOtpCode(Secret),
    SmsOtpCode(Secret),
    MfaSelection(MfaOption),
    NewPassword(NewPassword),
    Custom(Secret),
    FirstFactor(AuthFactorType),
    /// The password itself.
    Password {
        password: Secret,
        is_selected: bool,
    },
    /// The public value of the key pair that will prove the password.
    PasswordSrp {
        srp_a: Secret,
        is_selected: bool,
    },
    /// The passkey's credential, as JSON.
    Passkey(Secret),
    /// The authenticator app is set up.
    TotpSetup,
    EmailMfaSetup(Secret),
}

/// A new password, with the attributes that were asked for.
#[derive(Clone, Debug)]
pub(crate) struct NewPassword {
    pub(crate) password: Secret,
    pub(crate) user_attributes: Vec<AuthUserAttribute>,
}

/// What a reply that fits leads to.
#[derive(Clone, Debug)]
pub(super) enum Next {
    /// Send this answer.
    Respond(Answer),
    /// Ask this, which the service need not know of yet.
    Ask(Question),
    /// Make a key pair to prove this password with.
    ProvePassword(Secret),
    /// Have the secret of an authenticator app made.
    AssociateToken,
    /// Show the service this code of the authenticator app.
    VerifyToken(Secret),
}

impl Challenge {
    /// Cognito lets a Session live 3 to 15 minutes, as the app client is set: after 15 none is left.
    pub(crate) const LIFETIME_MILLISECONDS: i64 = 15 * 60 * 1000;

    /// Whether no answer can be taken any more. A clock that was set back makes nothing expire.
    pub(crate) fn is_expired(&self, now_milliseconds: i64) -> bool {
        now_milliseconds.saturating_sub(self.asked_at_milliseconds) > Self::LIFETIME_MILLISECONDS
    }

    /// The question, as the app is told it.
    pub(super) fn step(&self) -> AuthSignInStep {
        let additional_info = BTreeMap::new();
        match &self.question {
            Question::SmsMfa { delivery } => AuthSignInStep::ConfirmSignInWithSmsMfaCode {
                delivery_details: delivery.clone(),
                additional_info,
            },
            Question::TotpMfa => AuthSignInStep::ConfirmSignInWithTotpCode,
            Question::EmailOtp { delivery } | Question::SmsOtp { delivery } => {
                AuthSignInStep::ConfirmSignInWithOtp { delivery_details: delivery.clone() }
            }
            Question::MfaSelection { options } => AuthSignInStep::ContinueSignInWithMfaSelection {
                allowed_mfa_types: options.iter().map(|option| option.mfa_type).collect(),
            },
            Question::NewPassword { required_attributes } => AuthSignInStep::ConfirmSignInWithNewPassword {
                additional_info,
                required_attributes: required_attributes.clone(),
            },
            Question::Custom { parameters } => {
                AuthSignInStep::ConfirmSignInWithCustomChallenge { additional_info: parameters.clone() }
            }
            Question::FirstFactorSelection { factors } => {
                AuthSignInStep::ContinueSignInWithFirstFactorSelection { available_factors: factors.clone() }
            }
            Question::Password { .. } => AuthSignInStep::ConfirmSignInWithPassword,
            Question::MfaSetupSelection { options } => {
                AuthSignInStep::ContinueSignInWithMfaSetupSelection { allowed_mfa_types: options.clone() }
            }
            Question::TotpSetup { shared_secret } => {
                let shared_secret = shared_secret.clone().unwrap_or_else(|| Secret::new(""));
                let details = TotpSetupDetails { shared_secret, username: self.username.typed.clone() };
                AuthSignInStep::ContinueSignInWithTotpSetup { details }
            }
            Question::EmailMfaSetup => AuthSignInStep::ContinueSignInWithEmailMfaSetup,
        }
    }
}

impl Question {
    /// What the reply leads to, if it fits.
    pub(super) fn next(&self, reply: Reply) -> Result<Next, AuthError> {
        let response = reply.challenge_response.clone();
        let answer = match self {
            Self::SmsMfa { .. } => Answer::SmsMfaCode(response),
            Self::TotpMfa => Answer::TotpCode(response),
            Self::EmailOtp { .. } => Answer::EmailOtpCode(response),
            Self::SmsOtp { .. } => Answer::SmsOtpCode(response),
            Self::MfaSelection { options } => {
                let word = |option: &MfaOption| option.mfa_type.challenge_response();
                Answer::MfaSelection(chosen(options, &response, word)?)
            }
            Self::NewPassword { required_attributes } => new_password(required_attributes, reply)?,
            Self::Custom { .. } => Answer::Custom(response),
            Self::FirstFactorSelection { factors } => return first_factor(factors, &response),
            Self::Password { is_proved: true, .. } => return Ok(Next::ProvePassword(response)),
            Self::Password { is_proved: false, is_selected } => {
                Answer::Password { password: response, is_selected: *is_selected }
            }
            Self::MfaSetupSelection { options } => return mfa_setup(options, &response),
            Self::TotpSetup { .. } => return Ok(Next::VerifyToken(response)),
            Self::EmailMfaSetup => Answer::EmailMfaSetup(response),
        };
        Ok(Next::Respond(answer))
    }
}

/// The option whose word was chosen.
fn chosen<Choice: Clone>(
    options: &[Choice],
    choice: &Secret,
    word: impl Fn(&Choice) -> &'static str,
) -> Result<Choice, AuthError> {
    let malformed = || AuthError::from(AuthErrorCode::MalformedArgument).with_field("challenge_response");
    options.iter().find(|option| word(option) == choice.expose()).cloned().ok_or_else(malformed)
}

fn first_factor(factors: &[AuthFactorType], choice: &Secret) -> Result<Next, AuthError> {
    let factor = chosen(factors, choice, |factor| factor.challenge_response())?;
    Ok(match factor {
        AuthFactorType::Password => Next::Ask(Question::Password { is_proved: false, is_selected: true }),
        AuthFactorType::PasswordSrp => Next::Ask(Question::Password { is_proved: true, is_selected: true }),
        AuthFactorType::EmailOtp | AuthFactorType::SmsOtp | AuthFactorType::WebAuthn => {
            Next::Respond(Answer::FirstFactor(factor))
        }
    })
}

fn mfa_setup(options: &[MfaType], choice: &Secret) -> Result<Next, AuthError> {
    // Of one there is no choice. The question is open because the service could not be asked for the secret, and what
    // is answered now may be the answer to the question before it.
    if *options == [MfaType::Totp] {
        return Ok(Next::AssociateToken);
    }
    Ok(match chosen(options, choice, |option| option.challenge_response())? {
        MfaType::Totp => Next::AssociateToken,
        MfaType::Email => Next::Ask(Question::EmailMfaSetup),
        // A phone number is an attribute of the user's, which can't be set in the middle of a sign-in.
        MfaType::Sms => return Err(AuthErrorCode::UnsupportedChallenge.into()),
    })
}

fn new_password(required: &[AuthUserAttributeKey], reply: Reply) -> Result<Answer, AuthError> {
    let is_given = |key: &AuthUserAttributeKey| {
        reply.user_attributes.iter().any(|given| given.key.name() == key.name() && !given.value.is_empty())
    };
    match required.iter().find(|key| !is_given(key)) {
        Some(missing) => {
            let field = format!("user_attributes.{}", missing.name());
            Err(AuthError::from(AuthErrorCode::EmptyArgument).with_field(&field))
        }
        None => Ok(Answer::NewPassword(NewPassword {
            password: reply.challenge_response,
            user_attributes: reply.user_attributes,
        })),
    }
}
