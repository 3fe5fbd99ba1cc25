//! Which of a user's attributes an app may read and write: ReadAttributes and WriteAttributes.

use super::UserPool;
use super::attributes::Attribute;
use super::client::ClientSettings;
use super::identities::IDENTITIES;
use super::schema::SchemaAttribute;
use crate::errors::CognitoError;

impl ClientSettings {
    /// Whether the app may read an attribute of its user. Every app may read who the user is.
    pub(crate) fn may_read(&self, attribute: &str) -> bool {
        let listed = &self.read_attributes;
        ["sub", IDENTITIES].contains(&attribute)
            || listed.is_empty()
            || listed.iter().any(|name| name == attribute)
    }

    /// Those of a user's attributes that the app may read.
    pub(crate) fn readable(&self, mut attributes: Vec<Attribute>) -> Vec<Attribute> {
        attributes.retain(|attribute| self.may_read(&attribute.name));
        attributes
    }

    /// Whether the app may write an attribute of its user.
    pub(crate) fn may_write(&self, attribute: &str) -> bool {
        let listed = &self.write_attributes;
        let is_reserved =
            ["email_verified", "phone_number_verified"].contains(&attribute) || attribute.starts_with("dev:");
        !is_reserved && (listed.is_empty() || listed.iter().any(|name| name == attribute))
    }

    /// Refuses attributes that the pool does not have, or that no app may write. An app that may write only some
    /// attributes must be able to write the required ones. `doing` is `creating` or `updating`.
    pub(crate) fn check_attributes(&self, pool: &UserPool, doing: &str) -> Result<(), CognitoError> {
        let invalid = |kind: &str| {
            let text = format!("Invalid {kind} attributes specified while {doing} a client");
            Err(CognitoError::invalid_parameter(text))
        };
        let schema = pool.schema();
        let find = |name: &String| schema.iter().find(|attribute| attribute.name == *name);
        if !self.read_attributes.iter().all(|name| find(name).is_some()) {
            return invalid("read");
        }
        let writable =
            |attribute: &SchemaAttribute| !attribute.is_read_only() && attribute.name != IDENTITIES;
        let required = pool.settings.required_attributes();
        let lacks_one = required.into_iter().any(|name| !self.may_write(name));
        if lacks_one || !self.write_attributes.iter().all(|name| find(name).is_some_and(writable)) {
            return invalid("write");
        }
        Ok(())
    }
}
