//! The time by the service's clock, from the header `Date` of its responses.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::exchange::header;
use super::http_date;
use crate::ports::{Clock, HttpResponse};

/// Stands for an offset that is not known yet.
const UNKNOWN: i64 = i64::MIN;

/// How far the service's clock is ahead of the device's, by the header `Date` of the newest response that has one. It
/// is only in memory. Clones share it.
#[derive(Clone)]
pub(crate) struct ServiceTime {
    clock: Arc<dyn Clock>,
    ahead_milliseconds: Arc<AtomicI64>,
}

impl ServiceTime {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, ahead_milliseconds: Arc::new(AtomicI64::new(UNKNOWN)) }
    }

    /// Takes the time of a response that has just arrived. If the response was on its way for ten seconds, the
    /// service's clock seems to be ten seconds behind.
    pub(super) fn take(&self, response: &HttpResponse) {
        if let Some(seconds) = header(response, "date").and_then(http_date::seconds) {
            let ahead = seconds.saturating_mul(1000).saturating_sub(self.clock.now_milliseconds());
            self.ahead_milliseconds.store(ahead, Ordering::Relaxed);
        }
    }

    /// How far the service's clock is ahead of the device's. `None` before the first response with a `Date`.
    pub(crate) fn ahead_milliseconds(&self) -> Option<i64> {
        Some(self.ahead_milliseconds.load(Ordering::Relaxed)).filter(|ahead| *ahead != UNKNOWN)
    }
}
