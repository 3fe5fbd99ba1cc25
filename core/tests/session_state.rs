//! The session's state: what observers see, and that calls, events and the state agree.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use cognito_auth_core::{
    AuthErrorCode, AuthEvent, AuthSignInStep, AuthUser, PendingSignIn, SessionEnd, SessionEndReason,
    SessionState, SignOutOptions, SignOutResult, StoreError,
};
use serde_json::json;
use support::options::{by_password, error_code};
use support::sessions::{BOBS, FIRST, NOW, SECOND, TestApp, until};
use support::store::{FaultyStore, StoreOperation};
use support::transport::Step;

fn signed_in(tokens: support::sessions::Tokens) -> SessionState {
    SessionState::SignedIn(user(tokens.user))
}

fn user(name: &str) -> AuthUser {
    AuthUser { username: name.into(), user_id: format!("sub-of-{name}") }
}

const SIGNED_OUT: SessionState = SessionState::SignedOut { ended: None };

fn challenge() -> Step {
    Step::success(json!({
        "ChallengeName": "SMS_MFA", "Session": "s",
        "ChallengeParameters": { "CODE_DELIVERY_DESTINATION": "+*******12", "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS" },
    }))
}

#[tokio::test]
async fn an_observer_sees_loading_and_then_each_state_until_the_instance_is_closed() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    let mut observer = app.auth.observe_session_state();
    assert_eq!(observer.current(), SessionState::Loading);
    assert_eq!(observer.changed().await, Some(signed_in(FIRST)));
    app.transport.push(Step::success(json!({})));
    assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert_eq!(observer.changed().await, Some(SIGNED_OUT));
    app.sign_in(BOBS).await.unwrap();
    assert_eq!(observer.changed().await, Some(signed_in(BOBS)));
    app.auth.close().await;
    assert_eq!(observer.changed().await, None);
    assert_eq!(observer.current(), signed_in(BOBS));
}

#[tokio::test]
async fn an_observer_who_comes_later_sees_the_current_state_without_loading() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.auth.get_current_user().await.unwrap();
    assert_eq!(app.auth.observe_session_state().current(), signed_in(FIRST));
    app.auth.close().await;
    let mut observer = app.auth.observe_session_state();
    assert_eq!((observer.current(), observer.changed().await), (signed_in(FIRST), None));
}

#[tokio::test]
async fn when_a_call_returns_observers_see_its_result() {
    let app = TestApp::over(FaultyStore::default());
    let observer = app.auth.observe_session_state();
    until(|| observer.current() == SIGNED_OUT).await;
    for tokens in [FIRST, BOBS] {
        app.sign_in(tokens).await.unwrap();
        assert_eq!(observer.current(), signed_in(tokens));
        assert_eq!(app.auth.get_current_user().await.unwrap(), user(tokens.user));
        app.transport.push(Step::success(json!({})));
        app.auth.sign_out(SignOutOptions::default()).await;
        assert_eq!(observer.current(), SIGNED_OUT);
        assert_eq!(error_code(app.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    }
}

#[tokio::test]
async fn an_observer_sees_a_change_by_another_process_at_the_next_call() {
    let app = TestApp::over(FaultyStore::default());
    let observer = app.auth.observe_session_state();
    until(|| observer.current() == SIGNED_OUT).await;
    let other = app.another();
    other.sign_in(FIRST).await.unwrap();
    app.fetch().await.unwrap();
    assert_eq!(observer.current(), signed_in(FIRST));
}

#[tokio::test]
async fn an_observer_sees_a_change_by_another_instance_at_once_if_both_are_in_one_process() {
    let store = Arc::<FaultyStore>::default();
    let (app, other) = (TestApp::named("state", &store), TestApp::named("state", &store));
    let observer = app.auth.observe_session_state();
    until(|| observer.current() == SIGNED_OUT).await;
    other.sign_in(FIRST).await.unwrap();
    assert_eq!(observer.current(), signed_in(FIRST));
}

#[tokio::test]
async fn an_open_challenge_is_the_state_until_an_answer_or_a_sign_out() {
    let app = TestApp::over(FaultyStore::default());
    let observer = app.auth.observe_session_state();
    app.transport.push(challenge());
    let asked = app.auth.sign_in("ann", Some("Password123!".into()), by_password()).await.unwrap();
    let AuthSignInStep::ConfirmSignInWithSmsMfaCode { delivery_details, .. } = asked.next_step else {
        panic!("expected a code by text message")
    };
    // The additional information is not stored.
    let additional_info = [].into();
    let next_step = AuthSignInStep::ConfirmSignInWithSmsMfaCode { delivery_details, additional_info };
    let pending = PendingSignIn { username: "ann".into(), next_step };
    assert_eq!(observer.current(), SessionState::AwaitingChallenge(pending.clone()));
    assert_eq!(app.auth.pending_sign_in().await.unwrap(), Some(pending.clone()));
    assert_eq!(app.auth.session_state().await.unwrap(), SessionState::AwaitingChallenge(pending.clone()));

    // The app is started again, and finds the challenge.
    let later = app.another();
    let observer_later = later.auth.observe_session_state();
    until(|| observer_later.current() == SessionState::AwaitingChallenge(pending.clone())).await;
    assert_eq!(later.auth.pending_sign_in().await.unwrap(), Some(pending.clone()));
    later.transport.push(FIRST.rotated());
    assert!(later.auth.confirm_sign_in("123456".into(), Default::default()).await.unwrap().is_signed_in());
    assert_eq!(observer_later.current(), signed_in(FIRST));
    assert_eq!(later.auth.pending_sign_in().await.unwrap(), None);

    // A sign-out ends an open challenge.
    let app = TestApp::over(FaultyStore::default());
    let observer = app.auth.observe_session_state();
    app.transport.push(challenge());
    app.auth.sign_in("ann", Some("Password123!".into()), by_password()).await.unwrap();
    app.auth.sign_out(SignOutOptions::default()).await;
    assert_eq!(observer.current(), SIGNED_OUT);
    assert_eq!(app.auth.pending_sign_in().await.unwrap(), None);
}

#[tokio::test]
async fn a_challenge_that_is_too_old_is_not_pending() {
    let app = TestApp::over(FaultyStore::default());
    app.transport.push(challenge());
    app.auth.sign_in("ann", Some("Password123!".into()), by_password()).await.unwrap();
    let later = app.another();
    later.clock.advance_seconds(901);
    assert_eq!(later.auth.pending_sign_in().await.unwrap(), None);
    assert_eq!(later.auth.session_state().await.unwrap(), SIGNED_OUT);
}

#[tokio::test]
async fn the_pending_sign_in_has_an_empty_secret_for_a_totp_set_up() {
    let app = TestApp::over(FaultyStore::default());
    app.transport.push(Step::success(json!({
        "ChallengeName": "MFA_SETUP", "Session": "s",
        "ChallengeParameters": { "MFAS_CAN_SETUP": "[\"SOFTWARE_TOKEN_MFA\"]" },
    })));
    app.transport.push(Step::success(json!({ "SecretCode": "TOTPSECRET", "Session": "s2" })));
    app.auth.sign_in("ann", Some("Password123!".into()), by_password()).await.unwrap();
    let pending = app.auth.pending_sign_in().await.unwrap().unwrap();
    let AuthSignInStep::ContinueSignInWithTotpSetup { details } = pending.next_step else {
        panic!("expected a TOTP set-up")
    };
    assert_eq!(details.shared_secret.expose(), "");
}

#[tokio::test]
async fn each_end_of_a_session_has_its_reason_and_the_user_name() {
    let not_authorized = |text| Step::exception("NotAuthorizedException", text);
    let ends = [
        (not_authorized("Refresh Token has expired"), SessionEndReason::Expired),
        (not_authorized("Refresh Token has been revoked"), SessionEndReason::Revoked),
        (not_authorized("Invalid Refresh Token"), SessionEndReason::Rejected),
        (not_authorized("User is disabled."), SessionEndReason::UserDisabled),
        (not_authorized("User does not exist."), SessionEndReason::UserDeleted),
        (Step::exception("UserNotFoundException", ""), SessionEndReason::UserDeleted),
        (Step::exception("RefreshTokenReuseException", ""), SessionEndReason::Reused),
        (Step::exception("PasswordResetRequiredException", ""), SessionEndReason::PasswordResetRequired),
        (Step::exception("UserNotConfirmedException", ""), SessionEndReason::NotConfirmed),
    ];
    for (refusal, reason) in ends {
        let app = TestApp::with(&FIRST.expired());
        let observer = app.auth.observe_session_state();
        app.transport.push(refusal.clone());
        if reason == SessionEndReason::Reused {
            // The first reuse error may only mean that the request was late.
            assert_eq!(error_code(app.fetch().await), AuthErrorCode::RefreshTokenReuse);
            app.clock.advance_seconds(30);
            app.transport.push(refusal);
        }
        assert_eq!(error_code(app.fetch().await), AuthErrorCode::SessionExpired);
        let ended = SessionState::SignedOut { ended: Some(SessionEnd { reason, username: "ann".into() }) };
        assert_eq!(observer.current(), ended);
        // The app is started again, and still knows the reason, until somebody signs in or out.
        let later = app.another();
        assert_eq!(later.auth.session_state().await.unwrap(), ended);
        later.sign_in(SECOND).await.unwrap();
        later.transport.push(Step::success(json!({})));
        later.auth.sign_out(SignOutOptions::default()).await;
        assert_eq!(later.auth.session_state().await.unwrap(), SIGNED_OUT);
        assert!(app.store.is_empty_apart_from_the_mark(), "{reason:?}");
    }
}

#[tokio::test]
async fn a_process_learns_why_the_service_ended_the_session_in_another_process() {
    let app = TestApp::with(&FIRST.expired());
    assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann");
    let other = app.another();
    other.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has been revoked"));
    assert_eq!(error_code(other.fetch().await), AuthErrorCode::SessionExpired);
    assert_eq!(error_code(app.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    app.expect_events(&[AuthEvent::SessionExpired]).await;
    let ended = SessionEnd { reason: SessionEndReason::Revoked, username: "ann".into() };
    assert_eq!(app.auth.session_state().await.unwrap(), SessionState::SignedOut { ended: Some(ended) });
}

#[tokio::test]
async fn a_sign_out_removes_the_stored_reason_and_user_name_of_an_ended_session() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has expired"));
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::SessionExpired);
    assert!(!app.store.is_empty_apart_from_the_mark());
    assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert!(app.store.is_empty_apart_from_the_mark());
    assert_eq!(app.auth.session_state().await.unwrap(), SIGNED_OUT);
}

#[tokio::test]
async fn a_session_ends_even_if_its_reason_cant_be_stored() {
    let app = TestApp::with(&FIRST.expired());
    app.store.fail_key(".ended", StoreOperation::Save, StoreError::Full);
    app.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has expired"));
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::SessionExpired);
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn the_state_is_unavailable_and_not_signed_out_while_the_store_cant_be_read() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.lock();
    let observer = app.auth.observe_session_state();
    let unavailable = SessionState::Unavailable { code: AuthErrorCode::StoreLocked };
    until(|| observer.current() == unavailable).await;
    assert_eq!(error_code(app.auth.session_state().await), AuthErrorCode::StoreLocked);
    app.unlock();
    assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann");
    assert_eq!(observer.current(), signed_in(FIRST));
    // Once a user is known, a locked store does not change the state.
    app.lock();
    assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann");
    assert_eq!(observer.current(), signed_in(FIRST));
}

#[tokio::test]
async fn the_state_is_unavailable_and_not_signed_out_after_a_refused_user_presence() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.store.fail_at(StoreOperation::Load, StoreError::UserPresenceRefused);
    let observer = app.auth.observe_session_state();
    let refused = AuthErrorCode::StoreUserPresenceRefused;
    until(|| observer.current() == SessionState::Unavailable { code: refused }).await;
    for _ in 0..2 {
        assert_eq!(error_code(app.fetch().await), refused);
        assert_eq!(error_code(app.auth.get_current_user().await), refused);
        assert_eq!(error_code(app.auth.session_state().await), refused);
        let signed_out = app.auth.sign_out(SignOutOptions::default()).await;
        assert!(matches!(signed_out, SignOutResult::Failed(error) if error.code == refused));
    }
    assert_eq!(app.events.heard(), []);
    app.unlock();
    assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann");
    assert_eq!(observer.current(), signed_in(FIRST));
    // This process has the session in memory now, and keeps it after a refused prompt.
    app.store.fail_at(StoreOperation::Load, StoreError::UserPresenceRefused);
    assert!(app.fetch().await.unwrap().is_signed_in);
    assert_eq!(observer.current(), signed_in(FIRST));
    assert!(app.transport.recorded().is_empty());
}

#[tokio::test]
async fn a_challenge_that_cant_be_read_makes_the_state_unavailable() {
    let app = TestApp::over(FaultyStore::default());
    app.store.fail_key(".pending", StoreOperation::Load, StoreError::Locked);
    let observer = app.auth.observe_session_state();
    until(|| observer.current() == SessionState::Unavailable { code: AuthErrorCode::StoreLocked }).await;
    app.unlock();
    assert_eq!(app.auth.session_state().await.unwrap(), SIGNED_OUT);
    assert_eq!(observer.current(), SIGNED_OUT);
}

#[tokio::test]
async fn the_state_is_unavailable_if_the_session_record_is_damaged() {
    let app = TestApp::with(&json!("not a session"));
    let observer = app.auth.observe_session_state();
    until(|| observer.current() == SessionState::Unavailable { code: AuthErrorCode::StoreCorrupt }).await;
    app.sign_in(BOBS).await.unwrap();
    assert_eq!(observer.current(), signed_in(BOBS));
}

/// The app asks for the session first, and observes it later.
#[tokio::test]
async fn an_observer_who_comes_while_a_user_is_signed_in_sees_how_the_session_ends() {
    for is_expired in [false, true] {
        let app = TestApp::with(&FIRST.record(1, NOW));
        app.fetch().await.unwrap();
        let observer = app.auth.observe_session_state();
        if is_expired {
            app.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has expired"));
            assert_eq!(error_code(app.force_refresh().await), AuthErrorCode::SessionExpired);
        } else {
            app.another().auth.sign_out(SignOutOptions::default()).await;
            assert!(!app.fetch().await.unwrap().is_signed_in);
        }
        assert!(matches!(observer.current(), SessionState::SignedOut { .. }), "{:?}", observer.current());
    }
}

#[tokio::test]
async fn the_state_is_unavailable_after_a_sign_out_in_another_process_if_the_challenge_cant_be_read() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.auth.get_current_user().await.unwrap();
    let observer = app.auth.observe_session_state();
    let other = app.another();
    other.transport.push(Step::success(json!({})));
    assert_eq!(other.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    app.store.fail_key(".pending", StoreOperation::Load, StoreError::Locked);
    assert!(!app.fetch().await.unwrap().is_signed_in);
    assert_eq!(observer.current(), SessionState::Unavailable { code: AuthErrorCode::StoreLocked });
    app.unlock();
    app.fetch().await.unwrap();
    assert_eq!(observer.current(), SIGNED_OUT);
}

#[tokio::test]
async fn a_store_that_works_again_ends_the_unavailable_state() {
    let app = TestApp::over(FaultyStore::default());
    app.lock();
    let observer = app.auth.observe_session_state();
    until(|| observer.current() == SessionState::Unavailable { code: AuthErrorCode::StoreLocked }).await;
    app.unlock();
    assert_eq!(error_code(app.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    assert_eq!(observer.current(), SIGNED_OUT);
}

/// The app has seen the user only through an observer.
#[tokio::test]
async fn a_deletion_is_meant_for_the_user_whom_an_observer_has_shown() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    let observer = app.auth.observe_session_state();
    until(|| observer.current() == signed_in(FIRST)).await;
    let other = app.another();
    other.transport.push(Step::success(json!({})));
    other.auth.sign_out(SignOutOptions::default()).await;
    other.sign_in(BOBS).await.unwrap();
    assert_eq!(error_code(app.auth.delete_user().await), AuthErrorCode::UserChanged);
    assert_eq!(observer.current(), signed_in(BOBS));
    app.transport.push(Step::success(json!({})));
    app.auth.delete_user().await.unwrap();
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn a_session_in_memory_stays_if_its_stored_record_becomes_unreadable() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.fetch().await.unwrap();
    let observer = app.auth.observe_session_state();
    app.store.fail_key(".session", StoreOperation::Load, StoreError::Corrupt);
    for _ in 0..2 {
        assert_eq!(app.auth.get_current_user().await.unwrap(), user("ann"));
    }
    assert_eq!(observer.current(), signed_in(FIRST));
    app.expect_events(&[AuthEvent::StorageFailed]).await;
    app.unlock();
    // A refresh writes the record again.
    app.transport.push(SECOND.rotated());
    app.force_refresh().await.unwrap();
    assert_eq!(app.stored_refresh_token(), Some(SECOND.refresh()));
    app.expect_events(&[AuthEvent::TokensRefreshed]).await;
}

#[tokio::test]
async fn a_challenge_that_another_process_has_answered_is_not_pending_after_that_process_signs_out() {
    let app = TestApp::over(FaultyStore::default());
    let observer = app.auth.observe_session_state();
    app.transport.push(challenge());
    app.auth.sign_in("ann", Some("Password123!".into()), by_password()).await.unwrap();
    let other = app.another();
    other.transport.push(FIRST.rotated());
    other.auth.confirm_sign_in("123456".into(), Default::default()).await.unwrap();
    assert_eq!(app.auth.get_current_user().await.unwrap(), user("ann"));
    other.transport.push(Step::success(json!({})));
    other.auth.sign_out(SignOutOptions::default()).await;
    assert_eq!(error_code(app.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    assert_eq!(observer.current(), SIGNED_OUT);
}
