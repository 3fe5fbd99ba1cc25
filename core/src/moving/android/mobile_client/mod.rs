//! AWSMobileClient, and Amplify version 1, which used it: several preferences files. Only the current user is read.

mod key_value_store;
mod owned;
#[cfg(test)]
mod tests;

use key_value_store::KeyValueStore;
pub(super) use owned::owned;
use zeroize::Zeroizing;

use super::Findings;
use super::devices::{self, imported_device};
use super::entries::{Entries, Failure, or_unreachable, or_warn};
use crate::config::AuthConfiguration;
use crate::model::MoveWarning;
use crate::moving::tokens::StoredTokens;
use crate::moving::{ImportedDevice, is_identity};
use crate::ports::FormerPreferences;
use crate::secret::Secret;

const TOKENS: &str = "CognitoIdentityProviderCache";
const DEVICES: &str = "CognitoIdentityProviderDeviceCache";
const IDENTITIES: &str = "com.amazonaws.android.auth";
const MOBILE_CLIENT: &str = "com.amazonaws.mobile.client";
const CONTEXT_DATA: &str = "AWS.Cognito.ContextData";
const DEVICE_ID: &str = "CognitoDeviceId";

/// The names of the app client's tokens start with this text.
fn client_prefix(configuration: &AuthConfiguration) -> String {
    format!("CognitoIdentityProvider.{}", configuration.user_pool.client_id)
}

fn device_file(pool_id: &str, username: &str) -> String {
    format!("{DEVICES}.{pool_id}.{username}")
}

/// The login providers whose tokens an app gives directly to the identity pool, without a user pool.
const FEDERATED: [&str; 4] =
    ["www.amazon.com", "graph.facebook.com", "appleid.apple.com", "accounts.google.com"];

/// Reads what AWSMobileClient stored.
pub(super) fn read(
    storage: &dyn FormerPreferences,
    configuration: &AuthConfiguration,
) -> Result<Findings, Failure> {
    let mut findings = Findings::default();
    let mode = SignInMode::read(storage, &mut findings.warnings)?;
    let mut has_user = false;
    if !configuration.user_pool.is_absent() {
        has_user = read_user(storage, configuration, mode, &mut findings)?;
    }
    read_identity(storage, configuration, mode, has_user, &mut findings)?;
    let id = fingerprint(storage);
    findings.fingerprint_id = or_warn(id, MoveWarning::UndecodableDevice, &mut findings.warnings)?;
    Ok(findings)
}

/// The id for threat protection. It was never encrypted.
fn fingerprint(storage: &dyn FormerPreferences) -> Result<Option<String>, Failure> {
    let entries = Entries::read(storage, CONTEXT_DATA)?;
    let Some(id) = entries.as_ref().and_then(|entries| entries.get(DEVICE_ID)) else { return Ok(None) };
    let id = std::str::from_utf8(id).map_err(|_| Failure::Damaged)?;
    Ok((!id.is_empty()).then(|| id.to_owned()))
}

/// How the user signed in last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SignInMode {
    /// By calls of the user pool.
    Calls,
    /// On the user pool's web pages.
    Web,
    /// With another provider's token, for the identity pool, or with another OAuth 2.0 server.
    Federated,
    /// No known mode is stored. Or AWSMobileClient gave the user pool's token to the identity pool after the sign-in,
    /// and so replaced the mode of that sign-in.
    Unknown,
}

impl SignInMode {
    fn read(storage: &dyn FormerPreferences, warnings: &mut Vec<MoveWarning>) -> Result<Self, Failure> {
        let Some(store) = or_unreachable(KeyValueStore::read(storage, MOBILE_CLIENT))? else {
            return Ok(Self::Unknown);
        };
        // If the settings can't be read, the tokens decide: if there are tokens of the user pool, a user has signed in.
        let text = |key| or_unreachable(store.value(key));
        let mode = match text("signInMode")?.as_ref().map(|mode| mode.as_str()) {
            Some("0") => Self::Calls,
            Some("2") => Self::Web,
            Some("3") => Self::Federated,
            Some("1") => {
                let is_federated = text("provider")?.is_some_and(|name| FEDERATED.contains(&name.as_str()));
                if is_federated { Self::Federated } else { Self::Unknown }
            }
            _ => Self::Unknown,
        };
        if mode == Self::Federated {
            warnings.push(MoveWarning::FederationIgnored);
        }
        Ok(mode)
    }
}

/// Reads the current user's session and device. Says whether any token is stored.
fn read_user(
    storage: &dyn FormerPreferences,
    configuration: &AuthConfiguration,
    mode: SignInMode,
    findings: &mut Findings,
) -> Result<bool, Failure> {
    let Some(store) = KeyValueStore::read(storage, TOKENS)? else { return Ok(false) };
    let client = client_prefix(configuration);
    let Some(user) = store.value(&format!("{client}.LastAuthUser"))? else { return Ok(false) };
    let key = |name: &str| format!("{client}.{}.{name}", *user);
    let token =
        |name| store.value(&key(name)).map(|token| token.as_deref().map(|it| Secret::from(it.as_str())));
    let mut usernames = vec![user.to_string()];
    let tokens = StoredTokens {
        id: token("idToken")?,
        access: token("accessToken")?,
        refresh: token("refreshToken")?,
    };
    let is_web = match mode {
        SignInMode::Calls | SignInMode::Federated => false,
        SignInMode::Web => true,
        SignInMode::Unknown => ["tokenType", "tokenScopes"].iter().any(|name| store.contains(&key(name))),
    };
    let has_token = !tokens.are_absent();
    if has_token && mode != SignInMode::Federated {
        match tokens.check(&configuration.user_pool) {
            Ok(tokens) => {
                usernames.push(tokens.user.pool_username.clone());
                // AWSMobileClient does not store when the tokens expire.
                findings.take_session(tokens, is_web, None);
            }
            Err(MoveWarning::UndecodableSession) => return Err(Failure::Damaged),
            Err(warning) => findings.warnings.push(warning),
        }
    }
    for username in usernames {
        let device = device(storage, &configuration.user_pool.pool_id, &username, &mut findings.warnings)?;
        devices::add(&mut findings.devices, device);
    }
    Ok(has_token)
}

/// Reads a user's device.
pub(super) fn device(
    storage: &dyn FormerPreferences,
    pool_id: &str,
    username: &str,
    warnings: &mut Vec<MoveWarning>,
) -> Result<Option<ImportedDevice>, Failure> {
    let found = stored_device(storage, pool_id, username, warnings);
    or_warn(found, MoveWarning::UndecodableDevice, warnings)
}

fn stored_device(
    storage: &dyn FormerPreferences,
    pool_id: &str,
    username: &str,
    warnings: &mut Vec<MoveWarning>,
) -> Result<Option<ImportedDevice>, Failure> {
    let Some(store) = KeyValueStore::read(storage, &device_file(pool_id, username))? else {
        return Ok(None);
    };
    let text = |key| store.value(key).map(|value| value.map(|value| value.to_string()));
    let (key, group_key) = (text("DeviceKey")?, text("DeviceGroupKey")?);
    // A device without a password is taken too, because the session can still be refreshed with it.
    let password = or_warn(store.value("DeviceSecret"), MoveWarning::UndecodableDevice, warnings)?;
    imported_device(username, key, group_key, password.map(|password| secret(&password)))
}

fn secret(text: &Zeroizing<String>) -> Secret {
    Secret::from(text.as_str())
}

/// Reads the identity pool's identity: that of the session's user, or the guest's.
fn read_identity(
    storage: &dyn FormerPreferences,
    configuration: &AuthConfiguration,
    mode: SignInMode,
    has_user: bool,
    findings: &mut Findings,
) -> Result<(), Failure> {
    let Some(pool) = &configuration.identity_pool else { return Ok(()) };
    let Some(store) = or_warn(
        KeyValueStore::read(storage, IDENTITIES),
        MoveWarning::UndecodableIdentity,
        &mut findings.warnings,
    )?
    else {
        return Ok(());
    };
    if store.contains(&format!("{}.accessKey", pool.pool_id)) {
        findings.warnings.push(MoveWarning::CredentialsIgnored);
    }
    // Without its login, nobody can use the identity.
    if mode == SignInMode::Federated || (has_user && findings.session.is_none()) {
        return Ok(());
    }
    let id = store.value(&format!("{}.identityId", pool.pool_id)).and_then(|id| match id {
        Some(id) if !is_identity(&id, pool) => Err(Failure::Damaged),
        id => Ok(id.map(|id| id.to_string())),
    });
    findings.identity_id = or_warn(id, MoveWarning::UndecodableIdentity, &mut findings.warnings)?;
    Ok(())
}
