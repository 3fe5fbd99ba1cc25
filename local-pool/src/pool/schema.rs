//! A pool's custom attributes, and the constraints of their values.

use super::UserPool;
use super::attributes::{Attribute, STANDARD};
use crate::errors::CognitoError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A custom attribute, or a standard one that the pool requires.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct SchemaAttribute {
    pub name: String,
    pub required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mutable: Option<bool>,
    /// AttributeDataType and the constraints, as they are in the request.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl SchemaAttribute {
    /// The attribute's name in a user's attributes. A custom attribute has a prefix there, but not in CreateUserPool.
    pub(crate) fn full_name(&self) -> String {
        match STANDARD.contains(&self.name.as_str()) || self.name.starts_with("custom:") {
            true => self.name.clone(),
            false => format!("custom:{}", self.name),
        }
    }

    /// The attribute in the form of DescribeUserPool.
    pub(crate) fn described(&self) -> Self {
        Self { name: self.full_name(), ..self.clone() }
    }

    /// Says what is wrong with a value; `None` if it is valid.
    pub(crate) fn fault_of(&self, value: &str) -> Option<String> {
        match self.other.get("AttributeDataType").and_then(Value::as_str) {
            Some("Number") => self.fault_of_number(value),
            Some("Boolean") => {
                (!["true", "false"].contains(&value)).then(|| "Value must be a boolean".to_owned())
            }
            Some("DateTime") => None,
            _ => self.fault_of_text(value),
        }
    }

    fn fault_of_text(&self, value: &str) -> Option<String> {
        let bound = |name: &str| self.bound::<usize>("StringAttributeConstraints", name);
        let length = value.chars().count();
        match (bound("MinLength"), bound("MaxLength")) {
            (Some(least), _) if length < least => {
                Some(format!("String must be no shorter than {least} characters"))
            }
            (_, Some(most)) if length > most => {
                Some(format!("String must be no longer than {most} characters"))
            }
            _ => None,
        }
    }

    fn fault_of_number(&self, value: &str) -> Option<String> {
        let bound = |name: &str| self.bound::<f64>("NumberAttributeConstraints", name);
        let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
        match (number, bound("MinValue"), bound("MaxValue")) {
            (None, _, _) => Some("Value must be a number".to_owned()),
            (Some(number), Some(least), _) if number < least => {
                Some(format!("Number must be no smaller than {least}"))
            }
            (Some(number), _, Some(most)) if number > most => {
                Some(format!("Number must be no larger than {most}"))
            }
            _ => None,
        }
    }

    /// The value of a constraint, which is a number in a string.
    fn bound<T: std::str::FromStr>(&self, constraints: &str, name: &str) -> Option<T> {
        self.other.get(constraints)?.get(name)?.as_str()?.parse().ok()
    }
}

impl UserPool {
    pub(crate) fn schema_of(&self, name: &str) -> Option<&SchemaAttribute> {
        self.settings.schema.iter().find(|known| known.full_name() == name)
    }

    /// Refuses a change of an attribute that is not mutable.
    pub(crate) fn check_mutable(&self, changes: &[Attribute]) -> Result<(), CognitoError> {
        let is_immutable = |change: &&Attribute| {
            self.schema_of(&change.name).is_some_and(|attribute| attribute.mutable == Some(false))
        };
        match changes.iter().find(is_immutable) {
            None => Ok(()),
            Some(change) => Err(CognitoError::invalid_parameter(format!(
                "user.{}: Attribute cannot be updated.\n",
                change.name
            ))),
        }
    }
}
