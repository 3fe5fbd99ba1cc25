//! Passkeys: a pool's settings, and a user's credentials.

use super::{UserPool, user_terms};
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::random;
use crate::web_authn::{self, Expected, KnownCredential};
use serde::{Deserialize, Serialize};

/// How many passkeys a user may have.
const MOST: usize = 20;

/// The pool's WebAuthnConfiguration.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct WebAuthnSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relying_party_id: Option<String>,
    pub user_verification: UserVerification,
    pub factor_configuration: FactorConfiguration,
}

impl WebAuthnSettings {
    pub(crate) fn for_domain(domain: &str) -> Self {
        Self { relying_party_id: Some(domain.to_owned()), ..Self::default() }
    }

    pub(crate) fn validate(&self) -> Result<(), CognitoError> {
        let is_domain =
            |id: &str| matches!(url::Host::parse(id), Ok(url::Host::Domain(domain)) if domain == id);
        match self.relying_party_id.as_deref() {
            Some(id) if !is_domain(id) => {
                Err(CognitoError::invalid_parameter("RelyingPartyId must be a domain name."))
            }
            _ => Ok(()),
        }
    }
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UserVerification {
    #[default]
    Preferred,
    Required,
}

/// How many factors a passkey counts for.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum FactorConfiguration {
    /// For one factor. A user who needs two can't sign in with a passkey.
    #[default]
    SingleFactor,
    /// For both factors, if the device verifies the user.
    MultiFactorWithUserVerification,
}

/// The registration of a passkey, or a sign-in with one, that waits for the device. WebAuthn calls it a ceremony.
#[derive(Clone)]
pub(crate) struct Ceremony {
    /// The challenge, in base64url.
    pub challenge: String,
    pub relying_party_id: String,
    pub user_verification: UserVerification,
}

impl Ceremony {
    pub(crate) fn begin(settings: Option<&WebAuthnSettings>) -> Result<Self, CognitoError> {
        let settings = settings.cloned().unwrap_or_default();
        let relying_party_id = settings.relying_party_id.ok_or_else(|| {
            let text = "The user pool has no relying party id and no domain.";
            CognitoError::new("WebAuthnConfigurationMissingException", text)
        })?;
        let challenge = web_authn::encode(&random::bytes::<32>()?);
        Ok(Self { challenge, relying_party_id, user_verification: settings.user_verification })
    }

    pub(crate) fn expected(&self) -> Expected<'_> {
        Expected {
            relying_party_id: &self.relying_party_id,
            challenge: &self.challenge,
            user_verification_required: self.user_verification == UserVerification::Required,
        }
    }
}

/// A registration that was started.
pub(crate) struct Registration {
    pub ceremony: Ceremony,
    pub client_id: String,
    pub expires: Moment,
}

/// A registered credential.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Passkey {
    #[serde(with = "base64url")]
    pub id: Vec<u8>,
    /// The public key, as a COSE_Key.
    #[serde(with = "base64url")]
    pub public_key: Vec<u8>,
    /// The signature counter that the device sent last; 0 if the device has no counter.
    pub counter: u32,
    pub backup_eligible: bool,
    pub relying_party_id: String,
    pub attachment: Option<String>,
    pub transports: Vec<String>,
    pub created: Moment,
}

impl Passkey {
    pub(crate) fn known(&self) -> KnownCredential<'_> {
        KnownCredential {
            public_key: &self.public_key,
            counter: self.counter,
            backup_eligible: self.backup_eligible,
        }
    }
}

/// A user's passkeys, oldest first, and the started registrations.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Passkeys {
    pub all: Vec<Passkey>,
    #[serde(skip)]
    registrations: Vec<Registration>,
}

impl Passkeys {
    /// The passkeys of a relying party.
    pub(crate) fn of(&self, relying_party_id: &str) -> impl Iterator<Item = &Passkey> {
        self.all.iter().filter(move |passkey| passkey.relying_party_id == relying_party_id)
    }

    pub(crate) fn find(&mut self, id: &[u8]) -> Option<&mut Passkey> {
        self.all.iter_mut().find(|passkey| passkey.id == id)
    }

    /// Remembers a started registration, and forgets those that expired.
    pub(crate) fn start(&mut self, registration: Registration, now: Moment) -> Result<(), CognitoError> {
        self.check_room()?;
        self.registrations.retain(|started| now < started.expires);
        self.registrations.push(registration);
        Ok(())
    }

    /// Adds a passkey. Several registrations may have started while there was room for one.
    pub(crate) fn add(&mut self, passkey: Passkey) -> Result<(), CognitoError> {
        self.check_room()?;
        self.all.push(passkey);
        Ok(())
    }

    fn check_room(&self) -> Result<(), CognitoError> {
        if self.all.len() < MOST {
            return Ok(());
        }
        let text = format!("A user can have at most {MOST} passkeys.");
        Err(CognitoError::new("LimitExceededException", text))
    }

    /// Takes a registration out by its challenge, so that it can be answered only once.
    pub(crate) fn take_registration(&mut self, challenge: &str, now: Moment) -> Option<Registration> {
        let answered = |started: &Registration| started.ceremony.challenge == challenge;
        let position = self.registrations.iter().position(answered)?;
        Some(self.registrations.swap_remove(position)).filter(|started| now < started.expires)
    }

    /// Removes a passkey, and says whether there was one.
    pub(crate) fn remove(&mut self, id: &[u8]) -> bool {
        let before = self.all.len();
        self.all.retain(|passkey| passkey.id != id);
        self.all.len() < before
    }
}

impl UserPool {
    /// Whether a user of the pool has this passkey.
    pub(crate) fn knows_passkey(&self, id: &[u8]) -> bool {
        let mut users = self.users.with(user_terms::passkey(id));
        users.any(|user| user.passkeys.all.iter().any(|passkey| passkey.id == id))
    }
}

/// Bytes as text, for the data folder.
mod base64url {
    use crate::web_authn;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&web_authn::encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        web_authn::decode(&text).map_err(|_| D::Error::custom("no base64url"))
    }
}
