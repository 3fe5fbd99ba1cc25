//! A response in the making: the injected faults apply to it, and the log of requests records it.

use crate::errors::CognitoError;
use crate::faults::{Fault, When};
use crate::request_log::Served;
use crate::state::State;
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{DATE, HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use std::fmt;
use std::sync::Arc;

/// A response before it is sent.
pub(crate) struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The error's name, for the log of requests.
    pub error: Option<String>,
}

impl Reply {
    pub(crate) fn new(status: StatusCode, body: String) -> Self {
        Self { status, headers: HeaderMap::new(), body, error: None }
    }

    /// Adds a header, unless its value has characters that no header can have.
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::try_from(value) {
            self.headers.append(name, value);
        }
        self
    }

    /// Names the error, for the log of requests.
    pub(crate) fn failed(mut self, error: &str) -> Self {
        self.error = Some(error.to_owned());
        self
    }

    /// The response. Its body ends after `limit` bytes.
    pub(crate) fn into_response(self, limit: usize) -> Response {
        let mut body = self.body.into_bytes();
        body.truncate(limit);
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.remove(axum::http::header::CONTENT_TYPE);
        headers.extend(self.headers);
        response
    }
}

/// Does the work on a blocking thread, because SRP and signing take milliseconds. Applies the injected faults, and
/// records the result. `refuse` makes the response for an error, in the form of this endpoint.
pub(crate) async fn serve<W>(
    state: Arc<State>,
    name: &str,
    refuse: impl Fn(&CognitoError) -> Reply,
    work: W,
) -> Response
where
    W: FnOnce(&State) -> Reply + Send + 'static,
{
    let fault = state.take_fault(name);
    let reply = match &fault {
        Some(Fault::Drop { when: When::Before }) => return dropped(&state, name),
        Some(Fault::Error { status, error_type, message }) => {
            let mut error = CognitoError::new(error_type.clone(), message.clone());
            error.status = *status;
            refuse(&error)
        }
        _ => {
            let state = Arc::clone(&state);
            let done = tokio::task::spawn_blocking(move || work(&state)).await;
            done.unwrap_or_else(|_| {
                refuse(&CognitoError::internal("the operation failed within the local pool"))
            })
        }
    };
    if let Some(Fault::Drop { when: When::After }) = fault {
        return dropped(&state, name);
    }
    state.record(name, Some(reply.status.as_u16()), reply.error.as_deref());
    if let Some(delay) = fault.as_ref().and_then(Fault::delay) {
        tokio::time::sleep(delay).await;
    }
    let limit = match fault {
        Some(Fault::Truncate { bytes }) => bytes,
        _ => usize::MAX,
    };
    let served = Served { operation: name.to_owned(), error: reply.error.clone(), dropped: false };
    let mut response = reply.into_response(limit);
    response.extensions_mut().insert(served);
    // A client may compare this date with its own clock, to learn how wrong that clock is. So the date is that of the
    // pool's clock, which a test can move.
    let date = state.service.clock.now().http_date().and_then(|date| HeaderValue::try_from(date).ok());
    response.headers_mut().extend(date.map(|date| (DATE, date)));
    response
}

fn dropped(state: &State, name: &str) -> Response {
    state.record(name, None, None);
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Dropped);
    response.extensions_mut().insert(Served { operation: name.to_owned(), error: None, dropped: true });
    response
}

/// Marks a response that must not be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the connection is dropped on demand")
    }
}

impl std::error::Error for Dropped {}
