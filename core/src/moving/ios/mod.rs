//! Apple's platforms: Amplify for Swift, and before it AWSMobileClient and Amplify version 1.

mod amplify;
mod devices;
mod items;
mod mobile_client;
mod removal;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub(super) use removal::remove;

use super::{Former, Imported, ImportedDevice, ImportedSession, is_identity};
use crate::config::{AuthConfiguration, IdentityPoolConfiguration};
use crate::model::{MoveSource, MoveWarning};
use crate::ports::{FormerKeychain, StoreError};

/// Amplify's session comes first, because Amplify took over the session of AWSMobileClient.
pub(super) fn read(keychain: &dyn FormerKeychain, configuration: &AuthConfiguration) -> Former {
    read_both(keychain, configuration).unwrap_or_else(Former::from)
}

fn read_both(keychain: &dyn FormerKeychain, configuration: &AuthConfiguration) -> Result<Former, StoreError> {
    let amplify = amplify::read(keychain, configuration)?;
    if !matches!(amplify.session, StoredSession::Absent) {
        return Ok(amplify.judge(MoveSource::AmplifySwift));
    }
    match mobile_client::read(keychain, configuration)?.judge(MoveSource::MobileClientIos) {
        Former::Absent => Ok(amplify.judge(MoveSource::AmplifySwift)),
        found => Ok(found),
    }
}

/// What one library left.
#[derive(Default)]
struct Leftovers {
    session: StoredSession,
    devices: Vec<ImportedDevice>,
    fingerprint_id: Option<String>,
    identity_id: Option<String>,
    warnings: BTreeSet<MoveWarning>,
}

#[derive(Default)]
enum StoredSession {
    /// No session of this app client is stored.
    #[default]
    Absent,
    /// An entry is stored, but it has no session that can be used.
    Nobody,
    Undecodable,
    Found(ImportedSession),
}

impl Leftovers {
    fn warn(&mut self, warning: MoveWarning) {
        self.warnings.insert(warning);
    }

    /// Leaves out a session, for the reason that the warning says.
    fn reject(&mut self, warning: MoveWarning) {
        self.session = match warning {
            MoveWarning::UndecodableSession => StoredSession::Undecodable,
            MoveWarning::OtherAppClient => StoredSession::Absent,
            _ => StoredSession::Nobody,
        };
        self.warn(warning);
    }

    /// Takes an identity of the pool.
    fn take_identity(&mut self, id: Option<String>, pool: &IdentityPoolConfiguration) {
        self.identity_id = id.filter(|id| is_identity(id, pool));
        if self.identity_id.is_none() {
            self.warn(MoveWarning::UndecodableIdentity);
        }
    }

    fn judge(self, source: MoveSource) -> Former {
        let has_nothing =
            self.devices.is_empty() && self.fingerprint_id.is_none() && self.identity_id.is_none();
        let has_undecodable = [MoveWarning::UndecodableDevice, MoveWarning::UndecodableIdentity]
            .iter()
            .any(|warning| self.warnings.contains(warning));
        let warnings: Vec<MoveWarning> = self.warnings.into_iter().collect();
        let session = match self.session {
            StoredSession::Undecodable => return Former::Undecodable(warnings),
            StoredSession::Absent if has_nothing && has_undecodable => return Former::Undecodable(warnings),
            StoredSession::Absent if has_nothing && warnings.is_empty() => return Former::Absent,
            StoredSession::Absent | StoredSession::Nobody => None,
            StoredSession::Found(session) => Some(session),
        };
        let Self { devices, fingerprint_id, identity_id, .. } = self;
        Former::Found(Box::new(Imported { source, session, devices, fingerprint_id, identity_id, warnings }))
    }
}
