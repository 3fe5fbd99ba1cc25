//! Members that a response can do without. A member of an unexpected form, such as a form that Cognito added later,
//! counts as absent. So the rest of the response, such as its tokens, is not lost. Only a list or a map with too many
//! items, or with a name that is no Unicode text, still makes the response malformed.
//!
//! Do not use these functions where an absent member means something, such as "no second factor" or "the last page".

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::de::SliceRead;
use serde_json::value::RawValue;

use crate::model::AuthCodeDeliveryDetails;
use crate::secret::Secret;

type Json<'de> = serde_json::Deserializer<SliceRead<'de>>;

/// Declares the lenient forms of functions of `json`: where the function fails, its lenient form gives an empty value.
macro_rules! lenient {
    ($($name:ident -> $type:ty,)+) => {$(
        pub(in super::super) fn $name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
            readable(deserializer, |json| super::$name(json))
        }
    )+};
}

lenient! {
    present -> Option<String>,
    present_secret -> Option<Secret>,
    seconds -> Option<i64>,
    time -> Option<i64>,
    optional_delivery -> Option<AuthCodeDeliveryDetails>,
}

/// An object, or none if it can't be read.
pub(in super::super) fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    readable(deserializer, |json| super::object(json))
}

/// A value that needs no rules of its own. It is empty if it can't be read.
pub(in super::super) fn or_empty<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    readable(deserializer, |json| super::or_empty(json))
}

/// Texts by name. There are none if the value is not an object.
pub(in super::super) fn texts<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    bounded(deserializer, '{', |json| super::texts(json))
}

/// A list of texts. It is empty if the value is not a list.
pub(in super::super) fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    bounded(deserializer, '[', |json| super::list(json))
}

/// Attributes as texts by name. There are none if the value is not a list.
pub(in super::super) fn attributes<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    bounded(deserializer, '[', |json| super::attributes(json))
}

/// The value, or none if it can't be read.
fn readable<'de, D: Deserializer<'de>, T: Default>(
    deserializer: D,
    read: fn(&mut Json<'de>) -> Result<T, serde_json::Error>,
) -> Result<T, D::Error> {
    let json = <&RawValue>::deserialize(deserializer)?;
    Ok(read(&mut Json::from_slice(json.get().as_bytes())).unwrap_or_default())
}

/// The value, or none if its JSON does not begin with `opening`. Fails if the value has too many items, or a name
/// that is no Unicode text.
fn bounded<'de, D: Deserializer<'de>, T: Default>(
    deserializer: D,
    opening: char,
    read: fn(&mut Json<'de>) -> Result<T, serde_json::Error>,
) -> Result<T, D::Error> {
    let json = <&RawValue>::deserialize(deserializer)?;
    if !json.get().starts_with(opening) {
        return Ok(T::default());
    }
    read(&mut Json::from_slice(json.get().as_bytes()))
        .map_err(|_| Error::custom("too many items, or a malformed name"))
}
