//! User attributes: their names, who may write them, and the form of their values.

use super::UserPool;
use super::client::ClientSettings;
use crate::errors::CognitoError;
use serde::{Deserialize, Serialize};

/// An attribute in a request or a response.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Attribute {
    pub name: String,
    #[serde(default)]
    pub value: String,
}

/// Who writes an attribute: the user through an app client, or an administrator.
#[derive(Clone, Copy)]
pub(crate) enum Writer<'c> {
    User(&'c ClientSettings),
    Administrator,
}

impl Writer<'_> {
    /// Refuses an attribute that the app client is not allowed to write.
    pub(crate) fn check(self, attribute: &str) -> Result<(), CognitoError> {
        match self {
            Self::User(client) if !client.may_write(attribute) => {
                Err(CognitoError::not_authorized("A client attempted to write unauthorized attribute"))
            }
            Self::User(_) | Self::Administrator => Ok(()),
        }
    }
}

impl UserPool {
    /// Refuses attributes that the pool does not have, that the writer is not allowed to set, or whose value is
    /// malformed.
    pub(crate) fn check_attributes(
        &self,
        attributes: &[Attribute],
        writer: Writer<'_>,
    ) -> Result<(), CognitoError> {
        attributes.iter().try_for_each(|attribute| writer.check(&attribute.name))?;
        attributes.iter().try_for_each(|attribute| self.check_attribute(attribute))
    }

    fn check_attribute(&self, attribute: &Attribute) -> Result<(), CognitoError> {
        let Attribute { name, value } = attribute;
        let Some(schema) = self.settings.schema_of(name) else {
            return Err(CognitoError::invalid_parameter(format!(
                "Attributes did not conform to the schema: {name}: Attribute does not exist in the schema.\n"
            )));
        };
        match name.as_str() {
            "sub" => Err(CognitoError::invalid_parameter("Cannot modify the non-mutable attribute sub")),
            "email" if !looks_like_email(value) => {
                Err(CognitoError::invalid_parameter("Invalid email address format."))
            }
            "phone_number" if !looks_like_phone_number(value) => {
                Err(CognitoError::invalid_parameter("Invalid phone number format."))
            }
            // A blank value removes the attribute.
            _ if value.is_empty() => Ok(()),
            _ => {
                let too_long = || "String must be no longer than 2048 characters".to_owned();
                let too_long = (value.chars().count() > 2048).then(too_long);
                match too_long.or_else(|| schema.fault_of(value)) {
                    None => Ok(()),
                    Some(fault) => Err(CognitoError::invalid_parameter(format!(
                        "Attributes did not conform to the schema: {name}: {fault}\n"
                    ))),
                }
            }
        }
    }

    /// Refuses a new user who lacks a required attribute.
    pub(crate) fn check_required(&self, attributes: &[Attribute]) -> Result<(), CognitoError> {
        let given = |name: &str| attributes.iter().any(|given| given.name == name && !given.value.is_empty());
        match self.settings.required_attributes().find(|name| !given(name)) {
            None => Ok(()),
            Some(name) => Err(CognitoError::invalid_parameter(format!(
                "Attributes did not conform to the schema: {name}: The attribute is required\n"
            ))),
        }
    }

    /// For the answer to NEW_PASSWORD_REQUIRED: refuses a required attribute that the user already has, even if its
    /// value stays the same.
    pub(crate) fn check_not_provided(
        &self,
        attributes: &[Attribute],
        held: &[Attribute],
    ) -> Result<(), CognitoError> {
        let among = |list: &[Attribute], name: &str| list.iter().any(|attribute| attribute.name == name);
        match self.settings.required_attributes().find(|name| among(attributes, name) && among(held, name)) {
            None => Ok(()),
            Some(name) => {
                Err(CognitoError::not_authorized(format!("Cannot modify an already provided {name}")))
            }
        }
    }
}

/// Whether a value has the form of an e-mail address. The code that is sent there is the real check.
pub(crate) fn looks_like_email(value: &str) -> bool {
    let Some((local, domain)) = value.rsplit_once('@') else { return false };
    let clean = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
    clean(local) && clean(domain) && !domain.starts_with('.') && !domain.ends_with('.')
}

/// E.164: a plus sign and up to 15 digits.
pub(crate) fn looks_like_phone_number(value: &str) -> bool {
    let digits = value.strip_prefix('+').unwrap_or_default();
    (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// An address as Cognito shows it: `a***@e***`, `+*******1234`.
pub(crate) fn mask(destination: &str) -> String {
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    match destination.split_once('@') {
        Some((local, domain)) => format!("{}***@{}***", first(local), first(domain)),
        None => {
            let digits: Vec<char> = destination.chars().skip(1).collect();
            let last: String = digits[digits.len().saturating_sub(4)..].iter().collect();
            format!("+{}{last}", "*".repeat(digits.len().saturating_sub(4)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_masked_as_cognito_masks_them() {
        assert_eq!(mask("alice@example.com"), "a***@e***");
        assert_eq!(mask("+15555551234"), "+*******1234");
        assert_eq!(mask("+12"), "+12");
        assert_eq!(mask(""), "+");
    }

    #[test]
    fn malformed_addresses_and_numbers_are_recognised() {
        for email in ["alice@example.com", "a.b+c@d"] {
            assert!(looks_like_email(email), "{email}");
        }
        for bad in ["", "alice", "@example.com", "alice@", "a b@c", "a@b@c", "a@.com"] {
            assert!(!looks_like_email(bad), "{bad}");
        }
        assert!(looks_like_phone_number("+15555551234"));
        for bad in ["", "+", "15555551234", "+1555abc", "+1234567890123456"] {
            assert!(!looks_like_phone_number(bad), "{bad}");
        }
    }
}
