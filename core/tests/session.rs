//! The session: who is signed in, signing out, and failures of the store.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::{
    Auth, AuthErrorCode, AuthEvent, Ports, SecureStore, SignOutOptions, SignOutResult, StoreError,
    TransportFailure,
};
use serde_json::json;
use support::sessions::{BOBS, FIRST, NOW, SECOND, SESSION_KEY, TestApp, configuration, until};
use support::store::{FaultyStore, StoreOperation};
use support::transport::{ScriptedTransport, Step};

#[tokio::test]
async fn a_new_instance_touches_neither_the_store_nor_the_network() {
    let app = TestApp::with(&FIRST.expired());
    assert_eq!(app.store.calls(), 0);
    assert!(app.transport.recorded().is_empty());
}

#[tokio::test]
async fn a_fetch_with_valid_tokens_reads_the_store_once_and_sends_nothing() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    for fetches in 1..=3 {
        assert!(app.fetch().await.unwrap().is_signed_in);
        assert_eq!(app.store.calls(), fetches, "a fetch did not read the store exactly once");
    }
    assert!(app.transport.recorded().is_empty());
}

#[tokio::test]
async fn fifty_callers_share_one_or_two_reads_of_the_store() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    let asked: Vec<_> = (0..50)
        .map(|_| {
            let auth = app.auth.clone();
            tokio::spawn(async move { auth.get_current_user().await.unwrap() })
        })
        .collect();
    for user in asked {
        assert_eq!(user.await.unwrap().username, "ann");
    }
    // The first caller's read may have begun before the others asked. The others then share a second read.
    assert!(app.store.calls() <= 2, "{}", app.store.calls());
}

#[tokio::test]
async fn a_global_sign_out_whose_refresh_finds_the_session_ended_is_partial() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has expired"));
    let everywhere = SignOutOptions { global_sign_out: true, ..SignOutOptions::default() };
    let SignOutResult::Partial { global_sign_out_error: Some(error), .. } =
        app.auth.sign_out(everywhere).await
    else {
        panic!("expected a partial result")
    };
    assert_eq!(error.code, AuthErrorCode::SessionExpired);
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn a_sign_out_fails_while_the_store_cant_be_read_and_removes_nothing() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.store.fail_at(StoreOperation::Load, StoreError::Locked);
    let signed_out = app.auth.sign_out(SignOutOptions::default()).await;
    assert!(matches!(signed_out, SignOutResult::Failed(error) if error.code == AuthErrorCode::StoreLocked));
    app.unlock();
    assert!(app.fetch().await.unwrap().is_signed_in);
}

#[tokio::test]
async fn a_damaged_session_is_not_quarantined_while_the_key_of_its_copy_cant_be_read() {
    let app = TestApp::over(FaultyStore::with([(SESSION_KEY.to_owned(), b"{cut short".to_vec())]));
    app.store.fail_key(&format!("{SESSION_KEY}.aside"), StoreOperation::Load, StoreError::Locked);
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::StoreLocked);
    assert_eq!(app.store.entries().len(), 1);
}

#[tokio::test]
async fn a_sign_in_sends_nothing_while_the_store_cant_be_read() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.store.fail_at(StoreOperation::Load, StoreError::Locked);
    assert_eq!(app.sign_in(BOBS).await, Err(AuthErrorCode::StoreLocked));
    assert!(app.transport.recorded().is_empty());
}

#[tokio::test]
async fn a_sign_in_whose_session_cant_be_stored_fails_and_its_token_is_revoked() {
    let app = TestApp::over(FaultyStore::default());
    app.store.fail_at(StoreOperation::Save, StoreError::Locked);
    app.transport.repeat(Step::success(json!({})));
    assert_eq!(app.sign_in(FIRST).await, Err(AuthErrorCode::StoreLocked));
    app.unlock();
    assert!(!app.fetch().await.unwrap().is_signed_in);
    until(|| app.transport.operations() == ["InitiateAuth", "RevokeToken"]).await;
    assert_eq!(app.events.heard(), []);
}

#[tokio::test]
async fn a_second_user_cant_sign_in_while_the_first_is_signed_in() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    assert_eq!(app.sign_in(BOBS).await, Err(AuthErrorCode::AlreadySignedIn));
    assert!(app.transport.recorded().is_empty());
}

#[tokio::test]
async fn each_unreadable_session_is_quarantined_and_reported_until_the_next_sign_in() {
    let app = TestApp::over(FaultyStore::with([(SESSION_KEY.to_owned(), b"{cut short".to_vec())]));
    for _ in 0..2 {
        assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
        assert_eq!(app.auth.get_current_user().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
    }
    app.expect_events(&[AuthEvent::StorageFailed]).await;
    // The next start of the app gives the same error, and makes no second copy.
    assert_eq!(app.another().fetch().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
    assert_eq!(app.store.entries().len(), 2);

    app.store.save(SESSION_KEY.to_owned(), b"damaged again".to_vec()).unwrap();
    assert_eq!(app.another().fetch().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
    let entries = app.store.entries();
    assert_eq!(entries[&format!("{SESSION_KEY}.aside")], b"{cut short");
    assert_eq!(entries[&format!("{SESSION_KEY}.aside.2")], b"damaged again");

    app.sign_in(FIRST).await.unwrap();
    assert_eq!(app.store.entries().into_keys().collect::<Vec<_>>(), [SESSION_KEY]);
}

#[tokio::test]
async fn a_sign_out_removes_all_quarantined_records_even_after_a_failed_sign_out() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    for place in [".aside", ".aside.2"] {
        app.store.save(format!("{SESSION_KEY}{place}"), b"a former session".to_vec()).unwrap();
    }
    app.transport.repeat(Step::success(json!({})));
    // Two deletions succeed: that of the open challenge, and that of a web sign-in's attempt. The next one fails.
    app.store.fail_after(2, StoreOperation::Delete, StoreError::Locked);
    assert!(matches!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Failed(_)));
    assert!(app.stored().is_some());
    app.unlock();
    assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert!(app.store.is_empty_apart_from_the_mark());
}

#[tokio::test]
async fn an_unreadable_session_that_cant_be_quarantined_is_not_replaced() {
    let app = TestApp::over(FaultyStore::with([(SESSION_KEY.to_owned(), b"{cut short".to_vec())]));
    app.store.fail_at(StoreOperation::Save, StoreError::Full);
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::StoreFull);
    assert_eq!(app.sign_in(FIRST).await, Err(AuthErrorCode::StoreFull));
    assert_eq!(app.store.entries()[SESSION_KEY], b"{cut short");
}

#[tokio::test]
async fn a_session_whose_encryption_key_is_lost_is_an_error_until_it_is_readable_again() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.store.fail_at(StoreOperation::Load, StoreError::Unrecoverable);
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::StoreUnrecoverable);
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::StoreUnrecoverable);
    app.expect_events(&[AuthEvent::StorageFailed]).await;
    app.unlock();
    app.transport.push(Step::success(json!({})));
    assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert_eq!(app.transport.operations(), ["RevokeToken"]);
    assert!(!app.fetch().await.unwrap().is_signed_in);
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn a_global_sign_out_refreshes_an_expired_access_token_first() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(SECOND.refreshed());
    app.transport.push(Step::success(json!({})));
    let everywhere = SignOutOptions { global_sign_out: true, ..SignOutOptions::default() };
    assert_eq!(app.auth.sign_out(everywhere).await, SignOutResult::Complete);
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken", "GlobalSignOut"]);
    assert_eq!(app.transport.recorded()[1].body["AccessToken"], SECOND.access());
    assert_eq!(app.stored(), None);
    app.expect_events(&[AuthEvent::TokensRefreshed, AuthEvent::SignedOut]).await;
}

#[tokio::test(start_paused = true)]
async fn a_global_sign_out_waits_for_the_active_refresh() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::Hang);
    app.transport.push(Step::success(json!({})));
    let fetching = tokio::spawn({
        let auth = app.auth.clone();
        async move { auth.fetch_auth_session(Default::default()).await }
    });
    app.hanging(1).await;
    let signing_out = tokio::spawn({
        let auth = app.auth.clone();
        async move { auth.sign_out(SignOutOptions { global_sign_out: true, ..SignOutOptions::default() }).await }
    });
    // The paused clock moves only while all tasks wait, so the sign-out waits by the end of this pause.
    tokio::time::sleep(Duration::from_millis(50)).await;
    app.transport.release(&SECOND.rotated());
    fetching.await.unwrap().unwrap();
    assert_eq!(signing_out.await.unwrap(), SignOutResult::Complete);
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken", "GlobalSignOut"]);
    assert_eq!(app.transport.recorded()[1].body["AccessToken"], SECOND.access());
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn a_global_sign_out_while_offline_signs_out_on_this_device() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.repeat(Step::Fail(TransportFailure::Offline));
    let everywhere = SignOutOptions { global_sign_out: true, ..SignOutOptions::default() };
    let SignOutResult::Partial { revoke_token_error, global_sign_out_error, .. } =
        app.auth.sign_out(everywhere).await
    else {
        panic!("expected a partial result")
    };
    assert_eq!(revoke_token_error.unwrap().code, AuthErrorCode::Offline);
    assert_eq!(global_sign_out_error.unwrap().code, AuthErrorCode::Offline);
    assert_eq!(app.stored(), None);
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken", "RevokeToken"]);
}

#[tokio::test]
async fn a_global_sign_out_that_the_service_refuses_signs_out_on_this_device() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.transport.push(Step::exception("TooManyRequestsException", "Rate exceeded"));
    app.transport.repeat(Step::exception("TooManyRequestsException", "Rate exceeded"));
    let everywhere = SignOutOptions { global_sign_out: true, ..SignOutOptions::default() };
    let SignOutResult::Partial { revoke_token_error, global_sign_out_error, hosted_ui_error } =
        app.auth.sign_out(everywhere).await
    else {
        panic!("expected a partial result")
    };
    assert_eq!(revoke_token_error.unwrap().code, AuthErrorCode::TooManyRequests);
    assert_eq!(global_sign_out_error.unwrap().code, AuthErrorCode::TooManyRequests);
    assert_eq!(hosted_ui_error, None);
    assert_eq!(app.stored(), None);
}

#[tokio::test(start_paused = true)]
async fn a_sign_out_returns_at_its_deadline_and_its_revocation_goes_on() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.transport.push(Step::Hang);
    let SignOutResult::Partial { revoke_token_error: Some(error), .. } =
        app.auth.sign_out(SignOutOptions::default()).await
    else {
        panic!("expected that the revocation passes its deadline")
    };
    assert_eq!(error.code, AuthErrorCode::DeadlinePassed);
    assert_eq!(app.stored(), None);
    assert!(app.transport.cancelled().is_empty(), "the revocation was cancelled");
}

#[tokio::test(start_paused = true)]
async fn a_global_sign_out_that_passes_its_deadline_is_partial() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.transport.push(Step::Hang);
    let everywhere = SignOutOptions { global_sign_out: true, ..SignOutOptions::default() };
    let SignOutResult::Partial {
        revoke_token_error: Some(revocation),
        global_sign_out_error: Some(error),
        ..
    } = app.auth.sign_out(everywhere).await
    else {
        panic!("expected that the global sign-out passes its deadline")
    };
    assert_eq!([revocation.code, error.code], [AuthErrorCode::DeadlinePassed; 2]);
    assert_eq!(app.stored(), None);
}

/// A store that panics.
struct PanickingStore;

impl SecureStore for PanickingStore {
    fn load(&self, _key: String) -> Result<Option<Vec<u8>>, StoreError> {
        panic!("a store that panics")
    }

    fn save(&self, _key: String, _value: Vec<u8>) -> Result<(), StoreError> {
        panic!("a store that panics")
    }

    fn delete(&self, _key: String) -> Result<(), StoreError> {
        panic!("a store that panics")
    }
}

#[tokio::test]
async fn a_panic_in_the_store_is_the_error_store_unavailable() {
    let transport = Arc::<ScriptedTransport>::default();
    let auth = Auth::new(configuration(), Ports::new(transport, Arc::new(PanickingStore))).unwrap();
    let error = auth.fetch_auth_session(Default::default()).await.unwrap_err();
    assert_eq!(error.code, AuthErrorCode::StoreUnavailable);
    let SignOutResult::Failed(error) = auth.sign_out(SignOutOptions::default()).await else {
        panic!("expected a failure")
    };
    assert_eq!(error.code, AuthErrorCode::StoreUnavailable);
}
