//! The ids of identity pools and of installations.

/// Whether a text is a GUID: 32 hex digits in five groups.
pub(super) fn is_guid(text: &str) -> bool {
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_has_five_groups_of_hex_digits() {
        let guid = "5d1f0b3a-7c2e-4a86-9f10-2b3c4d5e6f70";
        assert!(is_guid(guid) && is_guid(&guid.to_uppercase()));
        for other in ["", &guid[1..], &guid.replace('-', ""), &guid.replace('d', "x"), &format!("{guid}-")] {
            assert!(!is_guid(other), "{other}");
        }
    }
}
