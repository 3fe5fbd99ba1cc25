//! The one page that a process may show at a time. The page's redirect can also reach the app from outside of the
//! browser.

use std::mem::take;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit, oneshot};
use zeroize::Zeroizing;

use crate::error::{AuthError, AuthErrorCode};
use crate::ports::{BrowserFailure, BrowserRedirect};
use crate::secret::Secret;

/// The process's only permit to show a page.
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
    /// [`AuthErrorCode::BrowserBusy`] if another page is open.
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

    /// A receiver for the page's redirect, in case it reaches the app through [`deliver`] and not in the browser's
    /// reply.
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

/// Gives a redirect to the call that has a page open, if the redirect is that page's. True if that call takes the
/// redirect.
pub(super) fn deliver(url: &Secret) -> bool {
    let mut open = open();
    let page = open.take_if(|page| (page.is_its_redirect)(url.expose()));
    page.is_some_and(|page| page.redirect.send(url.clone()).is_ok())
}

/// The redirect with which a page ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Returned {
    pub(super) url: Secret,
    /// Whether the browser reported that it kept no cookie. False if the redirect did not come in the browser's reply.
    pub(super) is_private: bool,
}

/// The redirect that [`deliver`] has taken, or else the browser's reply. A redirect that was taken is never lost, even
/// if the page is closed at that moment.
pub(super) async fn first_redirect(
    mut delivered: oneshot::Receiver<Secret>,
    showing: impl Future<Output = Result<Zeroizing<BrowserRedirect>, BrowserFailure>>,
) -> Result<Returned, BrowserFailure> {
    let elsewhere = |url| Ok(Returned { url, is_private: false });
    let shown = tokio::select! {
        biased;
        Ok(redirect) = &mut delivered => return elsewhere(redirect),
        shown = showing => shown,
    };
    // From here on `deliver` fails, and a redirect that comes later goes to the stored attempt.
    delivered.close();
    match (delivered.try_recv(), shown) {
        (Ok(redirect), _) => elsewhere(redirect),
        (Err(_), Ok(mut redirect)) => {
            Ok(Returned { url: Secret::new(take(&mut redirect.url)), is_private: redirect.is_private })
        }
        (Err(_), Err(failure)) => Err(failure),
    }
}

/// No code panics while it holds the lock, so the lock is never poisoned.
fn open() -> MutexGuard<'static, Option<OpenPage>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn closing_the_page_does_not_lose_a_redirect_that_was_delivered() {
        let (sender, delivered) = oneshot::channel();
        // The redirect is delivered after `first_redirect` looked for it, and before it takes the browser's reply.
        let showing = async move {
            assert!(sender.send("myapp://callback/".into()).is_ok());
            Err(BrowserFailure::Cancelled)
        };
        let returned = Returned { url: "myapp://callback/".into(), is_private: false };
        assert_eq!(first_redirect(delivered, showing).await, Ok(returned));
    }

    #[tokio::test]
    async fn a_closed_page_takes_no_redirect() {
        let (sender, delivered) = oneshot::channel::<Secret>();
        let showing = async { Err(BrowserFailure::Cancelled) };
        assert_eq!(first_redirect(delivered, showing).await, Err(BrowserFailure::Cancelled));
        assert!(sender.send("myapp://callback/".into()).is_err());
    }
}
