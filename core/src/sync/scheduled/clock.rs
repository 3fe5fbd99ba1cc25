//! The time in a schedule test. It stands still until the test advances it.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::ops::Add;
use std::pin::pin;
use std::task::{Poll, Waker};
use std::time::Duration;

use super::turn;

thread_local! {
    /// The time of the running test. All tasks of the test share it, because shuttle runs them on the test's thread.
    static TIME: RefCell<Time> = const { RefCell::new(Time { now: Duration::ZERO, sleepers: Vec::new() }) };
}

struct Time {
    now: Duration,
    sleepers: Vec<Waker>,
}

/// Sets the time to zero, and forgets all sleepers.
pub(crate) fn reset() {
    TIME.with_borrow_mut(|time| *time = Time { now: Duration::ZERO, sleepers: Vec::new() });
}

/// How much time has passed since the start of the test.
pub(crate) fn now() -> Duration {
    TIME.with_borrow(|time| time.now)
}

/// Advances the time, and wakes every sleeper. Each sleeper checks whether its time has come.
pub(crate) fn advance(by: Duration) {
    turn();
    let sleepers = TIME.with_borrow_mut(|time| {
        time.now += by;
        std::mem::take(&mut time.sleepers)
    });
    sleepers.into_iter().for_each(Waker::wake);
}

/// A point in the test's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant(Duration);

impl Instant {
    pub(crate) fn now() -> Self {
        Self(now())
    }

    pub(crate) fn elapsed(&self) -> Duration {
        Self::now().0.saturating_sub(self.0)
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0 + duration)
    }
}

pub(crate) async fn sleep(duration: Duration) {
    sleep_until(Instant::now() + duration).await;
}

pub(crate) async fn sleep_until(due: Instant) {
    poll_fn(|context| {
        if Instant::now() >= due {
            return Poll::Ready(());
        }
        TIME.with_borrow_mut(|time| time.sleepers.push(context.waker().clone()));
        Poll::Pending
    })
    .await;
}

/// The time limit has passed.
#[derive(Debug)]
pub(crate) struct Elapsed;

pub(crate) async fn timeout<T>(time_limit: Duration, work: impl Future<Output = T>) -> Result<T, Elapsed> {
    let (mut work, mut time) = (pin!(work), pin!(sleep(time_limit)));
    poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(Ok(result));
        }
        time.as_mut().poll(context).map(|()| Err(Elapsed))
    })
    .await
}
