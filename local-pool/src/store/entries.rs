//! The state as entries.

use super::StoredState;
use crate::collections::{Collection as _, Owner, Tracked};
use crate::pool::World;
use serde::de::{DeserializeOwned, Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::fmt;
use std::io;

/// The kinds of the entries that belong to no pool. The others are in [`Owner::collections`]. A kind never gets another
/// meaning.
pub(super) const CLIENT_SECRET: &str = "clientSecret";
const USER_POOL: &str = "userPool";
const IDENTITY_POOL: &str = "identityPool";
const SESSION_SECONDS: &str = "sessionSeconds";

/// An entry to be stored.
pub(super) struct Entry<'e> {
    pub kind: &'e str,
    /// The id of the pool; empty for an entry that belongs to none.
    pub owner: &'e str,
    /// The key as JSON.
    pub key: &'e [u8],
    /// The value as JSON. `None` if the entry was removed.
    pub value: Option<&'e [u8]>,
}

/// A stored entry.
pub(super) struct OwnedEntry {
    pub kind: String,
    pub owner: String,
    pub key: Value,
    pub value: Option<Value>,
}

impl<'de> Deserialize<'de> for OwnedEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = OwnedEntry;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list of three or four")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OwnedEntry, A::Error> {
                let short = || A::Error::custom("too short");
                Ok(OwnedEntry {
                    kind: list.next_element()?.ok_or_else(short)?,
                    owner: list.next_element()?.ok_or_else(short)?,
                    key: list.next_element()?.ok_or_else(short)?,
                    value: list.next_element()?,
                })
            }
        }
        deserializer.deserialize_seq(List)
    }
}

type Sink<'s> = dyn FnMut(Entry<'_>) -> io::Result<()> + 's;

/// Passes on the entries that have changed since they were passed on the last time.
pub(super) fn pass_changes(world: &mut World, sink: &mut Sink<'_>) -> io::Result<()> {
    pass_owners(&mut world.pools, USER_POOL, false, sink)?;
    pass_owners(&mut world.identity_pools.pools, IDENTITY_POOL, false, sink)?;
    world.identity_pools.session_seconds.pass_changes(&mut of(SESSION_SECONDS, "", sink))
}

/// Passes on all entries.
pub(super) fn pass_all(world: &mut World, sink: &mut Sink<'_>) -> io::Result<()> {
    pass_owners(&mut world.pools, USER_POOL, true, sink)?;
    pass_owners(&mut world.identity_pools.pools, IDENTITY_POOL, true, sink)?;
    world.identity_pools.session_seconds.pass_all(&mut of(SESSION_SECONDS, "", sink))
}

/// Forgets what has changed, because there is no data folder.
pub(crate) fn forget_changes(world: &mut World) {
    forget_owners(&mut world.pools);
    forget_owners(&mut world.identity_pools.pools);
    world.identity_pools.session_seconds.forget_changes();
}

/// Takes the entries of one collection, and passes them on with its kind and its owner.
fn of<'s>(
    kind: &'s str,
    owner: &'s str,
    sink: &'s mut Sink<'_>,
) -> impl FnMut(&[u8], Option<&[u8]>) -> io::Result<()> + 's {
    move |key, value| sink(Entry { kind, owner, key, value })
}

fn pass_owners<O: Owner + Serialize>(
    owners: &mut Tracked<String, O>,
    kind: &str,
    all: bool,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let mut ids = owners.take_touched();
    if all {
        ids.extend(owners.keys().cloned());
    }
    for id in ids {
        let key = serde_json::to_vec(&id)?;
        let Some(mut owner) = owners.stored_mut(&id) else {
            // In a file with the whole state, there is nothing to remove.
            if !all {
                sink(Entry { kind, owner: "", key: &key, value: None })?;
            }
            continue;
        };
        if owner.is_new && !all {
            // A new pool has nothing of a former one with the same id.
            sink(Entry { kind, owner: "", key: &key, value: None })?;
        }
        let all = all || owner.is_new;
        let value = if all { Some(owner.json()?) } else { owner.changed()? };
        if let Some(value) = value {
            sink(Entry { kind, owner: "", key: &key, value: Some(&value) })?;
        }
        for (kind, collection) in owner.value.collections() {
            let mut sink = of(kind, &id, sink);
            if all { collection.pass_all(&mut sink) } else { collection.pass_changes(&mut sink) }?;
        }
    }
    Ok(())
}

fn forget_owners<O: Owner>(owners: &mut Tracked<String, O>) {
    for id in owners.take_touched() {
        if let Some(owner) = owners.stored_mut(&id) {
            owner.value.collections().into_iter().for_each(|(_, collection)| collection.forget_changes());
        }
    }
}

/// An entry that does not fit. The text of the cause is left out, because it can quote a secret.
pub(super) struct Unreadable;

impl From<serde_json::Error> for Unreadable {
    fn from(_: serde_json::Error) -> Self {
        Self
    }
}

/// Puts a stored entry into the state, or removes it there.
pub(super) fn restore(state: &mut StoredState, entry: OwnedEntry) -> Result<(), Unreadable> {
    let OwnedEntry { kind, owner, key, value } = entry;
    let (pools, identity_pools) = (&mut state.world.pools, &mut state.world.identity_pools);
    match kind.as_str() {
        CLIENT_SECRET => state.client_secret = serde_json::from_value(value.unwrap_or_default())?,
        USER_POOL => restore_owner(pools, key, value)?,
        IDENTITY_POOL => restore_owner(&mut identity_pools.pools, key, value)?,
        SESSION_SECONDS => identity_pools.session_seconds.restore(key, value)?,
        _ => {
            let of_user_pool = pools.get_mut(&owner).map(|pool| pool.collections());
            let of_identity_pool = identity_pools.pools.get_mut(&owner).map(|pool| pool.collections());
            let mut collections = of_user_pool.into_iter().chain(of_identity_pool).flatten();
            let (_, collection) = collections.find(|(name, _)| *name == kind).ok_or(Unreadable)?;
            collection.restore(key, value)?;
        }
    }
    Ok(())
}

/// Puts a stored pool into the state, or removes it there. If the state has the pool already, the entries of the pool's
/// collections stay.
fn restore_owner<O: Owner + DeserializeOwned>(
    owners: &mut Tracked<String, O>,
    key: Value,
    value: Option<Value>,
) -> Result<(), Unreadable> {
    let id: String = serde_json::from_value(key)?;
    let Some(value) = value else {
        owners.remove(&id);
        return Ok(());
    };
    let mut restored: O = serde_json::from_value(value)?;
    if let Some(held) = owners.get_mut(&id) {
        for ((_, new), (_, old)) in restored.collections().into_iter().zip(held.collections()) {
            new.swap(old);
        }
    }
    owners.insert(id, restored);
    Ok(())
}
