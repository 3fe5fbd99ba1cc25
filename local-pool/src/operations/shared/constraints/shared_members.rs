//! The constraints of members that many operations share: what names a user, a client or a device, and what an earlier
//! response gave out, such as a token. A file of settings has none of them.

use super::Check::{self, Length, OneOf, Pattern, Within};
use super::members::{CODE, VISIBLE, is_client_id};
use super::set_up::ARN;

const TOKEN: Check = Pattern("[A-Za-z0-9-_=.]+", is_token);
/// The token of a page. AWS has no upper bound for some of these tokens. The pool has one for all.
const PAGE: Check = Length(1, 131_072);

/// The constraints of each member. A member's name means the same in every operation.
pub(super) const MEMBERS: &[(&str, Check)] = &[
    ("ClientId", Length(1, 128)),
    ("ClientId", Pattern(r"[\w+]+", is_client_id)),
    ("Username", Length(1, 128)),
    ("Username", VISIBLE),
    ("Password", PASSWORD),
    ("PreviousPassword", PASSWORD),
    ("ProposedPassword", PASSWORD),
    ("TemporaryPassword", PASSWORD),
    ("SecretHash", Length(1, 128)),
    ("SecretHash", Pattern(r"[\w+=/]+", is_hash)),
    ("AccessToken", TOKEN),
    ("RefreshToken", TOKEN),
    ("Token", TOKEN),
    ("Session", Length(20, 4096)),
    ("DeviceKey", Length(1, 55)),
    ("DeviceKey", Pattern(r"[\w-]+_[0-9a-f-]+", is_device_key)),
    ("DeviceName", Length(1, 1024)),
    ("AttributeName", Length(1, 32)),
    ("NextToken", PAGE),
    ("NextToken", CODE),
    ("PaginationToken", PAGE),
    ("PaginationToken", CODE),
    ("Filter", Length(0, 256)),
    ("ClientType", OneOf(&["REGULAR", "DCR"])),
    ("RevokeAssociatedSessions", OneOf(&["NONE", "LINKED"])),
    // Groups.
    ("Description", Length(0, 2048)),
    ("Precedence", Within(0, 2_147_483_647)),
    ("RoleArn", Length(20, 2048)),
    ("RoleArn", ARN),
];
/// AWS's pattern for a password refuses every space. But its error text for a new password allows spaces inside the
/// password. So only the operations that set a password check a pattern.
const PASSWORD: Check = Length(0, 256);

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_=.".contains(c))
}

fn is_hash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_+=/".contains(c))
}

/// Whether a text is a region, `_` and hexadecimal digits.
fn is_device_key(text: &str) -> bool {
    let is_region = |region: &str| region.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    let is_id = |id: &str| id.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f' | '-'));
    text.rsplit_once('_')
        .is_some_and(|(region, id)| !region.is_empty() && !id.is_empty() && is_region(region) && is_id(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_hashes_and_device_keys_have_aws_forms() {
        assert!(is_token("eyJ.a-b_c.d=") && !is_token("made up") && !is_token(""));
        assert!(is_hash("aB+/=_9") && !is_hash("a-b") && !is_hash(""));
        assert!(is_device_key("us-east-1_00000000-0000-4000-8000-000000000000") && is_device_key("local_ab"));
        for other in ["", "local", "local_", "_ab", "local_key", "lo cal_ab", "local_AB"] {
            assert!(!is_device_key(other), "{other}");
        }
    }
}
