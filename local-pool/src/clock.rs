//! The pool's clock: the system's time, which tests can move.

use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use time::OffsetDateTime;
use time::format_description::FormatItem;
use time::macros::format_description;

/// A point in time, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Moment(i64);

impl Moment {
    /// A minute, an hour and a day, in seconds.
    pub(crate) const MINUTE: i64 = 60;
    pub(crate) const HOUR: i64 = 60 * Self::MINUTE;
    pub(crate) const DAY: i64 = 24 * Self::HOUR;

    pub(crate) fn milliseconds(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970, the unit of token claims.
    pub(crate) fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Seconds with a fraction, AWS's form of a date in JSON.
    pub(crate) fn date(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// The date as an HTTP header writes it (RFC 9110 section 5.6.7). `None` for a year that this form can't express.
    pub(crate) fn http_date(self) -> Option<String> {
        const FORM: &[FormatItem<'_>] = format_description!(
            "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
        );
        OffsetDateTime::from_unix_timestamp(self.seconds()).ok()?.format(FORM).ok()
    }

    /// The date and the time as 14 digits: `20261130203000`. `None` for a year that four digits can't express.
    pub(crate) fn digits(self) -> Option<String> {
        const FORM: &[FormatItem<'_>] = format_description!("[year][month][day][hour][minute][second]");
        let moment = OffsetDateTime::from_unix_timestamp(self.seconds()).ok()?;
        moment.format(FORM).ok().filter(|digits| digits.len() == 14)
    }

    pub(crate) fn next_millisecond(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    pub(crate) fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }
}

/// The clock by which everything in the pool expires.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    advanced_milliseconds: AtomicI64,
}

impl Clock {
    pub(crate) fn now(&self) -> Moment {
        let system = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let system = i64::try_from(system).unwrap_or(i64::MAX);
        Moment(system.saturating_add(self.advanced_milliseconds.load(Ordering::SeqCst)))
    }

    /// Moves the clock. Negative values move it back.
    pub(crate) fn advance(&self, seconds: i64) -> Moment {
        let moved = |now: i64| Some(now.saturating_add(seconds.saturating_mul(1000)));
        // The closure always gives a value, so the update can't fail.
        let _ = self.advanced_milliseconds.fetch_update(Ordering::SeqCst, Ordering::SeqCst, moved);
        self.now()
    }

    /// How far the clock was moved.
    pub(crate) fn advanced_seconds(&self) -> i64 {
        self.advanced_milliseconds.load(Ordering::SeqCst).div_euclid(1000)
    }

    /// Sets the clock back to the system's time.
    pub(crate) fn reset(&self) {
        self.advanced_milliseconds.store(0, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_advanced_clock_stays_advanced_until_it_is_reset() {
        let clock = Clock::default();
        let before = clock.now();
        assert!(clock.advance(Moment::DAY) >= before.plus_seconds(Moment::DAY));
        clock.reset();
        assert!(clock.now() < before.plus_seconds(Moment::DAY));
    }

    #[test]
    fn a_moment_has_the_date_form_of_an_http_header() {
        assert_eq!(Moment(784_111_777_000).http_date().as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert_eq!(Moment(i64::MAX).http_date(), None);
    }

    #[test]
    fn a_moment_can_be_written_as_digits() {
        assert_eq!(Moment(784_111_777_000).digits().as_deref(), Some("19941106084937"));
    }

    #[test]
    fn an_advance_beyond_the_largest_time_gives_the_largest_time() {
        let clock = Clock::default();
        assert_eq!(clock.advance(i64::MAX).milliseconds(), i64::MAX);
    }
}
