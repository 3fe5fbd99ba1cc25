//! The acts of sign-ins on web pages. A redirect signs a user in at most once, and only while the attempt that it
//! answers still waits.

use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::{
    AuthError, AuthErrorCode, AuthErrorKind, AuthSignInResult, RedirectResult, Secret, SignOutOptions,
    SignOutResult, WebSignInOptions,
};
use proptest::sample::Index;
use tokio::task::JoinHandle;

use super::browser::{LogoutPage, LogoutPages, Page, Pages, Redirect};
use super::history::{Checked, Expected, World, pass};
use super::service::Origin;
use crate::support::sessions::settle;

/// A redirect that no page has led to.
const FORGED: &str = "myapp://callback/?code=code-0&state=forged";

#[derive(Default)]
pub(crate) struct WebAttempts {
    /// The redirects that the pages have led to so far.
    redirects: Vec<Redirect>,
    /// The redirect of the attempt that may still wait. No other redirect is allowed to sign anybody in.
    pub(crate) live: Option<usize>,
    pub(crate) tally: Tally,
}

/// How often the rare things happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// The sign-ins on web pages that succeeded.
    pub(crate) web_sign_ins: usize,
    /// Those of them in a private browser session.
    pub(crate) private_sign_ins: usize,
    /// The sign-outs with a browser that succeeded.
    pub(crate) web_sign_outs: usize,
    /// Those of them that opened `/logout`.
    pub(crate) logouts: usize,
    /// Those of `logouts` whose page came back to the app.
    pub(crate) finished_logouts: usize,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.web_sign_ins += other.web_sign_ins;
        self.private_sign_ins += other.private_sign_ins;
        self.web_sign_outs += other.web_sign_outs;
        self.logouts += other.logouts;
        self.finished_logouts += other.finished_logouts;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |part: usize, all: usize| (100 * part).checked_div(all).unwrap_or_default();
        let Self { web_sign_ins, private_sign_ins, web_sign_outs, logouts, finished_logouts } = self;
        write!(
            out,
            "{web_sign_ins} sign-ins on web pages, {private_sign_ins} of them private ({}%); \
             {web_sign_outs} sign-outs with a browser, {logouts} of them with /logout ({}%), \
             {finished_logouts} of which came back ({}%)",
            share(*private_sign_ins, *web_sign_ins),
            share(*logouts, *web_sign_outs),
            share(*finished_logouts, *logouts),
        )
    }
}

impl WebAttempts {
    /// A sign-in with a password ends the waiting attempt. The attempt stays if the store fails, or if the sign-in is
    /// refused because a user is signed in or the app is federated.
    pub(crate) fn ended_by<T>(&mut self, result: &Result<T, AuthError>, store_fails: bool) {
        let has_begun = match result {
            Ok(_) => true,
            Err(error) => {
                let (signed_in, federated) =
                    (AuthErrorCode::AlreadySignedIn, AuthErrorCode::FederatedToIdentityPool);
                error.kind != AuthErrorKind::Storage && ![signed_in, federated].contains(&error.code)
            }
        };
        if has_begun && !store_fails {
            self.live = None;
        }
    }
}

type Call = JoinHandle<Result<AuthSignInResult, AuthError>>;

impl World {
    pub(crate) async fn sign_in_on_the_web(
        &mut self,
        name: &'static str,
        page: Page,
        is_private: bool,
    ) -> Checked {
        self.resolve().await;
        let (call, pages) = self.open(name, page, is_private);
        if page == Page::SignsInElsewhere
            && let Some(redirect) = shown(&call, &pages).await
        {
            self.check_forged(redirect.forged()).await?;
            let delivered = self.process.auth.handle_redirect(Secret::new(redirect.url)).await;
            self.check(delivered == Ok(RedirectResult::Delivered), "an open page did not get its redirect")?;
        }
        let result = call.await.map_err(|error| error.to_string())?;
        let place = self.note_redirect(&pages);
        if place.is_some() {
            self.check_page(page, &result)?;
        }
        self.web_sign_in_ended(name, place, result.map(drop))
    }

    pub(crate) async fn leave_sign_in_on_the_web(&mut self, turns: u8) -> Checked {
        self.resolve().await;
        let (call, pages) = self.open("ann", Page::SignsIn, false);
        shown(&call, &pages).await;
        pass(turns).await;
        call.abort();
        let left = call.await;
        // The attempt is removed in the background.
        settle().await;
        let place = self.note_redirect(&pages);
        if let Ok(result) = left {
            return self.web_sign_in_ended("ann", place, result.map(drop));
        }
        self.attempt_ended(place);
        self.may_have_signed_in();
        Ok(())
    }

    pub(crate) async fn sign_in_on_the_web_while_signing_out(&mut self, turns: Option<u8>) -> Checked {
        self.resolve().await;
        let service = Arc::clone(&self.environment.service);
        if turns.is_none() {
            service.hold();
        }
        let (call, pages) = self.open("bob", Page::SignsIn, false);
        shown(&call, &pages).await;
        match turns {
            Some(turns) => pass(turns).await,
            None => wait_until(|| call.is_finished() || service.is_holding()).await,
        }
        self.may_have_signed_in();
        let result = self.process.auth.sign_out(SignOutOptions::default()).await;
        self.signed_out(&result)?;
        service.let_go();
        // Either of the two calls may have ended first, so the result of the sign-in is not checked.
        let _ = call.await;
        let place = self.note_redirect(&pages);
        self.attempt_ended(place);
        Ok(())
    }

    pub(crate) async fn kill_while_the_page_is_open(
        &mut self,
        name: &'static str,
        is_private: bool,
    ) -> Checked {
        self.resolve().await;
        let (call, pages) = self.open(name, Page::StaysOpen, is_private);
        shown(&call, &pages).await;
        self.restart();
        call.abort();
        let _ = call.await;
        if let Some(place) = self.note_redirect(&pages) {
            self.web.live = Some(place);
        }
        Ok(())
    }

    pub(crate) async fn late_redirect(&mut self, which: Option<&Index>) -> Checked {
        if self.web.redirects.is_empty() {
            return Ok(());
        }
        self.resolve().await;
        let count = self.web.redirects.len();
        let place = which.map_or(count - 1, |which| which.index(count));
        let Redirect { url, user } = self.web.redirects[place].clone();
        match self.process.auth.handle_redirect(Secret::new(url)).await {
            Ok(RedirectResult::SignedIn(_)) => {
                let was_live = self.web.live.take() == Some(place);
                self.check(was_live, "the redirect of an ended attempt signed a user in")?;
                self.signed_in_on_the_web(user)
            }
            Ok(RedirectResult::Ignored) => Ok(()),
            Ok(other) => Err(format!("a late redirect was {other:?}")),
            Err(error) => {
                if error.code == AuthErrorCode::DeadlinePassed {
                    self.may_have_signed_in();
                }
                self.check(error.kind != AuthErrorKind::Internal, "an internal error")
            }
        }
    }

    pub(crate) async fn forged_redirect(&mut self) -> Checked {
        let forged = self.web.redirects.last().map_or_else(|| FORGED.to_owned(), Redirect::forged);
        self.check_forged(forged).await
    }

    pub(crate) async fn sign_out_on_the_web(&mut self, page: LogoutPage) -> Checked {
        self.resolve().await;
        // A refresh that is still running can end the session first.
        settle().await;
        let origin = self.stored("refreshToken").and_then(|token| self.environment.service.origin(&token));
        // The cookie of an earlier sign-in may be there too.
        let may_have_cookie = origin == Some(Origin::Pages) || self.environment.has_cookie();
        let needs_page = (!self.store_fails).then_some(may_have_cookie);
        let pages = LogoutPages::of(&self.environment.service, page);
        let (auth, browser) = (self.process.auth.clone(), Arc::clone(&pages));
        let call = self
            .simulated
            .spawn(async move { auth.sign_out_with_web_ui(SignOutOptions::default(), browser).await });
        wait_until(|| call.is_finished() || pages.is_shown()).await;
        if pages.is_shown() && page == LogoutPage::ReturnsElsewhere {
            let redirect = Secret::new(LogoutPages::REDIRECT);
            let delivered = self.process.auth.handle_redirect(redirect).await;
            self.check(delivered == Ok(RedirectResult::Delivered), "an open page did not get its redirect")?;
        }
        let result = call.await.map_err(|error| error.to_string())?;
        match &result {
            SignOutResult::Failed(_) => {
                self.check(!pages.is_shown(), "a sign-out that failed opened the browser")?;
            }
            SignOutResult::Complete => self.check_logout(page, &pages, needs_page, None)?,
            SignOutResult::Partial { hosted_ui_error, .. } => {
                let told = hosted_ui_error.as_ref().map(|error| error.code);
                self.check_logout(page, &pages, needs_page, told)?;
            }
        }
        self.signed_out(&result)
    }

    /// Checks that the browser opens if there may be a cookie, and only then. Checks also that the result has the
    /// browser's own error, and that the cookie is gone if there is no error. If the service has used up the call's
    /// time, the browser does not open, and the result's error is `DeadlinePassed`.
    fn check_logout(
        &mut self,
        page: LogoutPage,
        pages: &LogoutPages,
        needs_page: Option<bool>,
        told: Option<AuthErrorCode>,
    ) -> Checked {
        let is_late = told == Some(AuthErrorCode::DeadlinePassed);
        let is_expected = needs_page.is_none_or(|needs| needs == (pages.is_shown() || is_late));
        self.check(is_expected, "the browser opened without a cookie, or stayed closed with one")?;
        let expected = match page {
            // A store that fails doesn't say whether there is a cookie.
            _ if !pages.is_shown() => told.filter(|_| is_late || self.store_fails),
            LogoutPage::Returns | LogoutPage::ReturnsElsewhere => None,
            LogoutPage::IsClosed => Some(AuthErrorCode::BrowserCancelled),
            LogoutPage::CantBeShown => Some(AuthErrorCode::BrowserUnavailable),
        };
        self.check(told == expected, "a sign-out has another error than its page led to")?;
        let is_finished = pages.is_shown() && expected.is_none();
        self.check(!is_finished || !self.environment.service.has_cookie(), "the cookie outlived /logout")?;
        self.web.tally.web_sign_outs += 1;
        self.web.tally.logouts += usize::from(pages.is_shown());
        self.web.tally.finished_logouts += usize::from(is_finished);
        Ok(())
    }

    fn open(&self, name: &'static str, page: Page, is_private: bool) -> (Call, Arc<Pages>) {
        let pages = Pages::of(&self.environment.service, name, page, is_private);
        let (auth, browser) = (self.process.auth.clone(), Arc::clone(&pages));
        let options = WebSignInOptions { prefers_private_session: is_private, ..Default::default() };
        let call = self.simulated.spawn(async move { auth.sign_in_with_web_ui(options, browser).await });
        (call, pages)
    }

    fn signed_in_on_the_web(&mut self, name: &'static str) -> Checked {
        self.signed_in(name)?;
        let token = self.stored("refreshToken").unwrap_or_default();
        let is_private = self.environment.service.origin(&token) == Some(Origin::PrivatePages);
        self.web.tally.web_sign_ins += 1;
        self.web.tally.private_sign_ins += usize::from(is_private);
        Ok(())
    }

    /// Checks that the stored session says how it began, also after refreshes: a sign-out needs to know whether the
    /// browser has a cookie.
    pub(crate) fn check_origin(&self) -> Checked {
        let Some(token) = self.stored("refreshToken") else { return Ok(()) };
        let record = self.environment.stored().unwrap_or_default();
        let record: serde_json::Value = serde_json::from_slice(&record).map_err(|error| error.to_string())?;
        let is_private = record["web"]["isPrivate"].as_bool();
        let is_true = match self.environment.service.origin(&token) {
            Some(Origin::Password) | None => is_private.is_none(),
            Some(Origin::Pages) => is_private == Some(false),
            // A redirect that reached the app without the browser's reply does not say whether its page was private.
            // The session then says that it was not.
            Some(Origin::PrivatePages) => is_private.is_some(),
        };
        self.check(is_true, "a stored session does not say how it began")
    }

    /// Adds the page's redirect to the others and gives its index. `None` if the page was not shown.
    fn note_redirect(&mut self, pages: &Pages) -> Option<usize> {
        self.web.redirects.push(pages.redirect()?);
        Some(self.web.redirects.len() - 1)
    }

    /// A sign-in on web pages has ended.
    fn web_sign_in_ended(
        &mut self,
        name: &'static str,
        place: Option<usize>,
        result: Result<(), AuthError>,
    ) -> Checked {
        match result {
            Ok(()) => {
                self.web.live = None;
                self.signed_in_on_the_web(name)
            }
            Err(error) if error.code == AuthErrorCode::BrowserCancelled => {
                self.web.live = place;
                Ok(())
            }
            Err(error) => {
                self.attempt_ended(place);
                let is_taken = error.code == AuthErrorCode::AlreadySignedIn;
                let is_known = self.expected != Expected::Nobody || self.process.is_stale;
                self.check(!is_taken || is_known, "a session came back")?;
                self.check(error.kind != AuthErrorKind::Internal, "an internal error")
            }
        }
    }

    /// The attempt of a page that was shown is over, unless the store failed to remove it.
    fn attempt_ended(&mut self, place: Option<usize>) {
        if place.is_some() {
            self.web.live = place.filter(|_| self.store_fails);
        }
    }

    /// Notes that a call whose result is not known may have signed a user in.
    fn may_have_signed_in(&mut self) {
        if self.may_be_nobody() {
            self.expected = Expected::Unknown;
        }
    }

    /// A forged redirect changes nothing.
    async fn check_forged(&self, url: String) -> Checked {
        match self.process.auth.handle_redirect(Secret::new(url)).await {
            Ok(RedirectResult::Ignored) => Ok(()),
            Err(error) if error.kind == AuthErrorKind::Storage => Ok(()),
            other => Err(format!("a forged redirect led to {other:?}")),
        }
    }

    /// A page that did not sign the user in must lead to its own error code.
    fn check_page(&self, page: Page, result: &Result<AuthSignInResult, AuthError>) -> Checked {
        let expected = match page {
            Page::SignsIn | Page::SignsInElsewhere | Page::StaysOpen => return Ok(()),
            Page::IsClosed => AuthErrorCode::BrowserCancelled,
            Page::IsRefused => AuthErrorCode::WebSignInRefused,
            Page::IsForged => AuthErrorCode::UnknownRedirect,
            Page::CantBeShown => AuthErrorCode::BrowserUnavailable,
        };
        let found = result.as_ref().err().map(|error| error.code);
        self.check(found == Some(expected), "a page led to another error code")
    }
}

/// Waits until the page is shown, or the call has ended. Gives the page's redirect, if the page was shown.
async fn shown(call: &Call, pages: &Pages) -> Option<Redirect> {
    wait_until(|| call.is_finished() || pages.redirect().is_some()).await;
    pages.redirect()
}

pub(crate) async fn wait_until(holds: impl Fn() -> bool) {
    while !holds() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
