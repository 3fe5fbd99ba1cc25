//! The lock after failed attempts: the fifth failure locks for a second, and each later failure doubles the time.

use crate::clock::Moment;
use serde::{Deserialize, Serialize};

const FIRST_LOCKING_FAILURE: u32 = 5;
/// The longest lock, in seconds.
const LONGEST_WAIT: i64 = 15 * Moment::MINUTE;

/// The consecutive failures of a user at one kind of attempt.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attempts {
    failures: u32,
    locked_until: Option<Moment>,
}

impl Attempts {
    pub(crate) fn is_locked(&self, now: Moment) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// From the fifth failure on, the lock holds for 1 second, then for 2, 4 and so on, up to 15 minutes.
    pub(crate) fn failed(&mut self, now: Moment) {
        self.failures += 1;
        if let Some(beyond) = self.failures.checked_sub(FIRST_LOCKING_FAILURE) {
            let wait = 2_i64.saturating_pow(beyond).min(LONGEST_WAIT);
            self.locked_until = Some(now.plus_seconds(wait));
        }
    }

    pub(crate) fn succeeded(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn the_fifth_failure_locks_and_each_later_one_doubles_the_wait() {
        let now = Clock::default().now();
        let mut attempts = Attempts::default();
        for _ in 0..4 {
            attempts.failed(now);
            assert!(!attempts.is_locked(now));
        }
        for wait in [1, 2, 4, 8] {
            attempts.failed(now);
            assert!(attempts.is_locked(now.plus_seconds(wait - 1)));
            assert!(!attempts.is_locked(now.plus_seconds(wait)));
        }
        for _ in 0..100 {
            attempts.failed(now);
            assert!(attempts.is_locked(now.plus_seconds(8)), "no later wait is shorter");
            assert!(!attempts.is_locked(now.plus_seconds(LONGEST_WAIT)), "no lock outlasts 15 minutes");
        }
        attempts.succeeded();
        assert!(!attempts.is_locked(now));
    }
}
