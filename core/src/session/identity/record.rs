//! The stored identity: one versioned JSON record beside the session. Every version that was ever shipped is readable.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::lifetime::Lifetime;
use crate::json;
use crate::model::AwsCredentials;
use crate::secret::{self, AwsSessionToken, Secret, SecretAccessKey};
use crate::wiped::WipedBytes;

/// The version that is written.
const VERSION: u32 = 1;

/// An identity of the identity pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::session) struct IdentityRecord {
    /// The identity pool's id. A record with the id of another pool is ignored.
    pub(in crate::session) pool_id: String,
    pub(in crate::session) identity_id: String,
    pub(in crate::session) owner: IdentityOwner,
    /// The newest credentials. They are missing if the service gave only the id.
    pub(in crate::session) credentials: Option<StoredCredentials>,
}

/// Whom an identity belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(in crate::session) enum IdentityOwner {
    Guest,
    /// A user of the user pool, by the user's id (`sub`).
    User {
        user_id: String,
    },
    /// A login of another provider. With the login's token, the library can get new credentials until the token
    /// expires.
    Federated {
        /// The provider's name in a request's `Logins`.
        provider: String,
        #[serde(with = "secret::json")]
        token: Secret,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::session) struct StoredCredentials {
    pub(in crate::session) access_key_id: String,
    pub(in crate::session) secret_access_key: Secret,
    pub(in crate::session) session_token: Secret,
    pub(in crate::session) lifetime: Lifetime,
}

impl IdentityRecord {
    /// Whether the credentials are valid now.
    pub(in crate::session) fn is_usable(&self, now_milliseconds: i64) -> bool {
        self.credentials.as_ref().is_some_and(|it| it.lifetime.holds_at(now_milliseconds))
    }

    /// Whether the app is federated to the identity pool.
    pub(in crate::session) fn is_federated(&self) -> bool {
        matches!(self.owner, IdentityOwner::Federated { .. })
    }

    /// Whether the identity belongs to this user. Without a user: whether it belongs to a guest or a federated login.
    pub(in crate::session) fn is_of(&self, user_id: Option<&str>) -> bool {
        match (&self.owner, user_id) {
            (IdentityOwner::User { user_id }, user) => Some(user_id.as_str()) == user,
            (IdentityOwner::Guest | IdentityOwner::Federated { .. }, user) => user.is_none(),
        }
    }
}

impl From<&StoredCredentials> for AwsCredentials {
    fn from(stored: &StoredCredentials) -> Self {
        Self {
            access_key_id: stored.access_key_id.clone(),
            secret_access_key: SecretAccessKey::of(stored.secret_access_key.clone()),
            session_token: AwsSessionToken::of(stored.session_token.clone()),
            expires_at_milliseconds: stored.lifetime.expires_at_by_the_device(),
        }
    }
}

/// The member that every version of the record has.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// The stored form of version 1.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version1 {
    version: u32,
    pool_id: String,
    identity_id: String,
    owner: IdentityOwner,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credentials: Option<Credentials>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Credentials {
    access_key_id: String,
    #[serde(with = "secret::json")]
    secret_access_key: Secret,
    #[serde(with = "secret::json")]
    session_token: Secret,
    /// Milliseconds since 1970, by the device's clock.
    received_at: i64,
    /// Milliseconds since 1970, by the service's clock.
    expires_at: i64,
    /// How far the service's clock was ahead of the device's, in milliseconds.
    clock_offset: i64,
}

impl IdentityRecord {
    /// The stored form of the record.
    pub(in crate::session) fn to_bytes(&self) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        WipedBytes::json(&Version1 {
            version: VERSION,
            pool_id: self.pool_id.clone(),
            identity_id: self.identity_id.clone(),
            owner: self.owner.clone(),
            credentials: self.credentials.as_ref().map(|credentials| Credentials {
                access_key_id: credentials.access_key_id.clone(),
                secret_access_key: credentials.secret_access_key.clone(),
                session_token: credentials.session_token.clone(),
                received_at: credentials.lifetime.received_at_milliseconds,
                expires_at: credentials.lifetime.expires_at_milliseconds,
                clock_offset: credentials.lifetime.clock_offset_milliseconds,
            }),
        })
    }

    /// Reads a record of any version up to [`VERSION`], or `None` if it is unreadable.
    pub(in crate::session) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let Versioned { version } = json::read(bytes).ok()?;
        match version {
            1 => json::read::<Version1>(bytes).ok().map(Self::from),
            _ => None,
        }
    }
}

impl From<Version1> for IdentityRecord {
    fn from(record: Version1) -> Self {
        Self {
            pool_id: record.pool_id,
            identity_id: record.identity_id,
            owner: record.owner,
            credentials: record.credentials.map(|credentials| StoredCredentials {
                access_key_id: credentials.access_key_id,
                secret_access_key: credentials.secret_access_key,
                session_token: credentials.session_token,
                lifetime: Lifetime {
                    received_at_milliseconds: credentials.received_at,
                    expires_at_milliseconds: credentials.expires_at,
                    clock_offset_milliseconds: credentials.clock_offset,
                },
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For each form that was ever written, a record's file and the identity that is read from it. The files never
    /// change: a new field or version brings new files.
    fn written_forms() -> [(&'static str, IdentityRecord); 3] {
        let user_id = "8c1f1d1e-6f0a-4f6e-9a53-2f8e1c0b7d11".to_owned();
        let federated =
            IdentityOwner::Federated { provider: "accounts.google.com".to_owned(), token: "jwt".into() };
        [
            (
                include_str!("../../../tests/records/identity-v1-guest.json"),
                IdentityRecord { credentials: None, ..record(IdentityOwner::Guest) },
            ),
            (
                include_str!("../../../tests/records/identity-v1-user.json"),
                record(IdentityOwner::User { user_id }),
            ),
            (include_str!("../../../tests/records/identity-v1-federated.json"), record(federated)),
        ]
    }

    fn record(owner: IdentityOwner) -> IdentityRecord {
        IdentityRecord {
            pool_id: "eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f".to_owned(),
            identity_id: "eu-central-1:11111111-2222-4333-8444-555555555555".to_owned(),
            owner,
            credentials: Some(StoredCredentials {
                access_key_id: "ASIAEXAMPLE".to_owned(),
                secret_access_key: "secret-key".into(),
                session_token: "session-token".into(),
                lifetime: Lifetime {
                    received_at_milliseconds: 1_790_000_000_000,
                    expires_at_milliseconds: 1_790_003_600_000,
                    clock_offset_milliseconds: -1500,
                },
            }),
        }
    }

    #[test]
    fn every_form_of_a_record_is_read_and_written_again() {
        for (text, record) in written_forms() {
            assert_eq!(IdentityRecord::from_bytes(text.as_bytes()), Some(record.clone()), "{text}");
            let written: serde_json::Value = serde_json::from_slice(&record.to_bytes().unwrap()).unwrap();
            assert_eq!(
                written,
                serde_json::from_str::<serde_json::Value>(text).unwrap(),
                "a stored field was added: add files to core/tests/records and lines to written_forms"
            );
        }
    }

    #[test]
    fn a_newer_version_or_a_damaged_record_is_unreadable() {
        let (text, _) = &written_forms()[1];
        let newer = text.replace("\"version\": 1", "\"version\": 2");
        let stranger = text.replace("\"user\"", "\"stranger\"");
        for text in [newer.as_str(), &stranger, &text[..120], "", "null", "{}", r#"{"version":1}"#] {
            assert_eq!(IdentityRecord::from_bytes(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn debug_shows_neither_key_nor_token() {
        for (_, record) in written_forms() {
            let shown = format!("{record:?}");
            assert!(["secret-key", "session-token", "jwt"].iter().all(|it| !shown.contains(it)), "{shown}");
        }
    }
}
