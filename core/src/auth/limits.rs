//! The limits of a call: it ends when its time is up, or when the instance is closed.

use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::error::{AuthError, AuthErrorCode};

/// The limits of one instance's calls.
pub(super) struct Limits {
    deadline: Duration,
    closed: watch::Sender<bool>,
}

/// The limits of one call. A clone has the same limits.
#[derive(Clone)]
pub(super) struct Limit {
    time: Arc<watch::Sender<Time>>,
    closed: watch::Receiver<bool>,
}

/// The time that is left for a call.
#[derive(Clone, Copy)]
enum Time {
    /// The time runs until this instant.
    Until(Instant),
    /// The time is paused while the user answers the platform's passkey sheet, or is in a browser. The value is the
    /// time that is left.
    Left(Duration),
}

/// Why a call ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interruption {
    DeadlinePassed,
    Closed,
}

impl Interruption {
    pub(super) fn code(self) -> AuthErrorCode {
        match self {
            Self::DeadlinePassed => AuthErrorCode::DeadlinePassed,
            Self::Closed => AuthErrorCode::Closed,
        }
    }
}

impl Limits {
    pub(super) fn new(deadline: Duration) -> Self {
        Self { deadline, closed: watch::Sender::new(false) }
    }

    /// The time limit of a call.
    pub(super) fn deadline(&self) -> Duration {
        self.deadline
    }

    /// Starts a call. Its time runs from now.
    pub(super) fn begin(&self) -> Limit {
        let time = watch::Sender::new(Time::Until(Instant::now() + self.deadline));
        Limit { time: Arc::new(time), closed: self.closed.subscribe() }
    }

    /// Ends every running call. A later call ends as soon as it begins.
    pub(super) fn close(&self) {
        self.closed.send_replace(true);
    }

    pub(super) fn is_closed(&self) -> bool {
        *self.closed.borrow()
    }
}

impl Limit {
    /// Runs `work` within the limits.
    pub(super) fn run<'a, T: Send + 'a>(
        &'a self,
        work: impl Future<Output = Result<T, AuthError>> + Send + 'a,
    ) -> impl Future<Output = Result<T, AuthError>> + Send + 'a {
        self.run_boxed(Box::pin(work))
    }

    /// The part of `run` that is compiled once for each type of result, not for each call.
    async fn run_boxed<T: Send>(
        &self,
        work: Pin<Box<dyn Future<Output = Result<T, AuthError>> + Send + '_>>,
    ) -> Result<T, AuthError> {
        tokio::select! {
            biased;
            interruption = self.interrupted() => Err(interruption.code().into()),
            result = work => result,
        }
    }

    /// Returns as soon as the call has to end.
    pub(super) async fn interrupted(&self) -> Interruption {
        let mut closed = self.closed.clone();
        tokio::select! {
            biased;
            // An error means that the instance was dropped, which counts as closed.
            _ = closed.wait_for(|is_closed| *is_closed) => Interruption::Closed,
            () = self.time_is_up() => Interruption::DeadlinePassed,
        }
    }

    /// Runs `work`, which waits for the user. Its time does not count against the call's limit.
    pub(super) async fn with_the_user<T>(&self, work: impl Future<Output = T>) -> T {
        self.time.send_modify(|time| *time = Time::Left(time.left()));
        let result = work.await;
        self.time.send_modify(|time| *time = Time::Until(Instant::now() + time.left()));
        result
    }

    /// The time that is left.
    pub(super) fn remaining(&self) -> Duration {
        self.time.borrow().left()
    }

    async fn time_is_up(&self) {
        let mut changes = self.time.subscribe();
        loop {
            let time = *changes.borrow_and_update();
            tokio::select! {
                biased;
                // The sender lives as long as `self`, so this never fails.
                _ = changes.changed() => {}
                () = time.passed() => return,
            }
        }
    }
}

impl Time {
    fn left(self) -> Duration {
        match self {
            Self::Until(deadline) => deadline.saturating_duration_since(Instant::now()),
            Self::Left(left) => left,
        }
    }

    async fn passed(self) {
        match self {
            Self::Until(_) if has_bug!(HasNoDeadline) => pending().await,
            Self::Until(deadline) => sleep_until(deadline).await,
            Self::Left(_) => pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEADLINE: Duration = Duration::from_secs(30);

    #[tokio::test(start_paused = true)]
    async fn the_users_time_does_not_count_towards_the_deadline() {
        let limits = Limits::new(DEADLINE);
        let limit = limits.begin();
        let call = limit.clone();
        let work = async {
            tokio::time::sleep(DEADLINE / 2).await;
            call.with_the_user(tokio::time::sleep(DEADLINE * 10)).await;
            assert_eq!(call.remaining(), DEADLINE / 2);
            tokio::time::sleep(DEADLINE).await;
            Ok(())
        };
        let began = Instant::now();
        let error: AuthError = limit.run(work).await.unwrap_err();
        assert_eq!(error.code, AuthErrorCode::DeadlinePassed);
        assert_eq!(began.elapsed(), DEADLINE * 11);
    }
}
