//! The single flight: callers at the same time share one refresh.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use shuttle::future::{block_on, spawn};

use super::explore::{finds, in_every_order};
use super::world::{Inside, all};
use crate::session::single_flight::SingleFlight;
use crate::sync::{Bug, turn};

const TWO: &str = "two refreshes run at the same time";

#[derive(Clone, Default)]
struct Stage {
    flight: Arc<SingleFlight<usize>>,
    refreshes: Arc<Inside>,
}

impl Stage {
    /// Calls for a refresh, and gives the number of the refresh whose result the caller gets.
    async fn call(&self) -> usize {
        let refreshes = Arc::clone(&self.refreshes);
        let outcome = self.flight.outcome(|| async move { refreshes.visit(TWO) }).await;
        outcome.expect("the refresh has ended without a result")
    }
}

fn callers_at_the_same_time() {
    block_on(async {
        let stage = Stage::default();
        let callers = (0..4).map(|_| {
            let stage = stage.clone();
            spawn(async move { stage.call().await })
        });
        let outcomes = all(callers.collect()).await;
        let refreshes = stage.refreshes.entered();
        assert!(outcomes.iter().all(|number| (1..=refreshes).contains(number)), "{outcomes:?}");
    });
}

fn the_caller_that_started_the_refresh_goes_away() {
    block_on(async {
        let stage = Stage::default();
        let first = spawn({
            let stage = stage.clone();
            async move { stage.call().await }
        });
        let others = (0..2).map(|_| {
            let stage = stage.clone();
            spawn(async move { stage.call().await })
        });
        let others: Vec<_> = others.collect();
        first.abort();
        all(others).await;
    });
}

fn calls_after_a_sign_out() {
    block_on(async {
        let (flight, begun) = (Arc::<SingleFlight<usize>>::default(), Arc::<AtomicUsize>::default());
        let call = || {
            let (flight, begun) = (Arc::clone(&flight), Arc::clone(&begun));
            spawn(async move {
                let start = || {
                    let number = begun.fetch_add(1, Ordering::SeqCst) + 1;
                    async move {
                        (0..3).for_each(|_| turn());
                        number
                    }
                };
                flight.outcome(start).await.unwrap()
            })
        };
        let early = call();
        while begun.load(Ordering::SeqCst) == 0 {
            shuttle::future::yield_now().await;
        }
        flight.abandon();
        let later = all(vec![call(), call()]).await;
        assert!(later.iter().all(|number| *number > 1), "a later call got the abandoned refresh: {later:?}");
        assert_eq!(early.await.unwrap(), 1);
    });
}

#[test]
fn one_refresh_runs_at_a_time_and_every_caller_gets_a_result() {
    in_every_order(callers_at_the_same_time);
}

#[test]
fn a_caller_that_goes_away_ends_no_refresh() {
    in_every_order(the_caller_that_started_the_refresh_goes_away);
}

#[test]
fn a_call_after_a_sign_out_does_not_join_the_abandoned_refresh() {
    in_every_order(calls_after_a_sign_out);
}

#[test]
fn some_order_shows_the_planted_bug_that_frees_the_lock_between_look_and_start() {
    finds(Bug::FlightUnlockedBetweenLookAndStart, TWO, callers_at_the_same_time);
}
