//! AWS's JSON protocol 1.1: a header has the operation's name, and the request and the response are JSON.

use zeroize::Zeroizing;

use super::exchange::{Exchange, header, is_success, request_id};
use super::service::{Request, Response, Sending, UserPoolService};
use super::{ServiceError, USER_AGENT, endpoint, json};
use crate::config::UserPoolConfiguration;
use crate::ports::{HttpHeader, HttpResponse};
use crate::secret::Secret;
use crate::wiped::WipedBytes;

/// A service of AWS that speaks the protocol.
#[derive(Clone, Copy)]
pub(super) struct AwsService {
    /// The service's name in its address.
    pub(super) host: &'static str,
    /// The service's name in the header `x-amz-target`, before the operation's name.
    target: &'static str,
}

/// User pools.
pub(super) const USER_POOLS: AwsService =
    AwsService { host: "cognito-idp", target: "AWSCognitoIdentityProviderService" };

/// Identity pools.
pub(super) const IDENTITY_POOLS: AwsService =
    AwsService { host: "cognito-identity", target: "AWSCognitoIdentityService" };

/// A connection to a service that speaks the protocol.
pub(super) struct Json {
    service: AwsService,
    exchange: Exchange,
    url: String,
}

impl Json {
    /// The service of a user pool.
    pub(super) fn user_pool(configuration: &UserPoolConfiguration, exchange: Exchange) -> Self {
        let UserPoolConfiguration { region, endpoint, .. } = configuration;
        Self::of(USER_POOLS, region, endpoint.as_deref(), exchange)
    }

    /// A service in a region, or at a configured endpoint.
    pub(super) fn of(service: AwsService, region: &str, endpoint: Option<&str>, exchange: Exchange) -> Self {
        Self { service, exchange, url: endpoint::url(service.host, region, endpoint) }
    }

    /// Sends a request's body to an operation. Returns the response if the operation succeeded. A refusal is an error.
    pub(super) async fn perform(
        &self,
        operation: &str,
        body: Vec<u8>,
    ) -> Result<Zeroizing<HttpResponse>, ServiceError> {
        let header = |name: &str, value: String| HttpHeader { name: name.to_owned(), value };
        let headers = vec![
            header("content-type", "application/x-amz-json-1.1".to_owned()),
            header("x-amz-target", format!("{}.{operation}", self.service.target)),
            header("user-agent", USER_AGENT.to_owned()),
        ];
        let response = self.exchange.post(self.url.clone(), headers, body).await?;
        if is_success(response.status) { Ok(response) } else { Err(refusal(&response)) }
    }
}

impl UserPoolService for Json {
    fn send<'a>(&'a self, request: &'a Request) -> Sending<'a> {
        Box::pin(async move {
            let mut body = WipedBytes::json(request).map_err(|_| ServiceError::Request)?;
            // The HTTP request wipes the body when it is dropped.
            let response = self.perform(request.operation(), std::mem::take(&mut *body)).await?;
            read(request, &response)
        })
    }
}

/// Reads the response of a success.
fn read(request: &Request, response: &HttpResponse) -> Result<Response, ServiceError> {
    let request_id = request_id(response);
    let malformed = ServiceError::malformed(request_id);
    let body: &[u8] = if response.body.is_empty() { b"{}" } else { &response.body };
    request.read(body).ok_or(malformed)
}

/// The error for a refusal. The exception's name comes from the header, or else from the body. The service's text comes
/// from the body.
fn refusal(response: &HttpResponse) -> ServiceError {
    let is_empty = response.body.is_empty();
    // The body's texts are read as secrets, because the service can repeat a secret of the request in them.
    let body = json::read_texts(&response.body);
    let text = |name: &str| body.as_ref()?.get(name);
    // A body that was cut short is malformed, whatever the header says, because the text in the body can change the
    // error.
    let named_by_header = header(response, "x-amzn-errortype").filter(|_| is_empty || body.is_some());
    let named_by_body = text("code").or_else(|| text("__type"));
    let exception = named_by_header.or(named_by_body.map(Secret::expose)).map(bare);
    let message = text("message").or_else(|| text("Message")).or_else(|| text("errorMessage"));
    ServiceError::refused(response.status, request_id(response), exception, message.map(Secret::expose))
        .postponed(header(response, "retry-after"), header(response, "date"))
}

/// An exception's name without the namespace before it and the address behind it.
fn bare(name: &str) -> &str {
    let name = name.split_once(':').map_or(name, |(name, _address)| name);
    name.split_once('#').map_or(name, |(_namespace, name)| name)
}

#[cfg(test)]
mod tests {
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
}
