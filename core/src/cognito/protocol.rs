//! AWS's JSON protocol 1.1: an operation's name in a header, its request and its response as JSON.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use zeroize::{Zeroize, Zeroizing};

use super::exchange::{Exchange, header, is_success, request_id};
use super::service::{Request, Response, Sending, UserPoolService};
use super::{ServiceError, endpoint, json};
use crate::config::UserPoolConfiguration;
use crate::ports::{HttpHeader, HttpResponse, HttpTransport};

/// The names of the user pool service: in its address, and before an operation's name.
const HOST: &str = "cognito-idp";
const TARGET: &str = "AWSCognitoIdentityProviderService";

/// The library and its version, for the readers of a server's log.
const USER_AGENT: &str = concat!("cognito-auth/", env!("CARGO_PKG_VERSION"));

/// A service that speaks the protocol.
pub(super) struct Json {
    exchange: Exchange,
    url: String,
}

impl Json {
    /// The service of a user pool.
    pub(super) fn user_pool(
        configuration: &UserPoolConfiguration,
        transport: Arc<dyn HttpTransport>,
        deadline: Duration,
    ) -> Self {
        let url = endpoint::url(HOST, &configuration.region, configuration.endpoint.as_deref());
        Self { exchange: Exchange::new(transport, deadline), url }
    }

    /// Sends a request's body to an operation: the response of a success, or the service's refusal.
    async fn perform(&self, operation: &str, body: Vec<u8>) -> Result<HttpResponse, ServiceError> {
        let header = |name: &str, value: String| HttpHeader { name: name.to_owned(), value };
        let headers = vec![
            header("content-type", "application/x-amz-json-1.1".to_owned()),
            header("x-amz-target", format!("{TARGET}.{operation}")),
            header("user-agent", USER_AGENT.to_owned()),
        ];
        let mut response = self.exchange.post(self.url.clone(), headers, body).await?;
        if is_success(response.status) {
            return Ok(response);
        }
        let refusal = refusal(&response);
        response.body.zeroize();
        Err(refusal)
    }
}

impl UserPoolService for Json {
    fn send<'a>(&'a self, request: &'a Request) -> Sending<'a> {
        Box::pin(async move {
            let response = self.perform(request.operation(), body(request)?).await?;
            read(request, response)
        })
    }
}

/// The body of a request. It holds secrets, so no copy stays in memory.
fn body(request: &impl Serialize) -> Result<Vec<u8>, ServiceError> {
    let mut body = WipedAsItGrows(Zeroizing::default());
    serde_json::to_writer(&mut body, request).map_err(|_| ServiceError::Request)?;
    Ok(std::mem::take(&mut *body.0))
}

/// Reads the response and wipes its body.
fn read(request: &Request, response: HttpResponse) -> Result<Response, ServiceError> {
    let request_id = request_id(&response);
    let malformed = ServiceError::malformed(request_id);
    let body = Zeroizing::new(response.body);
    let body: &[u8] = if body.is_empty() { b"{}" } else { &body };
    request.read(body).ok_or(malformed)
}

/// Why the service refuses: the exception from the header, otherwise from the body, and the body's text.
fn refusal(response: &HttpResponse) -> ServiceError {
    let is_empty = response.body.is_empty();
    let body = json::read_texts(&response.body);
    let text = |name: &str| Some(body.as_ref()?.get(name)?.as_str());
    // A body that was cut short is malformed, whatever the header says, because the text in the body may change the
    // error.
    let named_by_header = header(response, "x-amzn-errortype").filter(|_| is_empty || body.is_some());
    let exception = named_by_header.or_else(|| text("code")).or_else(|| text("__type"));
    let message = text("message").or_else(|| text("Message")).or_else(|| text("errorMessage"));
    ServiceError::refused(response.status, request_id(response), exception.map(bare), message)
}

/// An exception's name without the namespace before it and the address behind it.
fn bare(name: &str) -> &str {
    let name = name.split_once(':').map_or(name, |(name, _address)| name);
    name.split_once('#').map_or(name, |(_namespace, name)| name)
}

/// Bytes that are wiped when they move to a larger place, and when they are dropped.
struct WipedAsItGrows(Zeroizing<Vec<u8>>);

impl io::Write for WipedAsItGrows {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Vec::with_capacity(needed.next_power_of_two().max(1024));
            larger.extend_from_slice(&self.0);
            self.0.zeroize();
            *self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn the_name_of_an_exception_is_read_without_its_namespace_and_address() {
        for name in [
            "FooException",
            "com.amazonaws.cognito#FooException",
            "FooException:http://internal.amazon.com/coral/foo/",
            "aws.protocoltests#FooException:http://internal.amazon.com/coral/foo/",
        ] {
            assert_eq!(bare(name), "FooException", "{name}");
        }
    }

    #[test]
    fn a_body_written_in_pieces_is_whole() {
        let mut body = WipedAsItGrows(Zeroizing::default());
        let written: Vec<u8> = (0..5_000_u32).map(|n| n as u8).collect();
        for piece in written.chunks(77) {
            body.write_all(piece).unwrap();
        }
        assert_eq!(*body.0, written);
    }
}
