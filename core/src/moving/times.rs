//! The times that the former libraries stored.

#[cfg(not(target_os = "android"))]
use time::{Date, Month, Time};

/// The seconds from 1970 to 2001, where Foundation starts to count.
#[cfg(not(target_os = "android"))]
const FOUNDATION_EPOCH_SECONDS: f64 = 978_307_200.0;

/// The times that a token can have: from the start of 2014, when there were no user pools yet, to the start of 2100,
/// when every token will have expired.
const SENSIBLE_SECONDS: std::ops::Range<i64> = 1_388_534_400..4_102_444_800;

/// Converts Foundation's seconds since 2001 into milliseconds since 1970. `None` for a senseless time, such as
/// Foundation's distant past.
#[cfg(not(target_os = "android"))]
pub(super) fn of_foundation(seconds: f64) -> Option<i64> {
    let seconds = seconds + FOUNDATION_EPOCH_SECONDS;
    // The conversion of a float that is too large gives the largest integer.
    SENSIBLE_SECONDS.contains(&(seconds as i64)).then_some((seconds * 1000.0) as i64)
}

/// Converts a text such as `2026-03-01T09:05:00Z` into milliseconds since 1970. `None` for a text of another form, and for
/// a senseless time: on a phone with another calendar, the text has the years of that calendar.
#[cfg(not(target_os = "android"))]
pub(super) fn of_text(text: &str) -> Option<i64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (date, time): (Vec<&str>, Vec<&str>) = (date.split('-').collect(), time.split(':').collect());
    let ([year, month, day], [hour, minute, second]) = (&date[..], &time[..]) else { return None };
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    let time = Time::from_hms(hour.parse().ok()?, minute.parse().ok()?, second.parse().ok()?).ok()?;
    let seconds = date.with_time(time).assume_utc().unix_timestamp();
    SENSIBLE_SECONDS.contains(&seconds).then_some(seconds.saturating_mul(1000))
}

/// Converts seconds or milliseconds since 1970 into milliseconds. A number that is too large for seconds counts as
/// milliseconds. `None` for a senseless time.
#[cfg(feature = "android-ciphers")]
pub(super) fn of_number(time: i64) -> Option<i64> {
    let seconds = if time < SENSIBLE_SECONDS.end { time } else { time / 1000 };
    let milliseconds = if seconds == time { time.checked_mul(1000) } else { Some(time) };
    milliseconds.filter(|_| SENSIBLE_SECONDS.contains(&seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_foundation_counts_from_2001() {
        assert_eq!(of_foundation(811_692_800.25), Some(1_790_000_000_250));
        assert_eq!(of_foundation(410_227_200.0), Some(1_388_534_400_000));
        for senseless in [-63_114_076_800.0, -978_307_200.0, 410_227_199.0, 3_124_137_600.0, 1e300, -1e300] {
            assert_eq!(of_foundation(senseless), None, "{senseless}");
        }
        assert_eq!((of_foundation(f64::NAN), of_foundation(f64::INFINITY)), (None, None));
    }

    #[test]
    fn a_text_with_a_time_is_read_as_utc() {
        assert_eq!(of_text("2026-09-21T14:13:20Z"), Some(1_790_000_000_000));
        // The Buddhist and the Japanese year, Arabic digits, a clock of twelve hours.
        let of_other_phones = [
            "2569-09-21T14:13:20Z",
            "0008-09-21T14:13:20Z",
            "\u{662}\u{660}\u{662}\u{666}-09-21T14:13:20Z",
            "2026-09-21T2:13:20 PMZ",
        ];
        let no_times = [
            "",
            "Z",
            "TZ",
            "2026-09-21",
            "2026-13-21T14:13:20Z",
            "2026-09-21T14:13Z",
            "1970-01-01T00:00:00Z",
        ];
        for text in of_other_phones.into_iter().chain(no_times) {
            assert_eq!(of_text(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_is_in_seconds_or_in_milliseconds() {
        for (time, expected) in [
            (1_790_003_600, Some(1_790_003_600_000)),
            (1_790_003_600_123, Some(1_790_003_600_123)),
            (1_388_534_400, Some(1_388_534_400_000)),
            (1_388_534_399, None),
            (4_102_444_799, Some(4_102_444_799_000)),
            (4_102_444_800, None),
            (1_388_534_400_000, Some(1_388_534_400_000)),
            (1_388_534_399_999, None),
            (4_102_444_799_999, Some(4_102_444_799_999)),
            (4_102_444_800_000, None),
            (0, None),
            (-1, None),
            (i64::MAX, None),
            (i64::MIN, None),
        ] {
            assert_eq!(of_number(time), expected, "{time}");
        }
    }
}
