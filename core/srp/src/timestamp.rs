//! The time that a proof carries, in the one form that Cognito takes.

use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use crate::SrpError;

/// `EEE MMM d HH:mm:ss UTC yyyy`: English names, the day of the month not padded, the time padded.
const COGNITO: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short] [month repr:short] [day padding:none] [hour]:[minute]:[second] UTC [year]"
);

/// The `TIMESTAMP` for a moment in seconds since 1970-01-01 00:00:00 UTC, for example `Sun Nov 22 18:45:00 UTC 2026`.
///
/// The text that is sent must be the text that was signed: format once, use it twice.
///
/// # Errors
/// [`SrpError::TimeOutOfRange`] outside the years 0 to 9999.
pub fn format(unix_seconds: i64) -> Result<String, SrpError> {
    OffsetDateTime::from_unix_timestamp(unix_seconds)
        .ok()
        .filter(|moment| moment.year() >= 0)
        .and_then(|moment| moment.format(COGNITO).ok())
        .ok_or(SrpError::TimeOutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_not_padded_and_times_are() {
        let cases = [
            (0, "Thu Jan 1 00:00:00 UTC 1970"),
            (1_767_571_629, "Mon Jan 5 00:07:09 UTC 2026"),
            (1_795_373_100, "Sun Nov 22 18:45:00 UTC 2026"),
            (951_782_400, "Tue Feb 29 00:00:00 UTC 2000"),
            (1_835_481_599, "Tue Feb 29 23:59:59 UTC 2028"),
            (1_835_481_600, "Wed Mar 1 00:00:00 UTC 2028"),
            (4_107_542_400, "Mon Mar 1 00:00:00 UTC 2100"),
            (4_107_542_399, "Sun Feb 28 23:59:59 UTC 2100"),
            (253_402_300_799, "Fri Dec 31 23:59:59 UTC 9999"),
            (-1, "Wed Dec 31 23:59:59 UTC 1969"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(format(seconds).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn a_time_beyond_four_digit_years_is_refused() {
        for seconds in [253_402_300_800, -62_167_219_201, i64::MAX, i64::MIN] {
            assert_eq!(format(seconds), Err(SrpError::TimeOutOfRange));
        }
    }
}
