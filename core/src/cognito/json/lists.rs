//! How responses hold lists. An item that can't be read may be of a kind that Cognito added later. So it is left out,
//! like an unknown member.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::MOST_ITEMS;
use crate::json::Object;

/// The most items of a page of devices or passkeys.
pub(in super::super) const LARGEST_PAGE: usize = 60;

/// The readable items of a list, which may have at most `MOST` items. The unreadable ones count too.
struct Items<T, const MOST: usize>(Vec<T>);

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for Items<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(AtMost::<T, MOST>(PhantomData)).map(Self)
    }
}

/// Takes the readable items of a list. Fails if the list is too long.
struct AtMost<T, const MOST: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for AtMost<T, MOST> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a list of at most {MOST} items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Vec<T>, A::Error> {
        let (mut items, mut count) = (Vec::new(), 0);
        while let Some(item) = sequence.next_element::<&RawValue>()? {
            count += 1;
            if count > MOST {
                return Err(Error::invalid_length(count, &self));
            }
            items.extend(serde_json::from_slice(item.get().as_bytes()).ok());
        }
        Ok(items)
    }
}

/// A list of texts. It is empty if the service sends `null`.
pub(in super::super) fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    items::<D, String, MOST_ITEMS>(deserializer)
}

/// A list of objects. It is empty if the service sends `null`.
pub(in super::super) fn objects<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    at_most::<D, T, MOST_ITEMS>(deserializer)
}

/// A page of objects. It is empty if the service sends `null`.
pub(in super::super) fn page<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    at_most::<D, T, LARGEST_PAGE>(deserializer)
}

fn at_most<'de, D, T, const MOST: usize>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let objects = items::<D, Object<T>, MOST>(deserializer)?;
    Ok(objects.into_iter().map(|Object(object)| object).collect())
}

fn items<'de, D, T, const MOST: usize>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let items: Option<Items<T, MOST>> = Option::deserialize(deserializer)?;
    Ok(items.map(|Items(items)| items).unwrap_or_default())
}
