//! A store that fails only for one of its keys. `main.rs` lists the keys.

use cognito_auth_core::{AuthErrorCode, AuthEvent, SecureStore, SignOutOptions, SignOutResult, StoreError};
use serde_json::json;

use crate::support::options::{by_password, error_code};
use crate::support::sessions::{BOBS, FIRST, NOW, SECOND, SESSION_KEY, TestApp, access_token, settle};
use crate::support::store::{FaultyStore, StoreOperation};
use crate::support::transport::Step;
use crate::{done, revoked, sign_out};

const LOCKED: StoreError = StoreError::Locked;

fn challenge() -> Step {
    Step::success(json!({ "ChallengeName": "SMS_MFA", "Session": "s", "ChallengeParameters": {} }))
}

/// Tokens with a new device.
fn with_new_device() -> Step {
    let Step::Answer(mut response) = FIRST.rotated() else { unreachable!() };
    let mut body: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
    body["AuthenticationResult"]["NewDeviceMetadata"] =
        json!({ "DeviceKey": "eu-central-1_key", "DeviceGroupKey": "group" });
    response.body = body.to_string().into();
    Step::Answer(response)
}

async fn sign_in(app: &TestApp) -> Result<bool, AuthErrorCode> {
    let signed_in = app.auth.sign_in("ann", Some("Password123!".into()), by_password()).await;
    signed_in.map(|result| result.is_signed_in()).map_err(|error| error.code)
}

#[tokio::test]
async fn a_sign_out_fails_and_keeps_the_session_while_an_entry_cant_be_removed() {
    for key in [".session", ".pending", ".aside"] {
        let app = TestApp::with(&FIRST.record(1, NOW));
        app.store.save(format!("{SESSION_KEY}.aside"), b"a former session".to_vec()).unwrap();
        app.store.fail_key(key, StoreOperation::Delete, LOCKED);
        let SignOutResult::Failed(error) = app.auth.sign_out(SignOutOptions::default()).await else {
            panic!("{key}: expected a failure")
        };
        assert_eq!(error.code, AuthErrorCode::StoreLocked, "{key}");
        assert_eq!(app.events.heard(), [], "{key}");
        assert_eq!(app.transport.operations(), [""; 0], "{key}");
        assert_eq!(access_token(&app.fetch().await.unwrap()), FIRST.access(), "{key}");
        assert_eq!(app.stored_refresh_token(), Some(FIRST.refresh()), "{key}");
        app.unlock();
        assert_eq!(sign_out(&app).await, SignOutResult::Complete, "{key}");
        assert!(app.store.is_empty_apart_from_the_mark(), "{key}");
        app.expect_events(&[AuthEvent::SignedOut]).await;
    }
}

#[tokio::test]
async fn a_sign_out_of_a_process_that_found_nobody_signed_in_removes_a_session_that_cant_be_read() {
    let app = TestApp::over(FaultyStore::default());
    assert!(!app.fetch().await.unwrap().is_signed_in);
    app.another().sign_in(BOBS).await.unwrap();
    app.store.fail_key(".session", StoreOperation::Load, LOCKED);
    assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn a_refused_refresh_does_not_end_a_session_that_cant_be_removed() {
    let app = TestApp::with(&FIRST.expired());
    app.store.fail_key(".session", StoreOperation::Delete, LOCKED);
    app.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has expired"));
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::StoreLocked);
    assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann");
    app.expect_events(&[AuthEvent::StorageFailed]).await;
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_fails_and_revokes_its_token_unless_everything_is_stored() {
    for (key, operation) in [
        (".session", StoreOperation::Save),
        (".devices", StoreOperation::Save),
        (".devices", StoreOperation::Load),
        (".aside", StoreOperation::Delete),
    ] {
        let app = TestApp::over(FaultyStore::default());
        app.store.save(format!("{SESSION_KEY}.aside"), b"a former session".to_vec()).unwrap();
        app.store.fail_key(key, operation, LOCKED);
        app.transport.push(with_new_device());
        app.transport.push(done());
        assert_eq!(sign_in(&app).await, Err(AuthErrorCode::StoreLocked), "{key} {operation:?}");
        settle().await;
        assert_eq!(revoked(&app), [FIRST.refresh()], "{key} {operation:?}");
        assert_eq!(app.stored(), None, "{key} {operation:?}");
        assert!(!app.fetch().await.unwrap().is_signed_in, "{key} {operation:?}");
        assert_eq!(app.events.heard(), [], "{key} {operation:?}");
        app.unlock();
        app.sign_in(SECOND).await.unwrap();
        assert_eq!(app.stored_refresh_token(), Some(SECOND.refresh()));
        assert!(!app.store.entries().contains_key(&format!("{SESSION_KEY}.aside")));
    }
}

/// Another process may have stored the session that can't be read, so the sign-in stores none.
#[tokio::test(start_paused = true)]
async fn while_the_session_cant_be_read_a_sign_in_gets_a_challenge_but_no_session() {
    let app = TestApp::over(FaultyStore::default());
    assert!(!app.fetch().await.unwrap().is_signed_in);
    app.another().sign_in(BOBS).await.unwrap();
    app.store.fail_key(".session", StoreOperation::Load, LOCKED);
    app.transport.push(challenge());
    assert_eq!(sign_in(&app).await, Ok(false));
    app.transport.push(FIRST.rotated());
    app.transport.push(done());
    let answered = app.auth.confirm_sign_in("123456".into(), Default::default()).await;
    assert_eq!(error_code(answered), AuthErrorCode::StoreLocked);
    settle().await;
    assert_eq!(revoked(&app), [FIRST.refresh()]);
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
}

#[tokio::test]
async fn a_sign_in_without_a_challenge_and_a_device_succeeds_while_the_store_fails_for_the_keys_of_both() {
    for key in [".pending", ".devices"] {
        for operation in [StoreOperation::Load, StoreOperation::Save, StoreOperation::Delete] {
            let app = TestApp::over(FaultyStore::default());
            app.store.fail_key(key, operation, LOCKED);
            app.sign_in(FIRST).await.unwrap();
            assert_eq!(app.stored_refresh_token(), Some(FIRST.refresh()), "{key} {operation:?}");
        }
    }
}

#[tokio::test]
async fn an_open_challenge_that_cant_be_read_can_be_answered_once_it_is_readable() {
    let app = TestApp::over(FaultyStore::default());
    app.transport.push(challenge());
    assert_eq!(sign_in(&app).await, Ok(false));
    let next = app.another();
    next.store.fail_key(".pending", StoreOperation::Load, LOCKED);
    let answer = |app: &TestApp| {
        let auth = app.auth.clone();
        async move { auth.confirm_sign_in("123456".into(), Default::default()).await }
    };
    assert_eq!(error_code(answer(&next).await), AuthErrorCode::StoreLocked);
    next.unlock();
    next.transport.push(FIRST.rotated());
    assert!(answer(&next).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn an_answered_challenge_that_cant_be_removed_does_not_stop_the_sign_in() {
    let app = TestApp::over(FaultyStore::default());
    app.transport.push(challenge());
    assert_eq!(sign_in(&app).await, Ok(false));
    app.store.fail_key(".pending", StoreOperation::Delete, LOCKED);
    app.transport.push(FIRST.rotated());
    let answered = app.auth.confirm_sign_in("123456".into(), Default::default()).await.unwrap();
    assert!(answered.is_signed_in());
    assert_eq!(app.stored_refresh_token(), Some(FIRST.refresh()));
}

#[tokio::test]
async fn a_refresh_needs_only_the_key_of_the_session() {
    for key in [".pending", ".devices", ".aside"] {
        for operation in [StoreOperation::Load, StoreOperation::Save, StoreOperation::Delete] {
            let app = TestApp::with(&FIRST.expired());
            app.store.fail_key(key, operation, LOCKED);
            app.transport.push(SECOND.rotated());
            assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access(), "{key} {operation:?}");
        }
    }
}

#[tokio::test]
async fn a_deletion_that_cant_remove_an_entry_fails_and_can_be_made_again() {
    for key in [".session", ".pending"] {
        let app = TestApp::with(&FIRST.record(1, NOW));
        app.store.fail_key(key, StoreOperation::Delete, LOCKED);
        app.transport.push(done());
        assert_eq!(error_code(app.auth.delete_user().await), AuthErrorCode::StoreLocked, "{key}");
        assert_eq!(app.events.heard(), [], "{key}");
        assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann", "{key}");
        app.unlock();
        app.transport.push(Step::exception("UserNotFoundException", "User does not exist."));
        app.auth.delete_user().await.unwrap();
        assert!(app.store.is_empty_apart_from_the_mark(), "{key}");
        app.expect_events(&[AuthEvent::UserDeleted]).await;
        app.sign_in(BOBS).await.unwrap();
    }
}
