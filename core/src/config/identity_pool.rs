//! Which identity pool gives AWS credentials.

use super::validation::check;
use crate::error::AuthError;

/// A Cognito identity pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityPoolConfiguration {
    /// The identity pool's id: `<region>:<GUID>`.
    pub pool_id: String,
    /// Whether the app may ask for credentials while nobody is signed in. Off by default in a configuration in code,
    /// and on by default in a configuration file. The identity pool must allow unauthenticated identities too, or else
    /// the service refuses guests.
    pub allows_guests: bool,
}

impl IdentityPoolConfiguration {
    /// An identity pool for users and federated logins, but not for guests.
    pub fn new(pool_id: impl Into<String>) -> Self {
        Self { pool_id: pool_id.into(), allows_guests: false }
    }

    /// The same identity pool, for guests too.
    pub fn with_guests(self) -> Self {
        Self { allows_guests: true, ..self }
    }

    /// The AWS region of the pool: the part of its id before the colon.
    pub fn region(&self) -> &str {
        self.pool_id.split_once(':').map_or("", |(region, _)| region)
    }

    pub(super) fn validate(&self) -> Result<(), AuthError> {
        check(is_region_and_guid(&self.pool_id), "identity_pool.pool_id")
    }
}

/// The longest id of an identity pool and of an identity, as in the service's API model.
const LONGEST_ID: usize = 55;

/// Whether a text has the form of an identity pool's id. An identity's id has the same form: `[\w-]+:[0-9a-f-]+`, with
/// at most [`LONGEST_ID`] characters, as in the service's API model.
pub(crate) fn is_region_and_guid(text: &str) -> bool {
    let is_region =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let is_guid = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'));
    text.len() <= LONGEST_ID
        && text.split_once(':').is_some_and(|(region, guid)| {
            !region.is_empty() && is_region(region) && !guid.is_empty() && is_guid(guid)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::AuthErrorCode;

    #[test]
    fn the_region_is_the_part_of_the_pool_id_before_the_colon() {
        let pool = IdentityPoolConfiguration::new("eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f");
        assert_eq!(pool.region(), "eu-central-1");
        assert!(!pool.allows_guests, "code has to allow guests explicitly");
        assert_eq!(pool.validate(), Ok(()));
    }

    #[test]
    fn the_error_for_a_malformed_identity_pool_id_names_the_field() {
        let (longest, too_long) = (format!("a:{}", "0".repeat(53)), format!("a:{}", "0".repeat(54)));
        assert_eq!(IdentityPoolConfiguration::new(longest).validate(), Ok(()));
        let malformed = [
            "",
            "eu-central-1",
            ":0f",
            "eu-central-1:",
            "eu-central-1:0F",
            "eu central:0",
            "a:0:0",
            "a.b:0",
            &too_long,
        ];
        for id in malformed {
            let error = IdentityPoolConfiguration::new(id).validate().unwrap_err();
            assert_eq!(error.code, AuthErrorCode::InvalidConfiguration, "{id}");
            assert_eq!(error.field.as_deref(), Some("identity_pool.pool_id"), "{id}");
        }
    }
}
