//! The stored lease: who refreshes the session, and until when.

use std::mem::take;

use serde::{Deserialize, Serialize};

use crate::json;
use crate::wiped::WipedBytes;

/// The version that is written.
const VERSION: u32 = 1;

/// No lease holds longer than this without being renewed, whatever its record says.
const LONGEST_MILLISECONDS: u64 = 60_000;

/// Who takes a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    /// The name of the process, if the system runs only one of that name at a time.
    pub(super) process: Option<String>,
    /// The id of this run of the process.
    pub(super) run: String,
    /// The number of the session manager within that run.
    pub(super) manager: u64,
}

impl Holder {
    /// Whether `other` is an earlier run of this process. The system runs only one process of this name at a time. So
    /// the earlier run has ended, and this run may take its leases.
    fn succeeds(&self, other: &Self) -> bool {
        self.process.is_some() && self.process == other.process && self.run != other.run
    }
}

/// A lease, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LeaseRecord {
    version: u32,
    pub(super) holder: Holder,
    /// A number that the holder's run uses only once, so that no two leases are the same.
    pub(super) taking: u64,
    /// How often the lease was renewed.
    pub(super) renewals: u64,
    /// How long the lease holds after it was taken or renewed.
    duration_milliseconds: u64,
    /// When the lease lapses, in milliseconds since 1970 by the device's clock.
    pub(super) expires_at_milliseconds: i64,
    /// Whether the holder has released the lease.
    pub(super) is_released: bool,
}

impl LeaseRecord {
    pub(super) fn taken(holder: &Holder, taking: u64, duration: u64, wall_milliseconds: i64) -> Self {
        Self {
            version: VERSION,
            holder: holder.clone(),
            taking,
            renewals: 0,
            duration_milliseconds: duration,
            expires_at_milliseconds: after(wall_milliseconds, duration),
            is_released: false,
        }
    }

    pub(super) fn renewed(&self, wall_milliseconds: i64) -> Self {
        Self {
            renewals: self.renewals.saturating_add(1),
            expires_at_milliseconds: after(wall_milliseconds, self.duration_milliseconds),
            ..self.clone()
        }
    }

    pub(super) fn released(&self) -> Self {
        Self { is_released: true, ..self.clone() }
    }

    /// How long the lease holds after it was taken or renewed.
    pub(super) fn duration(&self) -> u64 {
        self.duration_milliseconds.min(LONGEST_MILLISECONDS)
    }

    /// Whether this is the same lease, renewed or not.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.holder == other.holder && self.taking == other.taking
    }

    /// Whether `me` may take the lease before it lapses. True in three cases:
    ///
    /// - The holder has released the lease.
    /// - The holder is an earlier run of the process of `me`.
    /// - The holder is `me`. It takes the lease only while no work of its own uses it.
    pub(super) fn is_void_for(&self, me: &Holder) -> bool {
        self.is_released || self.holder == *me || me.succeeds(&self.holder)
    }

    /// The stored form of the lease.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let Self { version, holder, taking, renewals, .. } = self.clone();
        let stored = Stored {
            duration_milliseconds: self.duration_milliseconds,
            expires_at_milliseconds: self.expires_at_milliseconds,
            is_released: self.is_released,
            manager: holder.manager,
            process: holder.process,
            renewals,
            run: holder.run,
            taking,
            version,
        };
        // This never fails: a struct of texts and numbers always has a JSON form.
        WipedBytes::json(&stored).map(|mut bytes| take(&mut *bytes)).unwrap_or_default()
    }

    /// Reads a lease. `None` if this version can't read it.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let stored: Stored = json::read(bytes).ok()?;
        (stored.version == VERSION).then_some(Self {
            version: stored.version,
            holder: Holder { process: stored.process, run: stored.run, manager: stored.manager },
            taking: stored.taking,
            renewals: stored.renewals,
            duration_milliseconds: stored.duration_milliseconds,
            expires_at_milliseconds: stored.expires_at_milliseconds,
            is_released: stored.is_released,
        })
    }
}

/// The stored form. The members stay in this order, because processes compare the bytes of a lease. The members of the
/// holder are among them, but not by `flatten`: that would make the gzipped library 15 KB larger.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    duration_milliseconds: u64,
    expires_at_milliseconds: i64,
    is_released: bool,
    manager: u64,
    process: Option<String>,
    renewals: u64,
    run: String,
    taking: u64,
    version: u32,
}

fn after(wall_milliseconds: i64, duration: u64) -> i64 {
    wall_milliseconds.saturating_add(i64::try_from(duration).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(process: Option<&str>, run: &str, manager: u64) -> Holder {
        Holder { process: process.map(str::to_owned), run: run.to_owned(), manager }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        for process in [None, Some("app")] {
            let record = LeaseRecord::taken(&holder(process, "run", 1), 2, 10_000, 5).renewed(7);
            assert_eq!(LeaseRecord::from_bytes(&record.to_bytes()), Some(record));
        }
    }

    #[test]
    fn the_stored_form_is_the_same_in_every_version_of_the_library() {
        let record = LeaseRecord::taken(&holder(None, "run", 1), 2, 10_000, 5);
        let stored = concat!(
            r#"{"durationMilliseconds":10000,"expiresAtMilliseconds":10005,"isReleased":false,"manager":1,"#,
            r#""process":null,"renewals":0,"run":"run","taking":2,"version":1}"#
        );
        assert_eq!(String::from_utf8(record.to_bytes()).unwrap(), stored);
    }

    #[test]
    fn another_version_and_a_damaged_record_are_unreadable() {
        let record = LeaseRecord::taken(&holder(None, "run", 1), 2, 10_000, 5);
        assert_eq!(LeaseRecord::from_bytes(&LeaseRecord { version: 2, ..record }.to_bytes()), None);
        assert_eq!(LeaseRecord::from_bytes(b"{}"), None);
        assert_eq!(LeaseRecord::from_bytes(b""), None);
    }

    #[test]
    fn before_a_lease_is_released_only_its_holder_and_a_later_run_of_its_process_may_take_it() {
        let me = holder(Some("app"), "second", 1);
        let is_void = |other: &Holder| LeaseRecord::taken(other, 0, 10_000, 0).is_void_for(&me);
        assert!(is_void(&holder(Some("app"), "first", 1)));
        assert!(is_void(&me), "the holder may take its own lease again");
        assert!(!is_void(&holder(Some("extension"), "first", 1)));
        assert!(!is_void(&holder(None, "first", 1)));
        assert!(!is_void(&holder(Some("app"), "second", 2)), "another session manager of the same run");
        let nameless = holder(None, "second", 1);
        assert!(!LeaseRecord::taken(&holder(None, "first", 1), 0, 10_000, 0).is_void_for(&nameless));
    }

    #[test]
    fn anybody_may_take_a_released_lease() {
        let lease = LeaseRecord::taken(&holder(None, "first", 1), 0, 10_000, 0);
        assert!(lease.released().is_void_for(&holder(None, "second", 1)));
        assert!(lease.is_same_as(&lease.renewed(9)));
    }

    #[test]
    fn no_lease_holds_longer_than_a_minute() {
        let lease = LeaseRecord::taken(&holder(None, "first", 1), 0, u64::MAX, 0);
        assert_eq!((lease.duration(), lease.expires_at_milliseconds), (60_000, i64::MAX));
    }
}
