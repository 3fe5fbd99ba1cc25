//! The browser port.

use std::fmt;

use zeroize::Zeroize;

use super::PortReply;
use crate::secret::Secret;

/// A page to show to the user.
#[derive(Clone)]
pub struct BrowserRequest {
    /// Identifies the request in [`Browser::cancel`]; unique within the process.
    pub id: u64,
    /// The address to open.
    pub url: Secret,
    /// The address that the last page redirects to, without the parameters that the page adds. The address's scheme,
    /// or its host and path, identify the app.
    pub redirect_uri: String,
    /// Whether the browser should show the page without the browser's present cookies, and keep no new ones.
    pub prefers_private_session: bool,
}

impl fmt::Debug for BrowserRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BrowserRequest")
            .field("id", &self.id)
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

/// What the browser came back with.
#[derive(Clone)]
pub struct BrowserRedirect {
    /// The whole address that the page was redirected to.
    pub url: String,
    /// Whether the page was private: shown without the cookies that the browser has, and without keeping new ones. A
    /// browser that can't do this still shows the page, and sets this to false. Then a sign-out removes the cookie.
    pub is_private: bool,
}

impl Zeroize for BrowserRedirect {
    fn zeroize(&mut self) {
        self.url.zeroize();
    }
}

impl fmt::Debug for BrowserRedirect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BrowserRedirect")
            .field("is_private", &self.is_private)
            .finish_non_exhaustive()
    }
}

/// Why the browser gave no redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum BrowserFailure {
    /// The user closed the page.
    Cancelled,
    /// The device has no browser that can show the page and return to the app at the redirect.
    Unavailable,
    /// The page could not be shown: there is no window, or the app is in the background.
    NotShown,
    /// The browser dropped the reply without a result.
    Unanswered,
}

/// Takes the reply of a browser: the redirect, or the failure.
pub type BrowserReply = PortReply<BrowserRedirect, BrowserFailure>;

/// The platform's browser. It is called on a blocking thread, never on a thread of the app.
///
/// `cancel` is never called before or during the `start` of the same request, and never twice.
pub trait Browser: Send + Sync {
    /// Begins to show the page and returns immediately. The redirect goes to `reply`, from any thread. There is no time
    /// limit.
    ///
    /// # Errors
    /// The page could not be shown.
    fn start(&self, request: BrowserRequest, reply: BrowserReply) -> Result<(), BrowserFailure>;

    /// Nobody waits for the redirect any more: close the page. The id of a request that is not running is ignored.
    ///
    /// # Errors
    /// The core ignores an error.
    fn cancel(&self, id: u64) -> Result<(), BrowserFailure>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_parameters() {
        let request = BrowserRequest {
            id: 1,
            url: "https://auth.example.com/?state=secret".into(),
            redirect_uri: "myapp://callback/".into(),
            prefers_private_session: false,
        };
        let redirect = BrowserRedirect { url: "myapp://callback/?code=secret".into(), is_private: true };
        assert!(!format!("{request:?}{redirect:?}").contains("secret"));
    }
}
