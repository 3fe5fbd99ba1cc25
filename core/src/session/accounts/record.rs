//! The stored form of the index: the accounts' names and labels, as JSON.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::config::is_account_name;
use crate::json;
use crate::redacted::redacted_debug;
use crate::wiped::WipedBytes;

/// The version that is written, and the only one so far.
const VERSION: u32 = 1;

/// The index. The account that was added first comes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct IndexRecord {
    version: u32,
    accounts: Vec<IndexEntry>,
}

/// An account of the index.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IndexEntry {
    /// The account's name. Absent for the default account, which is in the index only while it has a label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<String>,
}

// A label may contain a person's name.
redacted_debug! {
    IndexEntry { name };
}

/// Why an index can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    Damaged,
    /// A newer version of the library has written it.
    Newer,
}

/// The field that the index has in every version.
#[derive(Deserialize)]
struct Header {
    version: u32,
}

impl Default for IndexRecord {
    fn default() -> Self {
        Self { version: VERSION, accounts: Vec::new() }
    }
}

impl IndexRecord {
    /// Reads the index. It counts as damaged if it has an invalid account name.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Unread> {
        let Header { version } = json::read(bytes).map_err(|_| Unread::Damaged)?;
        if version > VERSION {
            return Err(Unread::Newer);
        }
        let record: Self = json::read(bytes).map_err(|_| Unread::Damaged)?;
        let are_names = record.accounts.iter().all(|it| it.name.as_deref().is_none_or(is_account_name));
        if version == VERSION && are_names { Ok(record) } else { Err(Unread::Damaged) }
    }

    pub(super) fn to_bytes(&self) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        WipedBytes::json(self)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.accounts.is_empty()
    }

    pub(super) fn entries(self) -> Vec<IndexEntry> {
        self.accounts
    }

    /// Adds a named account, unless the index has it already.
    pub(super) fn add(&mut self, name: &str) {
        if self.position(Some(name)).is_none() {
            self.accounts.push(IndexEntry { name: Some(name.to_owned()), label: None });
        }
    }

    pub(super) fn remove(&mut self, name: Option<&str>) {
        self.accounts.retain(|it| it.name.as_deref() != name);
    }

    /// Sets or removes an account's label. A missing account is added with its label. The default account is removed
    /// together with its label, because it has no name that the index must keep.
    pub(super) fn set_label(&mut self, name: Option<&str>, label: Option<String>) {
        match (self.position(name).and_then(|position| self.accounts.get_mut(position)), name, &label) {
            (_, None, None) => self.remove(None),
            (Some(entry), _, _) => entry.label = label,
            (None, _, Some(_)) => self.accounts.push(IndexEntry { name: name.map(str::to_owned), label }),
            (None, _, None) => {}
        }
    }

    fn position(&self, name: Option<&str>) -> Option<usize> {
        self.accounts.iter().position(|it| it.name.as_deref() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(record: &IndexRecord) -> String {
        String::from_utf8(record.to_bytes().unwrap().to_vec()).unwrap()
    }

    #[test]
    fn names_and_labels_are_stored_in_the_order_in_which_they_were_added() {
        let mut record = IndexRecord::default();
        record.add("work");
        record.add("Work");
        record.add("work");
        record.set_label(Some("work"), Some("Office".into()));
        record.set_label(None, Some("Home".into()));
        record.set_label(Some("club"), Some("Club".into()));
        let stored = r#"{"version":1,"accounts":[{"name":"work","label":"Office"},{"name":"Work"},{"label":"Home"},{"name":"club","label":"Club"}]}"#;
        assert_eq!(text(&record), stored);
        assert_eq!(IndexRecord::read(stored.as_bytes()), Ok(record));
    }

    #[test]
    fn the_default_account_is_stored_only_with_a_label() {
        let mut record = IndexRecord::default();
        record.set_label(None, None);
        assert!(record.is_empty());
        record.set_label(None, Some("Home".into()));
        assert!(!record.is_empty());
        record.set_label(None, None);
        assert!(record.is_empty());
    }

    #[test]
    fn a_named_account_keeps_its_place_without_a_label_but_is_not_added_without_one() {
        let mut record = IndexRecord::default();
        record.set_label(Some("work"), None);
        assert!(record.is_empty());
        record.set_label(Some("work"), Some("Office".into()));
        assert!(!format!("{record:?}").contains("Office"), "a label is not printed");
        record.set_label(Some("work"), None);
        assert_eq!(text(&record), r#"{"version":1,"accounts":[{"name":"work"}]}"#);
    }

    #[test]
    fn removing_an_account_leaves_one_whose_name_differs_only_in_case() {
        let mut record = IndexRecord::default();
        record.add("work");
        record.add("Work");
        record.set_label(None, Some("Home".into()));
        record.remove(Some("WORK"));
        record.remove(Some("Work"));
        assert_eq!(text(&record), r#"{"version":1,"accounts":[{"name":"work"},{"label":"Home"}]}"#);
        record.remove(None);
        record.remove(Some("work"));
        assert!(record.is_empty());
    }

    #[test]
    fn an_index_of_a_newer_version_does_not_count_as_damaged() {
        for newer in [r#"{"version":2,"accounts":[]}"#, r#"{"version":4294967295,"names":"work"}"#] {
            assert_eq!(IndexRecord::read(newer.as_bytes()), Err(Unread::Newer), "{newer}");
        }
    }

    #[test]
    fn a_damaged_index_and_one_with_a_malformed_name_are_not_read() {
        for unreadable in [
            "",
            "{}",
            r#"{"version":0,"accounts":[]}"#,
            r#"{"version":2,"accounts":[{"name":"wo"#,
            r#"{"version":1,"accounts":[{"name":"work"#,
            r#"{"version":1,"accounts":[{"name":"a#b"}]}"#,
            r#"{"version":1,"accounts":[{"name":""}]}"#,
        ] {
            assert_eq!(IndexRecord::read(unreadable.as_bytes()), Err(Unread::Damaged), "{unreadable}");
        }
    }
}
