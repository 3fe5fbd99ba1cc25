//! A browser with the pages of the user pool: it signs a user in, or does something else.

use std::sync::{Arc, Mutex};

use cognito_auth_core::{Browser, BrowserFailure, BrowserRedirect, BrowserReply, BrowserRequest};

use crate::service::Service;
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

/// The browser of one call.
pub(crate) struct Pages {
    service: Arc<Service>,
    user: &'static str,
    page: Page,
    redirect: Mutex<Option<Redirect>>,
    open: Mutex<Option<BrowserReply>>,
}

impl Pages {
    pub(crate) fn of(service: &Arc<Service>, user: &'static str, page: Page) -> Arc<Self> {
        let (redirect, open) = (Mutex::default(), Mutex::default());
        Arc::new(Self { service: Arc::clone(service), user, page, redirect, open })
    }

    /// The redirect of the page, once it was shown.
    pub(crate) fn redirect(&self) -> Option<Redirect> {
        self.redirect.lock().unwrap().clone()
    }
}

impl Browser for Pages {
    fn start(&self, request: BrowserRequest, reply: BrowserReply) -> Result<(), BrowserFailure> {
        let query = query(&request);
        // The page of a sign-out has no state.
        let Some(state) = query.get("state") else { return Err(BrowserFailure::Unavailable) };
        let redirect_uri = &request.redirect_uri;
        let code = self.service.authorize(self.user, &query["nonce"], &query["code_challenge"]);
        let redirect = Redirect { url: format!("{redirect_uri}?code={code}&state={state}"), user: self.user };
        *self.redirect.lock().unwrap() = Some(redirect.clone());
        let succeed = |url: String| reply.succeed(BrowserRedirect { url, is_private: false });
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
