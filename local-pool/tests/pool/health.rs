//! `GET /health`, for probes.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::Fixture;
use cognito_local_pool::{Fault, FaultRule, When};

const PLAIN: [(&str, &str); 0] = [];

#[tokio::test]
async fn everybody_may_ask_under_any_name_and_from_any_page() {
    let pool = Fixture::start().await;
    for headers in [
        &PLAIN[..],
        &[("host", "elsewhere.example"), ("origin", "https://elsewhere.example")],
        &[("host", "172.17.0.2:9229")],
        &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")],
        &[("origin", "null")],
    ] {
        let answer = pool.send_with("GET", "/health", headers, String::new()).await.unwrap();
        assert_eq!(answer.status, 200, "{headers:?}");
        let health = answer.json();
        assert_eq!(health["service"], "cognito-local-pool");
        assert_eq!(health["status"], "ok");
        assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
        assert!(health["startedAt"].as_i64().unwrap() > 1_700_000_000_000, "milliseconds since 1970");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn the_response_says_nothing_about_the_pools_and_the_request_is_not_recorded() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let before = pool.pool.requests();
    let answer = pool.send_with("GET", "/health", &PLAIN, String::new()).await.unwrap();
    let members: Vec<String> = answer.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(members, ["service", "startedAt", "status", "version"]);
    assert_eq!(pool.pool.requests(), before);
}

#[tokio::test]
async fn no_fault_applies_and_the_clock_does_not_matter() {
    let pool = Fixture::start().await;
    let started = pool.send_with("GET", "/health", &PLAIN, String::new()).await.unwrap().json();
    pool.pool.inject_fault(FaultRule {
        operation: "*".into(),
        times: 10,
        fault: Fault::Drop { when: When::Before },
    });
    pool.pool.advance_clock(24 * 3600);
    let answer = pool.send_with("GET", "/health", &PLAIN, String::new()).await.unwrap();
    assert_eq!(answer.json(), started);
    let head = pool.send_with("HEAD", "/health", &PLAIN, String::new()).await.unwrap();
    assert_eq!(head.status, 200);
    let post = pool.send_with("POST", "/health", &PLAIN, String::new()).await.unwrap();
    assert_eq!(post.status, 405);
}
