//! Values that wait for one request, each under a secret that nobody can guess.

use crate::clock::Moment;
use crate::collections::Threshold;
use crate::errors::CognitoError;
use crate::random;
use std::collections::HashMap;

/// How long a value waits, in seconds.
const LIFETIME: i64 = 10 * Moment::MINUTE;

/// The values by secret. They are not stored: a restart ends the sign-ins that they belong to.
pub(crate) struct OneTime<T> {
    waiting: HashMap<String, (T, Moment)>,
    full: Threshold,
}

impl<T> Default for OneTime<T> {
    fn default() -> Self {
        Self { waiting: HashMap::new(), full: Threshold::default() }
    }
}

impl<T> OneTime<T> {
    /// Keeps a value. Returns its secret.
    pub(crate) fn keep(&mut self, value: T, now: Moment) -> Result<String, CognitoError> {
        if self.full.is_reached(self.waiting.len()) {
            self.waiting.retain(|_, (_, expires)| now < *expires);
            self.full.follows(self.waiting.len());
        }
        let secret = random::opaque::<32>()?;
        self.waiting.insert(secret.clone(), (value, now.plus_seconds(LIFETIME)));
        Ok(secret)
    }

    pub(crate) fn holds(&self, secret: &str) -> bool {
        self.waiting.contains_key(secret)
    }

    /// Takes a value out: its secret works once.
    pub(crate) fn take(&mut self, secret: &str, now: Moment) -> Option<T> {
        let (value, expires) = self.waiting.remove(secret)?;
        (now < expires).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn a_secret_works_once_and_expires() {
        let now = Clock::default().now();
        let mut waiting = OneTime::default();
        let secret = waiting.keep("first", now).unwrap();
        assert_eq!(waiting.take("other", now), None);
        assert_eq!(waiting.take(&secret, now), Some("first"));
        assert_eq!(waiting.take(&secret, now), None);
        let late = waiting.keep("second", now).unwrap();
        assert_eq!(waiting.take(&late, now.plus_seconds(LIFETIME)), None);
    }
}
