//! Failures that come late: the session of the failed request has ended, or another session has taken its place.

use std::sync::Arc;

use cognito_auth_core::{
    AuthErrorCode, AuthEvent, SignOutOptions, SignOutResult, StoreError, TransportFailure,
};

use crate::support::options::{by_password, error_code};
use crate::support::sessions::{BOBS, FIRST, NOW, SECOND, TestApp, access_token, settle};
use crate::support::store::{FaultyStore, GatedStore, StoreOperation};
use crate::support::transport::Step;
use crate::{done, revoked, sign_out, start};

/// A list of failures: refusals by which the service may end a session, and failures that say nothing about the
/// session.
fn failures() -> Vec<Step> {
    vec![
        Step::exception("NotAuthorizedException", "Refresh Token has been revoked"),
        Step::exception("NotAuthorizedException", "User is disabled."),
        Step::exception("UserNotFoundException", "User does not exist."),
        Step::exception("PasswordResetRequiredException", "Password reset required for the user"),
        Step::exception("ResourceNotFoundException", "Device does not exist."),
        Step::exception("RefreshTokenReuseException", ""),
        Step::exception("NotAuthorizedException", "Something new"),
        Step::Fail(TransportFailure::Offline),
        Step::html(502),
        Step::html(200),
    ]
}

/// Ann signs out and Bob signs in.
async fn change_user(app: &TestApp) {
    assert_eq!(sign_out(app).await, SignOutResult::Complete);
    app.sign_in(BOBS).await.unwrap();
    app.expect_events(&[AuthEvent::SignedOut, AuthEvent::SignedIn]).await;
}

/// Asserts that Bob is still signed in, and that no more events came.
async fn bob_stays(app: &TestApp, failure: &Step) {
    settle().await;
    assert_eq!(app.events.heard(), [], "{failure:?}");
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()), "{failure:?}");
    assert_eq!(access_token(&app.fetch().await.unwrap()), BOBS.access(), "{failure:?}");
}

#[tokio::test(start_paused = true)]
async fn a_late_failure_of_a_refresh_changes_nothing_for_the_next_user() {
    for failure in failures() {
        let app = TestApp::with(&FIRST.expired());
        app.transport.push(Step::Hang);
        let late = start(&app, |auth| async move { auth.fetch_auth_session(Default::default()).await });
        app.hanging(1).await;
        change_user(&app).await;
        // If the library sends a request again, that request fails too.
        app.transport.repeat(failure.clone());
        app.transport.release(&failure);
        let _ = late.await.unwrap();
        bob_stays(&app, &failure).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_failure_of_a_call_changes_nothing_for_the_next_user() {
    for failure in failures() {
        let app = TestApp::with(&FIRST.record(1, NOW));
        app.transport.push(Step::Hang);
        let late = start(&app, |auth| async move { auth.fetch_user_attributes().await });
        app.hanging(1).await;
        change_user(&app).await;
        app.transport.repeat(failure.clone());
        app.transport.release(&failure);
        late.await.unwrap().unwrap_err();
        bob_stays(&app, &failure).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_end_of_a_deletion_changes_nothing_for_the_next_user() {
    for end in failures().into_iter().chain([done()]) {
        let app = TestApp::with(&FIRST.record(1, NOW));
        app.transport.push(Step::Hang);
        let late = start(&app, |auth| async move { auth.delete_user().await });
        app.hanging(1).await;
        change_user(&app).await;
        app.transport.repeat(end.clone());
        app.transport.release(&end);
        let _ = late.await.unwrap();
        bob_stays(&app, &end).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_failure_of_a_device_confirmation_changes_nothing_for_the_next_user() {
    for failure in failures() {
        let devices = serde_json::json!({ "version": 1, "devices": [{
            "username": "ann", "aliases": [], "key": "key", "groupKey": "group", "password": "password",
            "confirmation": { "salt": "c2FsdA==", "passwordVerifier": "dmVyaWZpZXI=", "deviceName": null },
        }]});
        let session = FIRST.record_of_device(1, NOW, "key");
        let key = crate::support::sessions::SESSION_KEY;
        let entries = [(key.to_owned(), session), (key.replace(".session", ".devices"), devices)];
        let app =
            TestApp::over(FaultyStore::with(entries.map(|(key, value)| (key, value.to_string().into()))));
        app.transport.push(Step::Hang);
        app.fetch().await.unwrap();
        app.hanging(1).await;
        change_user(&app).await;
        app.transport.repeat(failure.clone());
        app.transport.release(&failure);
        bob_stays(&app, &failure).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_superseded_sign_in_that_fails_late_does_not_end_the_session_of_the_newer_sign_in() {
    for failure in failures() {
        let app = TestApp::over(FaultyStore::default());
        app.transport.push(Step::Hang);
        let late = start(&app, |auth| async move {
            auth.sign_in("ann", Some("Password123!".into()), by_password()).await
        });
        app.hanging(1).await;
        app.sign_in(BOBS).await.unwrap();
        app.expect_events(&[AuthEvent::SignedIn]).await;
        app.transport.release(&failure);
        assert_eq!(error_code(late.await.unwrap()), AuthErrorCode::Cancelled);
        bob_stays(&app, &failure).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_revocation_that_fails_late_does_not_end_the_session_of_the_next_user() {
    for failure in failures() {
        let app = TestApp::with(&FIRST.record(1, NOW));
        app.transport.push(Step::Hang);
        let auth = app.auth.clone();
        let late = tokio::spawn(async move { auth.sign_out(SignOutOptions::default()).await });
        app.hanging(1).await;
        app.sign_in(BOBS).await.unwrap();
        app.expect_events(&[AuthEvent::SignedOut, AuthEvent::SignedIn]).await;
        app.transport.repeat(failure.clone());
        app.transport.release(&failure);
        assert!(matches!(late.await.unwrap(), SignOutResult::Partial { .. }), "{failure:?}");
        bob_stays(&app, &failure).await;
    }
}

/// The save of the refreshed tokens fails only after the sign-out has begun to wait for the refresh.
#[tokio::test(start_paused = true)]
async fn a_refresh_whose_save_fails_while_a_sign_out_waits_leaves_no_tokens() {
    let app = TestApp::with(&FIRST.expired());
    let gated = Arc::new(GatedStore::before(Arc::clone(&app.store)));
    let app = app.another_behind(Arc::clone(&gated));
    gated.hold(StoreOperation::Save);
    app.transport.push(SECOND.rotated());
    let refreshing = start(&app, |auth| async move { auth.fetch_auth_session(Default::default()).await });
    gated.held().await;
    app.transport.push(done());
    let auth = app.auth.clone();
    let signing_out = tokio::spawn(async move { auth.sign_out(SignOutOptions::default()).await });
    app.store.fail_at(StoreOperation::Save, StoreError::Full);
    tokio::task::yield_now().await;
    gated.let_go();
    assert_eq!(error_code(refreshing.await.unwrap()), AuthErrorCode::StoreFull);
    assert_eq!(signing_out.await.unwrap(), SignOutResult::Complete);
    assert_eq!(revoked(&app), [SECOND.refresh()]);
    app.unlock();
    assert!(!app.fetch().await.unwrap().is_signed_in);
    assert_eq!(app.stored(), None);
    app.expect_events(&[AuthEvent::StorageFailed, AuthEvent::SignedOut]).await;
}

/// The save of the sign-in's session fails only after a sign-out has begun to wait.
#[tokio::test(start_paused = true)]
async fn a_sign_in_whose_save_fails_while_a_sign_out_waits_leaves_no_session() {
    let app = TestApp::over(FaultyStore::default());
    let gated = Arc::new(GatedStore::before(Arc::clone(&app.store)));
    let app = app.another_behind(Arc::clone(&gated));
    gated.hold(StoreOperation::Save);
    app.transport.push(FIRST.rotated());
    app.transport.repeat(done());
    let signing_in =
        start(
            &app,
            |auth| async move { auth.sign_in("ann", Some("Password123!".into()), by_password()).await },
        );
    gated.held().await;
    let auth = app.auth.clone();
    let signing_out = tokio::spawn(async move { auth.sign_out(SignOutOptions::default()).await });
    app.store.fail_at(StoreOperation::Save, StoreError::Full);
    tokio::task::yield_now().await;
    gated.let_go();
    signing_in.await.unwrap().unwrap_err();
    assert_eq!(signing_out.await.unwrap(), SignOutResult::Complete);
    settle().await;
    // The sign-out revokes the token too, if the sign-in's revocation still runs.
    let mut tokens = revoked(&app);
    tokens.dedup();
    assert_eq!(tokens, [FIRST.refresh()]);
    assert_eq!(app.stored(), None);
    assert_eq!(app.events.heard(), []);
}
