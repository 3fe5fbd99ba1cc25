//! The open question of a sign-in as JSON. Neither a password nor a TOTP secret is ever in it.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::machine::sign_in::{Challenge, MfaOption, Question, Username};
use crate::model::{AuthCodeDeliveryDetails, AuthFactorType, AuthUserAttributeKey, DeliveryMedium, MfaType};
use crate::secret::Secret;

/// The version that is written, and the only one that is read: a question lives for minutes.
const VERSION: u32 = 1;

/// A question as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PendingRecord {
    version: u32,
    /// As it was typed.
    username: String,
    /// The user's own name, once the service said it.
    user_id: Option<String>,
    session: Option<Zeroizing<String>>,
    question: StoredQuestion,
    /// Milliseconds since 1970, by the device's clock.
    asked_at: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
enum StoredQuestion {
    SmsMfa {
        delivery: StoredDelivery,
    },
    TotpMfa,
    EmailOtp {
        delivery: StoredDelivery,
    },
    MfaSelection {
        options: Vec<StoredOption>,
    },
    SmsOtp {
        delivery: StoredDelivery,
    },
    NewPassword {
        required_attributes: Vec<String>,
    },
    Custom {
        parameters: BTreeMap<String, String>,
    },
    FirstFactorSelection {
        factors: Vec<StoredFactor>,
    },
    Password {
        is_proved: bool,
        is_selected: bool,
    },
    MfaSetupSelection {
        options: Vec<StoredMfaType>,
    },
    /// Without the secret: whoever answers has set the authenticator app up already.
    TotpSetup,
    EmailMfaSetup,
}

/// The members of a question, read once its kind is known. What serde derives for a tagged enum keeps them in a form of
/// its own meanwhile, and the code for that made the gzipped library 15 KB larger.
struct Members(BTreeMap<String, Box<RawValue>>);

impl Members {
    fn get<T: DeserializeOwned, E: Error>(&self, name: &'static str) -> Result<T, E> {
        let json = self.0.get(name).ok_or_else(|| E::missing_field(name))?.get();
        // As bytes, which everything else is read from: reading a text would be more code.
        serde_json::from_slice(json.as_bytes()).map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for StoredQuestion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = Members(BTreeMap::deserialize(deserializer)?);
        let kind: String = members.get("kind")?;
        Ok(match kind.as_str() {
            "smsMfa" => Self::SmsMfa { delivery: members.get("delivery")? },
            "totpMfa" => Self::TotpMfa,
            "emailOtp" => Self::EmailOtp { delivery: members.get("delivery")? },
            "mfaSelection" => Self::MfaSelection { options: members.get("options")? },
            "smsOtp" => Self::SmsOtp { delivery: members.get("delivery")? },
            "newPassword" => Self::NewPassword { required_attributes: members.get("requiredAttributes")? },
            "custom" => Self::Custom { parameters: members.get("parameters")? },
            "firstFactorSelection" => Self::FirstFactorSelection { factors: members.get("factors")? },
            "password" => Self::Password {
                is_proved: members.get("isProved")?,
                is_selected: members.get("isSelected")?,
            },
            "mfaSetupSelection" => Self::MfaSetupSelection { options: members.get("options")? },
            "totpSetup" => Self::TotpSetup,
            "emailMfaSetup" => Self::EmailMfaSetup,
            _ => return Err(D::Error::custom("an unknown kind of question")),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredDelivery {
    medium: StoredMedium,
    destination: String,
    attribute: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum StoredMedium {
    Email,
    Sms,
    Unknown(String),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredOption {
    mfa_type: StoredMfaType,
    offered_as: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum StoredFactor {
    Password,
    PasswordSrp,
    EmailOtp,
    SmsOtp,
    WebAuthn,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum StoredMfaType {
    Sms,
    Totp,
    Email,
}

impl PendingRecord {
    pub(super) fn read(bytes: &[u8]) -> Option<Challenge> {
        let record: Self = serde_json::from_slice(bytes).ok()?;
        (record.version == VERSION).then(|| Challenge {
            username: Username { typed: record.username, own: record.user_id },
            session: record.session.map(|session| Secret::new(session.as_str())),
            question: record.question.into(),
            asked_at_milliseconds: record.asked_at,
        })
    }
}

impl From<&Challenge> for PendingRecord {
    fn from(challenge: &Challenge) -> Self {
        Self {
            version: VERSION,
            username: challenge.username.typed.clone(),
            user_id: challenge.username.own.clone(),
            session: challenge.session.as_ref().map(|session| Zeroizing::new(session.expose().to_owned())),
            question: StoredQuestion::from(&challenge.question),
            asked_at: challenge.asked_at_milliseconds,
        }
    }
}

impl From<&Question> for StoredQuestion {
    fn from(question: &Question) -> Self {
        match question {
            Question::SmsMfa { delivery } => Self::SmsMfa { delivery: delivery.into() },
            Question::TotpMfa => Self::TotpMfa,
            Question::EmailOtp { delivery } => Self::EmailOtp { delivery: delivery.into() },
            Question::MfaSelection { options } => {
                Self::MfaSelection { options: options.iter().map(StoredOption::from).collect() }
            }
            Question::SmsOtp { delivery } => Self::SmsOtp { delivery: delivery.into() },
            Question::NewPassword { required_attributes } => Self::NewPassword {
                required_attributes: required_attributes.iter().map(AuthUserAttributeKey::name).collect(),
            },
            Question::Custom { parameters } => Self::Custom { parameters: parameters.clone() },
            Question::FirstFactorSelection { factors } => Self::FirstFactorSelection {
                factors: factors.iter().map(|factor| (*factor).into()).collect(),
            },
            Question::Password { is_proved, is_selected } => {
                Self::Password { is_proved: *is_proved, is_selected: *is_selected }
            }
            Question::MfaSetupSelection { options } => {
                Self::MfaSetupSelection { options: options.iter().map(|option| (*option).into()).collect() }
            }
            Question::TotpSetup { .. } => Self::TotpSetup,
            Question::EmailMfaSetup => Self::EmailMfaSetup,
        }
    }
}

impl From<StoredQuestion> for Question {
    fn from(question: StoredQuestion) -> Self {
        match question {
            StoredQuestion::SmsMfa { delivery } => Self::SmsMfa { delivery: delivery.into() },
            StoredQuestion::TotpMfa => Self::TotpMfa,
            StoredQuestion::EmailOtp { delivery } => Self::EmailOtp { delivery: delivery.into() },
            StoredQuestion::MfaSelection { options } => {
                Self::MfaSelection { options: options.into_iter().map(MfaOption::from).collect() }
            }
            StoredQuestion::NewPassword { required_attributes } => Self::NewPassword {
                required_attributes: required_attributes
                    .iter()
                    .map(|name| AuthUserAttributeKey::from_name(name))
                    .collect(),
            },
            StoredQuestion::SmsOtp { delivery } => Self::SmsOtp { delivery: delivery.into() },
            StoredQuestion::Custom { parameters } => Self::Custom { parameters },
            StoredQuestion::FirstFactorSelection { factors } => Self::FirstFactorSelection {
                factors: factors.into_iter().map(AuthFactorType::from).collect(),
            },
            StoredQuestion::Password { is_proved, is_selected } => Self::Password { is_proved, is_selected },
            StoredQuestion::MfaSetupSelection { options } => {
                Self::MfaSetupSelection { options: options.into_iter().map(MfaType::from).collect() }
            }
            StoredQuestion::TotpSetup => Self::TotpSetup { shared_secret: None },
            StoredQuestion::EmailMfaSetup => Self::EmailMfaSetup,
        }
    }
}

impl From<&AuthCodeDeliveryDetails> for StoredDelivery {
    fn from(delivery: &AuthCodeDeliveryDetails) -> Self {
        Self {
            medium: match &delivery.medium {
                DeliveryMedium::Email => StoredMedium::Email,
                DeliveryMedium::Sms => StoredMedium::Sms,
                DeliveryMedium::Unknown(name) => StoredMedium::Unknown(name.clone()),
            },
            destination: delivery.destination.clone(),
            attribute: delivery.attribute_key.as_ref().map(AuthUserAttributeKey::name),
        }
    }
}

impl From<StoredDelivery> for AuthCodeDeliveryDetails {
    fn from(delivery: StoredDelivery) -> Self {
        Self {
            medium: match delivery.medium {
                StoredMedium::Email => DeliveryMedium::Email,
                StoredMedium::Sms => DeliveryMedium::Sms,
                StoredMedium::Unknown(name) => DeliveryMedium::Unknown(name),
            },
            destination: delivery.destination,
            attribute_key: delivery.attribute.map(|name| AuthUserAttributeKey::from_name(&name)),
        }
    }
}

impl From<&MfaOption> for StoredOption {
    fn from(option: &MfaOption) -> Self {
        Self { mfa_type: option.mfa_type.into(), offered_as: option.offered_as.clone() }
    }
}

impl From<StoredOption> for MfaOption {
    fn from(option: StoredOption) -> Self {
        Self { mfa_type: option.mfa_type.into(), offered_as: option.offered_as }
    }
}

impl From<MfaType> for StoredMfaType {
    fn from(mfa_type: MfaType) -> Self {
        match mfa_type {
            MfaType::Sms => Self::Sms,
            MfaType::Totp => Self::Totp,
            MfaType::Email => Self::Email,
        }
    }
}

impl From<StoredMfaType> for MfaType {
    fn from(mfa_type: StoredMfaType) -> Self {
        match mfa_type {
            StoredMfaType::Sms => Self::Sms,
            StoredMfaType::Totp => Self::Totp,
            StoredMfaType::Email => Self::Email,
        }
    }
}

impl From<AuthFactorType> for StoredFactor {
    fn from(factor: AuthFactorType) -> Self {
        match factor {
            AuthFactorType::Password => Self::Password,
            AuthFactorType::PasswordSrp => Self::PasswordSrp,
            AuthFactorType::EmailOtp => Self::EmailOtp,
            AuthFactorType::SmsOtp => Self::SmsOtp,
            AuthFactorType::WebAuthn => Self::WebAuthn,
        }
    }
}

impl From<StoredFactor> for AuthFactorType {
    fn from(factor: StoredFactor) -> Self {
        match factor {
            StoredFactor::Password => Self::Password,
            StoredFactor::PasswordSrp => Self::PasswordSrp,
            StoredFactor::EmailOtp => Self::EmailOtp,
            StoredFactor::SmsOtp => Self::SmsOtp,
            StoredFactor::WebAuthn => Self::WebAuthn,
        }
    }
}

#[cfg(test)]
#[path = "pending_record_tests.rs"]
mod tests;
