//! The time in a proof, in the only form that Cognito accepts.

use time::OffsetDateTime;

use crate::SrpError;

/// The days of the week, from Monday on.
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The months, from January on.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The `TIMESTAMP` for a moment in seconds since 1970-01-01 00:00:00 UTC, for example `Sun Nov 22 18:45:00 UTC 2026`.
///
/// Send the same text that was signed: format the time once, and use it twice.
///
/// # Errors
/// [`SrpError::TimeOutOfRange`] outside the years 0 to 9999.
pub fn format(unix_seconds: i64) -> Result<String, SrpError> {
    let moment = OffsetDateTime::from_unix_timestamp(unix_seconds).map_err(|_| SrpError::TimeOutOfRange)?;
    if moment.year() < 0 {
        return Err(SrpError::TimeOutOfRange);
    }
    let weekday = WEEKDAYS[usize::from(moment.weekday().number_days_from_monday())];
    let month = MONTHS[usize::from(u8::from(moment.month()) - 1)];
    let (day, (hour, minute, second), year) = (moment.day(), moment.to_hms(), moment.year());
    // `EEE MMM d HH:mm:ss UTC yyyy`: the day of the month is not padded, the time and the year are.
    Ok(format!("{weekday} {month} {day} {hour:02}:{minute:02}:{second:02} UTC {year:04}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_the_month_is_not_padded_but_the_time_is() {
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
