//! OAuth 2.0 and OpenID Connect, as Cognito serves them at a managed login domain: the endpoints and the pages.
//!
//! Every pool uses the same addresses: the client's id in a request tells which pool is meant. Only the addresses of
//! the metadata and of the stand-ins for other providers name the pool.

mod authorize;
mod browser;
mod client_authentication;
pub(crate) mod discovery;
mod errors;
mod federation;
mod forgot_password;
mod forms;
mod login;
mod logout;
mod pages;
mod parameters;
mod redirect;
mod revoke;
mod scopes;
mod sign_in_request;
mod sign_up;
mod signed_in;
mod stand_in;
mod token;
mod user_info;
mod visit;

use crate::errors::CognitoError;
use crate::faults::{AUTHORIZE, FORGOT_PASSWORD_PAGE, LOGIN, LOGOUT, SIGN_UP_PAGE};
use crate::reply::{self, Reply};
use crate::same_origin::Untrusted;
use crate::service::{Call, Sender};
use crate::state::State;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State as Shared};
use axum::http::header::HeaderMap;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use browser::Browser;
use pages::texts::Texts;
use parameters::Parameters;
use std::sync::Arc;
use visit::{Visit, visit};

/// The endpoints that an app calls. A web app on any site may call them.
pub(crate) fn for_apps() -> Router<Arc<State>> {
    Router::new()
        .route("/oauth2/token", post(token_endpoint))
        .route("/oauth2/revoke", post(revoke_endpoint))
        .route("/oauth2/userInfo", get(user_info_endpoint).post(user_info_endpoint))
        .merge(stand_in::for_apps())
}

/// The addresses that a browser opens.
pub(crate) fn for_browsers() -> Router<Arc<State>> {
    Router::new()
        .route("/oauth2/authorize", get(authorize_endpoint))
        .route("/login", LOGIN_FORM.route())
        .route("/signup", SIGN_UP_FORM.route())
        .route("/forgotPassword", FORGOT_PASSWORD_FORM.route())
        .route("/login/style.css", get(pages::style))
        .route("/login/passkey.js", get(pages::passkey_script))
        .route("/logout", get(logout_endpoint))
        .merge(federation::for_browsers())
        .merge(stand_in::for_browsers())
}

/// Does the work of a request from an app or a browser. Such a request never has an administrator's rights.
fn perform<T>(
    state: &State,
    work: impl FnOnce(&mut Call<'_>) -> Result<T, CognitoError>,
) -> Result<T, CognitoError> {
    state.call(Sender::unsigned(Err(Untrusted::Page)), |call| {
        let answer = work(call);
        call.deliver()?;
        answer
    })
}

/// Answers an app. An error has the form of OAuth.
async fn for_app<W>(state: Arc<State>, name: &str, work: W) -> Response
where
    W: FnOnce(&mut Call<'_>) -> Reply + Send + 'static,
{
    let work = move |state: &State| {
        perform(state, |call| Ok(work(call))).unwrap_or_else(|error| errors::of_pool(&error))
    };
    reply::serve(state, name, errors::of_pool, work).await
}

async fn token_endpoint(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response {
    for_app(state, "Token", move |call| token::answer(call, &headers, &body)).await
}

async fn revoke_endpoint(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response {
    for_app(state, "Revoke", move |call| revoke::answer(call, &headers, &body)).await
}

async fn user_info_endpoint(Shared(state): Shared<Arc<State>>, headers: HeaderMap) -> Response {
    for_app(state, "UserInfo", move |call| user_info::answer(call, &headers)).await
}

/// Answers a browser. An error is a page.
async fn for_browser<W>(state: Arc<State>, name: &str, headers: HeaderMap, work: W) -> Response
where
    W: FnOnce(&mut Call<'_>, &Browser) -> Result<Reply, CognitoError> + Send + 'static,
{
    let work = move |state: &State| {
        let browser = Browser::of(&headers, &state.service.base_url);
        let texts = Texts::of(browser.language);
        perform(state, |call| work(call, &browser)).unwrap_or_else(|error| pages::failure(texts, &error))
    };
    reply::serve(state, name, |error| pages::failure(Texts::of(None), error), work).await
}

async fn authorize_endpoint(
    Shared(state): Shared<Arc<State>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    for_browser(state, AUTHORIZE, headers, move |call, browser| authorize::answer(call, browser, &query))
        .await
}

/// A page with a form.
#[derive(Clone, Copy)]
struct Page {
    /// Its name in the log of requests.
    name: &'static str,
    shown: fn(&mut Call<'_>, &Visit<'_>) -> Result<Reply, CognitoError>,
    submitted: fn(&mut Call<'_>, &Visit<'_>, &Parameters) -> Result<Reply, CognitoError>,
}

const LOGIN_FORM: Page = Page { name: LOGIN, shown: login::page, submitted: login::submitted };
const SIGN_UP_FORM: Page = Page { name: SIGN_UP_PAGE, shown: sign_up::page, submitted: sign_up::submitted };
const FORGOT_PASSWORD_FORM: Page =
    Page { name: FORGOT_PASSWORD_PAGE, shown: forgot_password::page, submitted: forgot_password::submitted };

impl Page {
    fn route(self) -> MethodRouter<Arc<State>> {
        get(move |Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery, headers: HeaderMap| {
            self.show(state, query.unwrap_or_default(), headers)
        })
        .post(
            move |Shared(state): Shared<Arc<State>>,
                  RawQuery(query): RawQuery,
                  headers: HeaderMap,
                  body: Bytes| self.submit(state, query.unwrap_or_default(), headers, body),
        )
    }

    async fn show(self, state: Arc<State>, query: String, headers: HeaderMap) -> Response {
        for_browser(state, self.name, headers, move |call, browser| visit(call, browser, &query, self.shown))
            .await
    }

    async fn submit(self, state: Arc<State>, query: String, headers: HeaderMap, body: Bytes) -> Response {
        let own_page = state.service.trusted_pages.is_own_page(&headers);
        for_browser(state, self.name, headers, move |call, browser| {
            let form = Parameters::parse(&body);
            forms::check(own_page, browser, &form)?;
            visit(call, browser, &query, |call, visit| (self.submitted)(call, visit, &form))
        })
        .await
    }
}

async fn logout_endpoint(
    Shared(state): Shared<Arc<State>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    for_browser(state, LOGOUT, headers, move |call, browser| Ok(logout::answer(call, browser, &query))).await
}
