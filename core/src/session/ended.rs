//! The mark of an ended session: why the service has ended it, and which user it belonged to. The mark is stored, so it
//! also tells later runs and other processes why the session is gone.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::json;
use crate::model::{SessionEnd, SessionEndReason};
use crate::wiped::WipedBytes;

/// The version that is written, and the only one that is read. A mark of another version is ignored: the mark only
/// explains why the session is gone.
const VERSION: u32 = 1;

/// The mark as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EndedRecord {
    version: u32,
    reason: String,
    /// The user name in the pool.
    username: String,
}

/// The stored form of the mark.
pub(super) fn to_bytes(end: &SessionEnd) -> serde_json::Result<Zeroizing<Vec<u8>>> {
    WipedBytes::json(&EndedRecord {
        version: VERSION,
        reason: end.reason.name().to_owned(),
        username: end.username.clone(),
    })
}

/// Reads the mark. `None` for an unreadable mark.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<SessionEnd> {
    let EndedRecord { version, reason, username } = json::read(bytes).ok()?;
    let reason = SessionEndReason::ALL.iter().copied().find(|known| known.name() == reason)?;
    (version == VERSION).then_some(SessionEnd { reason, username })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_of_each_reason_is_read_as_it_was() {
        for reason in SessionEndReason::ALL {
            let end = SessionEnd { reason: *reason, username: "ann".into() };
            assert_eq!(from_bytes(&to_bytes(&end).unwrap()), Some(end));
        }
    }

    #[test]
    fn a_mark_with_another_version_or_reason_and_a_damaged_mark_are_ignored() {
        for text in [
            r#"{"version":2,"reason":"expired","username":"ann"}"#,
            r#"{"version":1,"reason":"tired","username":"ann"}"#,
            r#"{"version":1,"reason":"expired"}"#,
            "",
        ] {
            assert_eq!(from_bytes(text.as_bytes()), None, "{text}");
        }
    }
}
