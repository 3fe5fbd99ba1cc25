//! The control API under `/_pool`, for tests. Its requests are not recorded, and faults don't apply to them.

use crate::errors::CognitoError;
use crate::faults::FaultRule;
use crate::state::State;
use axum::body::Bytes;
use axum::extract::{Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Json, Response};
use axum::routing::{get, post};
use axum::{Router, extract::rejection::QueryRejection};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<State>> {
    Router::new()
        .route("/_pool/messages", get(messages).options(allowed))
        .route("/_pool/requests", get(requests).options(allowed))
        .route("/_pool/clock", get(clock).post(advance_clock).options(allowed))
        .route("/_pool/faults", post(inject_fault).delete(clear_faults).options(allowed))
        .route("/_pool/identities", post(forbid_identity).options(allowed))
        .route("/_pool/roles", post(set_session_seconds).options(allowed))
        .route("/_pool/import-log", get(import_log).options(allowed))
        .route("/_pool/reset", post(reset).options(allowed))
}

/// Answers a browser's CORS preflight request. `same_origin` has already refused the pages that may not use the API,
/// and adds the headers that the browser reads.
pub(crate) async fn allowed() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Refuses a request, and shows the form that it should have.
fn refuse(expected: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": expected }))).into_response()
}

/// Reads a JSON body of any content type, because `curl -d` sends the wrong type.
fn parse<T: DeserializeOwned>(body: &Bytes) -> Option<T> {
    serde_json::from_slice(body).ok()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MessagesQuery {
    username: Option<String>,
    user_pool_id: Option<String>,
}

async fn messages(
    Shared(state): Shared<Arc<State>>,
    query: Result<Query<MessagesQuery>, QueryRejection>,
) -> Response {
    let Ok(Query(query)) = query else {
        return refuse("GET /_pool/messages[?username=NAME][&userPoolId=ID]");
    };
    Json(state.messages(query.username.as_deref(), query.user_pool_id.as_deref())).into_response()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ImportLogQuery {
    job_id: String,
}

async fn import_log(
    Shared(state): Shared<Arc<State>>,
    query: Result<Query<ImportLogQuery>, QueryRejection>,
) -> Response {
    let expected = "GET /_pool/import-log?jobId=ID";
    match query {
        Ok(Query(query)) => done(state.import_log(&query.job_id), expected),
        Err(_) => refuse(expected),
    }
}

async fn requests(Shared(state): Shared<Arc<State>>) -> Response {
    Json(state.requests()).into_response()
}

fn time_is(seconds: i64) -> Json<Value> {
    Json(json!({ "now": seconds }))
}

async fn clock(Shared(state): Shared<Arc<State>>) -> Response {
    time_is(state.service.clock.now().seconds()).into_response()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Advance {
    advance_seconds: i64,
}

async fn advance_clock(Shared(state): Shared<Arc<State>>, body: Bytes) -> Response {
    match parse::<Advance>(&body) {
        Some(advance) => time_is(state.advance_clock(advance.advance_seconds).seconds()).into_response(),
        None => refuse(r#"POST /_pool/clock {"advanceSeconds": n}, n a whole number"#),
    }
}

async fn inject_fault(Shared(state): Shared<Arc<State>>, body: Bytes) -> Response {
    match parse::<FaultRule>(&body) {
        Some(rule) if is_possible(&rule) => {
            state.inject_fault(rule);
            Json(json!({})).into_response()
        }
        _ => refuse(concat!(
            r#"POST /_pool/faults {"operation":"InitiateAuth"|"*","times":1,"fault":F}, F one of "#,
            r#"{"kind":"error","status":400,"type":"…","message":"…"}, {"kind":"drop","when":"before"|"after"}, "#,
            r#"{"kind":"delay","milliseconds":n}, {"kind":"truncate","bytes":n}"#,
        )),
    }
}

/// Whether the pool can make the fault. An error needs the status of a final HTTP response.
fn is_possible(rule: &FaultRule) -> bool {
    match &rule.fault {
        crate::faults::Fault::Error { status, .. } => (200..600).contains(status),
        _ => true,
    }
}

async fn clear_faults(Shared(state): Shared<Arc<State>>) -> Response {
    state.clear_faults();
    Json(json!({})).into_response()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ForbidIdentity {
    identity_id: String,
    forbidden: bool,
}

async fn forbid_identity(Shared(state): Shared<Arc<State>>, body: Bytes) -> Response {
    let expected =
        r#"POST /_pool/identities {"identityId": ID, "forbidden": true}, ID of an existing identity"#;
    match parse::<ForbidIdentity>(&body) {
        Some(switch) => {
            done(state.forbid_identity(&switch.identity_id, switch.forbidden).map(|()| json!({})), expected)
        }
        None => refuse(expected),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SetSessionSeconds {
    role_arn: String,
    session_seconds: u32,
}

async fn set_session_seconds(Shared(state): Shared<Arc<State>>, body: Bytes) -> Response {
    let expected = r#"POST /_pool/roles {"roleArn": ARN, "sessionSeconds": n}, n a whole number"#;
    match parse::<SetSessionSeconds>(&body) {
        Some(role) => done(
            state.set_session_seconds(&role.role_arn, role.session_seconds).map(|()| json!({})),
            expected,
        ),
        None => refuse(expected),
    }
}

/// The response with a result. An error with a status below 500 means that the request is wrong, so the response shows
/// the form that it should have: `expected`.
fn done<T: Serialize>(result: Result<T, CognitoError>, expected: &str) -> Response {
    match result {
        Ok(answer) => Json(answer).into_response(),
        Err(error) if error.status < 500 => refuse(expected),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, Json(error.body())).into_response(),
    }
}

async fn reset(Shared(state): Shared<Arc<State>>) -> Response {
    match state.reset() {
        Ok(()) => Json(json!({})).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, Json(error.body())).into_response(),
    }
}
