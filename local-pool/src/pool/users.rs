//! Users: who they are, what state their account is in, and how they prove themselves.

use super::attempts::Attempts;
use super::attributes::Attribute;
use super::codes::Codes;
use super::devices::Device;
use super::mfa::{MfaPreference, SoftwareToken};
use super::passkeys::Passkeys;
use crate::clock::Moment;
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
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unconfirmed => "UNCONFIRMED",
            Self::Confirmed => "CONFIRMED",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
            Self::ResetRequired => "RESET_REQUIRED",
        }
    }
}

/// One user of a pool. The password itself is nowhere: the verifier stands for it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    pub username: String,
    pub sub: String,
    pub attributes: BTreeMap<String, String>,
    pub verifier: Option<Verifier>,
    pub temporary_password_expires: Option<Moment>,
    pub password_attempts: Attempts,
    pub status: Status,
    pub enabled: bool,
    pub created: Moment,
    pub modified: Moment,
    pub codes: Codes,
    pub mfa: MfaPreference,
    pub software_token: Option<SoftwareToken>,
    /// Takes the other's place once its first code is right; until then the other's codes count.
    #[serde(default)]
    pub next_software_token: Option<SoftwareToken>,
    pub passkeys: Passkeys,
    /// By device key; those that wait for ConfirmDevice among them.
    pub devices: BTreeMap<String, Device>,
}

impl User {
    pub(crate) fn new(username: String, sub: String, status: Status, now: Moment) -> Self {
        Self {
            attributes: BTreeMap::from([("sub".to_owned(), sub.clone())]),
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
            devices: BTreeMap::new(),
        }
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether an e-mail address or a phone number was proven; no other attribute ever is.
    pub(crate) fn is_verified(&self, attribute: &str) -> bool {
        self.attributes.get(&format!("{attribute}_verified")).is_some_and(|value| value == "true")
    }

    /// Sets an attribute; a new address is unverified, and an empty value removes the attribute.
    pub(crate) fn set_attribute(&mut self, name: &str, value: &str) {
        let changed = self.attributes.get(name).is_none_or(|held| held != value);
        if changed && ["email", "phone_number"].contains(&name) {
            self.attributes.insert(format!("{name}_verified"), "false".to_owned());
        }
        if value.is_empty() {
            self.attributes.remove(name);
            self.attributes.remove(&format!("{name}_verified"));
        } else {
            self.attributes.insert(name.to_owned(), value.to_owned());
        }
    }

    pub(crate) fn set_attributes(&mut self, attributes: &[Attribute]) {
        // `email_verified` beside `email` must hold whatever their order.
        let (verified, plain): (Vec<_>, Vec<_>) =
            attributes.iter().partition(|attribute| attribute.name.ends_with("_verified"));
        for Attribute { name, value } in plain.into_iter().chain(verified) {
            self.set_attribute(name, value);
        }
    }

    /// The attributes as a trigger's event holds them.
    pub(crate) fn event_attributes(&self) -> Map<String, Value> {
        let status = ("cognito:user_status".to_owned(), json!(self.status.name()));
        let attributes = self.attributes.iter().map(|(name, value)| (name.clone(), json!(value)));
        attributes.chain([status]).collect()
    }

    pub(crate) fn mark_verified(&mut self, attribute: &str) {
        self.attributes.insert(format!("{attribute}_verified"), "true".to_owned());
    }

    /// The attributes as requests list them.
    pub(crate) fn attribute_list(&self) -> Vec<Attribute> {
        let pair = |(name, value): (&String, &String)| Attribute { name: name.clone(), value: value.clone() };
        self.attributes.iter().map(pair).collect()
    }
}
