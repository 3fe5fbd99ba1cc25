//! One request to a port that replies later. The port is called on a blocking thread. The request is cancelled when
//! nobody waits for its reply any more.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot::Receiver;
use zeroize::Zeroize;

use super::browser::{Browser, BrowserFailure, BrowserRedirect, BrowserRequest};
use super::http::{HttpRequest, HttpResponse, HttpTransport, TransportFailure};
use super::passkeys::{PasskeyAuthenticator, PasskeyCeremony, PasskeyFailure, PasskeyRequest};
use super::reply::{PortReply, PortResult};
use super::request_id::next_id;
use crate::secret::Secret;
use crate::sync::Handle;
use crate::tasks::{Died, Task, spawn_blocking_on};

/// A transport may take this much longer than the request's own time limit. Without this second limit, a transport that
/// never replies would keep the call open forever.
const GRACE: Duration = Duration::from_millis(500);

/// A request to a port.
trait PortRequest: Send + Sync + 'static {
    type Response: Zeroize + Send + 'static;
    type Failure: Send + 'static;

    /// The failure for a reply that nobody waits for any more.
    const CANCELLED: Self::Failure;
    /// The failure for a port that dropped the reply without a result.
    const UNANSWERED: Self::Failure;
    /// The failure for a port that panicked, and for a thread without a runtime.
    const BROKEN: Self::Failure;

    fn start(&self, reply: PortReply<Self::Response, Self::Failure>) -> Result<(), Self::Failure>;
    fn cancel(&self);
}

/// An HTTP request, and the transport that sends it.
struct HttpExchange {
    transport: Arc<dyn HttpTransport>,
    id: u64,
    /// `None` after the transport has taken the request.
    request: Mutex<Option<HttpRequest>>,
}

impl HttpExchange {
    fn take_request(&self) -> Option<HttpRequest> {
        self.request.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl PortRequest for HttpExchange {
    type Response = HttpResponse;
    type Failure = TransportFailure;

    const CANCELLED: TransportFailure = TransportFailure::Cancelled;
    const UNANSWERED: TransportFailure = TransportFailure::Unanswered;
    const BROKEN: TransportFailure = TransportFailure::Other;

    fn start(&self, reply: PortReply<HttpResponse, TransportFailure>) -> Result<(), TransportFailure> {
        self.transport.start(self.take_request().ok_or(Self::BROKEN)?, reply)
    }

    fn cancel(&self) {
        let _ = self.transport.cancel(self.id);
    }
}

/// A passkey request, and the authenticator that asks the user.
struct PasskeyPrompt {
    authenticator: Arc<dyn PasskeyAuthenticator>,
    request: PasskeyRequest,
}

impl PortRequest for PasskeyPrompt {
    type Response = String;
    type Failure = PasskeyFailure;

    const CANCELLED: PasskeyFailure = PasskeyFailure::Cancelled;
    const UNANSWERED: PasskeyFailure = PasskeyFailure::Unanswered;
    const BROKEN: PasskeyFailure = PasskeyFailure::Other;

    fn start(&self, reply: PortReply<String, PasskeyFailure>) -> Result<(), PasskeyFailure> {
        self.authenticator.start(self.request.clone(), reply)
    }

    fn cancel(&self) {
        let _ = self.authenticator.cancel(self.request.id);
    }
}

/// A page to show, and the browser that shows it.
struct Page {
    browser: Arc<dyn Browser>,
    request: BrowserRequest,
}

impl PortRequest for Page {
    type Response = BrowserRedirect;
    type Failure = BrowserFailure;

    const CANCELLED: BrowserFailure = BrowserFailure::Cancelled;
    const UNANSWERED: BrowserFailure = BrowserFailure::Unanswered;
    const BROKEN: BrowserFailure = BrowserFailure::NotShown;

    fn start(&self, reply: PortReply<BrowserRedirect, BrowserFailure>) -> Result<(), BrowserFailure> {
        self.browser.start(self.request.clone(), reply)
    }

    fn cancel(&self) {
        let _ = self.browser.cancel(self.request.id);
    }
}

/// Sends one request and waits for the response, whatever its status.
///
/// Dropping the future cancels the request at the transport. So does the time limit.
pub(crate) async fn send(
    transport: &Arc<dyn HttpTransport>,
    request: HttpRequest,
) -> PortResult<HttpResponse, TransportFailure> {
    let time_limit = Duration::from_millis(request.timeout_milliseconds) + GRACE;
    let (id, request) = (request.id, Mutex::new(Some(request)));
    let exchange = HttpExchange { transport: Arc::clone(transport), id, request };
    // A timer needs a runtime.
    Handle::try_current().map_err(|_| TransportFailure::Other)?;
    tokio::time::timeout(time_limit, ask(exchange)).await.unwrap_or(Err(TransportFailure::TimedOut))
}

/// Asks the user's authenticator, without a time limit. Dropping the future closes the platform's sheet.
pub(crate) async fn ask_passkey(
    authenticator: &Arc<dyn PasskeyAuthenticator>,
    ceremony: PasskeyCeremony,
    options_json: String,
) -> PortResult<String, PasskeyFailure> {
    let request = PasskeyRequest { id: next_id(), ceremony, options_json };
    ask(PasskeyPrompt { authenticator: Arc::clone(authenticator), request }).await
}

/// Shows a page to the user, without a time limit, until it is redirected. Dropping the future closes the page.
pub(crate) async fn show_page(
    browser: Arc<dyn Browser>,
    url: Secret,
    redirect_uri: String,
    prefers_private_session: bool,
) -> PortResult<BrowserRedirect, BrowserFailure> {
    let request = BrowserRequest { id: next_id(), url, redirect_uri, prefers_private_session };
    ask(Page { browser, request }).await
}

async fn ask<R: PortRequest>(request: R) -> PortResult<R::Response, R::Failure> {
    let runtime = Handle::try_current().map_err(|_| R::BROKEN)?;
    let request = Arc::new(request);
    let mut cancellation = CancelOnDrop::new(&runtime, &request);
    let (reply, answer) = PortReply::new();
    let start = {
        let (request, phase) = (Arc::clone(&request), Arc::clone(&cancellation.phase));
        spawn_blocking_on(&runtime, move || phase.start(&*request, reply))
    };
    let response = response::<R>(start, answer).await;
    cancellation.disarm();
    response
}

/// The response, or the failure. A reply ends the wait, even before `start` has returned. So does an error of `start`,
/// even if the port keeps the reply.
async fn response<R: PortRequest>(
    mut start: Task<Result<(), R::Failure>>,
    mut answer: Receiver<PortResult<R::Response, R::Failure>>,
) -> PortResult<R::Response, R::Failure> {
    tokio::select! {
        biased;
        answer = &mut answer => match answer {
            Ok(answer) => answer,
            Err(_dropped) => Err(start_failure::<R>(start.await).unwrap_or(R::UNANSWERED)),
        },
        started = &mut start => match start_failure::<R>(started) {
            Some(failure) => Err(failure),
            None => answer.await.unwrap_or(Err(R::UNANSWERED)),
        },
    }
}

/// The failure of `start`, if it failed or panicked.
fn start_failure<R: PortRequest>(started: Result<Result<(), R::Failure>, Died>) -> Option<R::Failure> {
    started.unwrap_or(Err(R::BROKEN)).err()
}

/// The progress of a request. It makes sure that `cancel` comes neither before nor during `start`, and never twice. The
/// lock is never held while the port is called.
#[derive(Default)]
struct Phase(Mutex<Progress>);

#[derive(Default)]
struct Progress {
    /// `start` has returned, so the port has the request.
    started: bool,
    /// Nobody waits for the reply any more.
    over: bool,
}

impl Phase {
    /// Runs `start`, unless nobody waits for the reply any more. Cancels if the wait ended while `start` ran.
    fn start<R: PortRequest>(
        &self,
        request: &R,
        reply: PortReply<R::Response, R::Failure>,
    ) -> Result<(), R::Failure> {
        if self.with(|progress| progress.over) {
            return Err(R::CANCELLED);
        }
        request.start(reply)?;
        let abandoned = self.with(|progress| {
            progress.started = true;
            progress.over
        });
        if abandoned {
            request.cancel();
        }
        Ok(())
    }

    /// Marks the request as abandoned. True if the caller has to cancel it. False if `start` will do that.
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

/// Cancels the request when dropped, unless it was disarmed. It calls the port on a blocking thread.
struct CancelOnDrop<R: PortRequest> {
    runtime: Handle,
    request: Arc<R>,
    phase: Arc<Phase>,
    armed: bool,
}

impl<R: PortRequest> CancelOnDrop<R> {
    fn new(runtime: &Handle, request: &Arc<R>) -> Self {
        Self { runtime: runtime.clone(), request: Arc::clone(request), phase: Arc::default(), armed: true }
    }

    fn disarm(&mut self) {
        self.armed = false;
    }
}

impl<R: PortRequest> Drop for CancelOnDrop<R> {
    fn drop(&mut self) {
        if self.armed && self.phase.abandon() {
            let request = Arc::clone(&self.request);
            spawn_blocking_on(&self.runtime, move || request.cancel());
        }
    }
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
