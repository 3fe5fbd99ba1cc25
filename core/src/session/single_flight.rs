//! Calls at the same time share one refresh.

use std::sync::{Arc, PoisonError, Weak};

use crate::sync::{Bug, Mutex, MutexGuard, watch};
use crate::tasks::spawn;

/// The running refresh of tokens or credentials, if there is one. Only the refresh's own task keeps it alive.
pub(super) struct SingleFlight<Outcome> {
    current: Mutex<Weak<watch::Sender<Option<Outcome>>>>,
}

impl<Outcome> Default for SingleFlight<Outcome> {
    fn default() -> Self {
        Self { current: Mutex::default() }
    }
}

impl<Outcome: Clone + Send + Sync + 'static> SingleFlight<Outcome> {
    /// Makes later calls start a new refresh instead of waiting for the running one, whose session has ended.
    pub(super) fn abandon(&self) {
        *self.current() = Weak::new();
    }

    /// Waits for the running refresh, or for a new one. Dropping this future does not stop the refresh. `None` if the
    /// task of the refresh panicked: a defect of the library.
    pub(super) async fn outcome<Work>(&self, start: impl FnOnce() -> Work) -> Option<Outcome>
    where
        Work: Future<Output = Outcome> + Send + 'static,
    {
        let mut arrival = self.join(start);
        arrival.wait_for(Option::is_some).await.ok()?.clone()
    }

    /// Joins the running refresh, or starts one. A refresh that has its outcome no longer runs, even if its task is not
    /// gone yet: a call that begins now may want newer tokens.
    fn join<Work>(&self, start: impl FnOnce() -> Work) -> watch::Receiver<Option<Outcome>>
    where
        Work: Future<Output = Outcome> + Send + 'static,
    {
        let mut current = self.current();
        if let Some(flight) = current.upgrade().filter(|flight| flight.borrow().is_none()) {
            return flight.subscribe();
        }
        if Bug::FlightUnlockedBetweenLookAndStart.is_planted() {
            drop(current);
            current = self.current();
        }
        let flight = Arc::new(watch::Sender::new(None));
        *current = Arc::downgrade(&flight);
        let arrival = flight.subscribe();
        let work = start();
        spawn(async move { flight.send_replace(Some(work.await)) });
        arrival
    }

    fn current(&self) -> MutexGuard<'_, Weak<watch::Sender<Option<Outcome>>>> {
        // No code panics while it holds the lock, except `start`. After a panic of `start`, the value is valid: no
        // refresh is running.
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_refresh_that_has_its_outcome_is_not_joined() {
        let flight = SingleFlight::<u8>::default();
        let landed = Arc::new(watch::Sender::new(Some(1)));
        *flight.current() = Arc::downgrade(&landed);
        assert_eq!(flight.outcome(|| async { 2 }).await, Some(2));
    }
}
