//! The members that a setting may have. A member that the pool does not know would have no effect, so the pool refuses
//! it by its name. It is misspelt, or belongs to a feature that the pool lacks.

mod records;
mod set_up;
mod tables;

pub(crate) use tables::{
    CLIENT, CLIENT_IN_FILE, GROUP, IDENTITY_PROVIDER, MFA, NEW_USER_POOL, RESOURCE_SERVER, USER_IN_FILE,
    USER_POOL, USER_POOL_IN_FILE,
};

use crate::errors::CognitoError;
use serde_json::Value;

/// A member's name, and the kind of its value.
pub(crate) type Member = (&'static str, Kind);

/// The kind of a value. `null` is of every kind, because it means that the member is absent.
pub(crate) enum Kind {
    Text,
    Number,
    Switch,
    /// A list of texts.
    Texts,
    /// A map of texts.
    TextMap,
    /// An object with these members.
    Object(&'static [Member]),
    /// A list of objects with these members.
    Objects(&'static [Member]),
    /// A value that is checked elsewhere, or that only a description has.
    Any,
}

/// A member that does not fit, by its path, such as `Policies.PasswordPolicy.MinimumLength`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    Unknown(String),
    WrongKind(String),
}

/// Checks the request of an operation that changes settings.
pub(crate) fn check(operation: &str, request: &Value) -> Result<(), CognitoError> {
    let Some(members) = tables::of(operation) else { return Ok(()) };
    match misfit(request, &members) {
        None => Ok(()),
        Some(Misfit::Unknown(path)) => {
            Err(CognitoError::unsupported(&format!("The member {path} of {operation}")))
        }
        Some(Misfit::WrongKind(path)) => {
            let text = format!("The member {path} of {operation} has a value of the wrong type.");
            Err(CognitoError::new("SerializationException", text))
        }
    }
}

/// The first member of an object that is not in the tables, or that has a value of another kind. `None` if all members
/// fit, or if the value is not an object.
pub(crate) fn misfit(object: &Value, tables: &[&[Member]]) -> Option<Misfit> {
    object.as_object()?.iter().filter(|(_, value)| !value.is_null()).find_map(|(name, value)| {
        let known = tables.iter().flat_map(|table| table.iter()).find(|(known, _)| known == name);
        match known {
            None => Some(Misfit::Unknown(name.clone())),
            Some((_, kind)) => kind.misfit_in(value).map(|misfit| misfit.below(name)),
        }
    })
}

impl Misfit {
    /// The same misfit, with a path that begins at the member `name`.
    fn below(self, name: &str) -> Self {
        let join = |path: String| if path.is_empty() { name.to_owned() } else { format!("{name}.{path}") };
        match self {
            Self::Unknown(path) => Self::Unknown(join(path)),
            Self::WrongKind(path) => Self::WrongKind(join(path)),
        }
    }
}

impl Kind {
    fn misfit_in(&self, value: &Value) -> Option<Misfit> {
        let wrong = || Some(Misfit::WrongKind(String::new()));
        let is_text = |value: &Value| value.is_string() || value.is_null();
        let fits = match (self, value) {
            (Self::Object(members), Value::Object(_)) => return misfit(value, &[members]),
            (Self::Objects(members), Value::Array(elements)) => {
                return elements.iter().find_map(|element| match element {
                    Value::Object(_) => misfit(element, &[members]),
                    _ => wrong(),
                });
            }
            (Self::Text, value) => value.is_string(),
            (Self::Number, value) => value.is_number(),
            (Self::Switch, value) => value.is_boolean(),
            (Self::Texts, Value::Array(elements)) => elements.iter().all(is_text),
            (Self::TextMap, Value::Object(members)) => members.values().all(is_text),
            (Self::Any, _) => true,
            (Self::Object(_) | Self::Objects(_) | Self::Texts | Self::TextMap, _) => false,
        };
        if fits { None } else { wrong() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_member_that_does_not_fit_is_named_by_its_path() {
        let unknown = |path: &str| Some(Misfit::Unknown(path.to_owned()));
        let wrong = |path: &str| Some(Misfit::WrongKind(path.to_owned()));
        for (settings, expected) in [
            (json!({ "Policies": { "PasswordPolicy": { "MinimumLength": 8 } }, "Schema": null }), None),
            (json!({ "PoolNam": "x" }), unknown("PoolNam")),
            (
                json!({ "Policies": { "PasswordPolicy": { "Length": 8 } } }),
                unknown("Policies.PasswordPolicy.Length"),
            ),
            (json!({ "Schema": [{ "Name": "a" }, { "Nam": "b" }] }), unknown("Schema.Nam")),
            (
                json!({ "Policies": { "PasswordPolicy": { "MinimumLength": "8" } } }),
                wrong("Policies.PasswordPolicy.MinimumLength"),
            ),
            (json!({ "Policies": [] }), wrong("Policies")),
            (json!({ "Schema": {} }), wrong("Schema")),
            (json!({ "Schema": ["a"] }), wrong("Schema")),
            (json!({ "UserPoolTags": { "a": 1 } }), wrong("UserPoolTags")),
            (json!({ "AutoVerifiedAttributes": [1] }), wrong("AutoVerifiedAttributes")),
            (
                json!({ "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": 1 } }),
                wrong("DeviceConfiguration.ChallengeRequiredOnNewDevice"),
            ),
        ] {
            assert_eq!(misfit(&settings, &[USER_POOL, NEW_USER_POOL]), expected, "{settings}");
        }
    }

    #[test]
    fn an_operation_without_a_table_takes_every_member() {
        assert!(check("SignUp", &json!({ "Anything": 1 })).is_ok());
        let error = check("CreateGroup", &json!({ "Rank": 1 })).unwrap_err();
        assert_eq!(error.message, "The member Rank of CreateGroup is not supported by the local pool.");
    }
}
