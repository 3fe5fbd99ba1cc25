//! The JSON schema (draft 2020-12) of a configuration, made from the tables by which a configuration is checked.

use super::read::FILE;
use crate::operations::shared::known_members::{
    CLIENT, CLIENT_IN_FILE, GROUP, IDENTITY_PROVIDER, Kind, MFA, Member, NEW_USER_POOL, RESOURCE_SERVER,
    USER_IN_FILE, USER_POOL, USER_POOL_IN_FILE,
};
use serde_json::{Map, Value, json};

/// The schema of the file.
pub(super) fn of_file() -> Value {
    let mut schema = object(&[FILE], &[]);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("The file for --config of cognito-local-pool");
    schema["properties"]["UserPools"] = list(&pool());
    schema["properties"]["Triggers"] = map_of_texts();
    schema
}

fn pool() -> Value {
    let mut schema = object(&[USER_POOL, NEW_USER_POOL, USER_POOL_IN_FILE], &["Id", "PoolName"]);
    for (part, tables, required) in [
        ("ResourceServers", &[RESOURCE_SERVER][..], &["Identifier", "Name"][..]),
        ("IdentityProviders", &[IDENTITY_PROVIDER], &["ProviderName", "ProviderType", "ProviderDetails"]),
        ("Groups", &[GROUP], &["GroupName"]),
        ("Clients", &[CLIENT, CLIENT_IN_FILE], &["ClientId"]),
        ("Users", &[USER_IN_FILE], &["Username"]),
    ] {
        schema["properties"][part] = list(&object(tables, required));
    }
    schema["properties"]["Mfa"] = object(&[MFA], &[]);
    schema
}

fn list(element: &Value) -> Value {
    json!({ "type": "array", "items": element })
}

fn map_of_texts() -> Value {
    json!({ "type": "object", "additionalProperties": { "type": "string" } })
}

fn object(tables: &[&[Member]], required: &[&str]) -> Value {
    let members = tables.iter().flat_map(|table| table.iter());
    let properties: Map<String, Value> =
        members.map(|(name, kind)| ((*name).to_owned(), of_kind(kind))).collect();
    json!({
        "type": "object", "properties": properties, "required": required, "additionalProperties": false,
    })
}

fn of_kind(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Switch => json!({ "type": "boolean" }),
        Kind::Texts => list(&json!({ "type": "string" })),
        Kind::TextMap => map_of_texts(),
        Kind::Object(members) => object(&[members], &[]),
        Kind::Objects(members) => list(&object(&[members], &[])),
        Kind::Any => json!({}),
    }
}
