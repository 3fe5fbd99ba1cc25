//! The log of requests as lines of text, for `--log`.
//!
//! A line has the operation and its result. It also names what exists in the pools: a user pool or an identity pool, a
//! client, a user. It has nothing else of a request or a response. So it shows no password, token or code, wherever a
//! client writes it.

mod subject;

use crate::health;
use crate::state::State;
use axum::body::Bytes;
use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::Instant;
use subject::{Clues, Subject};
use time::OffsetDateTime;
use time::format_description::FormatItem;
use time::macros::format_description;

/// Where the lines of the log of requests go.
#[derive(Clone)]
pub struct RequestLog(Arc<dyn Fn(&str) + Send + Sync>);

impl RequestLog {
    /// A log whose lines go to this function, each without its line break. Several threads may call it at once.
    pub fn new(write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(write))
    }
}

impl fmt::Debug for RequestLog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RequestLog")
    }
}

/// What a response says to the log. It is among the response's extensions, and is not sent.
#[derive(Clone, Debug)]
pub(crate) struct Served {
    /// The operation's name, as `/_pool/requests` has it.
    pub operation: String,
    /// The exception's name, if the response is an error.
    pub error: Option<String>,
    /// Whether the connection closes without a response.
    pub dropped: bool,
}

/// Answers a request. For the log, adds to the response whom the request is about.
pub(crate) async fn with_subject(state: Arc<State>, parts: Parts, body: Bytes, next: Next) -> Response {
    if state.service.log.is_none() {
        return next.run(Request::from_parts(parts, body.into())).await;
    }
    let clues = Arc::new(Clues::in_request(&parts, &body));
    // A user can be new after the request, or gone.
    let before = subject_of(&state, &clues).await;
    let mut response = next.run(Request::from_parts(parts, body.into())).await;
    let subject = subject_of(&state, &clues).await.or(before);
    response.extensions_mut().insert(subject);
    response
}

/// Whom a request is about. Another request may lock the pools for a long time, so a blocking thread waits for them.
async fn subject_of(state: &Arc<State>, clues: &Arc<Clues>) -> Subject {
    let (state, clues) = (Arc::clone(state), Arc::clone(clues));
    let looked = tokio::task::spawn_blocking(move || state.look(|world| clues.in_world(world)));
    looked.await.unwrap_or_default()
}

/// The paths whose requests get no line: probes and the console ask for them all the time.
const UNLOGGED: [&str; 2] = [health::PATH, "/_pool/overview"];

/// Writes a line for each request.
pub(crate) async fn write(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    let begun = Instant::now();
    let response = next.run(request).await;
    let Some(RequestLog(write)) = &state.service.log else { return response };
    if path.as_deref().is_none_or(|path| !UNLOGGED.contains(&path)) {
        let route = (method.as_str(), path.as_deref());
        write(&line(OffsetDateTime::now_utc(), route, &response, begun.elapsed().as_millis()));
    }
    response
}

/// A line, in the form `name=value name=value`.
fn line(now: OffsetDateTime, route: (&str, Option<&str>), response: &Response, milliseconds: u128) -> String {
    const TIME: &[FormatItem<'_>] =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    let mut line = format!("time={}", now.format(TIME).unwrap_or_default());
    let mut add = |name: &str, value: &str| {
        // Writing to a `String` can't fail.
        let _ = write!(line, " {name}={}", plain(value));
    };
    let served = response.extensions().get::<Served>();
    match (served, route) {
        (Some(served), _) => add("operation", &served.operation),
        // The address that a client made up may contain anything. The pool's own addresses are known.
        (None, (method, path)) => {
            add("method", method);
            add("path", path.unwrap_or("unknown"));
        }
    }
    let none = Subject::default();
    let subject = response.extensions().get::<Subject>().unwrap_or(&none);
    for (name, value) in [("pool", &subject.pool), ("client", &subject.client), ("user", &subject.user)] {
        if let Some(value) = value {
            add(name, value);
        }
    }
    match served {
        Some(Served { dropped: true, .. }) => add("status", "dropped"),
        _ => add("status", response.status().as_str()),
    }
    if let Some(error) = served.and_then(|served| served.error.as_deref()) {
        add("error", error);
    }
    add("ms", &milliseconds.to_string());
    line
}

/// A value of letters, digits and ASCII signs, so that it can't look like more values or lines.
fn plain(value: &str) -> String {
    let mut plain = String::new();
    for character in value.chars().take(200) {
        match character.is_alphanumeric() || character.is_ascii_graphic() {
            true => plain.push(character),
            false => plain.extend(character.escape_unicode()),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse as _;
    use time::macros::datetime;

    #[test]
    fn a_line_has_what_is_known_and_nothing_else() {
        let now = datetime!(2026-11-30 23:31:37.5 UTC);
        let mut response = axum::http::StatusCode::BAD_REQUEST.into_response();
        let route = ("POST", Some("/"));
        assert_eq!(
            line(now, route, &response, 3),
            "time=2026-11-30T23:31:37.500Z method=POST path=/ status=400 ms=3"
        );
        let error = Some("NotAuthorizedException".to_owned());
        response.extensions_mut().insert(Served { operation: "GetUser".into(), error, dropped: false });
        let user = Some("a b\nc".to_owned());
        response.extensions_mut().insert(Subject { user, ..Subject::default() });
        assert_eq!(
            line(now, route, &response, 0),
            "time=2026-11-30T23:31:37.500Z operation=GetUser user=a\\u{20}b\\u{a}c status=400 \
             error=NotAuthorizedException ms=0"
        );
        response.extensions_mut().insert(Served { operation: "GetUser".into(), error: None, dropped: true });
        assert!(line(now, route, &response, 0).contains("status=dropped"));
        let response = axum::http::StatusCode::NOT_FOUND.into_response();
        assert!(line(now, ("GET", None), &response, 0).contains("method=GET path=unknown status=404"));
    }
}
