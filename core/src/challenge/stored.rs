//! Reads the members of a stored challenge.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The members of a stored challenge, each as unread JSON: the challenge's kind says how to read them. Serde could
/// derive the code that reads an enum with a tag, but that code would make the gzipped library 15 KB larger.
pub(super) struct StoredMembers(BTreeMap<String, Box<RawValue>>);

impl StoredMembers {
    pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::deserialize(deserializer).map(Self)
    }

    pub(super) fn get<T: DeserializeOwned, E: Error>(&self, name: &'static str) -> Result<T, E> {
        let json = self.0.get(name).ok_or_else(|| E::missing_field(name))?.get();
        // Reads bytes, not a text. On Android, no other code reads JSON from a text, so reading one here would make the
        // library larger.
        serde_json::from_slice(json.as_bytes()).map_err(E::custom)
    }
}
