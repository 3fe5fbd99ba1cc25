//! The time.

/// Tells the time. The core asks for it while a call's `Future` is polled, so it must not block.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn now_milliseconds(&self) -> i64;
}

/// The device's own clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_milliseconds(&self) -> i64 {
        let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since_epoch.map_or(0, |duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))
    }
}
