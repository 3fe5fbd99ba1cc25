//! UserAttributeUpdateSettings: a changed address waits until the user verifies it. Until then, the old one stays.

use super::attributes::Attribute;
use super::inbox::Medium;
use super::settings::PoolSettings;
use super::users::User;
use crate::errors::CognitoError;
use serde::{Deserialize, Serialize};

/// The changes of a user's attributes, by when they take effect.
pub(crate) struct SplitChanges {
    pub immediate: Vec<Attribute>,
    /// The new addresses that the user must verify first.
    pub waiting: Vec<(Medium, String)>,
}

/// UserAttributeUpdateSettings.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct UserAttributeUpdateSettings {
    attributes_require_verification_before_update: Vec<String>,
}

impl PoolSettings {
    fn attributes_verified_first(&self) -> impl Iterator<Item = &String> {
        let settings = self.user_attribute_update_settings.iter();
        settings.flat_map(|settings| &settings.attributes_require_verification_before_update)
    }

    /// Whether a new value of the attribute waits until the user verifies it.
    pub(crate) fn verifies_before_update(&self, attribute: &str) -> bool {
        self.attributes_verified_first().any(|name| name == attribute)
    }

    /// A change can wait only for a code, and the pool sends codes only for the attributes that it verifies.
    pub(crate) fn check_attribute_updates(&self) -> Result<(), CognitoError> {
        match self.attributes_verified_first().all(|name| self.verifies(name)) {
            true => Ok(()),
            false => Err(CognitoError::invalid_parameter(
                "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes",
            )),
        }
    }

    /// Splits changes of a user's attributes. A new address does not wait if the same request says that it is verified,
    /// which only an administrator's request can.
    pub(crate) fn split_changes(&self, user: &User, changes: &[Attribute]) -> SplitChanges {
        let given = |name: &str| changes.iter().rev().find(|change| change.name == name);
        let waiting: Vec<(Medium, String)> = [Medium::Email, Medium::Sms]
            .into_iter()
            .filter_map(|medium| {
                let name = medium.attribute();
                let value = given(name)?.value.as_str();
                let says_verified =
                    given(&format!("{name}_verified")).is_some_and(|flag| flag.value == "true");
                let changed = !value.is_empty() && user.attribute(name) != Some(value);
                let waits = self.verifies_before_update(name) && changed && !says_verified;
                waits.then(|| (medium, value.to_owned()))
            })
            .collect();
        // The flag of an address that waits is about the new address, not about the one in force.
        let waits = |name: &str| {
            let address = name.strip_suffix("_verified").unwrap_or(name);
            waiting.iter().any(|(medium, _)| medium.attribute() == address)
        };
        let immediate = changes.iter().filter(|change| !waits(&change.name)).cloned().collect();
        SplitChanges { immediate, waiting }
    }
}
