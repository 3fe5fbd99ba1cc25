//! The runtime: it has one thread, serves the whole process, and starts when it is first used. Everything that can
//! block (ports, the log, listeners) or takes long (the password's proof) runs on other threads.
//!
//! UniFFI polls a call's future on the caller's thread, which in Kotlin can be the main thread. For this reason the
//! future only waits for work that was spawned here.

use std::any::Any;
use std::future::{Future, pending};
use std::io;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::thread;

use cognito_auth_core::AuthErrorCode;
use once_cell::sync::OnceCell;
use tokio::runtime::{Builder, Handle};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::alive::{Alive, Kind};
use crate::error::AuthError;

/// Ports can block, and a port that hangs must leave threads for the others. In each instance, a store that hangs holds
/// two threads, a log or a listener holds one, and a transport holds one for each of its calls. Threads start on demand
/// and end when idle.
const BLOCKING_THREADS: usize = 512;

const THREAD_NAME: &str = "cognito-auth";

fn runtime() -> Result<&'static Handle, AuthError> {
    static RUNTIME: OnceCell<Handle> = OnceCell::new();
    RUNTIME.get_or_try_init(|| start().map_err(|_| internal()))
}

/// Starts the runtime on a thread that runs as long as the process. Tokio's multi-threaded runtime would add code, and
/// this work waits nearly all the time.
fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread()
        .max_blocking_threads(BLOCKING_THREADS)
        .thread_name(THREAD_NAME)
        .enable_time()
        .build()?;
    let handle = runtime.handle().clone();
    let thread = thread::Builder::new().name(THREAD_NAME.to_owned());
    thread.spawn(move || runtime.block_on(pending::<()>()))?;
    Ok(handle)
}

fn internal() -> AuthError {
    AuthErrorCode::Internal.into()
}

/// Cancels one call from outside: for languages whose own cancelling does not reach the call's future (Swift).
#[derive(uniffi::Object)]
pub struct CallHandle {
    cancelled: watch::Sender<bool>,
    _alive: Alive,
}

#[uniffi::export]
impl CallHandle {
    #[uniffi::constructor]
    pub fn new() -> Result<Self, AuthError> {
        Ok(Self { cancelled: watch::Sender::new(false), _alive: Alive::new(Kind::CallHandle) })
    }

    pub fn cancel(&self) -> Result<(), AuthError> {
        self.cancelled.send_replace(true);
        Ok(())
    }
}

impl CallHandle {
    fn is_cancelled(&self) -> bool {
        *self.cancelled.borrow()
    }

    async fn cancelled(&self) {
        // `self` holds the sender, so only the flag ends the wait.
        let _ = self.cancelled.subscribe().wait_for(|cancelled| *cancelled).await;
    }
}

/// The result of a call's work, whatever its type.
type Anything = Box<dyn Any + Send>;

/// A call's work. All calls have this one type, so that the code that runs them is compiled only once.
type Work = Pin<Box<dyn Future<Output = Anything> + Send>>;

/// Aborts the work when the call's future is dropped. Then the runtime's thread, not the caller's, drops the work's own
/// future.
struct AbortOnDrop(JoinHandle<Anything>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A call on the runtime, with the type of its result. All calls with the same type of result have this one type, so
/// that the code that waits for them is compiled only once.
pub(crate) struct Running<T> {
    finished: Pin<Box<dyn Future<Output = Result<Anything, AuthError>> + Send>>,
    result: PhantomData<fn() -> T>,
}

impl<T: 'static> Future for Running<T> {
    type Output = Result<T, AuthError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let finished = ready!(self.finished.as_mut().poll(context))?;
        Poll::Ready(
            finished.downcast::<Result<T, AuthError>>().map_or_else(|_| Err(internal()), |result| *result),
        )
    }
}

/// Runs a call's work on the runtime. A panic arrives as `Internal`.
pub(crate) fn run<T, E>(
    call: Option<Arc<CallHandle>>,
    work: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Running<T>
where
    T: Send + 'static,
    E: Into<AuthError> + Send + 'static,
{
    let alive = Alive::new(Kind::Work);
    let work: Work = Box::pin(async move {
        let _alive = alive;
        Box::new(work.await.map_err(Into::<AuthError>::into)) as Anything
    });
    Running { finished: Box::pin(finish(call, work)), result: PhantomData }
}

/// Runs the work to its end, unless the call is cancelled.
async fn finish(call: Option<Arc<CallHandle>>, work: Work) -> Result<Anything, AuthError> {
    if call.as_ref().is_some_and(|call| call.is_cancelled()) {
        return Err(AuthErrorCode::Cancelled.into());
    }
    let mut task = AbortOnDrop(runtime()?.spawn(work));
    let joined = async { (&mut task.0).await.map_err(|_| internal()) };
    match call {
        None => joined.await,
        Some(call) => tokio::select! {
            biased;
            () = call.cancelled() => Err(AuthErrorCode::Cancelled.into()),
            result = joined => result,
        },
    }
}

/// Runs work that does not wait: on the caller's thread, within the runtime. A panic arrives as `Internal`.
pub(crate) fn run_now<T, E: Into<AuthError>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, AuthError> {
    let _entered = runtime()?.enter();
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(Into::into),
        Err(_) => Err(internal()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::RecvTimeoutError;
    use std::time::Duration;

    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    async fn forever() -> Result<(), AuthError> {
        std::future::pending().await
    }

    #[test]
    fn work_runs_on_the_runtimes_thread_and_not_on_the_callers_thread() {
        let caller = std::thread::current().id();
        let own = block_on(run(None, async { Ok::<_, AuthError>(std::thread::current().id()) })).unwrap();
        assert_ne!(own, caller);
    }

    #[test]
    fn a_panic_becomes_an_internal_error() {
        let result = block_on(run(None, async {
            if true {
                panic!("a defect");
            }
            Ok::<(), AuthError>(())
        }));
        assert!(matches!(result, Err(AuthError::Internal { .. })));
        let result = run_now(|| -> Result<(), AuthError> { panic!("a defect") });
        assert!(matches!(result, Err(AuthError::Internal { .. })));
    }

    #[test]
    fn cancelling_a_handle_ends_the_call_that_it_was_passed_to() {
        let call = Arc::new(CallHandle::new().unwrap());
        let canceller = Arc::clone(&call);
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(20));
            canceller.cancel().unwrap();
        });
        assert!(matches!(block_on(run(Some(call), forever())), Err(AuthError::Cancelled { .. })));
    }

    #[test]
    fn a_call_that_was_cancelled_before_it_began_does_nothing() {
        let call = Arc::new(CallHandle::new().unwrap());
        call.cancel().unwrap();
        let (sender, receiver) = std::sync::mpsc::channel();
        let result = block_on(run(Some(call), async move {
            sender.send(()).unwrap();
            forever().await
        }));
        assert!(matches!(result, Err(AuthError::Cancelled { .. })));
        let dropped = receiver.recv_timeout(Duration::from_secs(60));
        assert_eq!(dropped, Err(RecvTimeoutError::Disconnected), "the work was begun, or was not dropped");
    }

    #[test]
    fn dropping_a_calls_future_aborts_its_work() {
        let (sender, receiver) = std::sync::mpsc::channel::<()>();
        let work = async move {
            let _dropped_with_the_work = sender;
            forever().await
        };
        block_on(async {
            tokio::select! {
                biased;
                _ = run(None, work) => unreachable!("the work never ends"),
                () = std::future::ready(()) => {}
            }
        });
        assert!(
            receiver
                .recv_timeout(Duration::from_secs(10))
                .is_err_and(|error| error == RecvTimeoutError::Disconnected)
        );
    }
}
