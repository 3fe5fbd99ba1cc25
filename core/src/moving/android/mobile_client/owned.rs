//! The entries of the configured pools, even if their content can't be understood.

use std::collections::BTreeSet;

use super::key_value_store::KeyValueStore;
use super::{IDENTITIES, MOBILE_CLIENT, TOKENS, client_prefix, device_file};
use crate::config::AuthConfiguration;
use crate::moving::android::entries::{Failure, or_unreachable};
use crate::moving::android::removal::Owned;
use crate::moving::tokens;
use crate::ports::FormerPreferences;
use crate::secret::Secret;

/// The endings of the names of a user's entries.
const OF_USER: [&str; 5] = ["idToken", "accessToken", "refreshToken", "tokenType", "tokenScopes"];

/// The entries of the users' devices, then the other entries. These include AWSMobileClient's settings, which do not
/// depend on the pools.
///
/// A user's device has a file of its own, whose name contains the user's name. The file can be found only if another entry
/// names the user.
pub(in crate::moving::android) fn owned(
    storage: &dyn FormerPreferences,
    configuration: &AuthConfiguration,
    usernames: Vec<String>,
) -> Result<Vec<Owned>, Failure> {
    let mut owned = Vec::new();
    if !configuration.user_pool.is_absent() {
        let mut usernames = BTreeSet::from_iter(usernames);
        usernames.extend(named_users(storage, configuration)?);
        for username in usernames {
            let file = device_file(&configuration.user_pool.pool_id, &username);
            owned.push(Owned::of(storage, &file, |_| true)?);
            owned.push(Owned::of(storage, &format!("{file}.encryptionkey"), |_| true)?);
        }
        let prefix = format!("{}.", client_prefix(configuration));
        owned.push(Owned::of(storage, TOKENS, |name| name.starts_with(&prefix))?);
    }
    if let Some(pool) = &configuration.identity_pool {
        let prefix = format!("{}.", pool.pool_id);
        owned.push(Owned::of(storage, IDENTITIES, |name| name.starts_with(&prefix))?);
    }
    owned.push(Owned::of(storage, MOBILE_CLIENT, |_| true)?);
    Ok(owned)
}

/// The users with tokens of the app client, and the user who signed in last. A user can have two names: the one in the
/// entries' names, and the pool user name, which is in the access token.
fn named_users(
    storage: &dyn FormerPreferences,
    configuration: &AuthConfiguration,
) -> Result<BTreeSet<String>, Failure> {
    let Some(store) = or_unreachable(KeyValueStore::read(storage, TOKENS))? else {
        return Ok(BTreeSet::new());
    };
    let client = client_prefix(configuration);
    let last = or_unreachable(store.value(&format!("{client}.LastAuthUser")))?;
    let mut users: BTreeSet<String> = store.names().filter_map(|name| user_in(name, &client)).collect();
    users.extend(last.map(|name| name.to_string()));
    for user in users.clone() {
        let token = or_unreachable(store.value(&format!("{client}.{user}.accessToken")))?;
        users.extend(token.and_then(|token| tokens::pool_username(&Secret::from(token.as_str()))));
    }
    Ok(users)
}

/// The user in the name of an entry: `<client>.<user>.idToken`, with or without what the encryption adds.
fn user_in(name: &str, client: &str) -> Option<String> {
    let rest = name.strip_prefix(client)?.strip_prefix('.')?;
    let key = [".encrypted.keyvaluestoreversion", ".encrypted.iv", ".encrypted"]
        .into_iter()
        .find_map(|suffix| rest.strip_suffix(suffix))
        .unwrap_or(rest);
    let (user, kind) = key.rsplit_once('.')?;
    OF_USER.contains(&kind).then(|| user.to_owned())
}
