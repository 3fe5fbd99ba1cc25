//! The open question of a sign-in, stored so that it outlives the process. Neither a password nor a TOTP secret
//! is ever in it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Inner, Session, detached};
use crate::error::{AuthError, AuthErrorCode};
use crate::machine::sign_in::{Challenge, MfaOption, Question};
use crate::model::{AuthCodeDeliveryDetails, AuthUserAttributeKey, DeliveryMedium, MfaType};
use crate::ports::StoreError;
use crate::secret::Secret;

/// The version that is written, and the only one that is read: a question lives for minutes.
const VERSION: u32 = 1;

impl Session {
    /// Stores the open question, in place of any former one.
    pub(crate) async fn remember_challenge(&self, challenge: &Challenge) -> Result<(), AuthError> {
        let record = PendingRecord::from(challenge);
        // A struct of texts and numbers always has a JSON form; serde can't promise it.
        let bytes = serde_json::to_vec(&record).map_err(|_| StoreError::Unavailable)?;
        let inner = Arc::clone(&self.inner);
        let work = async move {
            let _change = inner.keeper.change().await;
            inner.keeper.store.save(inner.keeper.store.pending_key(), bytes).await
        };
        Ok(detached(work).await??)
    }

    /// Forgets the open question, if there is one.
    pub(crate) async fn forget_challenge(&self) -> Result<(), AuthError> {
        let inner = Arc::clone(&self.inner);
        Ok(detached(async move { inner.forget_challenge().await }).await??)
    }

    /// The question that an earlier run of the app left open. One that is too old is forgotten, and said to be; what
    /// can't be read is no question any more.
    pub(crate) async fn pending_challenge(&self) -> Result<Option<Challenge>, AuthError> {
        let store = &self.inner.keeper.store;
        let Some(bytes) = store.load(store.pending_key()).await? else { return Ok(None) };
        let Some(challenge) = PendingRecord::read(&bytes) else {
            return self.forget_challenge().await.map(|()| None);
        };
        if challenge.is_expired(self.inner.ports.clock.now_milliseconds()) {
            self.forget_challenge().await?;
            return Err(AuthErrorCode::ChallengeExpired.into());
        }
        Ok(Some(challenge))
    }
}

impl Inner {
    async fn forget_challenge(&self) -> Result<(), StoreError> {
        let _change = self.keeper.change().await;
        self.keeper.store.delete(self.keeper.store.pending_key()).await
    }
}

/// A question as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PendingRecord {
    version: u32,
    username: String,
    session: Option<Zeroizing<String>>,
    question: StoredQuestion,
    /// Milliseconds since 1970, by the device's clock.
    asked_at: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
enum StoredQuestion {
    SmsMfa { delivery: StoredDelivery },
    TotpMfa,
    EmailOtp { delivery: StoredDelivery },
    MfaSelection { options: Vec<StoredOption> },
    NewPassword { required_attributes: Vec<String> },
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
enum StoredMfaType {
    Sms,
    Totp,
    Email,
}

impl PendingRecord {
    fn read(bytes: &[u8]) -> Option<Challenge> {
        let record: Self = serde_json::from_slice(bytes).ok()?;
        (record.version == VERSION).then(|| Challenge {
            username: record.username,
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
            username: challenge.username.clone(),
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
            Question::NewPassword { required_attributes } => Self::NewPassword {
                required_attributes: required_attributes.iter().map(AuthUserAttributeKey::name).collect(),
            },
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
        let mfa_type = match option.mfa_type {
            MfaType::Sms => StoredMfaType::Sms,
            MfaType::Totp => StoredMfaType::Totp,
            MfaType::Email => StoredMfaType::Email,
        };
        Self { mfa_type, offered_as: option.offered_as.clone() }
    }
}

impl From<StoredOption> for MfaOption {
    fn from(option: StoredOption) -> Self {
        let mfa_type = match option.mfa_type {
            StoredMfaType::Sms => MfaType::Sms,
            StoredMfaType::Totp => MfaType::Totp,
            StoredMfaType::Email => MfaType::Email,
        };
        Self { mfa_type, offered_as: option.offered_as }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(medium: DeliveryMedium) -> AuthCodeDeliveryDetails {
        AuthCodeDeliveryDetails {
            medium,
            destination: "+*******1234".into(),
            attribute_key: Some(AuthUserAttributeKey::PhoneNumber),
        }
    }

    fn options() -> Vec<MfaOption> {
        [(MfaType::Sms, "SMS_MFA"), (MfaType::Totp, "SOFTWARE_TOKEN_MFA"), (MfaType::Email, "EMAIL_OTP")]
            .map(|(mfa_type, offered_as)| MfaOption { mfa_type, offered_as: offered_as.into() })
            .into()
    }

    #[test]
    fn every_question_comes_back_as_it_was() {
        let questions = [
            Question::SmsMfa { delivery: delivery(DeliveryMedium::Sms) },
            Question::TotpMfa,
            Question::EmailOtp { delivery: delivery(DeliveryMedium::Email) },
            Question::EmailOtp {
                delivery: AuthCodeDeliveryDetails {
                    attribute_key: None,
                    ..delivery(DeliveryMedium::Unknown("PIGEON".into()))
                },
            },
            Question::MfaSelection { options: options() },
            Question::NewPassword {
                required_attributes: vec![
                    AuthUserAttributeKey::Email,
                    AuthUserAttributeKey::Custom("team".into()),
                ],
            },
        ];
        for (question, session) in questions.into_iter().zip([Some("session"), None].into_iter().cycle()) {
            let challenge = Challenge {
                username: "ann".into(),
                session: session.map(Secret::from),
                question,
                asked_at_milliseconds: 1_790_000_000_000,
            };
            let bytes = serde_json::to_vec(&PendingRecord::from(&challenge)).unwrap();
            assert_eq!(PendingRecord::read(&bytes), Some(challenge));
        }
    }

    #[test]
    fn another_version_or_a_damaged_record_is_no_question() {
        for text in [
            "",
            "{}",
            r#"{"version":2,"username":"a","session":null,"question":{"kind":"totpMfa"},"askedAt":1}"#,
        ] {
            assert_eq!(PendingRecord::read(text.as_bytes()), None, "{text}");
        }
    }
}
