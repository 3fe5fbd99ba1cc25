//! A transport that records what it sends and receives.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cognito_auth_core::{HttpHeader, HttpReply, HttpRequest, HttpResponse, HttpTransport, TransportFailure};
use reqwest::{Client, Method, RequestBuilder, redirect};
use serde_json::{Value, json};
use tokio::runtime::Handle;

/// Sends requests with reqwest, as `HostTransport` does, and keeps the requests and the responses with their bodies.
pub(crate) struct Recorder {
    client: Client,
    exchanges: Arc<Mutex<Vec<Value>>>,
}

impl Recorder {
    pub(crate) fn new() -> Result<Self, String> {
        let mut trusted = rustls::RootCertStore::empty();
        trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let tls = tls.map_err(|error| error.to_string())?;
        let tls = tls.with_root_certificates(trusted).with_no_client_auth();
        let client = Client::builder().tls_backend_preconfigured(tls).redirect(redirect::Policy::none());
        let client = client.build().map_err(|error| error.to_string())?;
        Ok(Self { client, exchanges: Arc::default() })
    }

    /// The exchanges since the last call of this function.
    pub(crate) fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.exchanges.lock().unwrap())
    }
}

impl HttpTransport for Recorder {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        let runtime = Handle::try_current().map_err(|_| TransportFailure::Other)?;
        let method = Method::from_bytes(request.method.as_bytes()).map_err(|_| TransportFailure::Other)?;
        let mut builder = self.client.request(method, &request.url);
        for HttpHeader { name, value } in &request.headers {
            builder = builder.header(name, value);
        }
        let time_limit = Duration::from_millis(request.timeout_milliseconds);
        let builder = builder.body(request.body.clone()).timeout(time_limit);
        let (mut exchange, exchanges) = (recorded(&request), self.exchanges.clone());
        runtime.spawn(async move {
            let response = send(builder).await;
            if let Some(response) = &response {
                exchange["status"] = response.status.into();
                exchange["response"] = json_of(&response.body);
            }
            // The library must not go on before the exchange is recorded.
            exchanges.lock().unwrap().push(exchange);
            match response {
                Some(response) => reply.succeed(response),
                None => reply.fail(TransportFailure::Other),
            }
        });
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), TransportFailure> {
        Ok(())
    }
}

fn recorded(request: &HttpRequest) -> Value {
    let target = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("x-amz-target"));
    let operation = target.and_then(|header| header.value.rsplit('.').next());
    json!({ "target": operation.unwrap_or(&request.url), "request": json_of(&request.body) })
}

/// A body as JSON. Null if it is something else; an empty body is an empty object.
fn json_of(body: &[u8]) -> Value {
    if body.is_empty() { json!({}) } else { serde_json::from_slice(body).unwrap_or_default() }
}

async fn send(request: RequestBuilder) -> Option<HttpResponse> {
    let response = request.send().await.ok()?;
    let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| HttpHeader {
        name: name.as_str().to_owned(),
        value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
    };
    let (status, headers) = (response.status().as_u16(), response.headers().iter().map(header).collect());
    Some(HttpResponse { status, headers, body: response.bytes().await.ok()?.to_vec() })
}
