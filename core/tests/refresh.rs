//! The stories of a refresh: one at a time, kept through every fault, and the session ended by the service's word alone.

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
    BOBS, Desk, FIRST, NOW, SECOND, SESSION_KEY, Tokens, access_token, configuration, until,
};
use support::store::{FaultyStore, StoreOperation};
use support::transport::{ScriptedTransport, Step};

#[tokio::test]
async fn fifty_callers_with_expired_tokens_make_one_request() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.repeat(Step::Hang);
    let callers: Vec<_> = (0..50)
        .map(|number| {
            let auth = desk.auth.clone();
            // Some of them insist.
            let options = FetchAuthSessionOptions { force_refresh: number % 5 == 0, ..Default::default() };
            tokio::spawn(async move { auth.fetch_auth_session(options).await.unwrap() })
        })
        .collect();
    desk.hanging(1).await;
    // All others are waiting by now, or will find the new tokens.
    tokio::time::sleep(Duration::from_millis(100)).await;
    desk.transport.release(&SECOND.rotated());
    for session in callers {
        assert_eq!(access_token(&session.await.unwrap()), SECOND.access());
    }
    assert_eq!(desk.transport.operations(), ["GetTokensFromRefreshToken"]);
    desk.expect_events(&[AuthEvent::TokensRefreshed]).await;
}

#[tokio::test]
async fn a_caller_who_goes_away_does_not_stop_the_refresh() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.push(Step::Hang);
    let auth = desk.auth.clone();
    let caller = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
    desk.hanging(1).await;
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    desk.transport.release(&SECOND.rotated());
    desk.expect_events(&[AuthEvent::TokensRefreshed]).await;
    assert!(desk.transport.cancelled().is_empty());
    assert_eq!(access_token(&desk.fetch().await.unwrap()), SECOND.access());
    assert_eq!(desk.transport.recorded().len(), 1);
}

#[tokio::test]
async fn the_deadline_is_the_callers_and_not_the_refreshs() {
    let mut hasty = configuration();
    hasty.deadline_milliseconds = 50;
    let store = FaultyStore::with([(SESSION_KEY.to_owned(), FIRST.expired().to_string().into())]);
    let desk = Desk::made(hasty, Arc::new(store));
    desk.transport.push(Step::Hang);
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::DeadlinePassed);
    desk.transport.release(&SECOND.rotated());
    desk.expect_events(&[AuthEvent::TokensRefreshed]).await;
    assert_eq!(desk.stored_refresh_token(), Some(SECOND.refresh()));
}

#[tokio::test]
async fn closing_does_not_stop_a_refresh_under_way() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.push(Step::Hang);
    let auth = desk.auth.clone();
    let caller = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
    desk.hanging(1).await;
    desk.auth.close().await;
    assert_eq!(caller.await.unwrap().unwrap_err().code, AuthErrorCode::Closed);
    desk.transport.release(&SECOND.rotated());
    until(|| desk.stored_refresh_token() == Some(SECOND.refresh())).await;
}

#[tokio::test]
async fn what_is_not_the_services_word_keeps_the_session() {
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
        let desk = Desk::with(&FIRST.expired());
        desk.transport.repeat(failure);
        assert_eq!(desk.fetch().await.unwrap_err().code, code);
        assert_eq!(desk.auth.get_current_user().await.unwrap().username, "ann", "{code:?}");
        assert_eq!(desk.stored(), Some(FIRST.expired()), "{code:?}");
        assert_eq!(desk.events.heard(), [], "{code:?}");
        desk.transport.repeat(SECOND.refreshed());
        assert_eq!(access_token(&desk.fetch().await.unwrap()), SECOND.access(), "{code:?}");
    }
}

#[tokio::test]
async fn the_services_word_ends_the_session() {
    let words = [
        Step::exception("NotAuthorizedException", "Refresh Token has expired"),
        Step::exception("NotAuthorizedException", "Refresh Token has been revoked"),
        Step::exception("NotAuthorizedException", "Invalid Refresh Token"),
        Step::exception("NotAuthorizedException", "User has been deleted"),
        Step::exception("NotAuthorizedException", "User is disabled."),
        Step::exception("UserNotFoundException", "User does not exist."),
        Step::exception("RefreshTokenReuseException", ""),
    ];
    for word in words {
        let desk = Desk::with(&FIRST.expired());
        desk.transport.push(word);
        assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::SessionExpired);
        desk.expect_events(&[AuthEvent::SessionExpired]).await;
        assert_eq!(desk.stored(), None);
        assert!(!desk.fetch().await.unwrap().is_signed_in);
        assert!(!desk.another().fetch().await.unwrap().is_signed_in);
    }
}

#[tokio::test]
async fn an_end_that_the_store_refuses_to_note_is_no_end_yet() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.repeat(Step::exception("NotAuthorizedException", "Refresh Token has expired"));
    desk.store.fail_at(StoreOperation::Delete, StoreError::Locked);
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::StoreLocked);
    desk.expect_events(&[AuthEvent::StorageFailed]).await;
    desk.unlock();
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::SessionExpired);
    desk.expect_events(&[AuthEvent::SessionExpired]).await;
}

#[tokio::test]
async fn a_rotated_token_that_cant_be_stored_is_never_lost_and_the_former_one_never_used() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.push(SECOND.rotated());
    desk.store.fail_at(StoreOperation::Save, StoreError::Full);
    for _ in 0..3 {
        assert_eq!(desk.force_refresh().await.unwrap_err().code, AuthErrorCode::StoreFull);
    }
    desk.expect_events(&[AuthEvent::StorageFailed]).await;
    assert_eq!(desk.transport.recorded().len(), 1);
    desk.unlock();
    let third = Tokens::of("ann", 3);
    desk.transport.push(third.rotated());
    assert_eq!(access_token(&desk.force_refresh().await.unwrap()), third.access());
    assert_eq!(desk.transport.recorded()[1].body["RefreshToken"], SECOND.refresh());
    assert_eq!(desk.stored_refresh_token(), Some(third.refresh()));
    desk.expect_events(&[AuthEvent::TokensRefreshed, AuthEvent::TokensRefreshed]).await;
}

#[tokio::test]
async fn a_malformed_token_does_not_lose_the_rotated_refresh_token() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.push(Step::success(json!({"AuthenticationResult": {
        "AccessToken": "no JWT", "IdToken": "nor this", "RefreshToken": SECOND.refresh(), "ExpiresIn": 3600,
    }})));
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::MalformedResponse);
    assert_eq!(desk.stored_refresh_token(), Some(SECOND.refresh()));
    desk.transport.push(Tokens::of("ann", 3).refreshed());
    assert_eq!(access_token(&desk.fetch().await.unwrap()), Tokens::of("ann", 3).access());
    assert_eq!(desk.transport.recorded()[1].body["RefreshToken"], SECOND.refresh());
}

#[tokio::test]
async fn an_answer_that_lacks_a_token_does_not_lose_the_rotated_refresh_token() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.push(Step::success(json!({"AuthenticationResult": {
        "AccessToken": SECOND.access(), "RefreshToken": SECOND.refresh(),
    }})));
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::MalformedResponse);
    assert_eq!(desk.stored_refresh_token(), Some(SECOND.refresh()));
}

#[tokio::test]
async fn of_two_refreshes_of_one_session_the_later_one_leaves_the_tokens_of_the_first_valid() {
    let desk = Desk::with(&FIRST.expired());
    let other = desk.another();
    desk.transport.push(Step::Hang);
    let auth = desk.auth.clone();
    let later = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await.unwrap() });
    desk.hanging(1).await;
    other.transport.push(SECOND.rotated());
    assert_eq!(access_token(&other.fetch().await.unwrap()), SECOND.access());

    // Within the grace period the service gives the newest refresh token again.
    desk.transport.release(&SECOND.rotated());
    assert_eq!(access_token(&later.await.unwrap()), SECOND.access());
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(desk.transport.operations(), ["GetTokensFromRefreshToken"]);
}

#[tokio::test]
async fn a_wrong_client_secret_ends_no_session_however_often_it_is_refused() {
    for text in
        ["Unable to verify secret for client client", "Unable to verify secret hash for client client"]
    {
        let desk = Desk::with(&FIRST.expired());
        desk.transport.repeat(Step::exception("NotAuthorizedException", text));
        for _ in 0..3 {
            assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::NotAuthorized);
        }
        assert_eq!(desk.stored(), Some(FIRST.expired()));
    }
}

#[tokio::test]
async fn the_tokens_of_another_user_are_refused() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.push(BOBS.refreshed());
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::MalformedResponse);
    assert_eq!(desk.stored(), Some(FIRST.expired()));
}

/// A refresh of the session of `FIRST` is under way; then its user signs out.
async fn signed_out_during_a_refresh() -> (Desk, tokio::task::JoinHandle<bool>) {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.push(Step::Hang);
    desk.transport.push(Step::success(json!({})));
    let auth = desk.auth.clone();
    let caller =
        tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await.unwrap().is_signed_in });
    desk.hanging(1).await;
    assert_eq!(desk.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert_eq!(desk.transport.operations(), ["GetTokensFromRefreshToken", "RevokeToken"]);
    desk.expect_events(&[AuthEvent::SignedOut]).await;
    (desk, caller)
}

#[tokio::test]
async fn a_refresh_that_ends_after_the_sign_out_is_thrown_away_and_its_token_revoked() {
    let (desk, caller) = signed_out_during_a_refresh().await;
    desk.transport.push(Step::success(json!({})));
    desk.transport.release(&SECOND.rotated());
    assert!(!caller.await.unwrap());
    until(|| desk.transport.recorded().len() == 3).await;
    let last = desk.transport.recorded().pop().unwrap();
    assert_eq!((last.operation.as_str(), &last.body["Token"]), ("RevokeToken", &SECOND.refresh().into()));
    assert_eq!(desk.stored(), None);
    assert!(!desk.fetch().await.unwrap().is_signed_in);
    assert_eq!(desk.events.heard(), []);
}

#[tokio::test]
async fn a_refresh_that_ends_after_a_change_of_user_is_thrown_away() {
    let (desk, caller) = signed_out_during_a_refresh().await;
    desk.sign_in(BOBS).await.unwrap();
    desk.expect_events(&[AuthEvent::SignedIn]).await;
    // The new user does not wait for the former one's refresh.
    assert_eq!(access_token(&desk.fetch().await.unwrap()), BOBS.access());
    desk.transport.push(Step::success(json!({})));
    desk.transport.release(&SECOND.rotated());
    assert!(caller.await.unwrap(), "the caller is told of the session that there is");
    until(|| desk.transport.left() == 0).await;
    assert_eq!(desk.stored_refresh_token(), Some(BOBS.refresh()));
    assert_eq!(access_token(&desk.fetch().await.unwrap()), BOBS.access());
}

#[tokio::test]
async fn the_tokens_that_another_process_brought_are_adopted() {
    let desk = Desk::with(&FIRST.expired());
    assert_eq!(desk.auth.get_current_user().await.unwrap().username, "ann");
    let other = desk.another();
    other.transport.push(SECOND.rotated());
    other.fetch().await.unwrap();
    desk.transport.push(Step::exception("RefreshTokenReuseException", ""));
    assert_eq!(access_token(&desk.fetch().await.unwrap()), SECOND.access());
    assert_eq!(desk.transport.recorded().len(), 1);
    // And it can be refreshed from there.
    let third = Tokens::of("ann", 3);
    desk.transport.push(third.rotated());
    assert_eq!(access_token(&desk.force_refresh().await.unwrap()), third.access());
    assert_eq!(desk.transport.recorded()[1].body["RefreshToken"], SECOND.refresh());
}

#[tokio::test]
async fn a_session_that_another_process_signed_out_does_not_come_back() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.push(Step::Hang);
    let auth = desk.auth.clone();
    let caller = tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await });
    desk.hanging(1).await;
    let other = desk.another();
    other.transport.push(Step::success(json!({})));
    assert_eq!(other.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    desk.transport.push(Step::success(json!({})));
    desk.transport.release(&SECOND.rotated());
    assert!(!caller.await.unwrap().unwrap().is_signed_in);
    assert_eq!(desk.stored(), None);
    until(|| desk.transport.operations().last().is_some_and(|last| last == "RevokeToken")).await;
}

/// A guard that notes what the store held when it began and ended.
struct NotingGuard {
    store: Arc<FaultyStore>,
    notes: Mutex<Vec<String>>,
}

impl NotingGuard {
    fn note(&self, word: &str, name: &str) {
        let stored = String::from_utf8(self.store.entries()[SESSION_KEY].clone()).unwrap();
        let is_new = stored.contains(&SECOND.refresh());
        self.notes.lock().unwrap().push(format!("{word} {name}: {}", if is_new { "new" } else { "old" }));
    }
}

impl ProcessGuard for NotingGuard {
    fn begin(&self, name: String) {
        self.note("begin", &name);
    }

    fn end(&self, name: String) {
        self.note("end", &name);
    }
}

#[tokio::test]
async fn the_guard_holds_from_before_the_request_until_the_tokens_are_stored() {
    let store = Arc::new(FaultyStore::with([(SESSION_KEY.to_owned(), FIRST.expired().to_string().into())]));
    let guard = Arc::new(NotingGuard { store: store.clone(), notes: Mutex::default() });
    let transport: Arc<dyn HttpTransport> = Arc::new(ScriptedTransport::new([SECOND.rotated()]));
    let mut ports = Ports::new(transport, store);
    ports.guard = guard.clone();
    let auth = Auth::new(configuration(), ports).unwrap();
    auth.fetch_auth_session(Default::default()).await.unwrap();
    let expected = [format!("begin {SESSION_KEY}: old"), format!("end {SESSION_KEY}: new")];
    assert_eq!(*guard.notes.lock().unwrap(), expected);
}

#[tokio::test]
async fn a_clock_that_was_set_back_brings_new_tokens() {
    let desk = Desk::with(&FIRST.record(1, NOW));
    desk.clock.advance_seconds(-86_400);
    desk.transport.push(SECOND.refreshed());
    assert_eq!(access_token(&desk.fetch().await.unwrap()), SECOND.access());
    assert_eq!(access_token(&desk.fetch().await.unwrap()), SECOND.access());
    assert_eq!(desk.transport.recorded().len(), 1);
}
