//! A sign-in whose call ends at a bad moment: the call is dropped, the instance is closed, or the deadline passes. No
//! tokens are lost, and no defect is logged.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::host::HostTransport;
use cognito_auth_core::{Auth, AuthError, AuthErrorCode, AuthSignInResult, Ports};
use cognito_local_pool::{Fault, FaultRule};
use serde_json::json;
use support::log::CapturedLog;
use support::options::by_password;
use support::pool::{PASSWORD, TestPool, auth};
use support::sessions::{SESSION_KEY, Tokens, configuration, until};
use support::store::{FaultyStore, GatedStore, StoreOperation};
use support::transport::{ScriptedTransport, Step};
use tokio::task::JoinHandle;

/// An instance with an open challenge. The service accepts any code, and the store makes the next deletion wait.
///
/// After the answer, the service issues tokens. Then the library deletes the challenge, and then it stores the session.
async fn about_to_be_signed_in() -> (Auth, Arc<GatedStore>) {
    let challenge =
        json!({ "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s", "ChallengeParameters": {} });
    let tokens = Tokens::of("ann", 1).rotated();
    let transport = Arc::new(ScriptedTransport::new([Step::success(challenge), tokens]));
    let store = Arc::<GatedStore>::default();
    let auth = Auth::new(configuration(), Ports::new(transport, store.clone())).unwrap();
    let asked = auth.sign_in("ann", Some("Password123!".into()), by_password()).await.unwrap();
    assert!(!asked.is_signed_in());
    store.hold(StoreOperation::Delete);
    (auth, store)
}

fn answer(auth: &Auth) -> JoinHandle<Result<AuthSignInResult, AuthError>> {
    let auth = auth.clone();
    tokio::spawn(async move { auth.confirm_sign_in("123456".into(), Default::default()).await })
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

// The clock of the next three tests is paused. While a call waits for the store, only a test moves the clock.

#[tokio::test(start_paused = true)]
async fn tokens_are_stored_even_if_the_calls_deadline_passes_when_they_arrive() {
    let (auth, store) = about_to_be_signed_in().await;
    let late = answer(&auth);
    store.held().await;
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(late.await.unwrap().unwrap_err().code, AuthErrorCode::DeadlinePassed);
    store.let_go();
    assert!(is_signed_in(&auth).await, "the session was not stored");
}

#[tokio::test(start_paused = true)]
async fn tokens_are_stored_even_if_the_call_is_dropped_when_they_arrive() {
    let (auth, store) = about_to_be_signed_in().await;
    let caller = answer(&auth);
    store.held().await;
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    store.let_go();
    assert!(is_signed_in(&auth).await, "the session was not stored");
}

#[tokio::test(start_paused = true)]
async fn tokens_are_stored_even_if_the_instance_is_closed_when_they_arrive() {
    let (auth, store) = about_to_be_signed_in().await;
    let caller = answer(&auth);
    store.held().await;
    auth.close().await;
    assert_eq!(caller.await.unwrap().unwrap_err().code, AuthErrorCode::Closed);
    store.let_go();
    until(|| store.inner.entries().contains_key(SESSION_KEY)).await;
}

#[tokio::test]
async fn a_sign_in_dropped_while_its_device_is_confirmed_logs_no_error() {
    let pool = TestPool::start().await;
    pool.remember_devices(false);
    pool.confirmed_user("ann");
    let (store, log) = (Arc::new(FaultyStore::default()), CapturedLog::default());
    let mut ports = Ports::new(Arc::new(HostTransport::new().unwrap()), store.clone());
    let sink = Arc::new(log.clone());
    let lines = Arc::downgrade(&sink);
    ports.log = Some(sink);
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
    // The instance frees its log when the work of the sign-in has ended.
    until(|| lines.strong_count() == 0).await;
    assert!(!log.text().contains("Error "), "{}", log.text());
}
