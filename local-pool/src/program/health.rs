//! Asks a local pool's `/health`: for `--health`, and to tell who has taken a port.

use axum::body::{Body, to_bytes};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(2);
/// The largest answer, in bytes.
const LARGEST: usize = 64 * 1024;

/// A local pool that answers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Healthy {
    version: String,
}

impl fmt::Display for Healthy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cognito-local-pool {}", self.version)
    }
}

/// Asks the pool that listens on a host and a port. With TLS, `authority` is the file that `--tls` has written.
pub(crate) async fn ask(host: &str, port: u16, authority: Option<&Path>) -> Result<Healthy, String> {
    // The pool is on this machine. `0.0.0.0` and `::` are addresses to listen on, not to connect to. `localhost` needs
    // no resolver: a container may have none.
    let host = match host {
        "0.0.0.0" | "localhost" => "127.0.0.1",
        "::" | "[::]" => "::1",
        host => host.trim_start_matches('[').trim_end_matches(']'),
    };
    let asked = async {
        let refused = |error| format!("nothing answers at {host}, port {port}: {error}");
        let stream = TcpStream::connect((host, port)).await.map_err(refused)?;
        over(stream, authority).await
    };
    tokio::time::timeout(LIMIT, asked).await.unwrap_or_else(|_| Err(format!("no answer within {LIMIT:?}")))
}

/// Whether a local pool without TLS answers at an address.
pub(crate) async fn is_pool(address: SocketAddr) -> Option<Healthy> {
    ask(&address.ip().to_string(), address.port(), None).await.ok()
}

async fn over(stream: TcpStream, authority: Option<&Path>) -> Result<Healthy, String> {
    let Some(file) = authority else { return exchange(stream).await };
    let unreadable = |error: String| format!("cannot read {}: {error}", file.display());
    let certificate = CertificateDer::from_pem_file(file).map_err(|error| unreadable(error.to_string()))?;
    let mut trusted = RootCertStore::empty();
    trusted.add(certificate).map_err(|error| unreadable(error.to_string()))?;
    let failed = |error: &dyn fmt::Display| format!("TLS failed: {error}");
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(&error))?
        .with_root_certificates(trusted)
        .with_no_client_auth();
    // The certificate has this name, whatever the address.
    let name = ServerName::try_from("localhost").map_err(|error| failed(&error))?;
    let connected = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    exchange(connected.map_err(|error| failed(&error))?).await
}

async fn exchange<S>(stream: S) -> Result<Healthy, String>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let failed = |error: &dyn fmt::Display| format!("no local pool has answered: {error}");
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|error| failed(&error))?;
    tokio::spawn(connection);
    let request = hyper::Request::get("/health").header("host", "localhost").body(Body::empty());
    let request = request.map_err(|error| failed(&error))?;
    let response = sender.send_request(request).await.map_err(|error| failed(&error))?;
    let body = to_bytes(Body::new(response.into_body()), LARGEST).await.map_err(|error| failed(&error))?;
    let health: Value = serde_json::from_slice(&body).map_err(|error| failed(&error))?;
    read(&health).ok_or_else(|| failed(&"its answer has another form"))
}

/// The pool that an answer describes. What another program answers does not reach the terminal.
fn read(health: &Value) -> Option<Healthy> {
    let is_pool = health["service"] == env!("CARGO_PKG_NAME") && health["status"] == "ok";
    let version = health["version"].as_str().filter(|_| is_pool)?;
    let plain = version.len() < 64 && version.chars().all(|c| c.is_ascii_alphanumeric() || ".-+".contains(c));
    plain.then(|| Healthy { version: version.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_a_local_pools_answer_counts() {
        let answer = |service: &str, version: &str| {
            read(&json!({ "service": service, "status": "ok", "version": version }))
        };
        assert_eq!(
            answer("cognito-local-pool", "1.2.3-b.1").unwrap().to_string(),
            "cognito-local-pool 1.2.3-b.1"
        );
        assert_eq!(answer("another", "1.2.3"), None);
        assert_eq!(answer("cognito-local-pool", "\u{1b}[31m"), None);
        assert_eq!(read(&json!([])), None);
    }
}
