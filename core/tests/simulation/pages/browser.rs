//! The browser with the pages of the user pool. [`Page`] and [`LogoutPage`] say what happens on a page.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use cognito_auth_core::{Browser, BrowserFailure, BrowserRedirect, BrowserReply, BrowserRequest};

use super::service::Service;
use crate::support::browser::query;

/// What happens on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// The user signs in, and the browser replies with the redirect.
    SignsIn,
    /// The user signs in, and the redirect reaches the app in another way. A forged redirect comes before it.
    SignsInElsewhere,
    /// The user closes the page. The same page in another tab still leads to the redirect.
    IsClosed,
    /// The service refuses the sign-in: the browser replies with an error redirect.
    IsRefused,
    /// The browser replies with a redirect whose state is forged.
    IsForged,
    CantBeShown,
    /// The page stays open.
    StaysOpen,
}

/// What happens on the page of a sign-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogoutPage {
    /// The cookie is removed, and the browser replies with the redirect.
    Returns,
    /// The cookie is removed, and the redirect reaches the app in another way.
    ReturnsElsewhere,
    IsClosed,
    CantBeShown,
}

/// A redirect that a page leads to.
#[derive(Clone, Debug)]
pub(crate) struct Redirect {
    pub(crate) url: String,
    pub(crate) user: &'static str,
}

impl Redirect {
    /// The same redirect with a state that the attempt does not have.
    pub(crate) fn forged(&self) -> String {
        self.url.replace("state=", "state=forged")
    }
}

/// The browser of one sign-in.
pub(crate) struct Pages {
    service: Arc<Service>,
    user: &'static str,
    page: Page,
    is_private: bool,
    redirect: Mutex<Option<Redirect>>,
    open: Mutex<Option<BrowserReply>>,
}

impl Pages {
    pub(crate) fn of(service: &Arc<Service>, user: &'static str, page: Page, is_private: bool) -> Arc<Self> {
        let (redirect, open) = (Mutex::default(), Mutex::default());
        Arc::new(Self { service: Arc::clone(service), user, page, is_private, redirect, open })
    }

    /// The redirect of the page, once it was shown.
    pub(crate) fn redirect(&self) -> Option<Redirect> {
        self.redirect.lock().unwrap().clone()
    }
}

impl Browser for Pages {
    fn start(&self, request: BrowserRequest, reply: BrowserReply) -> Result<(), BrowserFailure> {
        let query = query(&request);
        if request.prefers_private_session != self.is_private {
            self.service.add_violation("a page was private, or was not, against the wish of the app");
        }
        let (state, redirect_uri) = (&query["state"], &request.redirect_uri);
        let (nonce, challenge) = (&query["nonce"], &query["code_challenge"]);
        let code = self.service.authorize(self.user, nonce, challenge, self.is_private);
        let redirect = Redirect { url: format!("{redirect_uri}?code={code}&state={state}"), user: self.user };
        *self.redirect.lock().unwrap() = Some(redirect.clone());
        let is_private = request.prefers_private_session;
        let succeed = |url: String| reply.succeed(BrowserRedirect { url, is_private });
        match self.page {
            Page::SignsIn => succeed(redirect.url),
            Page::IsClosed => reply.fail(BrowserFailure::Cancelled),
            Page::IsRefused => succeed(format!("{redirect_uri}?error=access_denied&state={state}")),
            Page::IsForged => succeed(redirect.forged()),
            Page::CantBeShown => return Err(BrowserFailure::Unavailable),
            Page::SignsInElsewhere | Page::StaysOpen => *self.open.lock().unwrap() = Some(reply),
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), BrowserFailure> {
        Ok(())
    }
}

/// The browser of one sign-out.
pub(crate) struct LogoutPages {
    service: Arc<Service>,
    page: LogoutPage,
    is_shown: AtomicBool,
    open: Mutex<Option<BrowserReply>>,
}

impl LogoutPages {
    /// Where the page leads.
    pub(crate) const REDIRECT: &str = "myapp://signed-out/";

    pub(crate) fn of(service: &Arc<Service>, page: LogoutPage) -> Arc<Self> {
        let (is_shown, open) = (AtomicBool::new(false), Mutex::default());
        Arc::new(Self { service: Arc::clone(service), page, is_shown, open })
    }

    /// Whether the app has asked for the page.
    pub(crate) fn is_shown(&self) -> bool {
        self.is_shown.load(Ordering::SeqCst)
    }
}

impl Browser for LogoutPages {
    fn start(&self, request: BrowserRequest, reply: BrowserReply) -> Result<(), BrowserFailure> {
        let is_logout = request.url.expose().starts_with("https://auth.example.com/logout?")
            && query(&request)["logout_uri"] == Self::REDIRECT
            && request.redirect_uri == Self::REDIRECT;
        // The cookie is not in a private session.
        if !is_logout || request.prefers_private_session || self.is_shown.swap(true, Ordering::SeqCst) {
            self.service.add_violation(
                "a sign-out opened another page than /logout, or opened it twice or privately",
            );
        }
        match self.page {
            LogoutPage::Returns => {
                self.service.log_out();
                reply.succeed(BrowserRedirect { url: Self::REDIRECT.to_owned(), is_private: false });
            }
            LogoutPage::ReturnsElsewhere => {
                self.service.log_out();
                *self.open.lock().unwrap() = Some(reply);
            }
            LogoutPage::IsClosed => reply.fail(BrowserFailure::Cancelled),
            LogoutPage::CantBeShown => return Err(BrowserFailure::Unavailable),
        }
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), BrowserFailure> {
        Ok(())
    }
}
