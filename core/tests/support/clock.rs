//! A clock that a test moves, and entropy that never changes.

use std::sync::atomic::{AtomicI64, Ordering};

use cognito_auth_core::{Clock, Entropy, EntropyError};

/// A clock that moves only when the test moves it.
pub struct ManualClock(AtomicI64);

impl ManualClock {
    pub fn at(milliseconds: i64) -> Self {
        Self(AtomicI64::new(milliseconds))
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now_milliseconds(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Entropy that repeats these bytes. Each call begins with the first of them again.
pub struct RepeatedBytes(pub Vec<u8>);

impl Entropy for RepeatedBytes {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        for (byte, given) in buffer.iter_mut().zip(self.0.iter().cycle()) {
            *byte = *given;
        }
        Ok(())
    }
}
