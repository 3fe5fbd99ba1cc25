//! The HTTP port with reqwest and rustls.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::io;
use std::mem::take;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::{Client, ClientBuilder, Method, RequestBuilder, redirect};
use rustls::{ClientConfig, RootCertStore, crypto};
use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use tracing::instrument::WithSubscriber;
use tracing::subscriber::NoSubscriber;
use url::{Host, Url};

use crate::ports::{HttpHeader, HttpReply, HttpRequest, HttpResponse, HttpTransport, TransportFailure};
use crate::wiped::WipedBytes;

/// HTTP/1.1 with the certificates of the system and the proxies of the environment variables. It keeps no cookies and
/// follows no redirects.
///
/// A request runs on the tokio runtime in which it is started. Outside of a runtime, the request fails.
pub struct HostTransport {
    /// Sends requests to other machines, through the proxies of the environment variables.
    outward: Client,
    /// Sends requests to the local machine, without a proxy.
    loopback: Client,
    active_calls: ActiveCalls,
}

impl HostTransport {
    /// A transport with its own connections. It reads the certificates that the system trusts. Without any, no
    /// `https` server can be reached.
    ///
    /// # Errors
    /// [`TransportFailure::Tls`] if TLS can't be set up, which is a defect of the build.
    pub fn new() -> Result<Self, TransportFailure> {
        let tls = tls()?;
        let client = |builder: ClientBuilder| builder.build().map_err(|_| TransportFailure::Tls);
        let common = || {
            let builder = ClientBuilder::new().tls_backend_preconfigured(tls.clone());
            builder.redirect(redirect::Policy::none()).referer(false)
        };
        Ok(Self {
            outward: client(common())?,
            loopback: client(common().no_proxy())?,
            active_calls: ActiveCalls::default(),
        })
    }

    /// The request for the HTTP client.
    fn build(&self, mut request: HttpRequest) -> Result<RequestBuilder, TransportFailure> {
        let url = Url::parse(&request.url).map_err(|_| TransportFailure::Other)?;
        let method = Method::from_bytes(request.method.as_bytes()).map_err(|_| TransportFailure::Other)?;
        let client = if is_loopback(&url) { &self.loopback } else { &self.outward };
        let mut builder = client.request(method, url);
        for HttpHeader { name, value } in take(&mut request.headers) {
            builder = builder.header(name, value);
        }
        Ok(builder.body(take(&mut request.body)).timeout(Duration::from_millis(request.timeout_milliseconds)))
    }
}

impl fmt::Debug for HostTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("HostTransport")
    }
}

impl HttpTransport for HostTransport {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        let runtime = Handle::try_current().map_err(|_| TransportFailure::Other)?;
        let id = request.id;
        let response = send_request(self.build(request)?);
        let active_calls = self.active_calls.clone();
        // The list stays locked until the task is on it. Otherwise a fast task could try to remove itself too early.
        let mut list = self.active_calls.list();
        let task = runtime.spawn(
            async move {
                let result = response.await;
                active_calls.list().remove(&id);
                match result {
                    Ok(response) => reply.succeed(response),
                    Err(failure) => reply.fail(failure),
                }
            }
            // The libraries below may log secrets, so their logs are dropped.
            .with_subscriber(NoSubscriber::default()),
        );
        list.insert(id, task.abort_handle());
        Ok(())
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        if let Some(task) = self.active_calls.list().remove(&id) {
            task.abort();
        }
        Ok(())
    }
}

impl Drop for HostTransport {
    fn drop(&mut self) {
        for (_, task) in self.active_calls.list().drain() {
            task.abort();
        }
    }
}

/// The running requests, by their ids.
#[derive(Clone, Default)]
struct ActiveCalls(Arc<Mutex<HashMap<u64, AbortHandle>>>);

impl ActiveCalls {
    fn list(&self) -> MutexGuard<'_, HashMap<u64, AbortHandle>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn send_request(request: RequestBuilder) -> Result<HttpResponse, TransportFailure> {
    let mut response = request.send().await.map_err(|error| failure(&error))?;
    let status = response.status().as_u16();
    let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| HttpHeader {
        name: name.as_str().to_owned(),
        value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
    };
    let headers = response.headers().iter().map(header).collect();
    let mut body = WipedBytes::default();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
        if body.len() + chunk.len() > HttpResponse::LARGEST_BODY {
            return Err(TransportFailure::TooLarge);
        }
        body.push(&chunk);
    }
    Ok(HttpResponse { status, headers, body: body.take() })
}

/// TLS by rustls, with the certificates that the system trusts.
fn tls() -> Result<ClientConfig, TransportFailure> {
    let mut trusted = RootCertStore::empty();
    trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|_| TransportFailure::Tls)?;
    Ok(config.with_root_certificates(trusted).with_no_client_auth())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn failure(error: &reqwest::Error) -> TransportFailure {
    if error.is_timeout() {
        return TransportFailure::TimedOut;
    }
    let mut link: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = link {
        if let Some(failure) = recognised(error) {
            return failure;
        }
        link = cause(error);
    }
    TransportFailure::Other
}

/// The failure for one error of a chain of causes, or `None` if this error alone does not show what failed.
fn recognised(error: &(dyn Error + 'static)) -> Option<TransportFailure> {
    if error.is::<rustls::Error>() {
        return Some(TransportFailure::Tls);
    }
    match error.downcast_ref::<io::Error>()?.kind() {
        io::ErrorKind::NetworkDown | io::ErrorKind::NetworkUnreachable => Some(TransportFailure::Offline),
        _ => None,
    }
}

/// The cause of an error. For an `io::Error` that wraps another error, this is the wrapped error: `source` would skip
/// it, and give its cause.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

#[cfg(test)]
#[path = "transport_tests.rs"]
mod tests;
