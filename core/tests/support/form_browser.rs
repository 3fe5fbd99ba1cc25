//! A browser without scripts, over HTTP, with a user in front of it: it keeps cookies, follows redirects, and submits
//! the forms that the user fills in.

use std::collections::{BTreeMap, VecDeque};
use std::mem::{replace, take};
use std::sync::{Arc, Mutex, MutexGuard};

use cognito_auth_core::{Browser, BrowserFailure, BrowserRedirect, BrowserReply, BrowserRequest, Secret};
use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use tokio::runtime::Handle;
use url::{Url, form_urlencoded};

/// What the user does with a page.
#[derive(Clone)]
pub enum Act {
    /// Fills in the form that has all these fields, and submits it.
    Submit(Vec<(&'static str, String)>),
    /// Fills in this field and submits its form. The closure gives the text when the page is shown: a code, for
    /// example, is not known earlier.
    Enter(&'static str, Arc<dyn Fn() -> String + Send + Sync>),
    /// Closes the page.
    Close,
}

impl Act {
    pub fn submit<const N: usize>(fields: [(&'static str, &str); N]) -> Self {
        Self::Submit(fields.map(|(name, value)| (name, value.to_owned())).to_vec())
    }

    /// Submits the form for the name and the password.
    pub fn sign_in(username: &str, password: &str) -> Self {
        Self::submit([("username", username), ("password", password)])
    }
}

/// How a redirect reaches the app.
#[derive(Clone, Copy, Debug, Default)]
pub enum Delivery {
    /// As the browser's reply.
    #[default]
    Direct,
    /// As the browser's reply, with another state.
    Forged,
    /// Not at all: the browser closes. The test has the redirect, and can hand it in later.
    Held,
    /// Not at all: the page stays open. The test has the redirect.
    Open,
}

/// The browser. Its clones share its cookies and its user.
#[derive(Clone)]
pub struct FormBrowser(Arc<Profile>);

struct Profile {
    http: Client,
    visit: Mutex<Visit>,
}

#[derive(Default)]
struct Visit {
    acts: VecDeque<Act>,
    delivery: Delivery,
    cookies: BTreeMap<String, String>,
    headings: Vec<String>,
    redirects: Vec<String>,
    open: Vec<BrowserReply>,
}

struct Page {
    url: Url,
    html: String,
}

/// Where a request leads.
enum Place {
    Page(Page),
    /// The address of the app.
    App(String),
}

impl FormBrowser {
    /// A browser without cookies. Its user performs one act on each page.
    pub fn with(acts: impl IntoIterator<Item = Act>) -> Self {
        // The pages are not encrypted, but reqwest needs a TLS library anyway. Another test may have installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        let visit = Mutex::new(Visit { acts: acts.into_iter().collect(), ..Visit::default() });
        Self(Arc::new(Profile { http, visit }))
    }

    pub fn delivering(self, delivery: Delivery) -> Self {
        self.deliver(delivery);
        self
    }

    /// Sets how redirects reach the app from now on.
    pub fn deliver(&self, delivery: Delivery) {
        self.0.visit().delivery = delivery;
    }

    /// Sets what the user does with the next pages. Panics if acts for earlier pages are left.
    pub fn next(&self, acts: impl IntoIterator<Item = Act>) {
        let left = replace(&mut self.0.visit().acts, acts.into_iter().collect());
        assert!(left.is_empty(), "no page came for {} acts", left.len());
    }

    /// This browser, as the app's port.
    pub fn port(&self) -> Arc<dyn Browser> {
        Arc::new(self.clone())
    }

    /// The headings of the pages that were shown since the last call.
    pub fn headings(&self) -> Vec<String> {
        take(&mut self.0.visit().headings)
    }

    /// Every address of the app that the pages led to.
    pub fn redirects(&self) -> Vec<String> {
        self.0.visit().redirects.clone()
    }

    /// The newest address of the app that the pages led to.
    pub fn redirect(&self) -> Secret {
        Secret::new(self.redirects().pop().unwrap())
    }
}

impl Browser for FormBrowser {
    fn start(&self, request: BrowserRequest, reply: BrowserReply) -> Result<(), BrowserFailure> {
        let profile = Arc::clone(&self.0);
        Handle::current().spawn(async move {
            match profile.show(&request).await {
                Ok(redirect) => profile.arrive(redirect, request.prefers_private_session, reply),
                Err(failure) => reply.fail(failure),
            }
        });
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), BrowserFailure> {
        Ok(())
    }
}

impl Profile {
    fn visit(&self) -> MutexGuard<'_, Visit> {
        self.visit.lock().unwrap()
    }

    /// Shows a page and those that follow, until one leads to the app. A private session has cookies of its own.
    async fn show(&self, request: &BrowserRequest) -> Result<String, BrowserFailure> {
        let kept = request.prefers_private_session.then(|| take(&mut self.visit().cookies));
        let result = self.visit_all(request).await;
        if let Some(cookies) = kept {
            self.visit().cookies = cookies;
        }
        result
    }

    async fn visit_all(&self, request: &BrowserRequest) -> Result<String, BrowserFailure> {
        let app = &request.redirect_uri;
        let url = Url::parse(request.url.expose()).unwrap();
        let mut place = self.follow(self.http.get(url.clone()), url, app).await;
        loop {
            let page = match place {
                Place::App(redirect) => return Ok(redirect),
                Place::Page(page) => page,
            };
            let act = {
                let mut visit = self.visit();
                visit.headings.push(page.heading());
                visit.acts.pop_front()
            };
            place = match act.unwrap_or_else(|| panic!("a page without an act: {}", page.html)) {
                Act::Submit(fields) => self.submit(&page, &fields, app).await,
                Act::Enter(field, text) => self.submit(&page, &[(field, text())], app).await,
                Act::Close => return Err(BrowserFailure::Cancelled),
            };
        }
    }

    /// Sends a request, and follows redirects to a page or to the app.
    async fn follow(&self, mut request: RequestBuilder, mut url: Url, app: &str) -> Place {
        loop {
            let cookies: Vec<String> =
                self.visit().cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let response = request.header(COOKIE, cookies.join("; ")).send().await.unwrap();
            for line in response.headers().get_all(SET_COOKIE) {
                self.visit().keep_cookie(line.to_str().unwrap());
            }
            let Some(location) = response.headers().get(LOCATION) else {
                return Place::Page(Page { url, html: response.text().await.unwrap() });
            };
            let location = location.to_str().unwrap();
            if location.starts_with(app) {
                return Place::App(location.to_owned());
            }
            url = url.join(location).unwrap();
            request = self.http.get(url.clone());
        }
    }

    async fn submit(&self, page: &Page, fields: &[(&'static str, String)], app: &str) -> Place {
        let form = page.form_with(fields);
        let action = page.url.join(&attribute(form.split('>').next().unwrap(), "action").unwrap()).unwrap();
        let request =
            self.http.post(action.clone()).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.follow(request.body(filled_in(form, fields)), action, app).await
    }

    fn arrive(&self, redirect: String, is_private: bool, reply: BrowserReply) {
        let succeed = |url: String| reply.succeed(BrowserRedirect { url, is_private });
        let mut visit = self.visit();
        visit.redirects.push(redirect.clone());
        match visit.delivery {
            Delivery::Direct => succeed(redirect),
            Delivery::Forged => succeed(redirect.replace("state=", "state=0")),
            Delivery::Held => reply.fail(BrowserFailure::Cancelled),
            Delivery::Open => visit.open.push(reply),
        }
    }
}

impl Visit {
    fn keep_cookie(&mut self, line: &str) {
        let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
        if line.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Page {
    fn heading(&self) -> String {
        let (_, rest) = self.html.split_once("<h1>").unwrap_or_default();
        plain(rest.split('<').next().unwrap())
    }

    /// The form that has all these fields: the HTML between `<form` and `</form>`.
    fn form_with(&self, fields: &[(&'static str, String)]) -> &str {
        let mut forms = self.html.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap());
        let names: Vec<_> = fields.iter().map(|(name, _)| format!(" name=\"{name}\"")).collect();
        let form = forms.find(|form| names.iter().all(|name| form.contains(name)));
        form.unwrap_or_else(|| panic!("no form with {names:?}: {}", self.html))
    }
}

/// The body of a form with these fields, and with its hidden ones.
fn filled_in(form: &str, fields: &[(&'static str, String)]) -> String {
    let hidden = tags(form, "<input").filter(|tag| tag.contains("type=\"hidden\""));
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(hidden.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?))));
    body.extend_pairs(fields).finish()
}

/// The tags that begin with this text, each up to its `>`.
fn tags<'h>(html: &'h str, beginning: &'h str) -> impl Iterator<Item = &'h str> {
    let places = html.match_indices(beginning).map(|(place, _)| &html[place..]);
    places.map(|rest| rest.split('>').next().unwrap())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split('"').next()?))
}

/// A text as it was before it was escaped.
fn plain(text: &str) -> String {
    let escaped = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&amp;", "&")];
    escaped.into_iter().fold(text.to_owned(), |text, (escaped, character)| text.replace(escaped, character))
}
