//! A question that the service puts to the user, and what counts as an answer to it.

use std::collections::BTreeMap;

use crate::error::{AuthError, AuthErrorCode};
use crate::model::{
    AuthCodeDeliveryDetails, AuthSignInStep, AuthUserAttribute, AuthUserAttributeKey, MfaType,
};
use crate::secret::Secret;

use super::{PasswordClaim, Response};

/// An open question, with all that an answer needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Challenge {
    /// The user name that the answer carries.
    pub(crate) username: String,
    /// The service's word for this point of the sign-in; each of its responses brings a new one.
    pub(crate) session: Option<Secret>,
    pub(crate) question: Question,
    /// When it was asked, in milliseconds since 1970.
    pub(crate) asked_at_milliseconds: i64,
}

/// What the service asks the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// The code of a text message.
    SmsMfa { delivery: AuthCodeDeliveryDetails },
    /// The code that an authenticator app shows.
    TotpMfa,
    /// The code of an e-mail.
    EmailOtp { delivery: AuthCodeDeliveryDetails },
    /// Which second factor to use.
    MfaSelection { options: Vec<MfaOption> },
    /// A new password, with the attributes that the user lacks.
    NewPassword { required_attributes: Vec<AuthUserAttributeKey> },
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
    pub(crate) client_metadata: BTreeMap<String, String>,
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
    MfaSelection(MfaOption),
    NewPassword(NewPassword),
}

/// A new password, with the attributes that were asked for.
#[derive(Clone, Debug)]
pub(crate) struct NewPassword {
    pub(crate) password: Secret,
    pub(crate) user_attributes: Vec<AuthUserAttribute>,
}

impl Challenge {
    /// Cognito lets a Session live 3 to 15 minutes, as the app client is set: after 15 none is left.
    pub(crate) const LIFETIME_MILLISECONDS: i64 = 15 * 60 * 1000;

    /// Whether no answer can be taken any more. A clock that was set back makes nothing expire.
    pub(crate) fn is_expired(&self, now_milliseconds: i64) -> bool {
        now_milliseconds.saturating_sub(self.asked_at_milliseconds) > Self::LIFETIME_MILLISECONDS
    }

    /// The response that carries `reply`, if it fits the question.
    pub(crate) fn response(&self, reply: Reply) -> Result<Response, AuthError> {
        Ok(Response {
            username: self.username.clone(),
            session: self.session.clone(),
            client_metadata: reply.client_metadata.clone(),
            answer: self.question.answer(reply)?,
        })
    }
}

impl Question {
    /// The question, as the app is told it.
    pub(crate) fn step(&self) -> AuthSignInStep {
        let additional_info = BTreeMap::new();
        match self {
            Self::SmsMfa { delivery } => AuthSignInStep::ConfirmSignInWithSmsMfaCode {
                delivery_details: delivery.clone(),
                additional_info,
            },
            Self::TotpMfa => AuthSignInStep::ConfirmSignInWithTotpCode,
            Self::EmailOtp { delivery } => {
                AuthSignInStep::ConfirmSignInWithOtp { delivery_details: delivery.clone() }
            }
            Self::MfaSelection { options } => AuthSignInStep::ContinueSignInWithMfaSelection {
                allowed_mfa_types: options.iter().map(|option| option.mfa_type).collect(),
            },
            Self::NewPassword { required_attributes } => AuthSignInStep::ConfirmSignInWithNewPassword {
                additional_info,
                required_attributes: required_attributes.clone(),
            },
        }
    }

    fn answer(&self, reply: Reply) -> Result<Answer, AuthError> {
        match self {
            Self::SmsMfa { .. } => Ok(Answer::SmsMfaCode(reply.challenge_response)),
            Self::TotpMfa => Ok(Answer::TotpCode(reply.challenge_response)),
            Self::EmailOtp { .. } => Ok(Answer::EmailOtpCode(reply.challenge_response)),
            Self::MfaSelection { options } => select(options, &reply.challenge_response),
            Self::NewPassword { required_attributes } => new_password(required_attributes, reply),
        }
    }
}

fn select(options: &[MfaOption], choice: &Secret) -> Result<Answer, AuthError> {
    let chosen = options.iter().find(|option| option.mfa_type.challenge_response() == choice.expose());
    match chosen {
        Some(option) => Ok(Answer::MfaSelection(option.clone())),
        None => Err(AuthError::from(AuthErrorCode::MalformedArgument).with_field("challenge_response")),
    }
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
