//! Two processes over one store: each call sees what the other process has stored. No call replaces or removes the
//! session of a user for whom the call was not meant.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::{
    Auth, AuthErrorCode, AuthEvent, FetchAuthSessionOptions, SecureStore, SignOutOptions, SignOutResult,
    StoreError,
};
use serde_json::json;

use crate::support::options::{by_password, error_code};
use crate::support::sessions::{
    BOBS, FIRST, NOW, SECOND, SESSION_KEY, TestApp, Tokens, access_token, settle, until,
};
use crate::support::store::{FaultyStore, GatedStore, StoreOperation};
use crate::support::transport::Step;
use crate::{THIRD, done, revoked, sign_out, start};

/// A process that has read the session of `FIRST`.
async fn with_first() -> TestApp {
    let app = TestApp::with(&FIRST.record(1, NOW));
    assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann");
    app
}

/// A process that has found nobody signed in.
async fn with_nobody() -> TestApp {
    let app = TestApp::over(FaultyStore::default());
    assert!(!app.fetch().await.unwrap().is_signed_in);
    app
}

fn forced() -> FetchAuthSessionOptions {
    FetchAuthSessionOptions { force_refresh: true, ..FetchAuthSessionOptions::default() }
}

/// Another process signs Ann out and Bob in.
async fn bob_takes_over(app: &TestApp) -> TestApp {
    let other = app.another();
    assert_eq!(sign_out(&other).await, SignOutResult::Complete);
    other.sign_in(BOBS).await.unwrap();
    other
}

#[tokio::test(start_paused = true)]
async fn a_slow_refresh_does_not_replace_the_tokens_of_a_faster_refresh_in_another_process() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::Hang);
    let slower = start(&app, |auth| async move { auth.fetch_auth_session(Default::default()).await });
    app.hanging(1).await;
    let other = app.another();
    other.transport.push(THIRD.rotated());
    other.fetch().await.unwrap();
    app.transport.release(&SECOND.rotated());
    assert_eq!(access_token(&slower.await.unwrap().unwrap()), THIRD.access());
    assert_eq!(app.stored_refresh_token(), Some(THIRD.refresh()));
    settle().await;
    // The tokens of both refreshes come from the same sign-in, so a revocation would end the newer ones.
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken"]);
}

#[tokio::test(start_paused = true)]
async fn a_slow_refresh_does_not_replace_another_users_session_and_revokes_its_own_token() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::Hang);
    let slow = start(&app, |auth| async move { auth.fetch_auth_session(Default::default()).await });
    app.hanging(1).await;
    bob_takes_over(&app).await;
    app.transport.push(done());
    app.transport.release(&SECOND.rotated());
    assert_eq!(access_token(&slow.await.unwrap().unwrap()), BOBS.access());
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
    settle().await;
    assert_eq!(revoked(&app), [SECOND.refresh()]);
}

#[tokio::test]
async fn a_sign_in_is_refused_before_a_request_if_another_process_has_signed_in() {
    let app = with_nobody().await;
    app.another().sign_in(BOBS).await.unwrap();
    assert_eq!(app.sign_in(FIRST).await, Err(AuthErrorCode::AlreadySignedIn));
    assert_eq!(app.transport.operations(), [""; 0]);
    assert_eq!(access_token(&app.fetch().await.unwrap()), BOBS.access());
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
}

#[tokio::test]
async fn after_a_sign_out_in_another_process_another_user_can_sign_in() {
    let app = with_first().await;
    assert_eq!(sign_out(&app.another()).await, SignOutResult::Complete);
    app.sign_in(BOBS).await.unwrap();
    assert_eq!(access_token(&app.fetch().await.unwrap()), BOBS.access());
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
}

/// The refused sign-in has read the store before the refresh writes it.
#[tokio::test(start_paused = true)]
async fn a_sign_in_that_is_refused_during_a_refresh_does_not_bring_back_the_former_tokens() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    let gated = Arc::new(GatedStore::before(Arc::clone(&app.store)));
    let app = app.another_behind(Arc::clone(&gated));
    app.fetch().await.unwrap();
    app.transport.push(Step::Hang);
    let refresh = start(&app, |auth| async move { auth.fetch_auth_session(forced()).await });
    app.hanging(1).await;
    gated.hold(StoreOperation::Load);
    let refused =
        start(
            &app,
            |auth| async move { auth.sign_in("bob", Some("Password123!".into()), by_password()).await },
        );
    gated.held().await;
    gated.hold_no_more();
    app.transport.release(&SECOND.rotated());
    for _ in 0..50 {
        std::thread::sleep(Duration::from_millis(1));
        tokio::task::yield_now().await;
    }
    gated.let_go();
    assert_eq!(error_code(refused.await.unwrap()), AuthErrorCode::AlreadySignedIn);
    assert_eq!(access_token(&refresh.await.unwrap().unwrap()), SECOND.access());
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
}

/// The process that answers has read the old or damaged challenge before the other process stores a new one.
#[tokio::test]
async fn an_answer_to_an_old_or_damaged_challenge_leaves_the_newer_challenge_of_another_process() {
    let pending_key = SESSION_KEY.replace(".session", ".pending");
    for (damage, code) in
        [(None, AuthErrorCode::ChallengeExpired), (Some("{}"), AuthErrorCode::NoPendingSignIn)]
    {
        let app = TestApp::over(FaultyStore::default());
        begin_sign_in(&app).await;
        if let Some(damage) = damage {
            app.store.save(pending_key.clone(), damage.into()).unwrap();
        }
        let gated = Arc::new(GatedStore::before(Arc::clone(&app.store)));
        let (answering, other) = (app.another_behind(Arc::clone(&gated)), app.another());
        for process in [&answering, &other] {
            process.clock.advance_seconds(901);
        }
        gated.hold(StoreOperation::Load);
        let answer = start(&answering, |auth| async move {
            auth.confirm_sign_in("123456".into(), Default::default()).await
        });
        gated.held().await;
        begin_sign_in(&other).await;
        let newer = app.store.entries();
        gated.let_go();
        assert_eq!(error_code(answer.await.unwrap()), code);
        assert_eq!(app.store.entries(), newer);
        // The next run of the app finds the newer challenge.
        let later = app.another();
        later.clock.advance_seconds(901);
        assert_eq!(later.auth.pending_sign_in().await.unwrap().unwrap().username, "ann");
    }
}

/// Begins a sign-in that waits for a code.
async fn begin_sign_in(app: &TestApp) {
    let challenge = json!({ "ChallengeName": "SMS_MFA", "Session": "s", "ChallengeParameters": {} });
    app.transport.push(Step::success(challenge));
    let asked = app.auth.sign_in("ann", Some("Password123!".into()), by_password()).await.unwrap();
    assert!(!asked.is_signed_in());
}

#[tokio::test(start_paused = true)]
async fn a_slower_sign_in_does_not_replace_a_faster_one_and_revokes_its_own_token() {
    let app = with_nobody().await;
    app.transport.push(Step::Hang);
    let slower = start(&app, |auth| async move {
        let by_password = crate::support::options::by_password();
        auth.sign_in("ann", Some("Password123!".into()), by_password).await
    });
    app.hanging(1).await;
    app.another().sign_in(BOBS).await.unwrap();
    app.transport.push(done());
    app.transport.release(&FIRST.rotated());
    assert_eq!(error_code(slower.await.unwrap()), AuthErrorCode::AlreadySignedIn);
    settle().await;
    assert_eq!(revoked(&app), [FIRST.refresh()]);
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
    app.expect_events(&[AuthEvent::SignedIn]).await;
}

#[tokio::test]
async fn a_sign_out_revokes_the_tokens_that_another_process_has_refreshed() {
    let app = with_first().await;
    let other = app.another();
    other.transport.push(SECOND.rotated());
    other.force_refresh().await.unwrap();
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    assert_eq!(revoked(&app), [SECOND.refresh()]);
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn a_sign_out_meant_for_one_user_does_not_sign_out_the_user_of_another_process() {
    for (global_sign_out, operation) in [(false, "RevokeToken"), (true, "GlobalSignOut")] {
        let app = with_first().await;
        bob_takes_over(&app).await;
        app.transport.push(done());
        let result = app.auth.sign_out(SignOutOptions { global_sign_out, ..SignOutOptions::default() }).await;
        assert!(matches!(result, SignOutResult::Failed(error) if error.code == AuthErrorCode::UserChanged));
        assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
        app.expect_events(&[AuthEvent::SignedOut, AuthEvent::SignedIn]).await;
        // The other process may not have revoked Ann's tokens.
        until(|| revoked(&app) == [FIRST.refresh()]).await;

        // The app now knows of the change, so its next sign-out is meant for Bob.
        app.transport.push(done());
        let result = app.auth.sign_out(SignOutOptions { global_sign_out, ..SignOutOptions::default() }).await;
        assert_eq!(result, SignOutResult::Complete);
        assert_eq!(app.transport.operations(), ["RevokeToken", operation]);
        let body = app.transport.recorded().remove(1).body;
        assert!(body["Token"] == BOBS.refresh() || body["AccessToken"] == BOBS.access(), "{body}");
        assert_eq!(app.stored(), None);
        app.expect_events(&[AuthEvent::SignedOut]).await;
    }
}

/// The revocation outlasts the call, so the app does not learn of the new user. The next call has to report that user.
#[tokio::test(start_paused = true)]
async fn a_sign_out_that_passes_its_deadline_leaves_the_report_of_the_new_user_to_the_next_call() {
    let app = with_first().await;
    bob_takes_over(&app).await;
    app.transport.push(Step::Hang);
    let late = app.auth.sign_out(SignOutOptions::default()).await;
    assert!(matches!(late, SignOutResult::Failed(error) if error.code == AuthErrorCode::DeadlinePassed));
    let told = app.auth.sign_out(SignOutOptions::default()).await;
    assert!(matches!(told, SignOutResult::Failed(error) if error.code == AuthErrorCode::UserChanged));
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
}

#[tokio::test]
async fn a_deletion_meant_for_one_user_does_not_delete_the_user_of_another_process() {
    let app = with_first().await;
    bob_takes_over(&app).await;
    assert_eq!(error_code(app.auth.delete_user().await), AuthErrorCode::UserChanged);
    assert_eq!(app.transport.operations(), [""; 0]);
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
    app.expect_events(&[AuthEvent::SignedOut, AuthEvent::SignedIn]).await;
    app.transport.push(done());
    app.auth.delete_user().await.unwrap();
    assert_eq!(app.stored(), None);
}

/// A call that tells the app who is signed in.
type Telling = for<'a> fn(&'a Auth) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// What the app was told last decides whom a call is meant for.
#[tokio::test]
async fn a_sign_out_is_meant_for_the_user_whom_the_last_result_has_shown() {
    let tellings: [Telling; 4] = [
        |auth| Box::pin(async { drop(auth.get_current_user().await.unwrap()) }),
        |auth| Box::pin(async { drop(auth.fetch_auth_session(Default::default()).await.unwrap()) }),
        |auth| Box::pin(async { drop(auth.session_state().await.unwrap()) }),
        |auth| {
            Box::pin(async {
                let by_password = crate::support::options::by_password();
                let refused = auth.sign_in("bob", Some("Password123!".into()), by_password).await;
                assert_eq!(error_code(refused), AuthErrorCode::AlreadySignedIn);
            })
        },
    ];
    for tell in tellings {
        let app = with_first().await;
        bob_takes_over(&app).await;
        tell(&app.auth).await;
        assert_eq!(sign_out(&app).await, SignOutResult::Complete);
        assert_eq!(revoked(&app), [BOBS.refresh()]);
    }
}

#[tokio::test]
async fn the_next_call_sees_a_sign_in_a_refresh_and_a_sign_out_of_another_process() {
    let app = with_nobody().await;
    let other = app.another();
    other.sign_in(FIRST).await.unwrap();
    assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann");
    app.expect_events(&[AuthEvent::SignedIn]).await;
    other.transport.push(SECOND.rotated());
    other.force_refresh().await.unwrap();
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
    app.expect_events(&[AuthEvent::TokensRefreshed]).await;
    assert_eq!(sign_out(&other).await, SignOutResult::Complete);
    assert!(!app.fetch().await.unwrap().is_signed_in);
    assert_eq!(error_code(app.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    app.expect_events(&[AuthEvent::SignedOut]).await;
    assert_eq!(app.transport.operations(), [""; 0]);
}

#[tokio::test]
async fn a_sign_out_after_a_sign_out_in_another_process_revokes_the_tokens_again() {
    let app = with_first().await;
    assert_eq!(sign_out(&app.another()).await, SignOutResult::Complete);
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    assert_eq!(revoked(&app), [FIRST.refresh()]);
}

#[tokio::test]
async fn a_sign_out_of_a_process_that_found_nobody_signed_in_ends_a_session_stored_later() {
    let app = with_nobody().await;
    app.another().sign_in(BOBS).await.unwrap();
    assert_eq!(sign_out(&app).await, SignOutResult::Complete);
    assert_eq!(revoked(&app), [BOBS.refresh()]);
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn a_deletion_whose_response_comes_late_does_not_remove_the_session_of_the_next_user() {
    let app = with_first().await;
    app.transport.push(Step::Hang);
    let late = start(&app, |auth| async move { auth.delete_user().await });
    app.hanging(1).await;
    bob_takes_over(&app).await;
    app.transport.release(&done());
    late.await.unwrap().unwrap();
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
    assert_eq!(access_token(&app.fetch().await.unwrap()), BOBS.access());
    app.expect_events(&[AuthEvent::SignedOut, AuthEvent::SignedIn]).await;
}

#[tokio::test]
async fn a_deletion_of_the_user_removes_the_session_that_another_process_has_refreshed() {
    let app = with_first().await;
    let other = app.another();
    other.transport.push(SECOND.rotated());
    other.force_refresh().await.unwrap();
    app.transport.push(done());
    app.auth.delete_user().await.unwrap();
    assert_eq!(app.stored(), None);
    app.expect_events(&[AuthEvent::TokensRefreshed, AuthEvent::UserDeleted]).await;
}

/// The refused request was sent before the other process stored its session.
#[tokio::test]
async fn a_refusal_does_not_end_a_session_that_another_process_has_stored() {
    let newer_and_events =
        [(SECOND, &[AuthEvent::TokensRefreshed][..]), (BOBS, &[AuthEvent::SignedOut, AuthEvent::SignedIn])];
    for (newer, events) in newer_and_events {
        // The refresh token is refused.
        let app = with_first().await;
        app.transport.push(Step::Hang);
        let refused = start(&app, |auth| async move { auth.fetch_auth_session(forced()).await });
        stores_meanwhile(&app, newer).await;
        app.transport.release(&Step::exception("NotAuthorizedException", "Refresh Token has been revoked"));
        assert_eq!(access_token(&refused.await.unwrap().unwrap()), newer.access());
        assert_eq!(app.stored_refresh_token(), Some(newer.refresh()));
        app.expect_events(events).await;

        // The user is refused.
        let app = with_first().await;
        app.transport.push(Step::Hang);
        let refused = start(&app, |auth| async move { auth.fetch_user_attributes().await });
        stores_meanwhile(&app, newer).await;
        app.transport.release(&Step::exception("NotAuthorizedException", "User is disabled."));
        assert_eq!(error_code(refused.await.unwrap()), AuthErrorCode::NotAuthorized);
        assert_eq!(app.stored_refresh_token(), Some(newer.refresh()));
        assert_eq!(access_token(&app.fetch().await.unwrap()), newer.access());
        app.expect_events(events).await;
    }
}

/// Waits until a request of `app` hangs. Then another process stores these tokens.
async fn stores_meanwhile(app: &TestApp, newer: Tokens) {
    app.hanging(1).await;
    if newer == BOBS {
        bob_takes_over(app).await;
    } else {
        let other = app.another();
        other.transport.push(newer.rotated());
        other.force_refresh().await.unwrap();
    }
}

#[tokio::test]
async fn a_call_for_one_user_is_not_made_for_the_user_who_signs_in_during_its_refresh() {
    let app = TestApp::with(&FIRST.expired());
    app.auth.get_current_user().await.unwrap();
    app.transport.push(Step::Hang);
    let call = start(&app, |auth| async move { auth.fetch_user_attributes().await });
    stores_meanwhile(&app, BOBS).await;
    app.transport.release(&Step::exception("NotAuthorizedException", "Refresh Token has been revoked"));
    assert_eq!(error_code(call.await.unwrap()), AuthErrorCode::NotSignedIn);
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken"]);
}

#[tokio::test]
async fn a_refusal_after_a_sign_out_in_another_process_changes_nothing() {
    let app = with_first().await;
    app.transport.push(Step::Hang);
    let refused = start(&app, |auth| async move { auth.fetch_auth_session(forced()).await });
    app.hanging(1).await;
    assert_eq!(sign_out(&app.another()).await, SignOutResult::Complete);
    app.transport.release(&Step::exception("NotAuthorizedException", "Refresh Token has been revoked"));
    assert!(!refused.await.unwrap().unwrap().is_signed_in);
    app.expect_events(&[AuthEvent::SignedOut]).await;
    assert_eq!(app.stored(), None);
}

/// Both processes found the same session unreadable.
#[tokio::test]
async fn a_sign_in_over_an_unreadable_session_does_not_replace_the_session_that_another_process_stored() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.store.fail_at(StoreOperation::Load, StoreError::Unrecoverable);
    let other = app.another();
    for app in [&app, &other] {
        assert_eq!(error_code(app.fetch().await), AuthErrorCode::StoreUnrecoverable);
        app.clock.advance_seconds(1);
    }
    app.unlock();
    other.sign_in(BOBS).await.unwrap();
    [SECOND.rotated(), done()].into_iter().for_each(|step| app.transport.push(step));
    let by_password = crate::support::options::by_password();
    let refused = app.auth.sign_in("ann", Some("Password123!".into()), by_password).await;
    assert_eq!(error_code(refused), AuthErrorCode::AlreadySignedIn);
    until(|| revoked(&app) == [SECOND.refresh()]).await;
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
}

/// The second process answers the challenge that the first one was given.
#[tokio::test]
async fn a_challenge_of_one_process_can_be_answered_in_another() {
    let app = TestApp::over(FaultyStore::default());
    app.transport.push(Step::success(json!({
        "ChallengeName": "SMS_MFA", "Session": "s", "ChallengeParameters": {},
    })));
    let by_password = crate::support::options::by_password();
    app.auth.sign_in("ann", Some("Password123!".into()), by_password).await.unwrap();
    let other = app.another();
    other.transport.push(FIRST.rotated());
    let answered = other.auth.confirm_sign_in("123456".into(), Default::default()).await.unwrap();
    assert!(answered.is_signed_in());
    assert_eq!(app.store.entries().len(), 1);
}
