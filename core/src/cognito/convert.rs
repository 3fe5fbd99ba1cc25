//! Small conversions between our types and the SDK's.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_cognitoidentityprovider::types::{
    AttributeType, CodeDeliveryDetailsType, DeliveryMediumType, UserContextDataType,
    builders::AttributeTypeBuilder,
};
use aws_smithy_types::{DateTime, Document, Number};
use serde_json::Value;

use super::ServiceError;
use crate::model::{
    AuthCodeDeliveryDetails, AuthUserAttribute, AuthUserAttributeKey, DeliveryMedium, UserContextData,
};
use crate::secret::Secret;

/// An answer without what it must have.
pub(super) fn malformed() -> ServiceError {
    ServiceError::Malformed { request_id: None }
}

/// A text of the service's that must be there.
pub(super) fn required(text: Option<&str>) -> Result<&str, ServiceError> {
    text.filter(|text| !text.is_empty()).ok_or_else(malformed)
}

/// The text of a secret, on its way to the service.
pub(super) fn text(secret: &Secret) -> String {
    secret.expose().to_owned()
}

/// Client metadata as the SDK takes it; absent if there is none.
pub(super) fn client_metadata(metadata: BTreeMap<String, String>) -> Option<HashMap<String, String>> {
    (!metadata.is_empty()).then(|| metadata.into_iter().collect())
}

pub(super) fn user_context_data(data: Option<UserContextData>) -> Option<UserContextDataType> {
    let UserContextData { encoded_data, ip_address } = data?;
    Some(
        UserContextDataType::builder().encoded_data(encoded_data.expose()).set_ip_address(ip_address).build(),
    )
}

/// User attributes as the SDK takes them; absent if there are none.
pub(super) fn user_attributes(
    attributes: &[AuthUserAttribute],
) -> Result<Option<Vec<AttributeType>>, ServiceError> {
    list(attributes.iter().map(|it| attribute(&it.key.name(), it.value.expose())))
}

/// Texts by name, as the SDK takes them in a list of attributes; absent if there are none.
pub(super) fn named_texts(
    texts: &BTreeMap<String, String>,
) -> Result<Option<Vec<AttributeType>>, ServiceError> {
    list(texts.iter().map(|(name, value)| attribute(name, value)))
}

fn attribute(name: &str, value: &str) -> AttributeTypeBuilder {
    AttributeType::builder().name(name).value(value)
}

fn list(
    attributes: impl Iterator<Item = AttributeTypeBuilder>,
) -> Result<Option<Vec<AttributeType>>, ServiceError> {
    let attributes: Result<Vec<_>, _> = attributes.map(AttributeTypeBuilder::build).collect();
    let attributes = attributes.map_err(|_| ServiceError::Request)?;
    Ok((!attributes.is_empty()).then_some(attributes))
}

pub(super) fn delivery_details(details: &CodeDeliveryDetailsType) -> AuthCodeDeliveryDetails {
    let medium = match details.delivery_medium() {
        Some(DeliveryMediumType::Email) => DeliveryMedium::Email,
        Some(DeliveryMediumType::Sms) => DeliveryMedium::Sms,
        other => DeliveryMedium::Unknown(other.map(|medium| medium.as_str().to_owned()).unwrap_or_default()),
    };
    AuthCodeDeliveryDetails {
        medium,
        destination: details.destination().unwrap_or_default().to_owned(),
        attribute_key: details.attribute_name().map(AuthUserAttributeKey::from_name),
    }
}

/// A time of the service's, in milliseconds since 1970.
pub(super) fn milliseconds(time: &DateTime) -> i64 {
    // A time so far away that it does not fit is as good as the farthest that does.
    time.to_millis().unwrap_or(i64::MAX)
}

/// A JSON text as the SDK's own kind of document.
pub(super) fn document_from_json(json: &str) -> Result<Document, serde_json::Error> {
    serde_json::from_str(json).map(document)
}

/// The SDK's own kind of document as a JSON text.
pub(super) fn json_from_document(document: &Document) -> String {
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
    fn a_document_comes_back_as_the_json_that_it_was() {
        let json = r#"{"a":[null,true,-7,18446744073709551615,1.5,"\u00e9"],"b":{}}"#;
        let there_and_back = json_from_document(&document_from_json(json).unwrap());
        assert_eq!(
            serde_json::from_str::<Value>(&there_and_back).unwrap(),
            serde_json::from_str::<Value>(json).unwrap()
        );
        assert!(document_from_json("{oops").is_err());
    }
}
