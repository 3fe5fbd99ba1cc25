//! The standard attributes of every pool: the one table of their types and of the constraints of their values.

use super::schema::{DataType, NumberConstraints, SchemaAttribute, TextConstraints};

/// A standard attribute: a standard claim of OpenID Connect, with Cognito's type for it.
pub(crate) struct StandardAttribute {
    pub name: &'static str,
    pub data_type: DataType,
    /// The least and the largest length of a text, or the least number.
    bounds: (&'static str, &'static str),
}

const fn text(name: &'static str) -> StandardAttribute {
    bounded(name, "0", "2048")
}

const fn bounded(name: &'static str, least: &'static str, most: &'static str) -> StandardAttribute {
    StandardAttribute { name, data_type: DataType::String, bounds: (least, most) }
}

const fn flag(name: &'static str) -> StandardAttribute {
    StandardAttribute { name, data_type: DataType::Boolean, bounds: ("", "") }
}

/// The attributes in the order of CreateUserPool's responses. As at Cognito, only the length of `birthdate` is checked,
/// not its form.
const STANDARD: [StandardAttribute; 20] = [
    bounded("sub", "1", "2048"),
    text("name"),
    text("given_name"),
    text("family_name"),
    text("middle_name"),
    text("nickname"),
    text("preferred_username"),
    text("profile"),
    text("picture"),
    text("website"),
    text("email"),
    flag("email_verified"),
    text("gender"),
    bounded("birthdate", "10", "10"),
    text("zoneinfo"),
    text("locale"),
    text("phone_number"),
    flag("phone_number_verified"),
    text("address"),
    StandardAttribute { name: "updated_at", data_type: DataType::Number, bounds: ("0", "") },
];

impl StandardAttribute {
    pub(crate) fn all() -> impl Iterator<Item = &'static Self> {
        STANDARD.iter()
    }

    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        Self::all().find(|standard| standard.name == name)
    }

    /// The attribute in the schema of a pool that does not mention it.
    pub(crate) fn in_schema(&self) -> SchemaAttribute {
        let (least, most) = self.bounds;
        let is_sub = self.name == "sub";
        SchemaAttribute {
            name: self.name.to_owned(),
            attribute_data_type: Some(self.data_type),
            developer_only_attribute: Some(false),
            mutable: Some(!is_sub),
            required: Some(is_sub),
            string_attribute_constraints: (self.data_type == DataType::String).then(|| TextConstraints {
                min_length: Some(least.to_owned()),
                max_length: Some(most.to_owned()),
            }),
            number_attribute_constraints: (self.data_type == DataType::Number)
                .then(|| NumberConstraints { min_value: Some(least.to_owned()), max_value: None }),
        }
    }
}
