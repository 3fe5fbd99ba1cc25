//! AWSMobileClient, and Amplify version 1, which used it. Each value is an item of its own.

use super::devices::{self, Named};
use super::items::{Items, NotText};
use super::removal::Owned;
use super::{Leftovers, StoredSession};
use crate::config::{AuthConfiguration, IdentityPoolConfiguration, UserPoolConfiguration};
use crate::model::MoveWarning;
use crate::moving::tokens::{StoredTokens, User};
use crate::moving::{ImportedDevice, ImportedSession, times};
use crate::ports::{FormerKeychain, StoreError};

/// Reads what AWSMobileClient left.
pub(super) fn read(
    keychain: &dyn FormerKeychain,
    configuration: &AuthConfiguration,
) -> Result<Leftovers, StoreError> {
    let Some(bundle) = keychain.bundle_identifier() else { return Ok(Leftovers::default()) };
    let settings = readable(Items::read(keychain, &settings_service(&bundle), None))?;
    let provider = settings.as_ref().map_or(Provider::Unknown, Provider::of);
    let mut left = Leftovers::default();
    if !configuration.user_pool.is_absent() {
        let items = Items::read(keychain, &user_pool_service(&bundle), None)?;
        UserPool { items: &items, configured: &configuration.user_pool }.read(&provider, &mut left);
    }
    if let Some(pool) = &configuration.identity_pool {
        match readable(Items::read(keychain, &identity_pool_service(&bundle, pool), None))? {
            Some(items) => take_identity(&items, pool, &provider, &mut left),
            None => left.warn(MoveWarning::UndecodableIdentity),
        }
    }
    Ok(left)
}

/// The items of the configured pools, and AWSMobileClient's settings, which do not depend on the pools.
pub(super) fn owned(
    keychain: &dyn FormerKeychain,
    configuration: &AuthConfiguration,
) -> Result<Vec<Owned>, StoreError> {
    let Some(bundle) = keychain.bundle_identifier() else { return Ok(Vec::new()) };
    let user_pool = &configuration.user_pool;
    let mut owned = Vec::new();
    if !user_pool.is_absent() {
        let prefixes = [format!("{}.", user_pool.client_id), format!("{}.", user_pool.pool_id)];
        let is_owned = |account: &str| prefixes.iter().any(|prefix| account.starts_with(prefix));
        owned.push(Owned::of(keychain, &user_pool_service(&bundle), None, is_owned)?);
    }
    if let Some(pool) = &configuration.identity_pool {
        owned.push(Owned::of(keychain, &identity_pool_service(&bundle, pool), None, |_| true)?);
    }
    owned.push(Owned::of(keychain, &settings_service(&bundle), None, |_| true)?);
    Ok(owned)
}

fn user_pool_service(bundle: &str) -> String {
    format!("{bundle}.AWSCognitoIdentityUserPool")
}

fn identity_pool_service(bundle: &str, pool: &IdentityPoolConfiguration) -> String {
    format!("{bundle}.AWSCognitoCredentialsProvider.{}", pool.pool_id)
}

/// The name has the word "Optional" in it, because AWSMobileClient formats an optional of Swift.
fn settings_service(bundle: &str) -> String {
    format!("Optional(\"{bundle}\").AWSMobileClient")
}

/// The items of a service, or `None` if they can never be read. For services that the session does not need.
fn readable(items: Result<Items, StoreError>) -> Result<Option<Items>, StoreError> {
    match items {
        Err(StoreError::Corrupt | StoreError::Unrecoverable) => Ok(None),
        items => items.map(Some),
    }
}

/// How the user signed in last, according to AWSMobileClient's settings.
#[derive(PartialEq, Eq)]
enum Provider {
    None,
    UserPools,
    WebPages,
    /// With another provider's login at the identity pool, without the user pool.
    Federation,
    Unknown,
}

impl Provider {
    fn of(settings: &Items) -> Self {
        match settings.text("federationProvider") {
            Ok(Some("userPools")) => Self::UserPools,
            Ok(Some("hostedUI")) => Self::WebPages,
            Ok(Some("oidcFederation")) => Self::Federation,
            Ok(Some("none") | None) => Self::None,
            Ok(Some(_)) | Err(NotText) => Self::Unknown,
        }
    }
}

/// The items of the user pool.
struct UserPool<'a> {
    items: &'a Items,
    configured: &'a UserPoolConfiguration,
}

impl UserPool<'_> {
    fn read(&self, provider: &Provider, left: &mut Leftovers) {
        let user = self.session(provider, left).unwrap_or_else(|warning| {
            left.reject(warning);
            None
        });
        let (mut ids, mut stored) = (Vec::new(), Vec::new());
        for (account, name) in self.of_users(".asf.device.id") {
            match self.items.text(&account) {
                Ok(id) => ids.extend(id.map(|id| Named { name, value: id.to_owned() })),
                Err(NotText) => left.warn(MoveWarning::UndecodableDevice),
            }
        }
        // The accounts of the ids for threat protection end with `.device.id` too.
        for (_, name) in self.of_users(".device.id").into_iter().filter(|(_, name)| !name.ends_with(".asf")) {
            match self.device(&name) {
                Some(value) => stored.push(Named { name, value }),
                None => left.warn(MoveWarning::UndecodableDevice),
            }
        }
        left.fingerprint_id = devices::fingerprint_id(user.as_ref(), ids);
        left.devices = devices::of_users(user.as_ref(), stored);
    }

    /// Takes the session of the current user. After a sign-out there is still a current user, without tokens.
    fn session(&self, provider: &Provider, left: &mut Leftovers) -> Result<Option<User>, MoveWarning> {
        let client = &self.configured.client_id;
        let undecodable = |NotText| MoveWarning::UndecodableSession;
        let current = self.items.text(&format!("{client}.currentUser")).map_err(undecodable)?;
        let Some(current) = current else { return Ok(None) };
        let account = |kind: &str| format!("{client}.{current}.{kind}");
        let token = |kind: &str| self.items.secret(&account(kind)).map_err(undecodable);
        let tokens = StoredTokens {
            id: token("idToken")?,
            access: token("accessToken")?,
            refresh: token("refreshToken")?,
        };
        if tokens.are_absent() {
            return Ok(None);
        }
        let tokens = tokens.check(self.configured)?;
        let typed_username = Some(current.to_owned()).filter(|name| *name != tokens.user.pool_username);
        let is_web = match provider {
            Provider::WebPages => true,
            Provider::UserPools => false,
            Provider::None | Provider::Federation | Provider::Unknown => {
                self.items.bytes(&account("scopes")).is_some()
            }
        };
        let expiration = self.items.text(&account("tokenExpiration")).ok().flatten();
        left.session = StoredSession::Found(ImportedSession {
            id_token: tokens.id,
            access_token: tokens.access,
            refresh_token: tokens.refresh,
            expires_at_milliseconds: expiration.and_then(times::of_text),
            is_web,
            typed_username: typed_username.clone(),
        });
        Ok(Some(User { typed_username, ..tokens.user }))
    }

    /// The accounts of the pool that end with `suffix`, with the users' names.
    fn of_users(&self, suffix: &str) -> Vec<(String, String)> {
        let prefix = format!("{}.", self.configured.pool_id);
        let name = |account: &str| Some(account.strip_prefix(&prefix)?.strip_suffix(suffix)?.to_owned());
        let accounts = self.items.accounts().into_iter();
        accounts.filter_map(|account| Some((account.to_owned(), name(account)?))).collect()
    }

    fn device(&self, username: &str) -> Option<ImportedDevice> {
        let pool = &self.configured.pool_id;
        let part = |kind: &str| self.items.text(&format!("{pool}.{username}.device.{kind}")).ok();
        Some(ImportedDevice {
            username: username.to_owned(),
            key: part("id")??.to_owned(),
            group_key: part("group")??.to_owned(),
            password: self.items.secret(&format!("{pool}.{username}.device.secret")).ok()?,
        })
    }
}

/// Takes the identity of the signed-in user or of the guest. If a user's session is lost, the user's identity is not taken,
/// because a guest can't use it.
fn take_identity(items: &Items, pool: &IdentityPoolConfiguration, provider: &Provider, left: &mut Leftovers) {
    let id = items.bytes("identityId");
    let is_of_session = matches!(left.session, StoredSession::Found(_));
    let is_of_guest = matches!(left.session, StoredSession::Absent) && *provider == Provider::None;
    if *provider == Provider::Federation && !is_of_session {
        left.warn(MoveWarning::FederationIgnored);
    }
    if id.is_some() && (is_of_session || is_of_guest) {
        left.take_identity(items.text("identityId").ok().flatten().map(str::to_owned), pool);
    }
    if items.bytes("accessKey").is_some() {
        left.warn(MoveWarning::CredentialsIgnored);
    }
}
