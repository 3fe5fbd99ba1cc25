//! The mark of the sign-ins that were signed out. No store can compare and write in one step, so a process that was
//! suspended before its write can bring back a session that another process has removed. With the mark, the library
//! recognises a session that was brought back in this way.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::record::SessionRecord;
use crate::json;
use crate::wiped::WipedBytes;

/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// The most sign-ins that the mark holds. When one more is added, the oldest is removed.
const MOST_SIGN_INS: usize = 8;

/// The mark as it is stored. It has a hash of each sign-in, and no data about a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignedOutMark {
    version: u32,
    /// The sign-ins that were signed out. The oldest comes first.
    signed_out: Vec<String>,
}

impl Default for SignedOutMark {
    fn default() -> Self {
        Self { version: VERSION, signed_out: Vec::new() }
    }
}

impl SignedOutMark {
    /// Reads the mark. `None` for an unreadable mark.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        json::read(bytes).ok().filter(|mark: &Self| mark.version == VERSION)
    }

    pub(super) fn to_bytes(&self) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        WipedBytes::json(self)
    }

    /// Whether the sign-in of this session was signed out.
    pub(super) fn names(&self, session: &SessionRecord) -> bool {
        self.signed_out.contains(&session.sign_in_id())
    }

    /// Adds a sign-in. Gives false if the mark has it already.
    pub(super) fn add(&mut self, id: &str) -> bool {
        if self.signed_out.iter().any(|named| named == id) {
            return false;
        }
        self.signed_out.push(id.to_owned());
        let surplus = self.signed_out.len().saturating_sub(MOST_SIGN_INS);
        self.signed_out.drain(..surplus);
        true
    }

    pub(super) fn take_back(&mut self, ids: &[String]) {
        self.signed_out.retain(|named| !ids.contains(named));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(signed_out: &[&str]) -> SignedOutMark {
        SignedOutMark { version: VERSION, signed_out: signed_out.iter().map(|id| (*id).to_owned()).collect() }
    }

    #[test]
    fn a_mark_is_read_as_it_was_written() {
        for mark in [mark(&[]), mark(&["a", "b"])] {
            assert_eq!(SignedOutMark::read(&mark.to_bytes().unwrap()), Some(mark));
        }
    }

    #[test]
    fn a_mark_of_another_version_and_a_damaged_mark_are_not_read() {
        for text in [r#"{"version":2,"signedOut":[]}"#, r#"{"version":1}"#, "{}", ""] {
            assert_eq!(SignedOutMark::read(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn the_ninth_sign_in_replaces_the_oldest_and_no_sign_in_is_added_twice() {
        let mut eight = mark(&["1", "2", "3", "4", "5", "6", "7", "8"]);
        assert!(!eight.add("1"));
        assert_eq!(eight, mark(&["1", "2", "3", "4", "5", "6", "7", "8"]));
        assert!(eight.add("9"));
        assert_eq!(eight, mark(&["2", "3", "4", "5", "6", "7", "8", "9"]));
    }

    #[test]
    fn taking_sign_ins_back_removes_only_these_from_the_mark() {
        let mut three = mark(&["1", "2", "3"]);
        three.take_back(&["2".into(), "4".into()]);
        assert_eq!(three, mark(&["1", "3"]));
    }
}
