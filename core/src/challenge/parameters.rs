//! ChallengeParameters: what the service says about a challenge.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::AuthErrorCode;
use crate::model::{AuthCodeDeliveryDetails, DeliveryMedium};

const USERNAME: &str = "USERNAME";
const USER_ID_FOR_SRP: &str = "USER_ID_FOR_SRP";

/// The longest list that is read, in bytes. The names of all attributes that a user pool can have take less.
const LONGEST_LIST: usize = 16 * 1024;

/// The parameters of a challenge, by the service's names.
pub(crate) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    pub(crate) fn new(parameters: BTreeMap<String, String>) -> Self {
        Self(parameters)
    }

    pub(super) fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, AuthErrorCode> {
        self.optional(name).ok_or(AuthErrorCode::MalformedResponse)
    }

    /// The texts of a list, which the service writes as JSON. Empty if the parameter is missing.
    pub(super) fn list(&self, name: &str) -> Result<Vec<String>, AuthErrorCode> {
        let Some(text) = self.optional(name) else { return Ok(Vec::new()) };
        if text.len() > LONGEST_LIST {
            return Err(AuthErrorCode::MalformedResponse);
        }
        let members: Vec<Value> =
            serde_json::from_slice(text.as_bytes()).map_err(|_| AuthErrorCode::MalformedResponse)?;
        Ok(members.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// The user name in the pool, if the service gives it. With SRP it comes as `USER_ID_FOR_SRP`, otherwise as
    /// `USERNAME`, whatever alias the user typed.
    pub(crate) fn pool_username(&self) -> Option<String> {
        self.optional(USER_ID_FOR_SRP).or_else(|| self.optional(USERNAME)).map(str::to_owned)
    }

    /// All parameters except the user's names.
    pub(super) fn public(&self) -> BTreeMap<String, String> {
        let public = self.0.iter().filter(|(name, _)| !matches!(name.as_str(), USER_ID_FOR_SRP | USERNAME));
        public.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Where a code went.
    pub(super) fn delivery(&self) -> AuthCodeDeliveryDetails {
        let medium = self.optional("CODE_DELIVERY_DELIVERY_MEDIUM").unwrap_or_default();
        let medium = DeliveryMedium::from_name(medium);
        let destination = self.optional("CODE_DELIVERY_DESTINATION").unwrap_or_default().to_owned();
        AuthCodeDeliveryDetails { medium, destination, attribute_key: None }
    }
}
