//! The stored form of a challenge, read. Serde derives what is written: the kind's name, then its members.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::ChallengeKind;

/// The members of a stored challenge. Its kind says how to read them. The code that serde derives for an enum with a tag
/// keeps them in a form of its own, and makes the gzipped library 15 KB larger.
struct Members(BTreeMap<String, Box<RawValue>>);

impl Members {
    fn get<T: DeserializeOwned, E: Error>(&self, name: &'static str) -> Result<T, E> {
        let json = self.0.get(name).ok_or_else(|| E::missing_field(name))?.get();
        // From bytes, as everything else is read: reading from a text would be more code.
        serde_json::from_slice(json.as_bytes()).map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for ChallengeKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = Members(BTreeMap::deserialize(deserializer)?);
        let kind: String = members.get("kind")?;
        Ok(match kind.as_str() {
            "smsMfa" => Self::SmsMfa { delivery: members.get("delivery")? },
            "totpMfa" => Self::TotpMfa,
            "emailOtp" => Self::EmailOtp { delivery: members.get("delivery")? },
            "smsOtp" => Self::SmsOtp { delivery: members.get("delivery")? },
            "mfaSelection" => Self::MfaSelection { options: members.get("options")? },
            "newPassword" => Self::NewPassword { required_attributes: members.get("requiredAttributes")? },
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
