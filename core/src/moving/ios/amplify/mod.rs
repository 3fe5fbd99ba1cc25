//! Amplify for Swift, version 2.

mod device;
mod entry;
mod keys;

use entry::{Entry, Identity, SignedIn};
use keys::Pools;

use super::devices::{self, Named};
use super::items::Items;
use super::removal::Owned;
use super::{Leftovers, StoredSession};
use crate::config::AuthConfiguration;
use crate::model::MoveWarning;
use crate::moving::tokens::User;
use crate::moving::{ImportedDevice, ImportedSession};
use crate::ports::{FormerKeychain, StoreError};

/// Reads what Amplify left.
pub(super) fn read(
    keychain: &dyn FormerKeychain,
    configuration: &AuthConfiguration,
) -> Result<Leftovers, StoreError> {
    let configured = Pools::of(configuration);
    let mut items = keys::items(keychain)?;
    if session_of(&items, &configured).is_none() {
        // On macOS, Amplify changes an item by removing it first. A second look finds the new one.
        items = keys::items(keychain)?;
    }
    Ok(Reader { configuration, configured, items: &items, left: Leftovers::default() }.read())
}

/// The items of the configured pools.
pub(super) fn owned(
    keychain: &dyn FormerKeychain,
    configuration: &AuthConfiguration,
) -> Result<Vec<Owned>, StoreError> {
    let pools = Pools::of(configuration);
    keys::places(keychain)
        .into_iter()
        .map(|(service, access_group)| {
            Owned::of(keychain, service, access_group.as_deref(), |account| pools.own(account))
        })
        .collect()
}

/// The first session that is found, and the pools that it is stored under.
fn session_of<'a>(items: &'a Items, configured: &Pools) -> Option<(Pools, &'a [u8])> {
    keys::candidates(items, configured)
        .into_iter()
        .find_map(|pools| items.bytes(&pools.session()).map(|bytes| (pools, bytes)))
}

struct Reader<'a> {
    configuration: &'a AuthConfiguration,
    configured: Pools,
    items: &'a Items,
    left: Leftovers,
}

/// The signed-in user, and the device that the session names.
type SignedInUser = (User, Option<ImportedDevice>);

impl Reader<'_> {
    fn read(mut self) -> Leftovers {
        let mut preferred = self.configured.clone();
        let mut user = None;
        if let Some((pools, bytes)) = session_of(self.items, &self.configured) {
            let is_of_identity_pool = pools.identity_pool == self.configured.identity_pool;
            user = self.take_entry(Entry::read(bytes), is_of_identity_pool);
            preferred.identity_pool = pools.identity_pool;
        }
        self.take_devices(user, &preferred);
        if keys::has_named_sessions(self.items, &self.configured) {
            self.left.warn(MoveWarning::NamedSessionIgnored);
        }
        self.left
    }

    fn take_entry(&mut self, entry: Option<Entry<'_>>, is_of_identity_pool: bool) -> Option<SignedInUser> {
        let (user, identity) = match entry {
            None => {
                self.left.reject(MoveWarning::UndecodableSession);
                return None;
            }
            Some(Entry::User(signed_in, identity)) => (Some(self.take_session(signed_in)?), identity),
            Some(Entry::Guest(identity)) => (None, Some(identity)),
            Some(Entry::Federated) => {
                self.left.warn(MoveWarning::FederationIgnored);
                (None, None)
            }
            Some(Entry::NoCredentials) => (None, None),
        };
        if user.is_none() {
            self.left.session = StoredSession::Nobody;
        }
        if let Some(identity) = identity.filter(|_| is_of_identity_pool) {
            self.take_identity(&identity);
        }
        user
    }

    fn take_session(&mut self, signed_in: SignedIn<'_>) -> Option<SignedInUser> {
        let (is_web, typed_username) = (signed_in.is_web(), signed_in.typed_username());
        let expires_at_milliseconds = signed_in.expires_at_milliseconds();
        let device = signed_in.device_metadata;
        match signed_in.into_tokens().check(&self.configuration.user_pool) {
            Ok(tokens) => {
                let user = User { typed_username: typed_username.clone(), ..tokens.user };
                self.left.session = StoredSession::Found(ImportedSession {
                    id_token: tokens.id,
                    access_token: tokens.access,
                    refresh_token: tokens.refresh,
                    expires_at_milliseconds,
                    is_web,
                    typed_username,
                });
                let device = device::of_session(device, &user.pool_username);
                Some((user, device))
            }
            Err(warning) => {
                self.left.reject(warning);
                None
            }
        }
    }

    fn take_identity(&mut self, identity: &Identity<'_>) {
        let Some(pool) = &self.configuration.identity_pool else { return };
        self.left.take_identity(entry::text(identity.id), pool);
        if identity.credentials.is_some() {
            self.left.warn(MoveWarning::CredentialsIgnored);
        }
    }

    fn take_devices(&mut self, user: Option<SignedInUser>, preferred: &Pools) {
        let mut stored = device::devices(self.items, preferred);
        let ids = device::fingerprint_ids(self.items, preferred);
        if stored.has_undecodable || ids.has_undecodable {
            self.left.warn(MoveWarning::UndecodableDevice);
        }
        let (user, of_session) = user.unzip();
        let is_bound = |device: &ImportedDevice| {
            user.as_ref().is_some_and(|user: &User| user.device_key.as_ref() == Some(&device.key))
        };
        if let Some(device) = of_session.flatten().filter(is_bound) {
            stored.list.push(Named { name: device.username.clone(), value: device });
        }
        self.left.fingerprint_id = devices::fingerprint_id(user.as_ref(), ids.list);
        self.left.devices = devices::of_users(user.as_ref(), stored.list);
    }
}
