//! The name of an attribute, as a user holds it.

use super::standard_attributes::StandardAttribute;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::{Borrow, Cow};

/// An attribute's name. The names of standard attributes take no memory of their own, because each user has several.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AttributeName(Cow<'static, str>);

impl AttributeName {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for AttributeName {
    fn from(name: &str) -> Self {
        let standard = StandardAttribute::find(name).map(|standard| Cow::Borrowed(standard.name));
        Self(standard.unwrap_or_else(|| Cow::Owned(name.to_owned())))
    }
}

impl Borrow<str> for AttributeName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for AttributeName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AttributeName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|name| name.as_str().into())
    }
}
