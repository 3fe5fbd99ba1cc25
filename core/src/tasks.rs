//! Work in its own task. The work is boxed, so that the code that runs it is compiled only once.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::{AuthError, AuthErrorCode};
use crate::sync::{AbortHandle, Handle, JoinHandle};

/// The result of work, whatever its type.
pub(crate) type Anything = Box<dyn Any + Send>;

/// Work, whatever the type of its result.
pub(crate) type Untyped<'a, E> = Pin<Box<dyn Future<Output = Result<Anything, E>> + Send + 'a>>;

/// Hides the type of the work's result, so that the code that awaits it is compiled only once.
pub(crate) fn untyped<'a, T: Send + 'static, E>(
    work: impl Future<Output = Result<T, E>> + Send + 'a,
) -> Untyped<'a, E> {
    Box::pin(async { Ok(Box::new(work.await?) as Anything) })
}

/// Gives the result of untyped work its type back. Fails if the result has another type.
pub(crate) fn typed<T: 'static>(result: Anything) -> Result<T, Died> {
    result.downcast().map(|result| *result).map_err(|_| Died)
}

/// The task panicked, or was aborted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Died;

impl From<Died> for AuthError {
    fn from(Died: Died) -> Self {
        AuthErrorCode::Internal.into()
    }
}

/// The future result of a task. Dropping it does not stop the task.
pub(crate) struct Task<T> {
    handle: JoinHandle<Anything>,
    result: PhantomData<fn() -> T>,
}

impl<T> Task<T> {
    fn new(handle: JoinHandle<Anything>) -> Self {
        Self { handle, result: PhantomData }
    }

    pub(crate) fn abort_handle(&self) -> AbortHandle {
        self.handle.abort_handle()
    }
}

impl<T: 'static> Future for Task<T> {
    type Output = Result<T, Died>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let joined = Pin::new(&mut self.handle).poll(context);
        joined.map(|result| result.map_err(|_| Died).and_then(typed))
    }
}

/// Starts work on a runtime.
pub(crate) fn spawn_on<T: Send + 'static>(
    runtime: &Handle,
    work: impl Future<Output = T> + Send + 'static,
) -> Task<T> {
    let work: Pin<Box<dyn Future<Output = Anything> + Send>> =
        Box::pin(async move { Box::new(work.await) as Anything });
    #[cfg(feature = "simulation")]
    let work = crate::simulation::in_this_process(work);
    Task::new(runtime.spawn(work))
}

/// Starts work on the caller's runtime.
///
/// # Panics
/// Outside a runtime. An app can't await the library's functions there either.
pub(crate) fn spawn<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Task<T> {
    spawn_on(&Handle::current(), work)
}

/// Starts work that blocks, on a blocking thread of a runtime.
pub(crate) fn spawn_blocking_on<T: Send + 'static>(
    runtime: &Handle,
    work: impl FnOnce() -> T + Send + 'static,
) -> Task<T> {
    let work: Box<dyn FnOnce() -> Anything + Send> = Box::new(move || Box::new(work()) as Anything);
    #[cfg(feature = "simulation")]
    let work = match crate::simulation::inline(work) {
        Ok(task) => return Task::new(runtime.spawn(task)),
        Err(work) => work,
    };
    Task::new(runtime.spawn_blocking(work))
}

/// Starts work that blocks, on a blocking thread of the caller's runtime.
///
/// # Panics
/// Outside a runtime, like [`spawn`].
pub(crate) fn spawn_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Task<T> {
    spawn_blocking_on(&Handle::current(), work)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_gives_the_result_of_its_work() {
        assert_eq!(spawn(async { 7 }).await, Ok(7));
        assert_eq!(spawn_blocking(|| "done".to_owned()).await, Ok("done".to_owned()));
    }

    #[tokio::test]
    async fn untyped_work_gives_a_result_of_its_type_or_its_error() {
        let give = |number| async move { if number > 0 { Ok(number) } else { Err("no number") } };
        let result = untyped(give(7)).await.unwrap();
        assert_eq!(typed::<i32>(result), Ok(7));
        assert_eq!(typed::<u32>(Box::new(7_i32)), Err(Died));
        assert_eq!(untyped(give(0)).await.err(), Some("no number"));
    }

    #[tokio::test]
    async fn a_task_that_panics_or_is_aborted_gives_an_error() {
        let panicking = spawn(async {
            if true {
                panic!("a defect");
            }
        });
        assert_eq!(panicking.await, Err(Died));
        let endless = spawn(std::future::pending::<()>());
        endless.abort_handle().abort();
        assert_eq!(endless.await, Err(Died));
    }
}
