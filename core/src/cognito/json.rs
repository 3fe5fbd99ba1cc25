//! How requests and responses hold texts, secrets, numbers, times and attributes.

pub(super) mod lenient;
mod lists;

pub(super) use lists::{LARGEST_PAGE, list, objects, page};

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeOwned, Error, IgnoredAny, MapAccess, Unexpected, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json::Object;
use crate::model::{AuthCodeDeliveryDetails, AuthUserAttribute, AuthUserAttributeKey, DeliveryMedium};
use crate::secret::{self, Secret};

/// Reads a message of the service. `None` if the body is not an object, lacks a member that `T` needs, or has members
/// but none that `T` knows. Unknown members beside a known one are fine: the service may add members later.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    crate::json::read(body).ok().filter(|_| has_a_member_of::<T>(body))
}

/// Whether one of an object's members is one of `T`'s. An object without members passes.
fn has_a_member_of<T: DeserializeOwned>(body: &[u8]) -> bool {
    let mut members: &[&str] = &[];
    // This always fails: `Declared` only takes the names of the members, and gives no values.
    let _ = T::deserialize(Declared(&mut members));
    let known = serde_json::Deserializer::from_slice(body).deserialize_map(AnyOf(members));
    known.unwrap_or_default()
}

/// A deserializer that only takes the names of the members that a type declares.
struct Declared<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Declared<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        members: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = members;
        Err(Error::custom("only the names"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Self::Error> {
        Err(Error::custom("no struct"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Reads whether an object has at least one of these members, or no members at all.
struct AnyOf(&'static [&'static str]);

impl<'de> Visitor<'de> for AnyOf {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
        let (mut is_empty, mut knows_one) = (true, false);
        while let Some((name, IgnoredAny)) = members.next_entry::<String, _>()? {
            is_empty = false;
            knows_one |= self.0.contains(&name.as_str());
        }
        Ok(is_empty || knows_one)
    }
}

// --- What requests hold ---

/// Writes a secret.
pub(super) fn secret<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    secret::json::serialize(secret, serializer)
}

/// Writes a secret, or an empty text for `None`.
pub(super) fn optional_secret<S: Serializer>(
    secret: &Option<Secret>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.as_ref().map(Secret::expose).unwrap_or_default())
}

/// Writes secrets by name.
pub(super) fn secrets<S: Serializer>(
    secrets: &BTreeMap<String, Secret>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(secrets.len()))?;
    for (name, secret) in secrets {
        map.serialize_entry(name, secret.expose())?;
    }
    map.end()
}

/// A name and a value, as the service lists them.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct NameAndValue<'a> {
    name: &'a str,
    value: &'a str,
}

/// Writes a user's attributes.
pub(super) fn user_attributes<S: Serializer>(
    attributes: &[AuthUserAttribute],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let named = attributes.iter().map(|attribute| (attribute.key.name(), attribute.value.expose()));
    let named: Vec<_> = named.collect();
    serializer.collect_seq(named.iter().map(|(name, value)| NameAndValue { name, value }))
}

/// Writes texts by name, as the list that the service takes.
pub(super) fn named_texts<S: Serializer>(
    texts: &BTreeMap<String, String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(texts.iter().map(|(name, value)| NameAndValue { name, value }))
}

/// Writes a text of JSON as the JSON value that it stands for, and not as a string.
pub(super) fn json_text<S: Serializer>(json: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    let value: &RawValue =
        serde_json::from_slice(json.expose().as_bytes()).map_err(serde::ser::Error::custom)?;
    value.serialize(serializer)
}

// --- What responses hold ---

/// Reads a text that must not be missing or empty.
pub(super) fn required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    present(deserializer)?.ok_or_else(|| Error::custom("empty"))
}

/// Reads a text, or `None` if it is missing or empty.
pub(super) fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.filter(|text| !text.is_empty()))
}

/// Reads a secret that must not be missing or empty.
pub(super) fn required_secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    present_secret(deserializer)?.ok_or_else(|| Error::custom("empty"))
}

/// Reads a secret, or `None` if it is missing or empty.
pub(super) fn present_secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    Ok(secret::json::optional::deserialize(deserializer)?.filter(|secret| !secret.is_empty()))
}

/// Reads a value that is empty if the service sends `null`.
pub(super) fn or_empty<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// The most items of a list, and the most texts of an object. The service sends far fewer: a user can have about 70
/// attributes.
const MOST_ITEMS: usize = 256;

/// Reads texts by name. Members that are not texts are left out.
pub(super) fn texts<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let texts: Option<Texts> = Option::deserialize(deserializer)?;
    let texts = texts.map(|Texts(texts)| texts).unwrap_or_default();
    Ok(texts.into_iter().map(|(name, text)| (name, text.expose().to_owned())).collect())
}

/// Reads the texts of an object, or `None` for anything else.
pub(super) fn read_texts(body: &[u8]) -> Option<BTreeMap<String, Secret>> {
    serde_json::from_slice(body).ok().map(|Texts(texts)| texts)
}

/// Texts by name, at most [`MOST_ITEMS`].
struct Texts(BTreeMap<String, Secret>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TextMembers).map(Self)
    }
}

/// Reads the members that are texts, and skips all others.
struct TextMembers;

impl<'de> Visitor<'de> for TextMembers {
    type Value = BTreeMap<String, Secret>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object with at most {MOST_ITEMS} texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut texts = BTreeMap::new();
        while let Some((name, value)) = members.next_entry::<String, &RawValue>()? {
            if let Some(text) = secret::json::text(value) {
                texts.insert(name, text);
            }
            if texts.len() > MOST_ITEMS {
                return Err(Error::invalid_length(texts.len(), &self));
            }
        }
        Ok(texts)
    }
}

/// Reads an object, or `None` if it is missing.
pub(super) fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.map(|Object(object)| object))
}

/// Reads an object that must not be missing.
pub(super) fn required_object<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Object::deserialize(deserializer).map(|Object(object)| object)
}

/// A number as the service and other servers write it: `3600`, `3600.0`, `"3600"`.
struct Number(f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyForm).map(Self)
    }
}

/// Reads a number in any of the forms of [`Number`].
struct AnyForm;

impl Visitor<'_> for AnyForm {
    type Value = f64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number")
    }

    #[expect(clippy::cast_precision_loss, reason = "the service has no numbers that large")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "the service has no numbers that large")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<f64, E> {
        // Read as JSON: Rust's own parser would add its tables to the library, and reads "inf" and "NaN" as numbers.
        serde_json::from_slice(text.as_bytes())
            .map_err(|_| E::invalid_value(Unexpected::Other("a text"), &self))
    }
}

/// Reads a number, or `None` if it is missing.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(Option::<Number>::deserialize(deserializer)?.map(|Number(number)| number))
}

/// Reads a number of whole seconds, or `None` if it is missing.
#[expect(clippy::cast_possible_truncation, reason = "a cast from a float saturates")]
pub(super) fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(number(deserializer)?.map(|number| number as i64))
}

/// Reads a time in milliseconds since 1970, or `None` if it is missing. The service gives seconds.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(number(deserializer)?.map(milliseconds))
}

/// Reads a time that must not be missing, in milliseconds since 1970.
pub(super) fn required_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    time(deserializer)?.ok_or_else(|| Error::custom("no time"))
}

/// Seconds in whole milliseconds. A time that is too far away to fit becomes the farthest time that fits.
#[expect(clippy::cast_possible_truncation, reason = "a cast from a float saturates")]
fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}

/// An attribute of a user or of a device.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attribute {
    #[serde(deserialize_with = "required")]
    name: String,
    value: Option<String>,
}

/// Reads the attributes of a user.
pub(super) fn attributes_of_user<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<AuthUserAttribute>, D::Error> {
    let attributes: Vec<Attribute> = objects(deserializer)?;
    let attribute = |Attribute { name, value }: Attribute| {
        AuthUserAttribute::new(AuthUserAttributeKey::from_name(&name), value.unwrap_or_default())
    };
    Ok(attributes.into_iter().map(attribute).collect())
}

/// Reads attributes as texts by name. Attributes without a value are left out.
pub(super) fn attributes<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let attributes: Vec<Attribute> = objects(deserializer)?;
    Ok(attributes.into_iter().filter_map(|Attribute { name, value }| Some((name, value?))).collect())
}

/// Where a code went. No member is required: the code was sent, even if the service does not say where.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Delivery {
    #[serde(default, deserialize_with = "lenient::present")]
    delivery_medium: Option<String>,
    #[serde(default, deserialize_with = "lenient::present")]
    destination: Option<String>,
    #[serde(default, deserialize_with = "lenient::present")]
    attribute_name: Option<String>,
}

impl From<Delivery> for AuthCodeDeliveryDetails {
    fn from(delivery: Delivery) -> Self {
        Self {
            medium: DeliveryMedium::from_name(&delivery.delivery_medium.unwrap_or_default()),
            destination: delivery.destination.unwrap_or_default(),
            attribute_key: delivery.attribute_name.as_deref().map(AuthUserAttributeKey::from_name),
        }
    }
}

/// Reads where a code went. Fails if the service sends `null`.
pub(super) fn delivery<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<AuthCodeDeliveryDetails, D::Error> {
    required_object::<_, Delivery>(deserializer).map(AuthCodeDeliveryDetails::from)
}

/// Reads where a code went, if one was sent.
pub(super) fn optional_delivery<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<AuthCodeDeliveryDetails>, D::Error> {
    Ok(object::<_, Delivery>(deserializer)?.map(AuthCodeDeliveryDetails::from))
}

/// Reads where codes went.
pub(super) fn deliveries<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<AuthCodeDeliveryDetails>, D::Error> {
    let deliveries: Vec<Delivery> = objects(deserializer)?;
    Ok(deliveries.into_iter().map(AuthCodeDeliveryDetails::from).collect())
}

/// Reads any JSON value, and gives its JSON text. `null` is an error.
pub(super) fn json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    let value: Option<Box<RawValue>> = Deserialize::deserialize(deserializer)?;
    Ok(Secret::new(Box::<str>::from(value.ok_or_else(|| Error::custom("no JSON"))?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Time(#[serde(deserialize_with = "time")] Option<i64>);

    #[test]
    fn a_time_is_read_from_a_number_in_any_form() {
        for (json, expected) in [
            ("1700000000", 1_700_000_000_000),
            ("1700000000.0", 1_700_000_000_000),
            ("1.7e9", 1_700_000_000_000),
            ("\"1700000000\"", 1_700_000_000_000),
            ("1700000000.123", 1_700_000_000_123),
            ("\"1700000000.999\"", 1_700_000_000_999),
            ("-0.5", -500),
            ("1e300", i64::MAX),
        ] {
            assert_eq!(serde_json::from_str::<Time>(json).unwrap().0, Some(expected), "{json}");
        }
        for json in ["\"inf\"", "\"NaN\"", "\"\"", "\"today\"", "true", "{}", "[1]"] {
            assert!(serde_json::from_str::<Time>(json).is_err(), "{json}");
        }
        assert_eq!(serde_json::from_str::<Time>("null").unwrap().0, None);
    }

    #[test]
    fn a_list_is_not_read_as_an_object() {
        #[derive(Debug, Default, PartialEq, Deserialize)]
        struct Outer {
            #[serde(default, deserialize_with = "object")]
            one: Option<Member>,
            #[serde(default, deserialize_with = "objects")]
            some: Vec<Member>,
        }
        #[derive(Debug, PartialEq, Deserialize)]
        struct Member {
            value: Option<u8>,
        }
        let inner = || Member { value: Some(1) };
        let read = |json: &str| read::<Outer>(json.as_bytes());
        assert_eq!(
            read(r#"{"one":{"value":1},"some":[{"value":1}]}"#),
            Some(Outer { one: Some(inner()), some: vec![inner()] })
        );
        assert_eq!(read(r#"{"one":null,"some":null}"#), Some(Outer::default()));
        for json in ["[]", "[null,[]]", r#"{"one":[1]}"#, r#"{"some":{}}"#, "null"] {
            assert_eq!(read(json), None, "{json}");
        }
        for json in [r#"{"some":[[1]]}"#, r#"{"some":[null]}"#, r#"{"some":[{"value":"x"}]}"#] {
            assert_eq!(read(json), Some(Outer::default()), "{json}");
        }
    }

    #[test]
    fn a_json_value_is_read_as_exactly_its_text() {
        #[derive(Serialize, Deserialize)]
        struct Within(#[serde(serialize_with = "json_text", deserialize_with = "json")] Secret);
        let text = r#"{"a":[null,true,-7,18446744073709551615,1.50,"\u00e9"],"b":{}}"#;
        let within: Within = serde_json::from_str(text).unwrap();
        assert_eq!(within.0.expose(), text);
        assert_eq!(serde_json::to_string(&within).unwrap(), text);
        assert!(serde_json::to_string(&Within("{oops".into())).is_err());
        assert!(serde_json::from_str::<Within>("null").is_err());
    }
}
