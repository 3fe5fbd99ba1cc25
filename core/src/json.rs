//! Objects in JSON, and how they are read: from bytes. On Android, the library reads no JSON from a text, because that
//! would add a second copy of the parser to the library.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Reads an object.
///
/// # Errors
/// For other JSON, and for members that `T` can't be read from.
pub(crate) fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> serde_json::Result<T> {
    serde_json::from_slice(bytes).map(|Object(object)| object)
}

/// A value that is read from a JSON object only. Serde would also read it from a list of the members' values, so `[]`
/// would pass as an empty response, such as the response to a sign-out. Without lists, the library also has less code
/// for each type.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members(PhantomData)).map(Self)
    }
}

/// Reads an object from its members.
struct Members<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    struct Pair {
        one: u8,
        #[serde(default)]
        other: Option<u8>,
    }

    #[test]
    fn an_object_is_read_and_a_list_of_its_values_is_refused() {
        assert_eq!(read(br#"{"one":1,"more":[]}"#).ok(), Some(Pair { one: 1, other: None }));
        for json in [&b"[1,2]"[..], b"[1]", b"{}", b"null", b"{\"one\":1", b""] {
            assert!(read::<Pair>(json).is_err());
        }
    }
}
