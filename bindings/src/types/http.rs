//! One HTTP exchange.

use std::mem::take;

use cognito_auth_core as core;
use cognito_auth_core::{HttpHeader, HttpResponse, TransportFailure};

#[derive(uniffi::Record)]
pub struct HttpRequest {
    pub id: u64,
    pub method: String,
    pub url: String,
    pub headers: Vec<HttpHeader>,
    pub body: Vec<u8>,
    pub timeout_milliseconds: u64,
}

/// Takes each part out of the core's request. The request wipes its body and its header values when it is dropped, so
/// its parts can't be moved out.
impl From<core::HttpRequest> for HttpRequest {
    fn from(mut request: core::HttpRequest) -> Self {
        Self {
            id: request.id,
            method: take(&mut request.method),
            url: take(&mut request.url),
            headers: take(&mut request.headers),
            body: take(&mut request.body),
            timeout_milliseconds: request.timeout_milliseconds,
        }
    }
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
