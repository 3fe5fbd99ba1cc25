//! One HTTP exchange.

use cognito_auth_core::{HttpHeader, HttpRequest, HttpResponse, TransportFailure};

/// One HTTP request, complete: the transport adds nothing to it and follows no redirect.
#[uniffi::remote(Record)]
pub struct HttpRequest {
    /// Names the request when it is cancelled; unique within the process.
    pub id: u64,
    /// `GET` or `POST`.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Header fields, in order; a name may occur twice.
    pub headers: Vec<HttpHeader>,
    /// The body, empty if there is none. It may carry secrets.
    pub body: Vec<u8>,
    /// How long the whole exchange may take, in milliseconds (1 to 600,000).
    pub timeout_milliseconds: u64,
}

/// One header field.
#[uniffi::remote(Record)]
pub struct HttpHeader {
    /// The field's name; compared without regard to case.
    pub name: String,
    /// The field's value.
    pub value: String,
}

/// One HTTP response.
#[uniffi::remote(Record)]
pub struct HttpResponse {
    /// The status code, 100 to 599.
    pub status: u16,
    /// Header fields.
    pub headers: Vec<HttpHeader>,
    /// The whole body. It may carry secrets.
    pub body: Vec<u8>,
}

/// Why no HTTP response came.
#[uniffi::remote(Enum)]
pub enum TransportFailure {
    /// The device has no network.
    Offline,
    /// The exchange took longer than it may.
    TimedOut,
    /// TLS failed: certificate, pinning, protocol.
    Tls,
    /// The request was cancelled.
    Cancelled,
    /// The transport let go of the request without an answer.
    Unanswered,
    /// Anything else: connection refused or reset, DNS, a transport that threw.
    Other,
}
