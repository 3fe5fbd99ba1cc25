//! `GET /health`: says that the pool answers. Containers' probes send this request, and so do tests that have just
//! started a pool.
//!
//! Everybody may ask, under any host name and from any page: the answer says nothing of the pools. No fault applies,
//! and the log of requests has no such request.

use crate::state::State;
use axum::Router;
use axum::extract::State as Shared;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, HeaderValue};
use axum::response::{IntoResponse as _, Json, Response};
use axum::routing::get;
use serde_json::json;
use std::sync::Arc;

/// The address.
pub(crate) const PATH: &str = "/health";

pub(crate) fn routes() -> Router<Arc<State>> {
    Router::new().route(PATH, get(health))
}

async fn health(Shared(state): Shared<Arc<State>>) -> Response {
    let mut response = Json(json!({
        "service": env!("CARGO_PKG_NAME"),
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "startedAt": state.service.started.milliseconds(),
    }))
    .into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
