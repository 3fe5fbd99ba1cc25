//! The addresses that the pool listens on, and the names under which it may be administered.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, claims, in_default_pool};
use cognito_local_pool::{LocalPool, Options, StartError};
use serde_json::json;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};

fn listening_on(host: &str) -> Options {
    Options { host: host.to_owned(), ..Options::default() }
}

fn exists(ip: IpAddr) -> bool {
    TcpListener::bind(SocketAddr::new(ip, 0)).is_ok()
}

#[tokio::test]
async fn localhost_is_every_loopback_address_that_this_machine_has() {
    let pool = LocalPool::start(listening_on("localhost")).await.unwrap();
    let port = pool.address().port();
    let loopback = [IpAddr::from(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()];
    let expected: Vec<SocketAddr> =
        loopback.into_iter().filter(|ip| exists(*ip)).map(|ip| SocketAddr::new(ip, port)).collect();
    assert!(!expected.is_empty());
    assert_eq!(pool.addresses(), expected);
    for address in expected {
        TcpStream::connect(address).unwrap();
    }
    assert_eq!(pool.base_url(), format!("http://localhost:{port}"));
}

#[tokio::test]
async fn an_address_is_written_with_or_without_brackets() {
    for (host, url) in [("127.0.0.1", "http://127.0.0.1:"), ("0.0.0.0", "http://127.0.0.1:")] {
        let pool = LocalPool::start(listening_on(host)).await.unwrap();
        assert_eq!(pool.addresses().len(), 1);
        assert!(pool.base_url().starts_with(url), "{}", pool.base_url());
    }
    if exists(Ipv6Addr::LOCALHOST.into()) {
        for host in ["::1", "[::1]"] {
            let pool = LocalPool::start(listening_on(host)).await.unwrap();
            assert!(pool.base_url().starts_with("http://[::1]:"), "{}", pool.base_url());
        }
    }
}

#[tokio::test]
async fn a_name_without_an_address_stops_the_start() {
    for bad in ["", "no such name", "http://127.0.0.1", "127.0.0.1:9229"] {
        let started = LocalPool::start(listening_on(bad)).await;
        assert!(matches!(started, Err(StartError::Host { host, .. }) if host == bad), "{bad}");
    }
}

#[tokio::test]
async fn an_allowed_host_name_may_administer_the_pool_and_does_not_change_the_issuer() {
    let allowed = ["pool", "Pool.Internal"].map(str::to_owned).to_vec();
    let public_url = Some("http://localhost:9229".to_owned());
    let pool = Fixture::with(Options { public_url, allowed_hosts: allowed, ..Options::default() }).await;
    pool.confirmed_user("alice").await;
    for host in ["pool:9229", "POOL", "pool.internal:9229", "localhost:9229", "127.0.0.1:9229"] {
        let named = [("host", host), ("x-amz-target", "AWSCognitoIdentityProviderService.ListUsers")];
        let listed =
            pool.send_with("POST", "/", &named, in_default_pool(json!({})).to_string()).await.unwrap();
        assert_eq!(listed.status, 200, "{host}");
        for path in ["/", "/_pool/requests", "/_pool/overview"] {
            let page = pool.send_with("GET", path, &[("host", host)], String::new()).await.unwrap();
            assert_eq!(page.status, 200, "{path} of {host}");
        }
    }
    for host in ["other:9229", "pool.other", "internal"] {
        let page = pool.send_with("GET", "/_pool/requests", &[("host", host)], String::new()).await.unwrap();
        assert_eq!(page.status, 403, "{host}");
        assert!(page.text.contains("--allow-host"), "{}", page.text);
    }
    let token = pool.access_token("alice").await;
    assert_eq!(claims(&token)["iss"], "http://localhost:9229/local_LocalPool");
}

#[tokio::test]
async fn an_allowed_host_that_is_no_name_stops_the_start() {
    for bad in ["http://pool:9229", "pool:9229", "*", "10.0.0.1", ""] {
        let options = Options { allowed_hosts: vec![bad.to_owned()], ..Options::default() };
        let started = LocalPool::start(options).await;
        assert!(matches!(started, Err(StartError::AllowedHost(said)) if said == bad), "{bad}");
    }
}
