//! Reads the configuration file as JSON. A file can have many users, and the JSON of a user needs many times the memory
//! of the user that is read from it. So each user is read as soon as their JSON is there.

use super::read::read_user;
use super::users::ConfiguredUser;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::fmt;

/// A configuration file.
pub(super) struct File {
    /// The JSON without the users that are in `users`.
    pub json: Value,
    /// The users of each pool. If the file has an unexpected form, the users stay in `json`, and [`super::read`] finds
    /// the error there.
    pub users: Vec<Vec<FoundUser>>,
}

/// A user in a file.
pub(super) enum FoundUser {
    Read(ConfiguredUser),
    /// The JSON of a user that can't be read.
    Wrong(Value),
}

impl File {
    pub(super) fn parse(text: &str) -> serde_json::Result<Self> {
        let whole = |_| serde_json::from_str(text).map(|json| Self { json, users: Vec::new() });
        serde_json::from_str(text).or_else(whole)
    }
}

impl<'de> Deserialize<'de> for FoundUser {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Value::deserialize(deserializer)?;
        Ok(read_user(&json, "").map_or_else(|_| Self::Wrong(json), Self::Read))
    }
}

struct Pool {
    json: Value,
    users: Vec<FoundUser>,
}

impl<'de> Deserialize<'de> for Pool {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (json, users) = deserializer.deserialize_map(Members::new("Users"))?;
        Ok(Self { json, users })
    }
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut json, pools) = deserializer.deserialize_map(Members::<Pool>::new("UserPools"))?;
        let (pools, users): (Vec<Value>, Vec<_>) =
            pools.into_iter().map(|pool| (pool.json, pool.users)).unzip();
        if !pools.is_empty() {
            json["UserPools"] = Value::Array(pools);
        }
        Ok(Self { json, users })
    }
}

/// Reads an object. The list in one of its members is read apart.
struct Members<T> {
    apart: &'static str,
    list: Vec<T>,
}

impl<T> Members<T> {
    fn new(apart: &'static str) -> Self {
        Self { apart, list: Vec::new() }
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
    type Value = (Value, Vec<T>);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = object.next_key::<String>()? {
            match name == self.apart {
                true => self.list = object.next_value()?,
                false => drop(members.insert(name, object.next_value()?)),
            }
        }
        Ok((Value::Object(members), self.list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn users_are_read_apart_and_all_else_is_json() {
        let text = r#"{ "Triggers": {}, "UserPools": [
            { "Id": "one" },
            { "Users": [{ "Username": "ada", "Password": "p" }, { "Username": 7 }], "Id": "two" }
        ] }"#;
        let file = File::parse(text).unwrap();
        assert_eq!(file.json, json!({ "Triggers": {}, "UserPools": [{ "Id": "one" }, { "Id": "two" }] }));
        assert!(matches!(file.users[1][..], [FoundUser::Read(_), FoundUser::Wrong(_)]));
        for other in ["[]", r#"{ "UserPools": {} }"#, r#"{ "UserPools": [{ "Users": 7 }] }"#, "null"] {
            let file = File::parse(other).unwrap();
            assert_eq!(file.json, serde_json::from_str::<Value>(other).unwrap());
            assert!(file.users.is_empty());
        }
        assert!(File::parse("{").is_err());
    }
}
