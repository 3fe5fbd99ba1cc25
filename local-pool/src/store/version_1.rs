//! The first version of the file: one JSON object with the whole state. A start reads it, and then replaces it.

use super::StoredState;
use super::entries::{self, OwnedEntry, Unreadable};
use serde_json::{Map, Value, json};

/// Reads the whole file.
pub(super) fn read(text: &[u8], state: &mut StoredState) -> Result<(), Unreadable> {
    let mut file: Map<String, Value> = serde_json::from_slice(text)?;
    let mut put = |kind: &str, owner: &str, key: Value, value: Value| {
        let (kind, owner) = (kind.to_owned(), owner.to_owned());
        entries::restore(state, OwnedEntry { kind, owner, key, value: Some(value) })
    };
    put("clientSecret", "", Value::Null, required(&mut file, "clientSecret")?)?;
    let mut world = object(required(&mut file, "world")?)?;
    for (id, pool) in object(required(&mut world, "pools")?)? {
        user_pool(&id, object(pool)?, &mut put)?;
    }
    let mut identity_pools = object(optional(&mut world, "identity_pools"))?;
    for (id, pool) in object(optional(&mut identity_pools, "pools"))? {
        let mut pool = object(pool)?;
        let identities = required(&mut pool, "identities")?;
        put("identityPool", "", json!(id), Value::Object(pool))?;
        for (key, identity) in object(identities)? {
            put("identity", &id, json!(key), identity)?;
        }
    }
    for (role, seconds) in object(optional(&mut identity_pools, "sessionSeconds"))? {
        put("sessionSeconds", "", json!(role), seconds)?;
    }
    Ok(())
}

type Put<'p> = dyn FnMut(&str, &str, Value, Value) -> Result<(), Unreadable> + 'p;

fn user_pool(id: &str, mut pool: Map<String, Value>, put: &mut Put<'_>) -> Result<(), Unreadable> {
    let users = object(required(&mut pool, "users")?)?;
    let mut grants = object(required(&mut pool, "grants")?)?;
    let mut inbox = object(required(&mut pool, "inbox")?)?;
    let groups = pool.get("groups").cloned().ok_or(Unreadable)?;
    let token_sessions = match pool.get_mut("userSessions") {
        Some(Value::Object(sessions)) => optional(sessions, "tokens"),
        _ => Value::Null,
    };
    let named = [
        ("user", users),
        ("tokenSession", object(token_sessions)?),
        ("browserSession", object(optional(&mut pool, "browserSessions"))?),
    ];
    let numbered = [
        ("grant", required(&mut grants, "all")?),
        ("message", required(&mut inbox, "messages")?),
        ("authEvent", optional(&mut pool, "authEvents")),
        ("importJob", optional(&mut pool, "importJobs")),
    ];
    put("userPool", "", json!(id), Value::Object(pool))?;
    for (kind, entries) in named {
        entries.into_iter().try_for_each(|(key, entry)| put(kind, id, json!(key), entry))?;
    }
    for (kind, entries) in numbered {
        let mut numbers = list(entries)?.into_iter().enumerate();
        numbers.try_for_each(|(number, entry)| put(kind, id, json!(number), entry))?;
    }
    for (name, group) in object(groups)? {
        for member in list(required(&mut object(group)?, "members")?)? {
            put("member", id, json!([name, member]), Value::Null)?;
        }
    }
    Ok(())
}

fn required(object: &mut Map<String, Value>, name: &str) -> Result<Value, Unreadable> {
    object.remove(name).filter(|value| !value.is_null()).ok_or(Unreadable)
}

/// A member that the first programs with this version of the file did not write.
fn optional(object: &mut Map<String, Value>, name: &str) -> Value {
    object.remove(name).unwrap_or_default()
}

fn object(value: Value) -> Result<Map<String, Value>, Unreadable> {
    match value {
        Value::Object(members) => Ok(members),
        Value::Null => Ok(Map::new()),
        _ => Err(Unreadable),
    }
}

fn list(value: Value) -> Result<Vec<Value>, Unreadable> {
    match value {
        Value::Array(items) => Ok(items),
        Value::Null => Ok(Vec::new()),
        _ => Err(Unreadable),
    }
}
