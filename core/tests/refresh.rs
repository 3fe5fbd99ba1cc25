//! Refreshes: one runs at a time, no fault loses a token, and only the service ends the session.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cognito_auth_core::{
    Auth, AuthErrorCode, AuthEvent, FetchAuthSessionOptions, HttpTransport, Ports, ProcessGuard,
    SignOutOptions, SignOutResult, StoreError, TransportFailure,
};
use serde_json::json;
use support::sessions::{
    BOBS, FIRST, NOW, SECOND, SESSION_KEY, TestApp, Tokens, access_token, configuration, settle, until,
};
use support::store::{FaultyStore, StoreOperation};
use support::transport::{ScriptedTransport, Step};

#[tokio::test(start_paused = true)]
async fn fifty_callers_with_expired_tokens_make_one_request() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.repeat(Step::Hang);
    let callers: Vec<_> = (0..50)
        .map(|number| {
            let auth = app.auth.clone();
            // Every fifth caller forces a refresh.
            let options = FetchAuthSessionOptions { force_refresh: number % 5 == 0, ..Default::default() };
            tokio::spawn(async move { auth.fetch_auth_session(options).await.unwrap() })
        })
        .collect();
    app.hanging(1).await;
    // The paused clock moves on only when every caller waits. A caller that came later would find the new tokens.
    tokio::time::sleep(Duration::from_millis(100)).await;
    app.transport.release(&SECOND.rotated());
    for session in callers {
        assert_eq!(access_token(&session.await.unwrap()), SECOND.access());
    }
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken"]);
    app.expect_events(&[AuthEvent::TokensRefreshed]).await;
}

#[tokio::test]
async fn dropping_a_call_does_not_stop_its_refresh() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::Hang);
    let auth = app.auth.clone();
    let caller = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
    app.hanging(1).await;
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    app.transport.release(&SECOND.rotated());
    app.expect_events(&[AuthEvent::TokensRefreshed]).await;
    assert!(app.transport.cancelled().is_empty());
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
    assert_eq!(app.transport.recorded().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_callers_deadline_does_not_stop_the_refresh() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::Hang);
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::DeadlinePassed);
    app.transport.release(&SECOND.rotated());
    app.expect_events(&[AuthEvent::TokensRefreshed]).await;
    assert_eq!(app.stored_refresh_token(), Some(SECOND.refresh()));
}

#[tokio::test]
async fn closing_does_not_stop_an_active_refresh() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::Hang);
    let auth = app.auth.clone();
    let caller = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
    app.hanging(1).await;
    app.auth.close().await;
    assert_eq!(caller.await.unwrap().unwrap_err().code, AuthErrorCode::Closed);
    app.transport.release(&SECOND.rotated());
    until(|| app.stored_refresh_token() == Some(SECOND.refresh())).await;
}

#[tokio::test]
async fn a_refresh_that_fails_for_any_reason_but_a_refused_token_keeps_the_session() {
    let failures = [
        (Step::Fail(TransportFailure::Offline), AuthErrorCode::Offline),
        (Step::Fail(TransportFailure::Tls), AuthErrorCode::TlsFailed),
        (Step::Fail(TransportFailure::Other), AuthErrorCode::TransportFailed),
        (Step::Forget, AuthErrorCode::TransportFailed),
        (Step::html(200), AuthErrorCode::MalformedResponse),
        (Step::html(502), AuthErrorCode::ServerError),
        (Step::success(json!({})), AuthErrorCode::MalformedResponse),
        (Step::exception("TooManyRequestsException", "Rate exceeded"), AuthErrorCode::TooManyRequests),
        (Step::exception("InternalErrorException", ""), AuthErrorCode::InternalError),
        (Step::exception("UserLambdaValidationException", ""), AuthErrorCode::UserLambdaValidation),
        (Step::exception("OperationNotEnabledException", ""), AuthErrorCode::OperationNotEnabled),
        (
            Step::exception("ResourceNotFoundException", "User pool client ID does not exist."),
            AuthErrorCode::ResourceNotFound,
        ),
        (Step::exception("NotAuthorizedException", "Something new"), AuthErrorCode::NotAuthorized),
        (Step::exception("SomethingNewException", ""), AuthErrorCode::UnknownServiceException),
    ];
    for (failure, code) in failures {
        let app = TestApp::with(&FIRST.expired());
        app.transport.repeat(failure);
        assert_eq!(app.fetch().await.unwrap_err().code, code);
        assert_eq!(app.auth.get_current_user().await.unwrap().username, "ann", "{code:?}");
        assert_eq!(app.stored(), Some(FIRST.expired()), "{code:?}");
        assert_eq!(app.events.heard(), [], "{code:?}");
        app.transport.repeat(SECOND.refreshed());
        assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access(), "{code:?}");
    }
}

#[tokio::test]
async fn a_refused_refresh_token_ends_the_session() {
    let refusals = [
        Step::exception("NotAuthorizedException", "Refresh Token has expired"),
        Step::exception("NotAuthorizedException", "Refresh Token has been revoked"),
        Step::exception("NotAuthorizedException", "Invalid Refresh Token"),
        Step::exception("NotAuthorizedException", "User has been deleted"),
        Step::exception("NotAuthorizedException", "User is disabled."),
        Step::exception("UserNotFoundException", "User does not exist."),
    ];
    for refusal in refusals {
        let app = TestApp::with(&FIRST.expired());
        app.transport.push(refusal);
        assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::SessionExpired);
        app.expect_events(&[AuthEvent::SessionExpired]).await;
        assert_eq!(app.stored(), None);
        assert!(!app.fetch().await.unwrap().is_signed_in);
        assert!(!app.another().fetch().await.unwrap().is_signed_in);
    }
}

#[tokio::test]
async fn a_session_ends_only_after_the_store_has_removed_it() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.repeat(Step::exception("NotAuthorizedException", "Refresh Token has expired"));
    app.store.fail_at(StoreOperation::Delete, StoreError::Locked);
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::StoreLocked);
    app.expect_events(&[AuthEvent::StorageFailed]).await;
    app.unlock();
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::SessionExpired);
    app.expect_events(&[AuthEvent::SessionExpired]).await;
}

#[tokio::test]
async fn a_rotated_token_that_cant_be_stored_is_kept_in_memory() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(SECOND.rotated());
    app.store.fail_at(StoreOperation::Save, StoreError::Full);
    for _ in 0..3 {
        assert_eq!(app.force_refresh().await.unwrap_err().code, AuthErrorCode::StoreFull);
    }
    app.expect_events(&[AuthEvent::StorageFailed]).await;
    assert_eq!(app.transport.recorded().len(), 1);
    app.unlock();
    let third = Tokens::of("ann", 3);
    app.transport.push(third.rotated());
    assert_eq!(access_token(&app.force_refresh().await.unwrap()), third.access());
    assert_eq!(app.transport.recorded()[1].body["RefreshToken"], SECOND.refresh());
    assert_eq!(app.stored_refresh_token(), Some(third.refresh()));
    app.expect_events(&[AuthEvent::TokensRefreshed, AuthEvent::TokensRefreshed]).await;
}

#[tokio::test]
async fn a_rotated_refresh_token_is_kept_if_the_tokens_beside_it_are_malformed() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::success(json!({"AuthenticationResult": {
        "AccessToken": "no JWT", "IdToken": "nor this", "RefreshToken": SECOND.refresh(), "ExpiresIn": 3600,
    }})));
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::MalformedResponse);
    assert_eq!(app.stored_refresh_token(), Some(SECOND.refresh()));
    app.transport.push(Tokens::of("ann", 3).refreshed());
    assert_eq!(access_token(&app.fetch().await.unwrap()), Tokens::of("ann", 3).access());
    assert_eq!(app.transport.recorded()[1].body["RefreshToken"], SECOND.refresh());
}

#[tokio::test]
async fn a_rotated_refresh_token_is_kept_if_the_id_token_beside_it_is_missing() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::success(json!({"AuthenticationResult": {
        "AccessToken": SECOND.access(), "RefreshToken": SECOND.refresh(),
    }})));
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::MalformedResponse);
    assert_eq!(app.stored_refresh_token(), Some(SECOND.refresh()));
}

#[tokio::test]
async fn a_rotated_refresh_token_is_kept_if_a_member_beside_it_has_the_wrong_type() {
    let result = json!({
        "AccessToken": SECOND.access(), "IdToken": SECOND.access(), "RefreshToken": SECOND.refresh(),
        "ExpiresIn": 3600,
    });
    for (member, odd, is_whole) in [
        ("/AuthenticationResult/AccessToken", json!(7), false),
        ("/AuthenticationResult/AccessToken", json!({ "jwt": [] }), false),
        ("/AuthenticationResult/IdToken", json!([null]), false),
        ("/AuthenticationResult/ExpiresIn", json!("soon"), false),
        ("/AuthenticationResult/ExpiresIn", json!({}), false),
        ("/AuthenticationResult/NewDeviceMetadata", json!("x"), true),
        ("/AuthenticationResult/NewDeviceMetadata", json!({ "DeviceKey": 7 }), true),
        ("/ChallengeName", json!(7), true),
        ("/ChallengeParameters", json!("x"), true),
        ("/AvailableChallenges", json!("x"), true),
        ("/Session", json!(7), true),
    ] {
        let app = TestApp::with(&FIRST.expired());
        let mut answer = json!({ "AuthenticationResult": result });
        let (parent, name) = member.rsplit_once('/').unwrap();
        answer.pointer_mut(parent).unwrap()[name] = odd.clone();
        app.transport.push(Step::success(answer));
        let code = app.fetch().await.err().map(|error| error.code);
        assert_eq!(code, (!is_whole).then_some(AuthErrorCode::MalformedResponse), "{member}: {odd}");
        assert_eq!(app.stored_refresh_token(), Some(SECOND.refresh()), "{member}: {odd}");
    }
}

/// A server without the operation GetTokensFromRefreshToken gets InitiateAuth with REFRESH_TOKEN_AUTH instead. Such a
/// server can rotate refresh tokens too.
#[tokio::test]
async fn a_rotated_refresh_token_is_kept_if_a_token_in_the_response_to_refresh_token_auth_is_malformed() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::exception("UnknownOperationException", ""));
    app.transport.push(Step::success(json!({"AuthenticationResult": {
        "AccessToken": 7, "IdToken": SECOND.access(), "RefreshToken": SECOND.refresh(), "ExpiresIn": 3600,
    }})));
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::MalformedResponse);
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken", "InitiateAuth"]);
    assert_eq!(app.stored_refresh_token(), Some(SECOND.refresh()));
}

#[tokio::test(start_paused = true)]
async fn a_slow_refresh_revokes_no_tokens_if_another_process_has_refreshed_the_session_meanwhile() {
    let app = TestApp::with(&FIRST.expired());
    let other = app.another();
    app.transport.push(Step::Hang);
    let auth = app.auth.clone();
    let later = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await.unwrap() });
    app.hanging(1).await;
    other.transport.push(SECOND.rotated());
    assert_eq!(access_token(&other.fetch().await.unwrap()), SECOND.access());

    // Within the grace period, the service sends the newest refresh token again.
    app.transport.release(&SECOND.rotated());
    assert_eq!(access_token(&later.await.unwrap()), SECOND.access());
    settle().await;
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken"]);
}

#[tokio::test]
async fn a_wrong_client_secret_never_ends_the_session() {
    for text in
        ["Unable to verify secret for client client", "Unable to verify secret hash for client client"]
    {
        let app = TestApp::with(&FIRST.expired());
        app.transport.repeat(Step::exception("NotAuthorizedException", text));
        for _ in 0..3 {
            assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::NotAuthorized);
        }
        assert_eq!(app.stored(), Some(FIRST.expired()));
    }
}

#[tokio::test]
async fn a_refresh_that_brings_tokens_of_another_user_fails_and_keeps_the_session() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(BOBS.refreshed());
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::MalformedResponse);
    assert_eq!(app.stored(), Some(FIRST.expired()));
}

/// Signs the user out while a refresh of the session hangs. Gives the app, and the task of the fetch that refreshes: it
/// returns whether a user is signed in.
async fn signed_out_during_a_refresh() -> (TestApp, tokio::task::JoinHandle<bool>) {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::Hang);
    app.transport.push(Step::success(json!({})));
    let auth = app.auth.clone();
    let caller =
        tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await.unwrap().is_signed_in });
    app.hanging(1).await;
    assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert_eq!(app.transport.operations(), ["GetTokensFromRefreshToken", "RevokeToken"]);
    app.expect_events(&[AuthEvent::SignedOut]).await;
    (app, caller)
}

#[tokio::test]
async fn tokens_of_a_refresh_that_ends_after_a_sign_out_are_revoked_and_not_stored() {
    let (app, caller) = signed_out_during_a_refresh().await;
    app.transport.push(Step::success(json!({})));
    app.transport.release(&SECOND.rotated());
    assert!(!caller.await.unwrap());
    until(|| app.transport.recorded().len() == 3).await;
    let last = app.transport.recorded().pop().unwrap();
    assert_eq!((last.operation.as_str(), &last.body["Token"]), ("RevokeToken", &SECOND.refresh().into()));
    assert_eq!(app.stored(), None);
    assert!(!app.fetch().await.unwrap().is_signed_in);
    assert_eq!(app.events.heard(), []);
}

#[tokio::test]
async fn tokens_of_a_refresh_that_ends_after_a_change_of_user_are_not_stored() {
    let (app, caller) = signed_out_during_a_refresh().await;
    app.sign_in(BOBS).await.unwrap();
    app.expect_events(&[AuthEvent::SignedIn]).await;
    // The new user does not wait for the former user's refresh.
    assert_eq!(access_token(&app.fetch().await.unwrap()), BOBS.access());
    app.transport.push(Step::success(json!({})));
    app.transport.release(&SECOND.rotated());
    assert!(caller.await.unwrap(), "the caller did not get the current session");
    until(|| app.transport.left() == 0).await;
    assert_eq!(app.stored_refresh_token(), Some(BOBS.refresh()));
    assert_eq!(access_token(&app.fetch().await.unwrap()), BOBS.access());
}

#[tokio::test]
async fn tokens_refreshed_by_another_process_during_a_refused_refresh_are_adopted() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::Hang);
    let auth = app.auth.clone();
    let refused = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
    app.hanging(1).await;
    let other = app.another();
    other.transport.push(SECOND.rotated());
    other.fetch().await.unwrap();
    app.transport.release(&Step::exception("RefreshTokenReuseException", ""));
    assert_eq!(access_token(&refused.await.unwrap().unwrap()), SECOND.access());
    assert_eq!(app.transport.recorded().len(), 1);
    // The adopted session can be refreshed.
    let third = Tokens::of("ann", 3);
    app.transport.push(third.rotated());
    assert_eq!(access_token(&app.force_refresh().await.unwrap()), third.access());
    assert_eq!(app.transport.recorded()[1].body["RefreshToken"], SECOND.refresh());
}

#[tokio::test]
async fn a_refresh_during_which_another_process_signs_out_stores_no_session() {
    let app = TestApp::with(&FIRST.expired());
    app.transport.push(Step::Hang);
    let auth = app.auth.clone();
    let caller = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
    app.hanging(1).await;
    let other = app.another();
    other.transport.push(Step::success(json!({})));
    assert_eq!(other.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    app.transport.push(Step::success(json!({})));
    app.transport.release(&SECOND.rotated());
    assert!(!caller.await.unwrap().unwrap().is_signed_in);
    assert_eq!(app.stored(), None);
    until(|| app.transport.operations().last().is_some_and(|last| last == "RevokeToken")).await;
}

/// A guard that records the stored session when it begins and when it ends.
struct RecordingGuard {
    store: Arc<FaultyStore>,
    records: Mutex<Vec<String>>,
}

impl RecordingGuard {
    fn record(&self, call: &str, name: &str) {
        let stored = String::from_utf8(self.store.entries()[SESSION_KEY].clone()).unwrap();
        let is_new = stored.contains(&SECOND.refresh());
        self.records.lock().unwrap().push(format!("{call} {name}: {}", if is_new { "new" } else { "old" }));
    }
}

impl ProcessGuard for RecordingGuard {
    fn begin(&self, name: String) {
        self.record("begin", &name);
    }

    fn end(&self, name: String) {
        self.record("end", &name);
    }
}

#[tokio::test]
async fn the_process_guard_holds_from_before_the_refresh_request_until_the_tokens_are_stored() {
    let store = Arc::new(FaultyStore::with([(SESSION_KEY.to_owned(), FIRST.expired().to_string().into())]));
    let guard = Arc::new(RecordingGuard { store: store.clone(), records: Mutex::default() });
    let transport: Arc<dyn HttpTransport> = Arc::new(ScriptedTransport::new([SECOND.rotated()]));
    let mut ports = Ports::new(transport, store);
    ports.guard = guard.clone();
    let auth = Auth::new(configuration(), ports).unwrap();
    auth.fetch_auth_session(Default::default()).await.unwrap();
    let expected = [format!("begin {SESSION_KEY}: old"), format!("end {SESSION_KEY}: new")];
    assert_eq!(*guard.records.lock().unwrap(), expected);
}

#[tokio::test]
async fn valid_tokens_are_refreshed_once_if_the_devices_clock_was_set_back() {
    let app = TestApp::with(&FIRST.record(1, NOW));
    app.clock.advance_seconds(-86_400);
    app.transport.push(SECOND.refreshed());
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
    assert_eq!(access_token(&app.fetch().await.unwrap()), SECOND.access());
    assert_eq!(app.transport.recorded().len(), 1);
}
