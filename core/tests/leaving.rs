//! A sign-in that is dropped at a bad moment: no tokens are lost, and no defect is logged.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{Auth, AuthErrorCode, LogLevel, LogSink, Ports};
use cognito_local_pool::{Fault, FaultRule};
use serde_json::json;
use support::gate::Gate;
use support::log::CapturedLog;
use support::options::by_password;
use support::pool::{PASSWORD, TestPool, auth};
use support::sessions::{Tokens, configuration, until};
use support::store::FaultyStore;
use support::transport::{ScriptedTransport, Step};

/// A log that blocks at the line of the received tokens until the test releases it.
#[derive(Default)]
struct SlowLog(Gate);

impl LogSink for SlowLog {
    fn log(&self, _level: LogLevel, line: String) {
        if line.contains("TokensReceived leads from") {
            self.0.pass();
        }
    }
}

/// An instance with a slow log and an open challenge. The service accepts any code.
async fn slow_to_log(deadline_milliseconds: u64) -> (Auth, Arc<SlowLog>) {
    let challenge =
        json!({ "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s", "ChallengeParameters": {} });
    let tokens = Tokens::of("ann", 1).rotated();
    let transport = Arc::new(ScriptedTransport::new([Step::success(challenge), tokens]));
    let log = Arc::<SlowLog>::default();
    let mut ports = Ports::new(transport, Arc::new(MemoryStore::new()));
    ports.log = Some(log.clone());
    let mut configuration = configuration();
    configuration.deadline_milliseconds = deadline_milliseconds;
    let auth = Auth::new(configuration, ports).unwrap();
    let asked = auth.sign_in("ann", Some("Password123!".into()), by_password()).await.unwrap();
    assert!(!asked.is_signed_in());
    (auth, log)
}

async fn is_signed_in(auth: &Auth) -> bool {
    for _ in 0..1000 {
        if auth.get_current_user().await.is_ok() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    false
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_deadline_that_passes_when_the_tokens_arrive_does_not_lose_them() {
    let (auth, log) = slow_to_log(500).await;
    let late = auth.confirm_sign_in("123456".into(), Default::default()).await;
    assert!(log.0.is_reached());
    assert_eq!(late.unwrap_err().code, AuthErrorCode::DeadlinePassed);
    log.0.let_go();
    assert!(is_signed_in(&auth).await, "the session must be stored");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_call_dropped_when_the_tokens_arrive_does_not_lose_them() {
    let (auth, log) = slow_to_log(30_000).await;
    let call = auth.clone();
    let caller = tokio::spawn(async move { call.confirm_sign_in("123456".into(), Default::default()).await });
    until(|| log.0.is_reached()).await;
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    log.0.let_go();
    assert!(is_signed_in(&auth).await, "the session must be stored");
}

#[tokio::test]
async fn a_call_dropped_while_the_device_is_confirmed_is_not_a_defect() {
    let pool = TestPool::start().await;
    pool.remember_devices(false);
    pool.confirmed_user("ann");
    let (store, log) = (Arc::new(FaultyStore::default()), CapturedLog::default());
    let mut ports = Ports::new(Arc::new(HostTransport::new().unwrap()), store.clone());
    ports.log = Some(Arc::new(log.clone()));
    let auth = auth(pool.configuration(), ports);
    let fault = Fault::Delay { milliseconds: 300 };
    pool.pool.inject_fault(FaultRule { operation: "ConfirmDevice".into(), times: 1, fault });
    let caller = tokio::spawn(async move { auth.sign_in("ann", Some(PASSWORD.into()), by_password()).await });
    until(|| pool.operations().contains(&"ConfirmDevice".to_owned())).await;
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    let is_confirmed = || {
        let entries = store.entries();
        let devices = entries.iter().find(|(key, _)| key.ends_with(".devices")).map(|(_, value)| value);
        devices.is_some_and(|value| !String::from_utf8_lossy(value).contains("confirmation"))
    };
    until(is_confirmed).await;
    // The work of the sign-in ends a moment later.
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!log.text().contains("Error "), "{}", log.text());
}
