//! Closing an instance ends its observers and listeners, and closes its open passkey sheet or browser page. Closing the
//! instance again changes nothing. `stored_session` tests what becomes of a refresh whose request has been sent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{AuthErrorCode, AuthEvent, Ports, SignOutOptions, SignOutResult, WebSignInOptions};
use serde_json::json;
use support::browser::{Page, ScriptedBrowser};
use support::options::error_code;
use support::passkey::SoftwarePasskey;
use support::pool::TestPool;
use support::sessions::{BOBS, FIRST, NOW, TestApp, until};
use support::store::FaultyStore;
use support::transport::Step;
use support::web::{PAGE, app, signing_in};

#[tokio::test]
async fn closing_an_instance_again_changes_nothing() {
    let store = Arc::new(FaultyStore::default());
    let [closed, open] = [(), ()].map(|()| TestApp::named("closed again", &store));
    closed.auth.begin_close();
    for _ in 0..3 {
        closed.auth.close().await;
        closed.auth.begin_close();
    }
    assert_eq!(error_code(closed.auth.get_current_user().await), AuthErrorCode::Closed);
    let signed_out = closed.auth.sign_out(SignOutOptions::default()).await;
    assert!(matches!(signed_out, SignOutResult::Failed(error) if error.code == AuthErrorCode::Closed));
    // The other instance is not closed with it.
    open.sign_in(FIRST).await.unwrap();
    assert_eq!(open.auth.get_current_user().await.unwrap().username, "ann");
}

#[tokio::test]
async fn closing_an_instance_ends_only_its_own_observers_and_listeners() {
    let store = Arc::new(FaultyStore::with([(
        support::sessions::SESSION_KEY.to_owned(),
        FIRST.record(1, NOW).to_string().into(),
    )]));
    let [closed, open] = [(), ()].map(|()| TestApp::named("observers", &store));
    let mut observers = [&closed, &open].map(|app| app.auth.observe_session_state());
    for (app, observer) in [&closed, &open].into_iter().zip(&mut observers) {
        app.auth.get_current_user().await.unwrap();
        observer.changed().await.unwrap();
    }
    closed.auth.close().await;
    open.transport.push(Step::success(json!({})));
    assert_eq!(open.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    open.sign_in(BOBS).await.unwrap();
    open.expect_events(&[AuthEvent::SignedOut, AuthEvent::SignedIn]).await;
    let [closed_observer, open_observer] = &mut observers;
    assert_eq!(closed_observer.changed().await, None);
    assert!(open_observer.changed().await.is_some());
    assert_eq!(closed.events.heard(), []);
}

#[tokio::test]
async fn closing_an_instance_closes_its_open_passkey_sheet() {
    let passkey = Arc::new(SoftwarePasskey::hanging());
    let pool = TestPool::start().await;
    let mut ports = Ports::new(Arc::new(HostTransport::new().unwrap()), Arc::new(MemoryStore::new()));
    ports.passkeys = passkey.clone();
    let auth = pool.signed_in_with("ann", ports).await;
    let asking = auth.clone();
    let call = tokio::spawn(async move { asking.associate_web_authn_credential().await });
    until(|| passkey.is_open()).await;
    auth.close().await;
    assert_eq!(error_code(call.await.unwrap()), AuthErrorCode::Closed);
    until(|| passkey.closed() == 1).await;
}

#[tokio::test]
async fn closing_an_instance_closes_its_open_browser_page() {
    let _page = PAGE.lock().await;
    let (app, browser) = (app(), ScriptedBrowser::following([Page::StayOpen]));
    let call = signing_in(&app, &browser, WebSignInOptions::default());
    until(|| browser.requests().len() == 1).await;
    app.auth.close().await;
    assert_eq!(call.await.unwrap(), Err(AuthErrorCode::Closed));
    until(|| browser.cancelled() == 1).await;
}
