//! Amplify for Android, version 2: one encrypted preferences file. The file's name contains an identifier, which is stored
//! in another file that is not backed up.

mod names;
mod owned;
mod records;
#[cfg(test)]
mod tests;

use names::{Entry, Kind};
pub(super) use owned::{owned, usernames};
use records::{Identity, SessionEntry, SignedIn};
use zeroize::Zeroizing;

use super::Findings;
use super::encrypted_preferences::EncryptedPreferences;
use super::entries::{Failure, or_warn};
use super::identity::is_guid;
use crate::config::{AuthConfiguration, IdentityPoolConfiguration};
use crate::model::MoveWarning;
use crate::moving::{ImportedDevice, is_identity};
use crate::ports::FormerPreferences;

const IDENTIFIER_FILE: &str = "com.amplify.credentialStore.installationIdentifier";
const PREFERENCES: &str = "com.amplify.credentialStore";

/// Since version 2.14.10, an identifier starts with this text.
const NEW_PREFIX: &str = "__amplify__";
const NEW_MASTER_KEY: &str = "amplify_master_key";
/// The key that older versions shared with the rest of the app.
const OLD_MASTER_KEY: &str = "_androidx_security_master_key_";

/// What is stored for the configuration, and whether one of its entries says who is signed in.
pub(super) struct Stored {
    pub(super) findings: Findings,
    pub(super) has_session_entry: bool,
}

/// Reads what Amplify stored. `None` if it stored nothing.
pub(super) fn read(
    storage: &dyn FormerPreferences,
    configuration: &AuthConfiguration,
) -> Result<Option<Stored>, Failure> {
    let Some((file, master_key)) = file(storage)? else { return Ok(None) };
    let Some(preferences) = EncryptedPreferences::read(storage, &file, master_key)? else { return Ok(None) };
    let mut entries: Vec<_> = preferences.names().filter_map(|name| Entry::of(name, configuration)).collect();
    entries.sort_unstable();
    let mut stored = Stored { findings: Findings::default(), has_session_entry: false };
    stored.read_session(&preferences, &entries, configuration)?;
    stored.read_devices(&preferences, &entries)?;
    if preferences.has_unreadable_names() {
        // An entry with an unreadable name can be the session's entry.
        if !stored.has_session_entry {
            return Err(Failure::Damaged);
        }
        stored.findings.warnings.push(MoveWarning::UndecodableDevice);
    }
    Ok(Some(stored))
}

/// The names of the preferences file, and of the Keystore key that encrypts the file's keysets. `None` if Amplify
/// never ran.
fn file(storage: &dyn FormerPreferences) -> Result<Option<(String, &'static str)>, Failure> {
    let Some(identifier) = storage.no_backup_file(IDENTIFIER_FILE.to_owned())? else { return Ok(None) };
    let identifier = String::from_utf8(identifier).map_err(|_| Failure::Damaged)?;
    if identifier.trim().is_empty() {
        return Ok(None);
    }
    let (id, master_key) = match identifier.strip_prefix(NEW_PREFIX) {
        Some(id) => (id, NEW_MASTER_KEY),
        None => (identifier.as_str(), OLD_MASTER_KEY),
    };
    // A damaged identifier names no file. This must not look as if Amplify had never stored a file.
    if !is_guid(id) {
        return Err(Failure::Damaged);
    }
    Ok(Some((format!("{PREFERENCES}.{identifier}"), master_key)))
}

impl Stored {
    /// Takes the session from the entry that fits best. An entry with another app client's session does not count.
    fn read_session(
        &mut self,
        preferences: &EncryptedPreferences,
        entries: &[Entry<'_>],
        configuration: &AuthConfiguration,
    ) -> Result<(), Failure> {
        for entry in entries.iter().filter(|entry| entry.kind == Kind::Session) {
            let Some(text) = preferences.text(entry.name)? else { continue };
            let mut stored = records::session(&text)?;
            let signed_in = stored.signed_in.take();
            match signed_in.map_or(Ok(()), |signed_in| self.take_session(signed_in, configuration)) {
                Ok(()) => {
                    let pool = configuration.identity_pool.as_ref().filter(|_| entry.has_identity_pool);
                    self.take_identity(stored, pool);
                }
                Err(MoveWarning::UndecodableSession) => return Err(Failure::Damaged),
                Err(MoveWarning::OtherAppClient) => {
                    self.findings.warnings.push(MoveWarning::OtherAppClient);
                    continue;
                }
                // The identity is not taken, because nobody can use it without its user.
                Err(warning) => self.findings.warnings.push(warning),
            }
            self.has_session_entry = true;
            return Ok(());
        }
        Ok(())
    }

    fn take_session(
        &mut self,
        signed_in: SignedIn,
        configuration: &AuthConfiguration,
    ) -> Result<(), MoveWarning> {
        let SignedIn { tokens, expires_at_milliseconds, is_web } = signed_in;
        let tokens = tokens.check(&configuration.user_pool)?;
        self.findings.take_session(tokens, is_web, expires_at_milliseconds);
        Ok(())
    }

    /// Takes the identity, if it belongs to the configured identity pool.
    fn take_identity(&mut self, stored: SessionEntry, pool: Option<&IdentityPoolConfiguration>) {
        let warnings = &mut self.findings.warnings;
        match (stored.identity, pool) {
            (Identity::Federated, _) => warnings.push(MoveWarning::FederationIgnored),
            (Identity::Id(Some(id)), Some(pool)) if is_identity(&id, pool) => {
                self.findings.identity_id = Some(id)
            }
            (Identity::Id(_), Some(_)) => warnings.push(MoveWarning::UndecodableIdentity),
            (Identity::Id(_), None) | (Identity::None, _) => {}
        }
        if stored.has_credentials {
            warnings.push(MoveWarning::CredentialsIgnored);
        }
    }

    /// Takes the devices, and the id for threat protection. If one of them is damaged, everything else is still taken.
    fn read_devices(
        &mut self,
        preferences: &EncryptedPreferences,
        entries: &[Entry<'_>],
    ) -> Result<(), Failure> {
        for entry in entries {
            let text = || preferences.text(entry.name);
            let warnings = &mut self.findings.warnings;
            match entry.kind {
                Kind::Session => {}
                Kind::Device(username) => {
                    let device = device(text(), username);
                    let device = or_warn(device, MoveWarning::UndecodableDevice, warnings)?;
                    super::devices::add(&mut self.findings.devices, device);
                }
                Kind::Fingerprint => {
                    let id =
                        text().and_then(|text| text.map_or(Ok(None), |text| records::fingerprint(&text)));
                    let id = or_warn(id, MoveWarning::UndecodableDevice, warnings)?;
                    self.findings.fingerprint_id = self.findings.fingerprint_id.take().or(id);
                }
            }
        }
        Ok(())
    }
}

fn device(
    text: Result<Option<Zeroizing<Vec<u8>>>, Failure>,
    username: &str,
) -> Result<Option<ImportedDevice>, Failure> {
    text?.map_or(Ok(None), |text| records::device(&text, username))
}
