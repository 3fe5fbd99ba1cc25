//! The one page that a process may show at a time. A redirect can reach it from outside of the browser, too.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit, oneshot};

use crate::error::{AuthError, AuthErrorCode};
use crate::secret::Secret;

/// The right to show a page.
static PERMIT: Semaphore = Semaphore::const_new(1);

/// The page that is open, as long as it waits for a redirect.
static OPEN: Mutex<Option<OpenPage>> = Mutex::new(None);

struct OpenPage {
    is_its_redirect: Box<dyn Fn(&str) -> bool + Send>,
    redirect: oneshot::Sender<Secret>,
}

/// Held while a page is open, so that no other page of the process opens. Dropping it lets the next page open.
pub(super) struct BrowserPermit {
    _permit: SemaphorePermit<'static>,
}

impl BrowserPermit {
    /// Takes the permit, if no other page is open.
    ///
    /// # Errors
    /// [`AuthErrorCode::BrowserBusy`]
    pub(super) fn now() -> Result<Self, AuthError> {
        let permit = PERMIT.try_acquire().map_err(|_| AuthErrorCode::BrowserBusy)?;
        Ok(Self { _permit: permit })
    }

    /// Waits until no other page is open, then takes the permit.
    pub(super) async fn later() -> Result<Self, AuthError> {
        // Nothing closes the semaphore.
        let permit = PERMIT.acquire().await.map_err(|_| AuthErrorCode::Internal)?;
        Ok(Self { _permit: permit })
    }

    /// Receives the redirect if it reaches the app through [`deliver`], and not in the browser's reply.
    pub(super) fn redirect(
        &self,
        is_its_redirect: impl Fn(&str) -> bool + Send + 'static,
    ) -> oneshot::Receiver<Secret> {
        let (redirect, receiver) = oneshot::channel();
        *open() = Some(OpenPage { is_its_redirect: Box::new(is_its_redirect), redirect });
        receiver
    }
}

impl Drop for BrowserPermit {
    fn drop(&mut self) {
        *open() = None;
    }
}

/// Gives a redirect to the call that has a page open, if the redirect is that page's. True if the call takes it.
pub(super) fn deliver(url: &Secret) -> bool {
    let mut open = open();
    let page = open.take_if(|page| (page.is_its_redirect)(url.expose()));
    page.is_some_and(|page| page.redirect.send(url.clone()).is_ok())
}

/// No code panics while it holds the lock.
fn open() -> MutexGuard<'static, Option<OpenPage>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
