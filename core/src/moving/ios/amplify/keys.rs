//! Where Amplify for Swift stores its items: the services of the Keychain, and the items' accounts (`kSecAttrAccount`).

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::config::{AuthConfiguration, is_region_and_guid};
use crate::moving::ios::items::Items;
use crate::ports::{FormerKeychain, StoreError};

const SERVICE: &str = "com.amplify.awsCognitoAuthPlugin";
const SHARED_SERVICE: &str = "com.amplify.awsCognitoAuthPluginShared";

/// The user default with the access group that Amplify used last.
const ACCESS_GROUP: &str = "amplify_secure_storage_scopes.awsCognitoAuthPlugin.accessGroup";

/// The account with Amplify's last configuration.
const LAST_CONFIGURATION: &str = "authConfiguration";

/// The services with Amplify's items, and their access groups. The service that Amplify prefers comes first.
pub(super) fn places(keychain: &dyn FormerKeychain) -> Vec<(&'static str, Option<String>)> {
    let group = keychain.user_default(ACCESS_GROUP.to_owned()).filter(|group| !group.is_empty());
    let shared = group.map(|group| (SHARED_SERVICE, Some(group)));
    shared.into_iter().chain([(SERVICE, None)]).collect()
}

/// Reads Amplify's items. With an access group, they are in the shared service, if Amplify has written there.
pub(super) fn items(keychain: &dyn FormerKeychain) -> Result<Items, StoreError> {
    let mut items = Items::default();
    for (service, group) in places(keychain) {
        items = Items::read(keychain, service, group.as_deref())?;
        if !items.is_empty() {
            break;
        }
    }
    Ok(items)
}

/// The pools of a configuration. The names of the items' accounts begin with the ids of these pools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pools {
    pub(super) user_pool: Option<String>,
    pub(super) identity_pool: Option<String>,
}

impl Pools {
    pub(super) fn of(configuration: &AuthConfiguration) -> Self {
        let user_pool = Some(&configuration.user_pool).filter(|pool| !pool.is_absent());
        Self {
            user_pool: user_pool.map(|pool| pool.pool_id.clone()),
            identity_pool: configuration.identity_pool.as_ref().map(|pool| pool.pool_id.clone()),
        }
    }

    /// The pools of the last configuration that Amplify ran with.
    fn of_last_run(items: &Items) -> Option<Self> {
        let stored: StoredConfiguration = serde_json::from_slice(items.bytes(LAST_CONFIGURATION)?).ok()?;
        let pool_id =
            |json: Option<&RawValue>| Some(serde_json::from_str::<StoredPool>(json?.get()).ok()?.pool_id);
        let pools =
            Self { user_pool: pool_id(stored.user_pools), identity_pool: pool_id(stored.identity_pools) };
        (pools.user_pool.is_some() || pools.identity_pool.is_some()).then_some(pools)
    }

    fn prefix(&self) -> String {
        let pools: String =
            [&self.user_pool, &self.identity_pool].into_iter().flatten().map(|id| format!("{id}.")).collect();
        format!("amplify.{pools}")
    }

    pub(super) fn session(&self) -> String {
        format!("{}session", self.prefix())
    }

    /// Whether an account belongs to these pools. The accounts of sessions with a name of their own do not.
    pub(super) fn own(&self, account: &str) -> bool {
        let of_pool = |id: &Option<String>| {
            id.as_ref().is_some_and(|id| account.starts_with(&format!("amplify.{id}.")))
        };
        of_pool(&self.user_pool) || of_pool(&self.identity_pool)
    }

    /// Whether Amplify, configured with the pools `others`, would go on with the session of these pools.
    fn go_on_with(&self, others: &Self) -> bool {
        match &self.user_pool {
            Some(pool) => others.user_pool.as_ref() == Some(pool),
            None => self.identity_pool == others.identity_pool,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredConfiguration<'a> {
    #[serde(default, borrow)]
    user_pools: Option<&'a RawValue>,
    #[serde(default, borrow)]
    identity_pools: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredPool {
    pool_id: String,
}

/// The pools whose session Amplify would go on with, the likeliest first.
///
/// Amplify keeps the session under the pools of its configuration. When an app adds or removes the identity pool, Amplify
/// copies the session, and a later sign-out removes only the copy. So if the items say which pools Amplify ran with last,
/// a session under other pools is not taken.
pub(super) fn candidates(items: &Items, configured: &Pools) -> Vec<Pools> {
    if let Some(last) = Pools::of_last_run(items).filter(|last| last.go_on_with(configured)) {
        return vec![last];
    }
    let mut candidates = vec![configured.clone()];
    if configured.user_pool.is_some() {
        candidates.push(Pools { identity_pool: None, ..configured.clone() });
        candidates.extend(with_identity_pools(items, configured));
    }
    if configured.identity_pool.is_some() {
        candidates.push(Pools { user_pool: None, ..configured.clone() });
    }
    candidates
}

/// The user pool with each identity pool that has a session.
fn with_identity_pools(items: &Items, configured: &Pools) -> Vec<Pools> {
    let prefix = Pools { identity_pool: None, ..configured.clone() }.prefix();
    let identity_pool = |account: &str| {
        let pool = account.strip_prefix(&prefix)?.strip_suffix(".session")?;
        is_region_and_guid(pool).then(|| Pools { identity_pool: Some(pool.to_owned()), ..configured.clone() })
    };
    items.accounts().into_iter().filter_map(identity_pool).collect()
}

/// The accounts of the configured user pool that have a user's name and end with `kind`, each with the user's name.
/// The accounts of the pools `preferred` come first.
pub(super) fn of_users(items: &Items, preferred: &Pools, kind: &str) -> Vec<(String, String)> {
    let Some(pool) = &preferred.user_pool else { return Vec::new() };
    let (prefix, suffix) = (format!("amplify.{pool}."), format!(".{kind}"));
    let preferred_prefix = preferred.prefix();
    let user = |account: &str| {
        let rest = account.strip_prefix(&prefix)?.strip_suffix(&suffix)?;
        let name =
            rest.split_once('.').filter(|(pool, _)| is_region_and_guid(pool)).map_or(rest, |(_, name)| name);
        let is_preferred =
            account.strip_prefix(&preferred_prefix).and_then(|rest| rest.strip_suffix(&suffix)) == Some(name);
        Some((!is_preferred, account.to_owned(), name.to_owned()))
    };
    let mut users: Vec<_> = items.accounts().into_iter().filter_map(user).collect();
    users.sort();
    users.into_iter().map(|(_, account, name)| (account, name)).collect()
}

/// Whether Amplify stored a session under a name. Its stand-alone client, a beta version, does so. That client stores
/// the session without a name where Amplify has always stored it.
pub(super) fn has_named_sessions(items: &Items, configured: &Pools) -> bool {
    let Some(pool) = &configured.user_pool else { return false };
    let prefix = format!("amplify.1.{pool}.");
    items.accounts().into_iter().any(|account| account.starts_with(&prefix) && account.ends_with(".session"))
}
