//! One HTTP exchange over the platform's transport: off the caller's thread, bounded in time, cancelled when
//! nobody waits for it any more.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot::Receiver;
use tokio::task::{JoinError, JoinHandle};

use super::http::{HttpReply, HttpRequest, HttpResponse, HttpTransport, TransportFailure};

/// How long past the request's own limit the transport may take to say so. A reply that a garbage collector
/// forgot is never answered: without a limit of ours the call would not end.
const GRACE: Duration = Duration::from_millis(500);

/// Sends one request and waits for its answer, which is an answer whatever its status.
///
/// Dropping the future, or running out of time, cancels the request at the transport.
pub(crate) async fn send(
    transport: &Arc<dyn HttpTransport>,
    request: HttpRequest,
) -> Result<HttpResponse, TransportFailure> {
    // Without a runtime there is no thread to start the request on.
    let runtime = Handle::try_current().map_err(|_| TransportFailure::Other)?;
    let time_limit = Duration::from_millis(request.timeout_milliseconds) + GRACE;
    let mut cancellation = CancelOnDrop::new(&runtime, transport, request.id);
    let (reply, answer) = HttpReply::new();
    let start = {
        let (transport, phase) = (Arc::clone(transport), Arc::clone(&cancellation.phase));
        runtime.spawn_blocking(move || phase.start(&*transport, request, reply))
    };
    match tokio::time::timeout(time_limit, outcome(start, answer)).await {
        Err(_elapsed) => Err(TransportFailure::TimedOut),
        Ok(outcome) => {
            cancellation.disarm();
            outcome
        }
    }
}

/// The answer, or why there is none. An answer counts at once, even before `start` has returned; so does a
/// refusal of `start`, even if the transport holds on to the reply.
async fn outcome(
    mut start: JoinHandle<Result<(), TransportFailure>>,
    mut answer: Receiver<Result<HttpResponse, TransportFailure>>,
) -> Result<HttpResponse, TransportFailure> {
    tokio::select! {
        biased;
        answer = &mut answer => match answer {
            Ok(answer) => answer,
            Err(_dropped) => Err(refusal(start.await).unwrap_or(TransportFailure::Unanswered)),
        },
        started = &mut start => match refusal(started) {
            Some(failure) => Err(failure),
            None => answer.await.unwrap_or(Err(TransportFailure::Unanswered)),
        },
    }
}

/// Why the transport did not take the request, if it did not: it said so, or it panicked.
fn refusal(started: Result<Result<(), TransportFailure>, JoinError>) -> Option<TransportFailure> {
    started.unwrap_or(Err(TransportFailure::Other)).err()
}

/// How far a request is. It makes sure that `cancel` comes neither before nor during `start`, and never twice.
/// The lock is never held across a call of the transport.
#[derive(Default)]
struct Phase(Mutex<Progress>);

#[derive(Default)]
struct Progress {
    /// `start` has returned, and the transport has the request.
    started: bool,
    /// Nobody waits for the answer any more.
    over: bool,
}

impl Phase {
    /// Runs `start`, unless nobody waits for the answer any more; cancels if that became so meanwhile.
    fn start(
        &self,
        transport: &dyn HttpTransport,
        request: HttpRequest,
        reply: HttpReply,
    ) -> Result<(), TransportFailure> {
        if self.with(|progress| progress.over) {
            return Err(TransportFailure::Cancelled);
        }
        let id = request.id;
        transport.start(request, reply)?;
        let abandoned = self.with(|progress| {
            progress.started = true;
            progress.over
        });
        if abandoned {
            let _ = transport.cancel(id);
        }
        Ok(())
    }

    /// Marks the request as abandoned. True if the caller has to cancel it; else `start` sees to it.
    fn abandon(&self) -> bool {
        self.with(|progress| {
            progress.over = true;
            progress.started
        })
    }

    fn with<T>(&self, look: impl FnOnce(&mut Progress) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Cancels the request when dropped, unless it was disarmed. Cancelling is a call of the platform's, so it has a
/// blocking thread to itself.
struct CancelOnDrop {
    runtime: Handle,
    transport: Arc<dyn HttpTransport>,
    phase: Arc<Phase>,
    id: u64,
    armed: bool,
}

impl CancelOnDrop {
    fn new(runtime: &Handle, transport: &Arc<dyn HttpTransport>, id: u64) -> Self {
        Self {
            runtime: runtime.clone(),
            transport: Arc::clone(transport),
            phase: Arc::default(),
            id,
            armed: true,
        }
    }

    fn disarm(&mut self) {
        self.armed = false;
    }
}

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        if self.armed && self.phase.abandon() {
            let (transport, id) = (Arc::clone(&self.transport), self.id);
            self.runtime.spawn_blocking(move || transport.cancel(id));
        }
    }
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
