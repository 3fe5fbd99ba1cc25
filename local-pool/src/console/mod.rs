//! The console: the page at the pool's address.

mod overview;

use crate::control::allowed;
use crate::state::State;
use axum::Router;
use axum::extract::{Query, State as Shared};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use axum::http::header::{REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse as _, Json, Response};
use axum::routing::get;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// The page runs only its own script, and connects only to the pool. No other page can frame it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// How long a browser with the newest state waits for the next change.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

pub(crate) fn routes() -> Router<Arc<State>> {
    Router::new()
        .route("/", get(page))
        .route("/_pool/console.css", get(async || file("text/css", include_str!("console.css"))))
        .route("/_pool/console.js", get(async || file("text/javascript", include_str!("console.js"))))
        .route("/_pool/overview", get(overview).options(allowed))
}

async fn page() -> Response {
    file("text/html", include_str!("index.html"))
}

fn file(kind: &str, text: &'static str) -> Response {
    let kind = format!("{kind}; charset=utf-8");
    let mut response = ([(CONTENT_TYPE, kind.as_str())], text).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

#[derive(Deserialize)]
struct OverviewQuery {
    after: Option<u64>,
}

/// The state that the console shows. A browser that already has the newest state gets the response at the next change,
/// or after [`LONGEST_WAIT`].
async fn overview(Shared(state): Shared<Arc<State>>, Query(query): Query<OverviewQuery>) -> Response {
    let mut changes = state.changes();
    if query.after == Some(*changes.borrow_and_update()) {
        // After a change or a timeout, the response is the current state.
        let _ = tokio::time::timeout(LONGEST_WAIT, changes.changed()).await;
    }
    let revision = *changes.borrow();
    let mut response = Json(overview::of(&state, revision)).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
