//! Moving in: reads the session, the devices and the identity that the app's former library stored. The ports give raw
//! items, and this module says what they mean. Nothing here changes what is stored, except `remove`.

#[cfg(feature = "android-ciphers")]
mod android;
#[cfg(not(target_os = "android"))]
mod ios;
mod times;
mod tokens;

use crate::config::{AuthConfiguration, IdentityPoolConfiguration, is_region_and_guid};
use crate::model::{MoveSource, MoveWarning};
use crate::ports::{FormerStorage, StoreError};
use crate::redacted::redacted_debug;
use crate::secret::Secret;

/// Reads what the former library stored for the configuration's user pool, app client and identity pool.
pub(crate) fn read(storage: &FormerStorage, configuration: &AuthConfiguration) -> Former {
    match storage {
        #[cfg(not(target_os = "android"))]
        FormerStorage::Keychain(keychain) => ios::read(&**keychain, configuration),
        // Android has no Keychain, so a build for Android has no reader for one.
        #[cfg(target_os = "android")]
        FormerStorage::Keychain(_) => Former::Undecodable(vec![MoveWarning::UndecodableSession]),
        #[cfg(feature = "android-ciphers")]
        FormerStorage::Preferences(preferences) => android::read(&**preferences, configuration),
        // A build without the ciphers can't read this storage, and must not take it for empty.
        #[cfg(not(feature = "android-ciphers"))]
        FormerStorage::Preferences(_) => Former::Undecodable(vec![MoveWarning::UndecodableSession]),
    }
}

/// Removes what the former library stored for the configuration's user pool, app client and identity pool.
pub(crate) fn remove(storage: &FormerStorage, configuration: &AuthConfiguration) -> Result<(), StoreError> {
    match storage {
        #[cfg(not(target_os = "android"))]
        FormerStorage::Keychain(keychain) => ios::remove(&**keychain, configuration),
        #[cfg(target_os = "android")]
        FormerStorage::Keychain(_) => Err(StoreError::Misconfigured),
        #[cfg(feature = "android-ciphers")]
        FormerStorage::Preferences(preferences) => android::remove(&**preferences, configuration),
        // A build without the ciphers can't tell which entries belong to the configured pools.
        #[cfg(not(feature = "android-ciphers"))]
        FormerStorage::Preferences(_) => Err(StoreError::Misconfigured),
    }
}

/// What the former library's storage holds for one app client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Former {
    /// The storage has nothing of this user pool, app client or identity pool.
    Absent,
    /// The storage can't be read now. A later try may succeed.
    Unreachable(StoreError),
    /// There are items that can't be understood. They stay as they are.
    Undecodable(Vec<MoveWarning>),
    /// What was found.
    Found(Box<Imported>),
}

/// What a failure of the storage means. A failure never means that nothing is stored.
impl From<StoreError> for Former {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Corrupt => Self::Undecodable(vec![MoveWarning::UndecodableSession]),
            StoreError::Unrecoverable => Self::Undecodable(vec![MoveWarning::KeyLost]),
            StoreError::Locked
            | StoreError::Unavailable
            | StoreError::UserPresenceRefused
            | StoreError::Full
            | StoreError::Misconfigured => Self::Unreachable(error),
        }
    }
}

/// Whether a text is the id of an identity in the pool. Such an id has the form of the pool's id, and the same region.
fn is_identity(id: &str, pool: &IdentityPoolConfiguration) -> bool {
    is_region_and_guid(id) && id.split_once(':').is_some_and(|(region, _)| region == pool.region())
}

/// What was found in the former library's storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Imported {
    pub(crate) source: MoveSource,
    /// The signed-in user's session. `None` if nobody was signed in.
    pub(crate) session: Option<ImportedSession>,
    /// The remembered devices of this installation, one for each user at most.
    pub(crate) devices: Vec<ImportedDevice>,
    /// The id that the former library sent for threat protection.
    pub(crate) fingerprint_id: Option<String>,
    /// The identity pool's identity.
    pub(crate) identity_id: Option<String>,
    pub(crate) warnings: Vec<MoveWarning>,
}

/// A signed-in user's session.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ImportedSession {
    pub(crate) id_token: Secret,
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Secret,
    /// When the tokens expire, by the former library's clock, in milliseconds since 1970. `None` if it stored no such
    /// time, or a senseless one.
    pub(crate) expires_at_milliseconds: Option<i64>,
    /// Whether the user signed in on the user pool's web pages.
    pub(crate) is_web: bool,
    /// The name that the user typed, if it was stored.
    pub(crate) typed_username: Option<String>,
}

/// A remembered device of one user.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ImportedDevice {
    /// The user name in the pool, or another name of the user: whatever the former library stored the device under.
    pub(crate) username: String,
    pub(crate) key: String,
    pub(crate) group_key: String,
    /// `None` if the former library stored only the keys. With such a device, a session can be refreshed, but nobody can
    /// sign in by device SRP.
    pub(crate) password: Option<Secret>,
}

// Both types hold names of users.
redacted_debug! {
    ImportedSession { expires_at_milliseconds, is_web };
    ImportedDevice { key, group_key };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_of_the_storage_is_unreachable_or_undecodable() {
        for error in [
            StoreError::Locked,
            StoreError::Unavailable,
            StoreError::UserPresenceRefused,
            StoreError::Full,
            StoreError::Misconfigured,
        ] {
            assert_eq!(Former::from(error), Former::Unreachable(error));
        }
        for (error, warning) in [
            (StoreError::Unrecoverable, MoveWarning::KeyLost),
            (StoreError::Corrupt, MoveWarning::UndecodableSession),
        ] {
            assert_eq!(Former::from(error), Former::Undecodable(vec![warning]));
        }
    }

    #[test]
    fn an_identity_has_the_region_of_its_pool() {
        let pool = IdentityPoolConfiguration::new("eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f");
        assert!(is_identity("eu-central-1:5d1f0b3a-7c2e-4a86-9f10-2b3c4d5e6f70", &pool));
        for other in [
            "",
            "eu-central-1",
            "eu-central-1:",
            "eu-central-1:ann",
            "us-east-1:5d1f0b3a-7c2e-4a86-9f10-2b3c4d5e6f70",
            "eu-central-12:5d1f0b3a-7c2e-4a86-9f10-2b3c4d5e6f70",
        ] {
            assert!(!is_identity(other, &pool), "{other}");
        }
    }
}
