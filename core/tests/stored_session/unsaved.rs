//! Unsaved tokens: a refresh has brought them, and the store has failed to save them. Each test adds what comes next,
//! such as a sign-out or a restart.

use cognito_auth_core::{AuthErrorCode, AuthEvent, SecureStore, SignOutOptions, SignOutResult, StoreError};
use serde_json::json;

use crate::support::options::error_code;
use crate::support::sessions::{BOBS, FIRST, NOW, SECOND, SESSION_KEY, TestApp, access_token, settle};
use crate::support::store::StoreOperation;
use crate::support::transport::Step;
use crate::{THIRD, done, revoked, sign_out, start};

/// An app that has the tokens `SECOND` in memory and `FIRST` in the store. Every save still fails.
async fn with_unsaved() -> TestApp {
    let app = TestApp::with(&FIRST.expired());
    app.store.fail_at(StoreOperation::Save, StoreError::Full);
    app.transport.push(SECOND.rotated());
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::StoreFull);
    app.expect_events(&[AuthEvent::StorageFailed]).await;
    assert_eq!(app.stored_refresh_token(), Some(FIRST.refresh()));
    app
}

#[tokio::test]
async fn tokens_that_are_saved_at_a_later_fetch_are_replaced_by_the_next_refresh() {
    let app = with_unsaved().await;
    app.unlock();
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
    app.transport.push(THIRD.rotated());
    app.force_refresh().await.unwrap();
    for _ in 0..2 {
        assert_eq!(access_token(&app.fetch().await.unwrap()), THIRD.access());
        assert_eq!(app.stored_refresh_token(), Some(THIRD.refresh()));
    }
    app.expect_events(&[AuthEvent::TokensRefreshed, AuthEvent::TokensRefreshed]).await;
    assert_eq!(app.transport.operations().len(), 2);
}

#[tokio::test]
async fn tokens_that_the_store_saved_although_it_reported_an_error_are_used_and_reported() {
    let other = TestApp::with(&FIRST.expired());
    other.force_refreshed_with(SECOND).await;
    let saved = other.store.entries()[SESSION_KEY].clone();
    let app = with_unsaved().await;
    app.unlock();
    app.store.save(SESSION_KEY.to_owned(), saved).unwrap();
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
    app.expect_events(&[AuthEvent::TokensRefreshed]).await;
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken"]);
}

#[tokio::test]
async fn fetching_attributes_and_deleting_the_user_fail_while_tokens_are_unsaved() {
    let app = with_unsaved().await;
    assert_eq!(error_code(app.auth.fetch_user_attributes().await), AuthErrorCode::StoreFull);
    assert_eq!(error_code(app.auth.delete_user().await), AuthErrorCode::StoreFull);
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken"]);
    assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann");
    assert_eq!(app.sign_in(BOBS).await, Err(AuthErrorCode::AlreadySignedIn));
}

#[tokio::test]
async fn a_sign_out_revokes_and_forgets_unsaved_tokens() {
    let app = with_unsaved().await;
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    assert_eq!(revoked(&app), [SECOND.refresh()]);
    app.unlock();
    assert!(!app.fetch().await.unwrap().is_signed_in);
    assert_eq!(app.stored(), None);
    app.expect_events(&[AuthEvent::SignedOut]).await;
    app.sign_in(BOBS).await.unwrap();
    assert_eq!(access_token(&app.force_refreshed_with(BOBS).await), BOBS.access());
}

#[tokio::test]
async fn a_global_sign_out_sends_an_unsaved_access_token() {
    let app = with_unsaved().await;
    app.transport.push(done());
    let everywhere = SignOutOptions { global_sign_out: true, ..SignOutOptions::default() };
    assert_eq!(app.auth.sign_out(everywhere).await, SignOutResult::Complete);
    assert_eq!(app.transport.recorded()[1].body["AccessToken"], SECOND.access());
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn a_sign_out_that_fails_keeps_unsaved_tokens() {
    let app = with_unsaved().await;
    app.lock();
    assert!(matches!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Failed(_)));
    app.unlock();
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
    assert_eq!(app.stored_refresh_token(), Some(SECOND.refresh()));
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken"]);
}

#[tokio::test]
async fn a_refused_refresh_ends_a_session_whose_tokens_were_saved_late() {
    let app = with_unsaved().await;
    app.unlock();
    app.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has been revoked"));
    assert_eq!(error_code(app.force_refresh().await), AuthErrorCode::SessionExpired);
    assert_eq!(app.transport.recorded()[1].body["RefreshToken"], SECOND.refresh());
    app.expect_events(&[AuthEvent::TokensRefreshed, AuthEvent::SessionExpired]).await;
    assert!(!app.fetch().await.unwrap().is_signed_in);
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn the_deletion_of_the_user_removes_tokens_that_were_saved_late() {
    let app = with_unsaved().await;
    app.unlock();
    app.transport.push(done());
    app.auth.delete_user().await.unwrap();
    assert_eq!(app.transport.recorded()[1].body["AccessToken"], SECOND.access());
    assert_eq!(app.stored(), None);
    assert!(!app.fetch().await.unwrap().is_signed_in);
}

/// The call began with `FIRST`, before the refresh whose tokens could not be saved.
#[tokio::test]
async fn unsaved_tokens_stay_if_an_older_call_finds_that_the_user_is_refused() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.transport.push(Step::Hang);
    let older = start(&app, |auth| async move { auth.fetch_user_attributes().await });
    app.hanging(1).await;
    app.store.fail_at(StoreOperation::Save, StoreError::Full);
    app.transport.push(SECOND.rotated());
    assert_eq!(error_code(app.force_refresh().await), AuthErrorCode::StoreFull);
    app.transport.release(&Step::exception("NotAuthorizedException", "User is disabled."));
    assert_eq!(error_code(older.await.unwrap()), AuthErrorCode::NotAuthorized);
    app.unlock();
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
    app.expect_events(&[AuthEvent::StorageFailed, AuthEvent::TokensRefreshed]).await;
}

/// The refresh brought only a refresh token, so the app still has the access token that the call has sent.
#[tokio::test]
async fn a_call_whose_user_is_refused_ends_the_session_if_a_refresh_brought_only_a_refresh_token() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.transport.push(Step::Hang);
    let older = start(&app, |auth| async move { auth.fetch_user_attributes().await });
    app.hanging(1).await;
    app.store.fail_at(StoreOperation::Save, StoreError::Full);
    app.transport
        .push(Step::success(json!({ "AuthenticationResult": { "RefreshToken": SECOND.refresh() } })));
    assert_eq!(error_code(app.force_refresh().await), AuthErrorCode::StoreFull);
    app.transport.release(&Step::exception("NotAuthorizedException", "User is disabled."));
    assert_eq!(error_code(older.await.unwrap()), AuthErrorCode::NotAuthorized);
    app.unlock();
    assert!(!app.fetch().await.unwrap().is_signed_in);
    assert_eq!(app.stored(), None);
    app.expect_events(&[AuthEvent::StorageFailed, AuthEvent::SessionExpired]).await;
}

#[tokio::test]
async fn a_deletion_that_began_before_the_refresh_removes_the_unsaved_tokens_of_the_refresh() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.transport.push(Step::Hang);
    let deletion = start(&app, |auth| async move { auth.delete_user().await });
    app.hanging(1).await;
    app.store.fail_at(StoreOperation::Save, StoreError::Full);
    app.transport.push(SECOND.rotated());
    assert_eq!(error_code(app.force_refresh().await), AuthErrorCode::StoreFull);
    app.transport.release(&done());
    deletion.await.unwrap().unwrap();
    app.unlock();
    assert!(!app.fetch().await.unwrap().is_signed_in);
    assert_eq!(app.stored(), None);
    app.expect_events(&[AuthEvent::StorageFailed, AuthEvent::UserDeleted]).await;
}

#[tokio::test(start_paused = true)]
async fn a_refresh_of_another_process_replaces_unsaved_tokens() {
    let app = with_unsaved().await;
    app.unlock();
    let other = app.another();
    other.transport.push(THIRD.rotated());
    other.fetch().await.unwrap();
    assert_eq!(access_token(&app.fetch().await.unwrap()), THIRD.access());
    assert_eq!(app.stored_refresh_token(), Some(THIRD.refresh()));
    settle().await;
    // Both processes have tokens of the same sign-in, so a revocation would end the newer ones.
    assert_eq!(revoked(&app), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn unsaved_tokens_are_revoked_after_a_sign_out_in_another_process() {
    let app = with_unsaved().await;
    app.unlock();
    assert_eq!(sign_out(&app.another()).await, SignOutResult::Complete);
    app.transport.push(done());
    assert!(!app.fetch().await.unwrap().is_signed_in);
    settle().await;
    assert_eq!(revoked(&app), [SECOND.refresh()]);
    assert_eq!(app.stored(), None);
}

#[tokio::test(start_paused = true)]
async fn unsaved_tokens_are_revoked_after_a_change_of_user_in_another_process() {
    for signs_out in [false, true] {
        let app = with_unsaved().await;
        app.unlock();
        let other = app.another();
        assert_eq!(sign_out(&other).await, SignOutResult::Complete);
        other.sign_in(BOBS).await.unwrap();
        app.transport.repeat(done());
        if signs_out {
            app.auth.sign_out(SignOutOptions::default()).await;
            settle().await;
            let mut revoked = revoked(&app);
            revoked.sort();
            assert_eq!(revoked, [SECOND.refresh(), BOBS.refresh()]);
            assert_eq!(app.stored(), None);
        } else {
            assert_eq!(access_token(&app.fetch().await.unwrap()), BOBS.access());
            settle().await;
            assert_eq!(revoked(&app), [SECOND.refresh()]);
            assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
        }
    }
}

#[tokio::test]
async fn after_a_restart_unsaved_tokens_are_lost_and_the_stored_ones_are_sent() {
    let app = with_unsaved().await;
    app.unlock();
    let next = app.another();
    next.transport.repeat(Step::exception("RefreshTokenReuseException", ""));
    assert_eq!(error_code(next.fetch().await), AuthErrorCode::RefreshTokenReuse);
    next.clock.advance_seconds(30);
    assert_eq!(error_code(next.fetch().await), AuthErrorCode::SessionExpired);
    assert_eq!(next.stored(), None);
}

#[tokio::test]
async fn closing_does_not_save_unsaved_tokens() {
    let app = with_unsaved().await;
    app.auth.close().await;
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::Closed);
    app.unlock();
    let next = app.another();
    next.transport.push(Step::success(json!({})));
    assert_eq!(error_code(next.fetch().await), AuthErrorCode::MalformedResponse);
    assert_eq!(next.auth.get_current_user().await.unwrap().username, "ann");
}
