//! The requests that the pool has served, for the control API and the console.

use crate::collections::Name;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};

/// The log holds this many requests.
const REMEMBERED: usize = 100_000;
/// How many names can be shared. An injected error can have any name, so the log forgets the shared names when there
/// are this many.
const SHARED: usize = 1_000;

/// A request that the pool served, without the bodies of the request and of the response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordedRequest {
    /// The operation's name, e.g. `InitiateAuth`. `Unknown` stands for a name that no operation has.
    /// [`FaultRule::operation`] lists the names of the pages and documents.
    ///
    /// [`FaultRule::operation`]: crate::FaultRule::operation
    pub operation: String,
    /// The HTTP status of the response; none if the connection was dropped.
    pub status: Option<u16>,
    /// The exception's name, if the response was an error.
    pub error_type: Option<String>,
    /// Milliseconds since 1970, by the pool's clock.
    pub at: i64,
}

/// The newest requests, oldest first. Their names are shared, because the log is long and the names are few.
#[derive(Default)]
pub(crate) struct RecordedRequests {
    entries: VecDeque<Entry>,
    names: BTreeSet<Name>,
}

struct Entry {
    operation: Name,
    status: Option<u16>,
    error_type: Option<Name>,
    at: i64,
}

impl Entry {
    fn described(&self) -> RecordedRequest {
        RecordedRequest {
            operation: self.operation.as_str().to_owned(),
            status: self.status,
            error_type: self.error_type.as_ref().map(|name| name.as_str().to_owned()),
            at: self.at,
        }
    }
}

impl RecordedRequests {
    pub(crate) fn record(&mut self, operation: &str, status: Option<u16>, error_type: Option<&str>, at: i64) {
        if self.entries.len() == REMEMBERED {
            self.entries.pop_front();
        }
        let operation = self.shared(operation);
        let error_type = error_type.map(|name| self.shared(name));
        self.entries.push_back(Entry { operation, status, error_type, at });
    }

    fn shared(&mut self, text: &str) -> Name {
        if let Some(name) = self.names.get(text) {
            return name.clone();
        }
        if self.names.len() == SHARED {
            self.names.clear();
        }
        let name = Name::from(text);
        self.names.insert(name.clone());
        name
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn oldest_first(&self) -> impl Iterator<Item = RecordedRequest> {
        self.entries.iter().map(Entry::described)
    }

    pub(crate) fn newest_first(&self) -> impl Iterator<Item = RecordedRequest> {
        self.entries.iter().rev().map(Entry::described)
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_log_drops_its_oldest_request_and_shares_few_names() {
        let mut log = RecordedRequests::default();
        for number in 0..REMEMBERED + 2 {
            log.record(&format!("Operation{number}"), Some(400), Some("Error"), 7);
        }
        assert_eq!((log.len(), log.names.len() <= SHARED), (REMEMBERED, true));
        let oldest = log.oldest_first().next().unwrap();
        assert_eq!((oldest.operation.as_str(), oldest.error_type.as_deref()), ("Operation2", Some("Error")));
        let newest = format!("Operation{}", REMEMBERED + 1);
        assert_eq!(log.newest_first().next().unwrap().operation, newest);
    }
}
