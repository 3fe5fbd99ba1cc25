//! The rules for the schema of a new pool.

use super::schema::{DataType, SchemaAttribute};
use super::settings::PoolSettings;
use super::standard_attributes::StandardAttribute;
use crate::errors::CognitoError;
use std::collections::BTreeSet;
use std::str::FromStr;

/// The greatest length that a schema can set as a bound, in characters.
const LONGEST: usize = 2048;

impl PoolSettings {
    /// Refuses a schema that contradicts itself or a standard attribute.
    pub(crate) fn check_schema(&self) -> Result<(), CognitoError> {
        let mut names = BTreeSet::new();
        self.schema.iter().try_for_each(|attribute| {
            attribute.check()?;
            let name = attribute.full_name();
            if names.insert(name.clone()) {
                return Ok(());
            }
            let shown = name.strip_prefix("dev:").unwrap_or(&name);
            Err(refused(format!("{shown}: Existing attribute already has name {name}.")))
        })
    }
}

fn refused(text: impl Into<String>) -> CognitoError {
    CognitoError::invalid_parameter(text)
}

impl SchemaAttribute {
    fn check(&self) -> Result<(), CognitoError> {
        match StandardAttribute::find(&self.name) {
            Some(standard) => self.check_standard(standard)?,
            None => self.check_custom()?,
        }
        self.check_lengths()?;
        self.check_bounds()
    }

    fn check_standard(&self, standard: &StandardAttribute) -> Result<(), CognitoError> {
        let keeps_type = self.attribute_data_type.is_none_or(|asked| asked == standard.data_type);
        match keeps_type && !self.is_for_developers() {
            true => Ok(()),
            false => Err(refused(format!(
                "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute {}",
                self.name
            ))),
        }
    }

    fn check_custom(&self) -> Result<(), CognitoError> {
        if self.attribute_data_type.is_none() {
            let text = "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.";
            return Err(refused(text));
        }
        match self.required == Some(true) {
            true => Err(refused("Required custom attributes are not supported currently.")),
            false => Ok(()),
        }
    }

    fn check_lengths(&self) -> Result<(), CognitoError> {
        let Some(asked) = &self.string_attribute_constraints else { return Ok(()) };
        let read = |text| self.read::<usize>("StringAttributeConstraints", text);
        let (least, most) = (read(&asked.min_length)?, read(&asked.max_length)?);
        if least.max(most).is_some_and(|length| length > LONGEST) {
            let text = format!("String attributes cannot have a length of more than {LONGEST}");
            return Err(self.user_error(&text));
        }
        match (least, most) {
            (Some(least), Some(most)) if least > most => {
                Err(self.user_error("Max length cannot be less than min length."))
            }
            _ => Ok(()),
        }
    }

    fn check_bounds(&self) -> Result<(), CognitoError> {
        let Some(asked) = &self.number_attribute_constraints else { return Ok(()) };
        let read = |text| self.read::<f64>("NumberAttributeConstraints", text);
        match (read(&asked.min_value)?, read(&asked.max_value)?) {
            (Some(least), Some(most)) if least > most => {
                Err(self.user_error("Max value cannot be less than min value."))
            }
            _ => Ok(()),
        }
    }

    fn read<T: FromStr>(&self, constraints: &str, text: &Option<String>) -> Result<Option<T>, CognitoError> {
        let broken = || refused(format!("Invalid {constraints} for schema attribute {}", self.full_name()));
        text.as_deref().map(|text| text.parse().map_err(|_| broken())).transpose()
    }

    fn user_error(&self, text: &str) -> CognitoError {
        refused(format!("user.{}: {text}", self.full_name()))
    }

    /// Whether no app may write the attribute: `sub`, the flags that Cognito sets, and the attributes for developers.
    pub(crate) fn is_read_only(&self) -> bool {
        let flag = self.attribute_data_type == Some(DataType::Boolean) && self.name.ends_with("_verified");
        self.name == "sub"
            || self.is_for_developers()
            || flag && StandardAttribute::find(&self.name).is_some()
    }
}
