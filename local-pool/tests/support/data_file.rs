//! The data folder's file, for tests that change it. This is a second implementation of the file's format.

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::Path;

pub struct DataFile {
    /// The lines' lists of entries. An entry is itself a list: its kind, the id of its pool (empty if it has none, or is
    /// a pool itself), the key and the value. An entry without a value removes the key.
    lists: Vec<Vec<Value>>,
}

impl DataFile {
    pub fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        assert_eq!(lines.next().unwrap(), json!({ "cognitoLocalPool": 2 }));
        Self { lists: lines.map(|line| line[1].as_array().unwrap().clone()).collect() }
    }

    /// Calls `change` with the value of each entry of a kind. Returns the number of values.
    pub fn change(&mut self, kind: &str, change: impl FnMut(&mut Value)) -> usize {
        let entries = self.lists.iter_mut().flatten().filter(|entry| entry[0] == kind);
        entries.filter_map(|entry| entry.get_mut(3)).map(change).count()
    }

    pub fn write(&self, path: &Path) {
        let mut text = json!({ "cognitoLocalPool": 2 }).to_string() + "\n";
        let mut checksum = Sha256::digest(&text);
        for list in &self.lists {
            let list = json!(list).to_string();
            checksum = Sha256::new().chain_update(checksum).chain_update(&list).finalize();
            let hex: String = checksum[..8].iter().map(|byte| format!("{byte:02x}")).collect();
            text += &format!("[\"{hex}\",{list}]\n");
        }
        fs::write(path, text).unwrap();
    }

    /// The same state in version 1 of the file: one JSON object with the whole state. No pool, member or
    /// numbered entry may have been removed.
    pub fn as_version_1(&self) -> Value {
        let mut file = json!({ "cognitoLocalPool": 1, "world": {
            "pools": {}, "identity_pools": { "pools": {}, "sessionSeconds": {} },
        } });
        for entry in self.lists.iter().flatten() {
            let (kind, owner) = (entry[0].as_str().unwrap(), entry[1].as_str().unwrap());
            put(&mut file, kind, owner, &entry[2], entry.get(3));
        }
        file
    }
}

fn put(file: &mut Value, kind: &str, owner: &str, key: &Value, value: Option<&Value>) {
    let name = key.as_str().unwrap_or_default();
    let world = &mut file["world"];
    let members = match kind {
        "clientSecret" => {
            file["clientSecret"] = value.unwrap().clone();
            return;
        }
        "userPool" => {
            let members = &mut world["pools"][name];
            let held = members.take();
            *members = value.unwrap().clone();
            keep(members, held);
            return;
        }
        "identityPool" => {
            world["identity_pools"]["pools"][name] = value.unwrap().clone();
            world["identity_pools"]["pools"][name]["identities"] = json!({});
            return;
        }
        "member" => {
            assert!(value.is_some(), "a removed member");
            let members = &mut world["pools"][owner]["groups"][key[0].as_str().unwrap()]["members"];
            members.as_array_mut().unwrap().push(key[1].clone());
            return;
        }
        "identity" => &mut world["identity_pools"]["pools"][owner]["identities"],
        "sessionSeconds" => &mut world["identity_pools"]["sessionSeconds"],
        "user" => &mut world["pools"][owner]["users"],
        "tokenSession" => &mut world["pools"][owner]["userSessions"]["tokens"],
        "browserSession" => &mut world["pools"][owner]["browserSessions"],
        "grant" => &mut world["pools"][owner]["grants"]["all"],
        "message" => &mut world["pools"][owner]["inbox"]["messages"],
        "authEvent" => &mut world["pools"][owner]["authEvents"],
        "importJob" => &mut world["pools"][owner]["importJobs"],
        _ => panic!("{kind}"),
    };
    match (members, value) {
        (Value::Array(numbered), Some(value)) => {
            let number = usize::try_from(key.as_u64().unwrap()).unwrap();
            match numbered.get_mut(number) {
                Some(held) => *held = value.clone(),
                None => numbered.push(value.clone()),
            }
        }
        (Value::Object(named), Some(value)) => drop(named.insert(name.to_owned(), value.clone())),
        (Value::Object(named), None) => drop(named.remove(name)),
        _ => panic!("{kind}"),
    }
}

/// Gives a pool the collections that it had before, or empty ones.
fn keep(pool: &mut Value, held: Value) {
    let held = held.as_object().cloned().unwrap_or_default();
    let of = |name: &str, empty: Value| held.get(name).cloned().unwrap_or(empty);
    for (name, empty) in [
        ("users", json!({})),
        ("browserSessions", json!({})),
        ("grants", json!({ "all": [] })),
        ("inbox", json!({ "messages": [] })),
        ("authEvents", json!([])),
        ("importJobs", json!([])),
    ] {
        pool[name] = of(name, empty);
    }
    pool["userSessions"]["tokens"] = of("userSessions", json!({}))["tokens"].take();
    if pool["userSessions"]["tokens"].is_null() {
        pool["userSessions"]["tokens"] = json!({});
    }
    let groups = of("groups", json!({}));
    for (name, group) in pool["groups"].as_object_mut().unwrap_or(&mut Map::new()) {
        let members = groups[name.as_str()]["members"].clone();
        group["members"] = if members.is_null() { json!([]) } else { members };
    }
}
