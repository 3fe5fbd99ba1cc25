//! How long credentials are valid. The service's clock decides when they expire, and the device's clock may be wrong.

/// Credentials count as expired this long before their end, so that an upload which starts now can finish.
const MARGIN_MILLISECONDS: i64 = 120_000;

/// If the device's clock was set back by more than this, the credentials count as expired.
const CLOCK_TOLERANCE_MILLISECONDS: i64 = 60_000;

/// The longest session of an AWS role. Without this limit, credentials would seem valid for too long if the service's
/// time is unknown and the device's clock is far behind.
const LONGEST_LIFETIME_MILLISECONDS: i64 = 12 * 3_600_000;

/// When credentials were received and when they expire, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::session) struct Lifetime {
    /// By the device's clock.
    pub(in crate::session) received_at_milliseconds: i64,
    /// By the service's clock.
    pub(in crate::session) expires_at_milliseconds: i64,
    /// How far the service's clock is ahead of the device's.
    pub(in crate::session) clock_offset_milliseconds: i64,
}

impl Lifetime {
    /// Whether the credentials are valid now. If the device's clock was set back, they count as expired.
    pub(super) fn holds_at(self, now_milliseconds: i64) -> bool {
        let age = now_milliseconds.saturating_sub(self.received_at_milliseconds);
        let servers_now = now_milliseconds.saturating_add(self.clock_offset_milliseconds);
        servers_now.saturating_add(MARGIN_MILLISECONDS) < self.expires_at_milliseconds
            && (-CLOCK_TOLERANCE_MILLISECONDS..LONGEST_LIFETIME_MILLISECONDS).contains(&age)
    }

    /// When the credentials expire by the device's clock.
    pub(super) fn expires_at_by_the_device(self) -> i64 {
        self.expires_at_milliseconds.saturating_sub(self.clock_offset_milliseconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIVED: i64 = 1_790_000_000_000;
    const HOUR: i64 = 3_600_000;

    fn lifetime(clock_offset_milliseconds: i64, length: i64) -> Lifetime {
        Lifetime {
            received_at_milliseconds: RECEIVED,
            expires_at_milliseconds: RECEIVED + clock_offset_milliseconds + length,
            clock_offset_milliseconds,
        }
    }

    #[test]
    fn credentials_hold_until_two_minutes_before_their_end_whatever_the_devices_clock_says() {
        for offset in [0, 5 * HOUR, -5 * HOUR] {
            let lifetime = lifetime(offset, HOUR);
            assert!(lifetime.holds_at(RECEIVED));
            assert!(lifetime.holds_at(RECEIVED + HOUR - 120_001));
            assert!(!lifetime.holds_at(RECEIVED + HOUR - 120_000));
            assert_eq!(lifetime.expires_at_by_the_device(), RECEIVED + HOUR);
        }
    }

    #[test]
    fn credentials_do_not_hold_if_the_clock_was_set_back() {
        assert!(lifetime(0, HOUR).holds_at(RECEIVED - 60_000));
        assert!(!lifetime(0, HOUR).holds_at(RECEIVED - 60_001));
    }

    #[test]
    fn credentials_hold_for_half_a_day_at_most() {
        let endless = lifetime(0, 365 * 24 * HOUR);
        assert!(endless.holds_at(RECEIVED + 12 * HOUR - 1));
        assert!(!endless.holds_at(RECEIVED + 12 * HOUR));
    }

    #[test]
    fn the_earliest_and_the_latest_times_do_not_overflow() {
        let absurd = |offset| Lifetime {
            received_at_milliseconds: i64::MIN,
            expires_at_milliseconds: i64::MAX,
            clock_offset_milliseconds: offset,
        };
        assert!(absurd(i64::MAX).holds_at(i64::MIN));
        assert!(!absurd(i64::MAX).holds_at(0));
        assert!(!absurd(0).holds_at(i64::MAX));
        assert_eq!(absurd(i64::MIN).expires_at_by_the_device(), i64::MAX);
    }
}
