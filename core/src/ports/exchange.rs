//! One question to a port that answers later: off the caller's thread, cancelled when nobody waits for it any more.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot::Receiver;
use zeroize::Zeroize;

use super::http::{HttpRequest, HttpResponse, HttpTransport, TransportFailure};
use super::passkeys::{PasskeyAuthenticator, PasskeyCeremony, PasskeyFailure, PasskeyRequest};
use super::reply::Reply;
use super::request_id::next_id;
use crate::tasks::{Died, Task, spawn_blocking_on};

/// How long past the request's own limit the transport may take to say so. A reply that a garbage collector
/// forgot is never answered: without a limit of ours the call would not end.
const GRACE: Duration = Duration::from_millis(500);

/// A question to a port, which takes it with `start` and answers later.
trait Question: Send + Sync + 'static {
    type Answer: Send + 'static;
    type Failure: Send + 'static;

    /// Nobody waits for the answer any more.
    const CANCELLED: Self::Failure;
    /// The port let go of the reply.
    const UNANSWERED: Self::Failure;
    /// The port panicked, or there is no runtime to call it from.
    const BROKEN: Self::Failure;

    fn start(&self, reply: Reply<Self::Answer, Self::Failure>) -> Result<(), Self::Failure>;
    fn cancel(&self);
}

/// A request, and the transport that sends it.
struct Sending {
    transport: Arc<dyn HttpTransport>,
    id: u64,
    /// Until the transport has it.
    request: Mutex<Option<HttpRequest>>,
}

impl Sending {
    fn take_request(&self) -> Option<HttpRequest> {
        self.request.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        if let Some(mut request) = self.take_request() {
            request.body.zeroize();
        }
    }
}

impl Question for Sending {
    type Answer = HttpResponse;
    type Failure = TransportFailure;

    const CANCELLED: TransportFailure = TransportFailure::Cancelled;
    const UNANSWERED: TransportFailure = TransportFailure::Unanswered;
    const BROKEN: TransportFailure = TransportFailure::Other;

    fn start(&self, reply: Reply<HttpResponse, TransportFailure>) -> Result<(), TransportFailure> {
        self.transport.start(self.take_request().ok_or(Self::BROKEN)?, reply)
    }

    fn cancel(&self) {
        let _ = self.transport.cancel(self.id);
    }
}

/// A request, and the authenticator that asks the user.
struct Asking {
    authenticator: Arc<dyn PasskeyAuthenticator>,
    request: PasskeyRequest,
}

impl Question for Asking {
    type Answer = String;
    type Failure = PasskeyFailure;

    const CANCELLED: PasskeyFailure = PasskeyFailure::Cancelled;
    const UNANSWERED: PasskeyFailure = PasskeyFailure::Unanswered;
    const BROKEN: PasskeyFailure = PasskeyFailure::Other;

    fn start(&self, reply: Reply<String, PasskeyFailure>) -> Result<(), PasskeyFailure> {
        self.authenticator.start(self.request.clone(), reply)
    }

    fn cancel(&self) {
        let _ = self.authenticator.cancel(self.request.id);
    }
}

/// Sends one request and waits for its answer, which is an answer whatever its status.
///
/// Dropping the future, or running out of time, cancels the request at the transport.
pub(crate) async fn send(
    transport: &Arc<dyn HttpTransport>,
    request: HttpRequest,
) -> Result<HttpResponse, TransportFailure> {
    let time_limit = Duration::from_millis(request.timeout_milliseconds) + GRACE;
    let (id, request) = (request.id, Mutex::new(Some(request)));
    let sending = Sending { transport: Arc::clone(transport), id, request };
    // Without a runtime there is no timer either.
    Handle::try_current().map_err(|_| TransportFailure::Other)?;
    tokio::time::timeout(time_limit, ask(sending)).await.unwrap_or(Err(TransportFailure::TimedOut))
}

/// Asks the user's authenticator, for as long as the user takes. Dropping the future closes the platform's sheet.
pub(crate) async fn ask_passkey(
    authenticator: &Arc<dyn PasskeyAuthenticator>,
    ceremony: PasskeyCeremony,
    options_json: String,
) -> Result<String, PasskeyFailure> {
    let request = PasskeyRequest { id: next_id(), ceremony, options_json };
    ask(Asking { authenticator: Arc::clone(authenticator), request }).await
}

async fn ask<Q: Question>(question: Q) -> Result<Q::Answer, Q::Failure> {
    let runtime = Handle::try_current().map_err(|_| Q::BROKEN)?;
    let question = Arc::new(question);
    let mut cancellation = CancelOnDrop::new(&runtime, &question);
    let (reply, answer) = Reply::new();
    let start = {
        let (question, phase) = (Arc::clone(&question), Arc::clone(&cancellation.phase));
        spawn_blocking_on(&runtime, move || phase.start(&*question, reply))
    };
    let outcome = outcome::<Q>(start, answer).await;
    cancellation.disarm();
    outcome
}

/// The answer, or why there is none. An answer counts at once, even before `start` has returned; so does a
/// refusal of `start`, even if the port holds on to the reply.
async fn outcome<Q: Question>(
    mut start: Task<Result<(), Q::Failure>>,
    mut answer: Receiver<Result<Q::Answer, Q::Failure>>,
) -> Result<Q::Answer, Q::Failure> {
    tokio::select! {
        biased;
        answer = &mut answer => match answer {
            Ok(answer) => answer,
            Err(_dropped) => Err(refusal::<Q>(start.await).unwrap_or(Q::UNANSWERED)),
        },
        started = &mut start => match refusal::<Q>(started) {
            Some(failure) => Err(failure),
            None => answer.await.unwrap_or(Err(Q::UNANSWERED)),
        },
    }
}

/// Why the port did not take the request, if it did not: it said so, or it panicked.
fn refusal<Q: Question>(started: Result<Result<(), Q::Failure>, Died>) -> Option<Q::Failure> {
    started.unwrap_or(Err(Q::BROKEN)).err()
}

/// How far a request is. It makes sure that `cancel` comes neither before nor during `start`, and never twice.
/// The lock is never held across a call of the port.
#[derive(Default)]
struct Phase(Mutex<Progress>);

#[derive(Default)]
struct Progress {
    /// `start` has returned, and the port has the request.
    started: bool,
    /// Nobody waits for the answer any more.
    over: bool,
}

impl Phase {
    /// Runs `start`, unless nobody waits for the answer any more; cancels if that became so meanwhile.
    fn start<Q: Question>(
        &self,
        question: &Q,
        reply: Reply<Q::Answer, Q::Failure>,
    ) -> Result<(), Q::Failure> {
        if self.with(|progress| progress.over) {
            return Err(Q::CANCELLED);
        }
        question.start(reply)?;
        let abandoned = self.with(|progress| {
            progress.started = true;
            progress.over
        });
        if abandoned {
            question.cancel();
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
struct CancelOnDrop<Q: Question> {
    runtime: Handle,
    question: Arc<Q>,
    phase: Arc<Phase>,
    armed: bool,
}

impl<Q: Question> CancelOnDrop<Q> {
    fn new(runtime: &Handle, question: &Arc<Q>) -> Self {
        Self { runtime: runtime.clone(), question: Arc::clone(question), phase: Arc::default(), armed: true }
    }

    fn disarm(&mut self) {
        self.armed = false;
    }
}

impl<Q: Question> Drop for CancelOnDrop<Q> {
    fn drop(&mut self) {
        if self.armed && self.phase.abandon() {
            let question = Arc::clone(&self.question);
            spawn_blocking_on(&self.runtime, move || question.cancel());
        }
    }
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
