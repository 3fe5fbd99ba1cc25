//! Requests over transports that keep the contract of the port, and over transports that break it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::ThreadId;

use super::*;
use crate::ports::HttpReply;
use crate::test_support::transport::{ScriptedTransport, Step};

fn request(time_limit: Duration) -> HttpRequest {
    HttpRequest::post("http://localhost/".to_owned(), Vec::new(), Vec::new(), time_limit)
}

/// Longer than any reply of these tests takes on a busy machine. The test that waits for it pauses the clock.
const TIME_LIMIT: Duration = Duration::from_secs(60);

async fn send_over(step: Step) -> (PortResult<HttpResponse, TransportFailure>, Arc<ScriptedTransport>) {
    let scripted = Arc::new(ScriptedTransport::new([step]));
    let transport: Arc<dyn HttpTransport> = Arc::<ScriptedTransport>::clone(&scripted);
    (send(&transport, request(TIME_LIMIT)).await, scripted)
}

#[tokio::test]
async fn a_response_of_any_status_is_a_success() {
    let (answer, transport) = send_over(Step::html(500)).await;
    assert_eq!(answer.unwrap().status, 500);
    assert_eq!(transport.cancelled(), Vec::<u64>::new());
}

#[tokio::test]
async fn each_way_in_which_a_transport_breaks_gives_the_expected_failure() {
    for (step, expected) in [
        (Step::Fail(TransportFailure::Offline), TransportFailure::Offline),
        (Step::Refuse(TransportFailure::Tls), TransportFailure::Tls),
        (Step::Forget, TransportFailure::Unanswered),
        (Step::Panic, TransportFailure::Other),
    ] {
        let (answer, transport) = send_over(step).await;
        assert_eq!(answer.unwrap_err(), expected);
        assert_eq!(transport.cancelled(), Vec::<u64>::new());
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_without_a_reply_times_out_and_is_cancelled() {
    let before = tokio::time::Instant::now();
    let (answer, transport) = send_over(Step::Hang).await;
    assert_eq!(answer.unwrap_err(), TransportFailure::TimedOut);
    assert!(before.elapsed() >= TIME_LIMIT);
    until(|| transport.cancelled() == transport.ids()).await;
}

#[tokio::test]
async fn dropping_the_future_cancels_the_request_once() {
    let scripted = Arc::new(ScriptedTransport::always(Step::Hang));
    let transport: Arc<dyn HttpTransport> = Arc::<ScriptedTransport>::clone(&scripted);
    let call = tokio::spawn(async move { send(&transport, request(TIME_LIMIT)).await.map(drop) });
    until(|| scripted.ids().len() == 1).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    until(|| scripted.cancelled() == scripted.ids()).await;
}

#[test]
fn a_request_outside_a_runtime_is_an_error() {
    let scripted = Arc::new(ScriptedTransport::new([]));
    let transport: Arc<dyn HttpTransport> = Arc::<ScriptedTransport>::clone(&scripted);
    let mut call = std::pin::pin!(send(&transport, request(TIME_LIMIT)));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let polled = call.as_mut().poll(&mut context).map(|answer| answer.map(drop));
    assert_eq!(polled, std::task::Poll::Ready(Err(TransportFailure::Other)));
}

/// Waits until another thread makes `done` true. Fails after [`TIME_LIMIT`] by the real clock, even if the test has
/// paused its own.
async fn until(mut done: impl FnMut() -> bool) {
    let began = std::time::Instant::now();
    while !done() {
        assert!(began.elapsed() < TIME_LIMIT, "the condition never became true");
        tokio::task::spawn_blocking(std::thread::yield_now).await.unwrap();
    }
}

/// Keeps every reply, and records the calls in their order.
#[derive(Default)]
struct RecordingTransport {
    kept: Mutex<Vec<HttpReply>>,
    started: Mutex<Vec<u64>>,
    starting: Mutex<Vec<u64>>,
    cancelled: Mutex<Vec<u64>>,
    refuse: AtomicBool,
    threads: Mutex<Vec<ThreadId>>,
}

impl HttpTransport for RecordingTransport {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        self.threads.lock().unwrap().push(std::thread::current().id());
        self.starting.lock().unwrap().push(request.id);
        self.kept.lock().unwrap().push(reply);
        std::thread::sleep(Duration::from_micros(request.id % 7 * 100));
        self.started.lock().unwrap().push(request.id);
        if self.refuse.load(Ordering::Relaxed) { Err(TransportFailure::Offline) } else { Ok(()) }
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        self.threads.lock().unwrap().push(std::thread::current().id());
        assert!(self.started.lock().unwrap().contains(&id), "cancelled before its start had returned");
        self.cancelled.lock().unwrap().push(id);
        Ok(())
    }
}

#[tokio::test]
async fn a_request_fails_if_start_fails_even_if_the_transport_keeps_the_reply() {
    let recording =
        Arc::new(RecordingTransport { refuse: AtomicBool::new(true), ..RecordingTransport::default() });
    let transport: Arc<dyn HttpTransport> = Arc::<RecordingTransport>::clone(&recording);
    let answer = send(&transport, request(TIME_LIMIT)).await;
    assert_eq!(answer.unwrap_err(), TransportFailure::Offline);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancel_follows_start_and_comes_once_for_each_started_call_that_is_dropped() {
    let recording = Arc::new(RecordingTransport::default());
    let calls = (0..400_u64).map(|number| {
        let transport: Arc<dyn HttpTransport> = Arc::<RecordingTransport>::clone(&recording);
        tokio::spawn(async move {
            // Some calls are dropped before their `start` has begun, some while it runs, some after it has returned.
            let time_limit = Duration::from_micros(number % 11 * 100);
            let call = send(&transport, request(TIME_LIMIT));
            assert!(tokio::time::timeout(time_limit, call).await.is_err());
        })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
    until(|| {
        let sorted = |ids: &Mutex<Vec<u64>>| {
            let mut ids = ids.lock().unwrap().clone();
            ids.sort_unstable();
            ids
        };
        let (starting, cancelled) = (sorted(&recording.starting), sorted(&recording.cancelled));
        assert!(cancelled.windows(2).all(|pair| pair[0] != pair[1]), "cancelled twice");
        starting == cancelled
    })
    .await;
    assert!(!recording.started.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_transport_is_not_called_on_the_callers_thread() {
    let recording = Arc::new(RecordingTransport::default());
    let transport: Arc<dyn HttpTransport> = Arc::<RecordingTransport>::clone(&recording);
    let call = tokio::spawn(async move { send(&transport, request(TIME_LIMIT)).await.map(drop) });
    until(|| recording.threads.lock().unwrap().len() == 1).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    until(|| recording.threads.lock().unwrap().len() == 2).await;
    let here = std::thread::current().id();
    assert!(recording.threads.lock().unwrap().iter().all(|thread| *thread != here));
}
