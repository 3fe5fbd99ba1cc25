//! One HTTP exchange.

use cognito_auth_core::{HttpHeader, HttpRequest, HttpResponse, TransportFailure};

#[uniffi::remote(Record)]
pub struct HttpRequest {
    pub id: u64,
    pub method: String,
    pub url: String,
    pub headers: Vec<HttpHeader>,
    pub body: Vec<u8>,
    pub timeout_milliseconds: u64,
}

#[uniffi::remote(Record)]
pub struct HttpHeader {
    pub name: String,
    pub value: String,
}

#[uniffi::remote(Record)]
pub struct HttpResponse {
    pub status: u16,
    pub headers: Vec<HttpHeader>,
    pub body: Vec<u8>,
}

#[uniffi::remote(Enum)]
pub enum TransportFailure {
    Offline,
    TimedOut,
    Tls,
    CleartextBlocked,
    TooLarge,
    Cancelled,
    Unanswered,
    Other,
}
