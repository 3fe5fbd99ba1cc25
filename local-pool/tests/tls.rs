//! The pool with TLS: clients that trust its authority reach it, and others don't.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

#[path = "support/limit.rs"]
mod limit;

use cognito_local_pool::{DEFAULT_USER_POOL_ID, LocalPool, Options};
use limit::LIMIT;
use serde_json::Value;
use std::io;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

async fn pool() -> LocalPool {
    LocalPool::start(Options { tls: true, ..Options::default() }).await.unwrap()
}

/// A client that trusts only this authority or, with `None`, no authority.
fn client(authority: Option<&str>) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    if let Some(certificate) = authority {
        roots.add(CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()).unwrap();
    }
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap();
    TlsConnector::from(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

/// Sends a request to the pool under this host name, and returns the whole response. Fails the test if that takes too
/// long.
async fn get(pool: &LocalPool, client: &TlsConnector, name: &str, path: &str) -> io::Result<String> {
    let got = tokio::time::timeout(LIMIT, get_and_wait(pool, client, name, path)).await;
    got.unwrap_or_else(|_| panic!("no response to {path} at {name} within {LIMIT:?}"))
}

async fn get_and_wait(pool: &LocalPool, client: &TlsConnector, name: &str, path: &str) -> io::Result<String> {
    let stream = TcpStream::connect(pool.address()).await?;
    let mut stream = client.connect(ServerName::try_from(name.to_owned()).unwrap(), stream).await?;
    let host = format!("{name}:{}", pool.address().port());
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn a_client_that_trusts_the_authority_reaches_the_pool_and_another_does_not() {
    let pool = pool().await;
    let path = format!("/{DEFAULT_USER_POOL_ID}/.well-known/openid-configuration");
    let authority = pool.ca_certificate().unwrap();
    for name in ["127.0.0.1", "localhost"] {
        let answer = get(&pool, &client(Some(authority)), name, &path).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    let untrusted = get(&pool, &client(None), "127.0.0.1", &path).await.unwrap_err();
    assert!(untrusted.to_string().contains("UnknownIssuer"), "{untrusted}");
    let misnamed = get(&pool, &client(Some(authority)), "pool.example", &path).await.unwrap_err();
    assert!(misnamed.to_string().contains("certificate"), "{misnamed}");
    let other = self::pool().await;
    let forged = get(&pool, &client(other.ca_certificate()), "127.0.0.1", &path).await;
    assert!(forged.is_err(), "each pool has an authority of its own");
}

#[tokio::test]
async fn every_address_that_the_pool_gives_is_https() {
    let pool = pool().await;
    let base_url = format!("https://127.0.0.1:{}", pool.address().port());
    assert_eq!(pool.base_url(), base_url);
    let outputs = pool.amplify_outputs();
    assert_eq!(outputs["custom"]["cognito_auth"]["endpoint"], base_url);
    let domain = base_url.trim_start_matches("https://");
    assert_eq!(outputs["auth"]["oauth"]["domain"], domain, "as Amplify writes it, without a scheme");
    let client = client(pool.ca_certificate());
    let path = format!("/{DEFAULT_USER_POOL_ID}/.well-known/openid-configuration");
    let answer = get(&pool, &client, "127.0.0.1", &path).await.unwrap();
    let document: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    for (name, value) in document.as_object().unwrap() {
        let is_address = name.ends_with("_endpoint") || ["issuer", "jwks_uri"].contains(&name.as_str());
        assert!(!is_address || value.as_str().unwrap().starts_with(&base_url), "{name}: {value}");
    }
    let request =
        "/oauth2/authorize?client_id=local-client&response_type=code&redirect_uri=myapp%3A%2F%2Fcallback%2F";
    let answer = get(&pool, &client, "127.0.0.1", request).await.unwrap();
    assert!(answer.contains("location: /login?"), "{answer}");
    let form =
        get(&pool, &client, "127.0.0.1", &request.replace("/oauth2/authorize", "/login")).await.unwrap();
    assert!(form.contains("; Secure\r\n"), "the browser sends the cookies only over TLS: {form}");
}

#[tokio::test]
async fn a_page_of_the_pool_may_administer_it_under_each_of_its_names() {
    let pool = pool().await;
    let client = client(pool.ca_certificate());
    let port = pool.address().port();
    for (origin, status) in [
        (format!("https://localhost:{port}"), 200),
        (format!("https://127.0.0.1:{port}"), 200),
        (format!("http://localhost:{port}"), 403),
    ] {
        // `get` writes the rest of its request line after the path. Here that rest becomes the value of x-rest.
        let path = format!("/_pool/clock HTTP/1.1\r\norigin: {origin}\r\nx-rest: ");
        let answer = get(&pool, &client, "localhost", &path).await.unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{origin}: {answer}");
    }
}

#[tokio::test]
async fn a_request_without_tls_gets_no_answer() {
    let pool = pool().await;
    let mut stream = TcpStream::connect(pool.address()).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    // The connection ends with or without a TLS alert.
    let ended = tokio::time::timeout(LIMIT, stream.read_to_end(&mut answer)).await;
    assert!(ended.is_ok(), "the connection without TLS is still open after {LIMIT:?}");
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    let without = LocalPool::start(Options::default()).await.unwrap();
    assert_eq!(without.ca_certificate(), None);
}
