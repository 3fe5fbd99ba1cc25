//! The address that takes the CSV file of a user import job, in place of Amazon S3.

use crate::errors::CognitoError;
use crate::pool::import_jobs::SIGNATURE;
use crate::reply::{self, Reply};
use crate::same_origin::Untrusted;
use crate::service::Sender;
use crate::state::State;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use axum::routing::put;
use std::sync::Arc;

/// The name of an upload in the log of requests.
const UPLOAD: &str = "ImportUpload";

pub(crate) fn routes() -> Router<Arc<State>> {
    Router::new().route("/_import/{pool_id}/{job_id}", put(upload))
}

async fn upload(
    Shared(state): Shared<Arc<State>>,
    Path((pool_id, job_id)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let query = query.unwrap_or_default();
    let work = move |state: &State| {
        let taken = state.call(Sender::unsigned(Err(Untrusted::Page)), |call| {
            let now = call.now;
            let job = call.world.pool(&pool_id)?.import_job(&job_id)?;
            let mut parameters = url::form_urlencoded::parse(query.as_bytes());
            if !parameters.any(|(name, value)| name == SIGNATURE && value == job.upload_secret) {
                return Err(refusal("SignatureDoesNotMatch", "The request signature does not match."));
            }
            if !job.takes_upload(now) {
                return Err(refusal("AccessDenied", "Request has expired"));
            }
            job.upload(&body);
            Ok(())
        });
        match taken {
            Ok(()) => Reply::new(StatusCode::OK, String::new()),
            Err(error) => refused(&error),
        }
    };
    reply::serve(state, UPLOAD, refused, work).await
}

fn refusal(code: &'static str, text: &str) -> CognitoError {
    let mut error = CognitoError::new(code, text);
    error.status = 403;
    error
}

/// An error in the form of Amazon S3.
fn refused(error: &CognitoError) -> Reply {
    let body = maud::html! { Error { Code { (error.kind) } Message { (error.message) } } };
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
    let body = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", body.into_string());
    Reply::new(status, body).with(CONTENT_TYPE, "application/xml").failed(&error.kind)
}
