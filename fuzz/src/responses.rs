//! The service's responses to all requests of one call.
//!
//! An input is a text. Its first line names the call, and for a sign-in the flow and the preferred first factor. The
//! responses follow, with a line `---` between them. The first line of a response has the status and headers
//! (`400 x-amzn-errortype=CodeMismatchException`), and the body follows. A response without a status is a request that
//! fails. The names of calls, flows and factors are those of the conformance cases.

use cognito_auth_core::{HttpHeader, HttpResponse, TransportFailure};

use crate::calls;
use crate::phone::{Phone, Response, run};
use crate::stored;

const BETWEEN: &[u8] = b"\n---\n";

/// Makes the call and gives it the responses.
pub(crate) fn play(input: &[u8]) {
    let (call, responses) = first_line(input);
    let Ok(call) = std::str::from_utf8(call) else { return };
    let (call, flow) = call.split_once(' ').unwrap_or((call, ""));
    let mut phone = Phone { responses: pieces(responses).map(response).collect(), ..Phone::default() };
    if calls::needs_session(call) {
        phone.store.insert("session", stored::valid_session());
    }
    phone.credential = Some(r#"{"id":"AQ","type":"public-key","response":{}}"#.to_owned());
    let auth = phone.auth();
    run(calls::make(&auth, call, flow));
}

/// The input of [`play`] for a call, a flow and these responses.
pub(crate) fn written(call: &str, flow: &str, responses: &[Vec<u8>]) -> Vec<u8> {
    [format!("{call} {flow}\n").into_bytes(), responses.join(BETWEEN)].concat()
}

/// The first line of a text, and the rest.
pub(crate) fn first_line(text: &[u8]) -> (&[u8], &[u8]) {
    match text.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&text[..end], &text[end + 1..]),
        None => (text, &[]),
    }
}

/// The parts of a text that are separated by a line `---`.
pub(crate) fn pieces(mut text: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        if text.is_empty() {
            return None;
        }
        let end = text.windows(BETWEEN.len()).position(|bytes| bytes == BETWEEN);
        let piece = &text[..end.unwrap_or(text.len())];
        text = &text[end.map_or(text.len(), |end| end + BETWEEN.len())..];
        Some(piece)
    })
}

/// Reads a response: a line with the status and headers, then the body.
pub(crate) fn response(piece: &[u8]) -> Response {
    let (head, body) = first_line(piece);
    let head = String::from_utf8_lossy(head);
    let mut words = head.split(' ');
    let Some(Ok(status)) = words.next().map(str::parse) else { return Err(TransportFailure::Other) };
    let header = |word: &str| {
        let (name, value) = word.split_once('=')?;
        Some(HttpHeader { name: name.to_owned(), value: value.to_owned() })
    };
    Ok(HttpResponse { status, headers: words.filter_map(header).collect(), body: body.to_vec() })
}
