//! A pool's schema: its attributes, and the constraints of their values.

use super::UserPool;
use super::attributes::Attribute;
use super::identities::IDENTITIES;
use super::settings::PoolSettings;
use super::standard_attributes::StandardAttribute;
use crate::errors::CognitoError;
use serde::{Deserialize, Serialize};

/// AttributeDataType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DataType {
    String,
    Number,
    DateTime,
    Boolean,
}

/// The bounds of a text's length. As in a request, the numbers are written as texts.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct TextConstraints {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<String>,
}

/// The bounds of a number.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct NumberConstraints {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_value: Option<String>,
}

/// An attribute as a request asks for it, or as it is in force. `None` means that the request left the member out.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct SchemaAttribute {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_data_type: Option<DataType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_only_attribute: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mutable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub string_attribute_constraints: Option<TextConstraints>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_attribute_constraints: Option<NumberConstraints>,
}

impl SchemaAttribute {
    /// The attribute's name in a user's attributes. A custom attribute has a prefix there, but not in CreateUserPool. An
    /// attribute for developers has two.
    pub(crate) fn full_name(&self) -> String {
        let name = &self.name;
        match (StandardAttribute::find(name), self.is_for_developers()) {
            (Some(_), _) => name.clone(),
            (None, false) => format!("custom:{name}"),
            (None, true) => format!("dev:custom:{name}"),
        }
    }

    /// Whether only an administrator may write the attribute.
    pub(crate) fn is_for_developers(&self) -> bool {
        self.developer_only_attribute == Some(true)
    }

    fn is_required(&self) -> bool {
        self.required == Some(true)
    }

    /// The attribute with what was asked for, and with Cognito's defaults for the rest. Each type shows only its own
    /// constraints.
    fn in_force(&self) -> Self {
        let default =
            StandardAttribute::find(&self.name).map(StandardAttribute::in_schema).unwrap_or_default();
        let data_type = default.attribute_data_type.or(self.attribute_data_type).unwrap_or(DataType::String);
        let lengths = self.string_attribute_constraints.clone().or(default.string_attribute_constraints);
        let bounds = self.number_attribute_constraints.clone().or(default.number_attribute_constraints);
        Self {
            name: self.full_name(),
            attribute_data_type: Some(data_type),
            developer_only_attribute: Some(self.is_for_developers()),
            mutable: self.mutable.or(default.mutable).or(Some(true)),
            required: self.required.or(default.required).or(Some(false)),
            string_attribute_constraints: (data_type == DataType::String)
                .then(|| lengths.unwrap_or_default()),
            number_attribute_constraints: (data_type == DataType::Number).then(|| bounds.unwrap_or_default()),
        }
    }

    /// Says what is wrong with a value; `None` if it is valid.
    pub(crate) fn fault_of(&self, value: &str) -> Option<String> {
        match self.attribute_data_type {
            Some(DataType::Number) => self.fault_of_number(value),
            Some(DataType::Boolean) => {
                let is_one = ["true", "false"].iter().any(|one| one.eq_ignore_ascii_case(value));
                (!is_one).then(|| "Value must be a boolean".to_owned())
            }
            Some(DataType::DateTime) => None,
            Some(DataType::String) | None => self.fault_of_text(value),
        }
    }

    fn fault_of_text(&self, value: &str) -> Option<String> {
        let constraints = self.string_attribute_constraints.clone().unwrap_or_default();
        let length = value.chars().count();
        match (number::<usize>(&constraints.min_length), number::<usize>(&constraints.max_length)) {
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
        let constraints = self.number_attribute_constraints.clone().unwrap_or_default();
        let bounds = (number::<f64>(&constraints.min_value), number::<f64>(&constraints.max_value));
        match (value.parse::<f64>().ok().filter(|number| number.is_finite()), bounds) {
            (None, _) => Some("Value must be a number".to_owned()),
            (Some(number), (Some(least), _)) if number < least => {
                Some(format!("Number must be no smaller than {least}"))
            }
            (Some(number), (_, Some(most))) if number > most => {
                Some(format!("Number must be no larger than {most}"))
            }
            _ => None,
        }
    }
}

/// A constraint's number.
fn number<T: std::str::FromStr>(text: &Option<String>) -> Option<T> {
    text.as_deref()?.parse().ok()
}

impl PoolSettings {
    /// What the request asked for an attribute to be. A request can change nothing about `sub`.
    fn asked_attribute(&self, full_name: &str) -> Option<&SchemaAttribute> {
        self.schema.iter().find(|asked| asked.name != "sub" && asked.full_name() == full_name)
    }

    /// The whole schema: the standard attributes, and then those that the request added.
    pub(crate) fn whole_schema(&self) -> Vec<SchemaAttribute> {
        let standard = StandardAttribute::all().map(|standard| match self.asked_attribute(standard.name) {
            Some(asked) => asked.in_force(),
            None => standard.in_schema(),
        });
        let added = self.schema.iter().filter(|asked| StandardAttribute::find(&asked.name).is_none());
        standard.chain(added.map(SchemaAttribute::in_force)).collect()
    }

    /// The attribute of this full name.
    pub(crate) fn schema_of(&self, name: &str) -> Option<SchemaAttribute> {
        let asked = self.asked_attribute(name).map(SchemaAttribute::in_force);
        asked.or_else(|| StandardAttribute::find(name).map(StandardAttribute::in_schema))
    }

    /// The names of the attributes that every user must have. Cognito itself gives a user the `sub`.
    pub(crate) fn required_attributes(&self) -> impl Iterator<Item = &str> {
        let required = self.schema.iter().filter(|asked| asked.is_required() && asked.name != "sub");
        required.map(|asked| asked.name.as_str())
    }
}

impl UserPool {
    /// SchemaAttributes. Cognito adds `identities` to a pool with an identity provider.
    pub(crate) fn schema(&self) -> Vec<SchemaAttribute> {
        let mut schema = self.settings.whole_schema();
        if !self.identity_providers.is_empty() {
            schema.push(SchemaAttribute {
                name: IDENTITIES.to_owned(),
                attribute_data_type: Some(DataType::String),
                developer_only_attribute: Some(false),
                mutable: Some(true),
                required: Some(false),
                string_attribute_constraints: Some(TextConstraints::default()),
                number_attribute_constraints: None,
            });
        }
        schema
    }

    /// Refuses a change of an attribute that is not mutable.
    pub(crate) fn check_mutable(&self, changes: &[Attribute]) -> Result<(), CognitoError> {
        let is_immutable = |change: &&Attribute| {
            self.settings.schema_of(&change.name).is_some_and(|attribute| attribute.mutable == Some(false))
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
