//! Small conversions between the core's types and the SDK's.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_cognitoidentityprovider::types::{
    AttributeType, CodeDeliveryDetailsType, UserContextDataType, builders::AttributeTypeBuilder,
};
use aws_smithy_types::{DateTime, Document, Number};
use cognito_auth_core::service::{Nothing, ServiceError};
use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthUserAttribute, AuthUserAttributeKey, DeliveryMedium, Secret, UserContextData,
};
use serde_json::Value;

// --- What requests hold ---

/// A secret's text, for a request of the SDK.
pub(crate) fn text(secret: &Secret) -> String {
    secret.expose().to_owned()
}

/// The texts of secrets by name, for a request of the SDK.
pub(crate) fn texts(secrets: &BTreeMap<String, Secret>) -> HashMap<String, String> {
    secrets.iter().map(|(name, secret)| (name.clone(), text(secret))).collect()
}

/// Adds a request's context to a call of the SDK. This is a macro because the SDK's calls have the same members but no
/// common trait.
macro_rules! in_context {
    ($call:expr, $context:expr) => {
        $call
            .set_client_metadata($crate::convert::client_metadata(&$context.client_metadata))
            .set_user_context_data(
                $context.user_context_data.as_ref().map($crate::convert::user_context_data),
            )
    };
}
pub(crate) use in_context;

/// Client metadata, or `None` if it is empty.
pub(crate) fn client_metadata(metadata: &BTreeMap<String, String>) -> Option<HashMap<String, String>> {
    (!metadata.is_empty()).then(|| metadata.clone().into_iter().collect())
}

/// Data about the device, for the pool's threat protection.
pub(crate) fn user_context_data(data: &UserContextData) -> UserContextDataType {
    let UserContextData { encoded_data, ip_address } = data;
    let data = UserContextDataType::builder().encoded_data(text(encoded_data));
    data.set_ip_address(ip_address.clone()).build()
}

/// A user's attributes as the SDK's list.
pub(crate) fn user_attributes(attributes: &[AuthUserAttribute]) -> Result<Vec<AttributeType>, ServiceError> {
    list(attributes.iter().map(|it| attribute(it.key.name(), it.value.expose())))
}

/// Texts by name, which the service takes as a list.
pub(crate) fn named_texts(texts: &BTreeMap<String, String>) -> Result<Vec<AttributeType>, ServiceError> {
    list(texts.iter().map(|(name, value)| attribute(name, value)))
}

/// The list, or `None` if it is empty.
pub(crate) fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// A count as the `i32` that the SDK takes. Fails if the count is too large.
pub(crate) fn count(count: impl TryInto<i32>) -> Result<i32, ServiceError> {
    count.try_into().map_err(|_| ServiceError::Request)
}

fn attribute(name: impl Into<String>, value: &str) -> AttributeTypeBuilder {
    AttributeType::builder().name(name).value(value)
}

fn list(attributes: impl Iterator<Item = AttributeTypeBuilder>) -> Result<Vec<AttributeType>, ServiceError> {
    attributes.map(AttributeTypeBuilder::build).collect::<Result<_, _>>().map_err(|_| ServiceError::Request)
}

// --- What responses hold ---

/// The core's response, for an operation whose response has no members.
pub(crate) fn nothing<Output>(_output: Output) -> Nothing {
    Nothing {}
}

/// A text, or `None` if it is missing or empty.
pub(crate) fn present(text: impl Into<Option<String>>) -> Option<String> {
    text.into().filter(|text| !text.is_empty())
}

/// A secret, or `None` if it is missing or empty.
pub(crate) fn present_secret(text: Option<String>) -> Option<Secret> {
    present(text).map(Secret::new)
}

/// The attributes of a user, without those that have no name.
pub(crate) fn attributes_of_user(attributes: Vec<AttributeType>) -> Vec<AuthUserAttribute> {
    let attribute = |AttributeType { name, value, .. }: AttributeType| {
        let key = AuthUserAttributeKey::from_name(&present(name)?);
        Some(AuthUserAttribute::new(key, value.unwrap_or_default()))
    };
    attributes.into_iter().filter_map(attribute).collect()
}

/// Attributes as texts by name, without those that have no name or no value.
pub(crate) fn attributes(attributes: Vec<AttributeType>) -> BTreeMap<String, String> {
    attributes.into_iter().filter_map(|it| Some((present(it.name)?, it.value?))).collect()
}

/// Where a code went, as the core's type.
pub(crate) fn delivery_details(details: CodeDeliveryDetailsType) -> AuthCodeDeliveryDetails {
    let medium = details.delivery_medium.as_ref().map(|medium| medium.as_str());
    AuthCodeDeliveryDetails {
        medium: DeliveryMedium::from_name(medium.unwrap_or_default()),
        destination: details.destination.unwrap_or_default(),
        attribute_key: present(details.attribute_name).as_deref().map(AuthUserAttributeKey::from_name),
    }
}

/// A time of the service, in milliseconds since the start of 1970 in UTC, rounded to the nearest millisecond.
#[expect(clippy::cast_possible_truncation, reason = "a cast from a float saturates")]
pub(crate) fn milliseconds(time: &DateTime) -> i64 {
    (time.as_secs_f64() * 1000.0).round() as i64
}

// --- JSON within JSON ---

/// A JSON text as the SDK's own kind of document.
pub(crate) fn document_from_json(json: &str) -> Result<Document, ServiceError> {
    serde_json::from_str(json).map(document).map_err(|_| ServiceError::Request)
}

/// The SDK's own kind of document as a JSON text.
pub(crate) fn json_from_document(document: &Document) -> String {
    value(document).to_string()
}

fn document(value: Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(flag) => Document::Bool(flag),
        Value::Number(number) => Document::Number(match (number.as_u64(), number.as_i64()) {
            (Some(positive), _) => Number::PosInt(positive),
            (None, Some(negative)) => Number::NegInt(negative),
            (None, None) => Number::Float(number.as_f64().unwrap_or_default()),
        }),
        Value::String(text) => Document::String(text),
        Value::Array(elements) => Document::Array(elements.into_iter().map(document).collect()),
        Value::Object(members) => {
            Document::Object(members.into_iter().map(|(name, member)| (name, document(member))).collect())
        }
    }
}

fn value(document: &Document) -> Value {
    match document {
        Document::Null => Value::Null,
        Document::Bool(flag) => Value::Bool(*flag),
        Document::Number(Number::PosInt(positive)) => Value::from(*positive),
        Document::Number(Number::NegInt(negative)) => Value::from(*negative),
        Document::Number(Number::Float(number)) => Value::from(*number),
        Document::String(text) => Value::from(text.as_str()),
        Document::Array(elements) => elements.iter().map(value).collect(),
        Document::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), value(member))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_json_document_is_unchanged_by_the_round_trip() {
        let json = r#"{"a":[null,true,-7,18446744073709551615,1.5,"\u00e9"],"b":{}}"#;
        let there_and_back = json_from_document(&document_from_json(json).unwrap());
        assert_eq!(
            serde_json::from_str::<Value>(&there_and_back).unwrap(),
            serde_json::from_str::<Value>(json).unwrap()
        );
        assert_eq!(document_from_json("{oops").unwrap_err(), ServiceError::Request);
    }

    #[test]
    fn an_attribute_without_a_name_is_left_out_of_a_code_delivery() {
        let key = |name: Option<&str>| {
            let details = CodeDeliveryDetailsType::builder().set_attribute_name(name.map(str::to_owned));
            delivery_details(details.build()).attribute_key
        };
        assert_eq!(key(Some("email")), Some(AuthUserAttributeKey::Email));
        assert_eq!((key(Some("")), key(None)), (None, None));
    }

    #[test]
    fn a_time_is_rounded_to_the_nearest_millisecond() {
        for (seconds, expected) in
            [(1_700_000_000.123, 1_700_000_000_123), (1.9996, 2000), (-0.5, -500), (0.0, 0)]
        {
            assert_eq!(milliseconds(&DateTime::from_secs_f64(seconds)), expected, "{seconds}");
        }
    }
}
