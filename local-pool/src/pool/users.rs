//! Users: their attributes, the state of their account, and what they sign in with.

use super::attempts::Attempts;
use super::attribute_name::AttributeName;
use super::attributes::Attribute;
use super::codes::Codes;
use super::devices::{Device, no_such_device};
use super::identities::{IDENTITIES, Identity};
use super::mfa::{Factor, MfaPreference, MfaSettings, SoftwareToken};
use super::passkeys::Passkeys;
use super::settings::MfaConfiguration;
use crate::clock::Moment;
use crate::collections::Sorted;
use crate::errors::CognitoError;
use crate::srp::Verifier;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Cognito's user states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Status {
    Unconfirmed,
    Confirmed,
    ForceChangePassword,
    ResetRequired,
    ExternalProvider,
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unconfirmed => "UNCONFIRMED",
            Self::Confirmed => "CONFIRMED",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
            Self::ResetRequired => "RESET_REQUIRED",
            Self::ExternalProvider => "EXTERNAL_PROVIDER",
        }
    }
}

/// One user of a pool. The pool stores a verifier instead of the password.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    pub username: String,
    pub sub: String,
    pub attributes: Sorted<AttributeName, String>,
    pub verifier: Option<Verifier>,
    pub temporary_password_expires: Option<Moment>,
    pub password_attempts: Attempts,
    pub status: Status,
    pub enabled: bool,
    pub created: Moment,
    pub modified: Moment,
    pub codes: Codes,
    pub mfa: MfaPreference,
    pub software_token: Option<Box<SoftwareToken>>,
    /// The token that AssociateSoftwareToken made last. It replaces `software_token` as soon as VerifySoftwareToken
    /// accepts its code. Until then, the codes of `software_token` are valid.
    #[serde(default)]
    pub next_software_token: Option<Box<SoftwareToken>>,
    pub passkeys: Passkeys,
    /// Who the user is at identity providers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identities: Vec<Identity>,
    /// The user's devices by key, including those that wait for ConfirmDevice.
    pub devices: BTreeMap<String, Device>,
}

impl User {
    pub(crate) fn new(username: String, sub: String, status: Status, now: Moment) -> Self {
        Self {
            attributes: Sorted::from_iter([("sub".into(), sub.clone())]),
            username,
            sub,
            verifier: None,
            temporary_password_expires: None,
            password_attempts: Attempts::default(),
            status,
            enabled: true,
            created: now,
            modified: now,
            codes: Codes::default(),
            mfa: MfaPreference::default(),
            software_token: None,
            next_software_token: None,
            passkeys: Passkeys::default(),
            identities: Vec::new(),
            devices: BTreeMap::new(),
        }
    }

    /// Gives the user a permanent password. A temporary password of an administrator stops working.
    pub(crate) fn set_password(&mut self, verifier: Verifier, now: Moment) {
        self.verifier = Some(verifier);
        self.temporary_password_expires = None;
        self.password_attempts.succeeded();
        self.status = Status::Confirmed;
        self.modified = now;
    }

    /// The value of an attribute; `None` if the value is empty.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether an e-mail address or a phone number is verified. No other attribute can be verified.
    pub(crate) fn is_verified(&self, attribute: &str) -> bool {
        self.attributes.get(format!("{attribute}_verified").as_str()).is_some_and(|value| value == "true")
    }

    /// Sets an attribute; a new address is unverified, and an empty value removes the attribute.
    pub(crate) fn set_attribute(&mut self, name: &str, value: &str) {
        let changed = self.attributes.get(name).is_none_or(|held| held != value);
        if changed && ["email", "phone_number"].contains(&name) {
            self.set_verified(name, false);
        }
        if value.is_empty() {
            self.attributes.remove(name);
            self.attributes.remove(format!("{name}_verified").as_str());
        } else {
            self.attributes.insert(name.into(), value.to_owned());
        }
    }

    pub(crate) fn set_attributes(&mut self, attributes: &[Attribute]) {
        // A new `email` clears `email_verified`, so the flags come last, whatever the order of the request.
        const FLAGS: [&str; 2] = ["email_verified", "phone_number_verified"];
        let (verified, plain): (Vec<_>, Vec<_>) =
            attributes.iter().partition(|attribute| FLAGS.contains(&attribute.name.as_str()));
        plain.into_iter().for_each(|Attribute { name, value }| self.set_attribute(name, value));
        for Attribute { name, value } in verified {
            self.set_attribute(name, &value.to_ascii_lowercase());
        }
    }

    /// The attributes as a trigger's event holds them.
    pub(crate) fn event_attributes(&self) -> Map<String, Value> {
        let status = ("cognito:user_status".to_owned(), json!(self.status.name()));
        let attributes = self.attribute_list().into_iter().map(|pair| (pair.name, json!(pair.value)));
        attributes.chain([status]).collect()
    }

    pub(crate) fn mark_verified(&mut self, attribute: &str) {
        self.set_verified(attribute, true);
    }

    /// Marks an e-mail address or a phone number as verified, or as unverified.
    pub(crate) fn set_verified(&mut self, attribute: &str, verified: bool) {
        self.attributes.insert(format!("{attribute}_verified").as_str().into(), verified.to_string());
    }

    /// The attributes as requests and responses list them.
    pub(crate) fn attribute_list(&self) -> Vec<Attribute> {
        let pair = |(name, value): (&AttributeName, &String)| Attribute {
            name: name.as_str().to_owned(),
            value: value.clone(),
        };
        let identities = self.identities_text().map(|value| Attribute { name: IDENTITIES.to_owned(), value });
        self.attributes.iter().map(pair).chain(identities).collect()
    }

    /// The second factors that a sign-in asks the user for: none, one, or several to choose from.
    pub(crate) fn required_factors(&self, pool: &MfaSettings) -> Vec<Factor> {
        let usable: Vec<Factor> =
            self.mfa.enabled.iter().copied().filter(|factor| pool.offers(*factor)).collect();
        if let Some(preferred) = self.mfa.preferred.filter(|factor| usable.contains(factor)) {
            return vec![preferred];
        }
        let must = usable.is_empty() && pool.configuration == MfaConfiguration::On;
        if must && pool.offers(Factor::Sms) && self.attribute("phone_number").is_some() {
            return vec![Factor::Sms];
        }
        usable
    }

    /// A confirmed device of the user.
    pub(crate) fn device(&self, key: &str) -> Result<&Device, CognitoError> {
        self.devices.get(key).filter(|device| device.is_confirmed()).ok_or_else(no_such_device)
    }

    pub(crate) fn device_mut(&mut self, key: &str) -> Result<&mut Device, CognitoError> {
        self.devices.get_mut(key).filter(|device| device.is_confirmed()).ok_or_else(no_such_device)
    }
}
