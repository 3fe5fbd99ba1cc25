//! The AWS SDK's HTTP, carried by the platform's transport.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest as SdkRequest, HttpResponse as SdkResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use crate::ports::{HttpHeader, HttpRequest, HttpResponse, HttpTransport, TransportFailure, send};

/// The least that one exchange may take: what goes on after its caller is not cut short by the caller's deadline.
const LEAST_TIME_LIMIT: Duration = Duration::from_secs(30);

/// No answer of Cognito's comes near this many bytes; more is somebody else's answer.
const LARGEST_BODY: usize = 1024 * 1024;

/// The SDK's header map panics when it is full, far beyond this.
const MOST_HEADERS: usize = 256;

/// The header in which the service names its request; only an answer of the service's own has it.
pub(super) const REQUEST_ID: &str = "x-amzn-requestid";

/// An HTTP client for the SDK over the port. One exchange may take as long as a whole call.
pub(super) fn http_client(transport: Arc<dyn HttpTransport>, deadline: Duration) -> SharedHttpClient {
    let time_limit = deadline.max(LEAST_TIME_LIMIT);
    let connector = SharedHttpConnector::new(PortConnector { transport, time_limit });
    http_client_fn(move |_settings, _components| connector.clone())
}

/// Why the connector has no response for the SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ConnectorFailure {
    /// The transport gave none.
    #[error("no answer came")]
    Transport(TransportFailure),
    /// The response can't be one of the service's.
    #[error("the answer is not the service's")]
    Malformed,
    /// The request could not be carried over.
    #[error("the request could not be made")]
    Request,
}

impl From<ConnectorFailure> for ConnectorError {
    fn from(failure: ConnectorFailure) -> Self {
        // No kind: a kind would invite retries of the SDK's.
        Self::other(Box::new(failure), None)
    }
}

struct PortConnector {
    transport: Arc<dyn HttpTransport>,
    time_limit: Duration,
}

impl fmt::Debug for PortConnector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PortConnector")
    }
}

impl HttpConnector for PortConnector {
    fn call(&self, request: SdkRequest) -> HttpConnectorFuture {
        let (transport, time_limit) = (Arc::clone(&self.transport), self.time_limit);
        HttpConnectorFuture::new(async move {
            let request = carry_request(&request, time_limit).ok_or(ConnectorFailure::Request)?;
            let response = send(&transport, request).await.map_err(ConnectorFailure::Transport)?;
            Ok(carry_response(response)?)
        })
    }
}

/// The SDK's request for the port; `None` for a body that is streamed, which no operation of ours has.
fn carry_request(request: &SdkRequest, time_limit: Duration) -> Option<HttpRequest> {
    let headers = request
        .headers()
        .iter()
        // How a body is framed, and which host it goes to, is the transport's business.
        .filter(|(name, _)| !matches!(*name, "content-length" | "host"))
        .map(|(name, value)| HttpHeader { name: name.to_owned(), value: value.to_owned() })
        .collect();
    let body = request.body().bytes()?.to_vec();
    Some(HttpRequest::post(request.uri().to_owned(), headers, body, time_limit))
}

/// The port's response for the SDK. What is in it comes from outside: nothing in it may cause a panic.
fn carry_response(response: HttpResponse) -> Result<SdkResponse, ConnectorFailure> {
    let status = StatusCode::try_from(response.status).map_err(|_| ConnectorFailure::Malformed)?;
    let from_the_service = has_request_id(&response);
    // The SDK would take a success without a body for an empty object, so for "confirmed" or "signed out".
    if response.body.len() > LARGEST_BODY
        || (status.is_success() && response.body.is_empty() && !from_the_service)
    {
        return Err(ConnectorFailure::Malformed);
    }
    let mut carried = SdkResponse::new(status, SdkBody::from(response.body));
    for HttpHeader { name, value } in response.headers.into_iter().take(MOST_HEADERS) {
        // A header that is none in HTTP's grammar tells us nothing; `append` would panic.
        let _ = carried.headers_mut().try_append(name, value);
    }
    Ok(carried)
}

fn has_request_id(response: &HttpResponse) -> bool {
    response.headers.iter().any(|header| header.name.eq_ignore_ascii_case(REQUEST_ID))
}
