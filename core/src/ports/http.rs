//! The HTTP port.

use std::fmt;
use std::time::Duration;

use zeroize::Zeroize;

use super::PortReply;
use super::request_id::next_id;

/// One complete HTTP request. The transport adds at most header fields of HTTP itself, such as `Host`, and follows no
/// redirect. The body and the header values are wiped when the request is dropped.
#[derive(Clone)]
pub struct HttpRequest {
    /// Identifies the request in [`HttpTransport::cancel`]; unique within the process.
    pub id: u64,
    /// `GET` or `POST`.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Header fields, in order; a name may occur twice.
    pub headers: Vec<HttpHeader>,
    /// The body, empty if there is none. It may contain secrets.
    pub body: Vec<u8>,
    /// The time limit of the request and its response, in milliseconds (1 to 600,000).
    pub timeout_milliseconds: u64,
}

/// One header field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpHeader {
    /// The field's name; case-insensitive.
    pub name: String,
    /// The field's value.
    pub value: String,
}

impl HttpRequest {
    /// A POST with a new id.
    pub(crate) fn post(url: String, headers: Vec<HttpHeader>, body: Vec<u8>, time_limit: Duration) -> Self {
        Self {
            id: next_id(),
            method: "POST".to_owned(),
            url,
            headers,
            body,
            timeout_milliseconds: u64::try_from(time_limit.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

impl Drop for HttpRequest {
    fn drop(&mut self) {
        self.body.zeroize();
        // A field may hold the client's secret.
        self.headers.iter_mut().for_each(|header| header.value.zeroize());
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HttpRequest")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("url", &self.url.split('?').next())
            .finish_non_exhaustive()
    }
}

/// One HTTP response.
#[derive(Clone)]
pub struct HttpResponse {
    /// The status code, 100 to 599.
    pub status: u16,
    /// Header fields.
    pub headers: Vec<HttpHeader>,
    /// The whole body. It may contain secrets.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// The size limit of a body after decompression, in bytes. Cognito's bodies are far smaller. A transport that has
    /// read more stops reading, and fails with [`TransportFailure::TooLarge`].
    pub const LARGEST_BODY: usize = 1024 * 1024;
}

/// Wipes the body.
impl Zeroize for HttpResponse {
    fn zeroize(&mut self) {
        self.body.zeroize();
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HttpResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

/// Why no HTTP response came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum TransportFailure {
    /// The device has no network.
    Offline,
    /// The time limit of the request passed.
    TimedOut,
    /// TLS failed: certificate, pinning, protocol.
    Tls,
    /// The platform does not let this app send plain http: Android by the Network Security Config, iOS by App Transport
    /// Security.
    CleartextBlocked,
    /// The response's body is larger than [`HttpResponse::LARGEST_BODY`].
    TooLarge,
    /// The request was cancelled.
    Cancelled,
    /// The transport dropped the reply without a result.
    Unanswered,
    /// Anything else: connection refused or reset, DNS, a transport that threw.
    Other,
}

/// Takes the reply of a transport: the response, whatever its status, or the failure. Dropping it unused means
/// [`TransportFailure::Unanswered`].
pub type HttpReply = PortReply<HttpResponse, TransportFailure>;

/// The platform's HTTP. It is called on a blocking thread, never on a thread of the app.
///
/// `cancel` is never called before or during the `start` of the same request, and never twice.
pub trait HttpTransport: Send + Sync {
    /// Starts a request and returns immediately. The response goes to `reply`, from any thread.
    ///
    /// # Errors
    /// The request could not be started.
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure>;

    /// Nobody waits for this request any more: free its resources. The id of a request that is not running is ignored.
    ///
    /// # Errors
    /// The core ignores the error.
    fn cancel(&self, id: u64) -> Result<(), TransportFailure>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_of_a_request_shows_neither_body_nor_query() {
        let request = HttpRequest {
            id: 1,
            method: "POST".into(),
            url: "http://localhost/?code=secret-code".into(),
            headers: vec![HttpHeader { name: "a".into(), value: "secret-header".into() }],
            body: b"secret-body".to_vec(),
            timeout_milliseconds: 1,
        };
        assert!(!format!("{request:?}").contains("secret"));
    }
}
