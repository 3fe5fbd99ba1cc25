//! The ids of identity pools, of their identities, and of installations.

use crate::config::{IdentityPoolConfiguration, is_identity_pool_id};

/// Whether a text is the id of an identity in the pool. It has the form of a pool's id, and its region.
pub(super) fn is_identity(id: &str, pool: &IdentityPoolConfiguration) -> bool {
    is_identity_pool_id(id) && id.split_once(':').is_some_and(|(region, _)| region == pool.region())
}

/// Whether a text is a GUID: 32 hex digits in five groups.
pub(super) fn is_guid(text: &str) -> bool {
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_has_the_region_of_its_pool() {
        let pool = IdentityPoolConfiguration::new("eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f");
        assert!(is_identity("eu-central-1:5d1f0b3a-7c2e-4a86-9f10-2b3c4d5e6f70", &pool));
        for other in [
            "",
            "eu-central-1",
            "eu-central-1:",
            "eu-central-1:ann",
            "us-east-1:5d1f0b3a",
            "eu-central-12:5d",
        ] {
            assert!(!is_identity(other, &pool), "{other}");
        }
    }

    #[test]
    fn a_guid_has_five_groups_of_hex_digits() {
        let guid = "5d1f0b3a-7c2e-4a86-9f10-2b3c4d5e6f70";
        assert!(is_guid(guid) && is_guid(&guid.to_uppercase()));
        for other in ["", &guid[1..], &guid.replace('-', ""), &guid.replace('d', "x"), &format!("{guid}-")] {
            assert!(!is_guid(other), "{other}");
        }
    }
}
