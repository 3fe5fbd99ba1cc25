//! When a call ends even though its work has not: its time is up, or the instance is closed.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::error::{AuthError, AuthErrorCode};

/// The limits of one instance's calls.
pub(super) struct Limits {
    deadline: Duration,
    closed: watch::Sender<bool>,
}

/// The limits of one call.
pub(super) struct Limit {
    deadline: Instant,
    closed: watch::Receiver<bool>,
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

    /// Begins a call: its time runs from now.
    pub(super) fn begin(&self) -> Limit {
        Limit { deadline: Instant::now() + self.deadline, closed: self.closed.subscribe() }
    }

    /// Ends every call under way, and every later one.
    pub(super) fn close(&self) {
        self.closed.send_replace(true);
    }

    pub(super) fn is_closed(&self) -> bool {
        *self.closed.borrow()
    }
}

impl Limit {
    /// Runs `work` within the limits.
    pub(super) async fn run<T>(
        &self,
        work: impl Future<Output = Result<T, AuthError>>,
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
            // An error means that the instance itself is gone, which is as good as closed.
            _ = closed.wait_for(|is_closed| *is_closed) => Interruption::Closed,
            () = sleep_until(self.deadline) => Interruption::DeadlinePassed,
        }
    }

    /// The time that is left.
    pub(super) fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }
}
