//! The SDK's HTTP, carried by the core's transport.

use std::mem::take;
use std::sync::Arc;
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest as SdkRequest, HttpResponse as SdkResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use cognito_auth_core::service::{Exchange, ServiceError};
use cognito_auth_core::{HttpHeader, HttpResponse, HttpTransport};

use crate::errors::Unanswered;

/// The most headers that a response keeps. The SDK's header map has room for far more headers, but panics when it is
/// full.
const MOST_HEADERS: usize = 256;

/// An HTTP client that lets AWS's Cognito client send over the core's HTTP port. It sends only POST requests with the
/// body in memory: Cognito's operations need no others. `deadline` is the time limit of a whole call. One exchange has
/// the same limit, or 30 seconds if the call's limit is shorter.
pub fn http_client(transport: Arc<dyn HttpTransport>, deadline: Duration) -> SharedHttpClient {
    let connector = SharedHttpConnector::new(Connector(Exchange::new(transport, deadline)));
    http_client_fn(move |_settings, _components| connector.clone())
}

#[derive(Debug)]
struct Connector(Exchange);

impl HttpConnector for Connector {
    fn call(&self, request: SdkRequest) -> HttpConnectorFuture {
        let exchange = self.0.clone();
        HttpConnectorFuture::new(async move { Ok(carry(&exchange, &request).await.map_err(Unanswered)?) })
    }
}

async fn carry(exchange: &Exchange, request: &SdkRequest) -> Result<SdkResponse, ServiceError> {
    let body = request.body().bytes().filter(|_| request.method() == "POST").ok_or(ServiceError::Request)?;
    let mut response = exchange.post(request.uri().to_owned(), headers(request), body.to_vec()).await?;
    sdk_response(&mut response).ok_or(ServiceError::malformed(None))
}

fn headers(request: &SdkRequest) -> Vec<HttpHeader> {
    let headers = request.headers().iter();
    // The transport itself adds the host and the length of the body.
    let headers = headers.filter(|(name, _)| !matches!(*name, "content-length" | "host"));
    headers.map(|(name, value)| HttpHeader { name: name.to_owned(), value: value.to_owned() }).collect()
}

/// Converts the port's response into the SDK's type. Whatever a server sends, this must not panic.
fn sdk_response(response: &mut HttpResponse) -> Option<SdkResponse> {
    let status = StatusCode::try_from(response.status).ok()?;
    let mut carried = SdkResponse::new(status, SdkBody::from(take(&mut response.body)));
    for HttpHeader { name, value } in take(&mut response.headers).into_iter().take(MOST_HEADERS) {
        // A header that is invalid in HTTP is left out: `append` would panic.
        let _ = carried.headers_mut().try_append(name, value);
    }
    Some(carried)
}
