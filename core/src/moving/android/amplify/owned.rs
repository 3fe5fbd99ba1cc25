//! The entries of the configured pools, even if their content can't be understood.

use super::names::Entry;
use crate::config::AuthConfiguration;
use crate::moving::android::encrypted_preferences::EncryptedPreferences;
use crate::moving::android::entries::{Failure, or_unreachable};
use crate::moving::android::removal::Owned;
use crate::ports::FormerPreferences;

/// Those entries of the configured pools that have a readable name: the file encrypts the names.
pub(in crate::moving::android) fn owned(
    storage: &dyn FormerPreferences,
    configuration: &AuthConfiguration,
) -> Result<Option<Owned>, Failure> {
    let Some((file, master_key)) = or_unreachable(super::file(storage))? else { return Ok(None) };
    let preferences = or_unreachable(EncryptedPreferences::read(storage, &file, master_key))?;
    let is_owned = |name: &str| Entry::of(name, configuration).is_some();
    let names = preferences.iter().flat_map(EncryptedPreferences::written_names);
    let names = names.filter(|(_, name)| is_owned(name)).map(|(written, _)| written.to_owned()).collect();
    Ok(Some(Owned { file, names }))
}

/// The users who are named in the entries of the configured user pool.
pub(in crate::moving::android) fn usernames(
    storage: &dyn FormerPreferences,
    configuration: &AuthConfiguration,
) -> Result<Vec<String>, Failure> {
    let Some(stored) = or_unreachable(super::read(storage, configuration))? else { return Ok(Vec::new()) };
    let of_devices = stored.findings.devices.into_iter().map(|device| device.username);
    Ok(stored.findings.user.map(|user| user.pool_username).into_iter().chain(of_devices).collect())
}
