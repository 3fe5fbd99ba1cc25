//! The stories of a session: kept through every fault, ended by nothing but a sign-out and the service's word.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cognito_auth_core::{
    Auth, AuthErrorCode, AuthEvent, FetchAuthSessionOptions, HttpTransport, Ports, ProcessGuard, SecureStore,
    SignInOptions, SignOutOptions, SignOutResult, StoreError, TransportFailure,
};
use serde_json::json;
use support::sessions::{Desk, NOW, SESSION_KEY, Tokens, access_token, configuration, until};
use support::store::{FaultyStore, StoreOperation};
use support::transport::{ScriptedTransport, Step};

const FIRST: Tokens = Tokens { user: "ann", serial: 1 };
const SECOND: Tokens = Tokens { user: "ann", serial: 2 };
const BOBS: Tokens = Tokens { user: "bob", serial: 3 };

fn by_password() -> SignInOptions {
    SignInOptions { flow: Some(cognito_auth_core::AuthFlowType::UserPassword), ..SignInOptions::default() }
}

async fn sign_in(desk: &Desk, tokens: Tokens) -> Result<(), AuthErrorCode> {
    desk.transport.push(tokens.rotated());
    let signed_in = desk.auth.sign_in(tokens.user, Some("Password123!".into()), by_password()).await;
    signed_in.map(|result| assert!(result.is_signed_in())).map_err(|error| error.code)
}

#[tokio::test]
async fn a_new_instance_touches_neither_the_store_nor_the_network() {
    let desk = Desk::with(&FIRST.expired());
    assert_eq!(desk.store.calls(), 0);
    assert!(desk.transport.recorded().is_empty());
}

#[tokio::test]
async fn the_store_is_read_once_however_many_ask() {
    let desk = Desk::with(&FIRST.record(1, NOW));
    let asked: Vec<_> = (0..50)
        .map(|_| {
            let auth = desk.auth.clone();
            tokio::spawn(async move { auth.get_current_user().await.unwrap() })
        })
        .collect();
    for user in asked {
        assert_eq!(user.await.unwrap().username, "ann");
    }
    assert_eq!(desk.store.calls(), 1);
}

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
    desk.expect_events(&[AuthEvent::StorageTrouble]).await;
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
    desk.expect_events(&[AuthEvent::StorageTrouble]).await;
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
    sign_in(&desk, BOBS).await.unwrap();
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
async fn a_sign_in_that_cant_be_stored_is_none_and_its_token_is_revoked() {
    let desk = Desk::over(FaultyStore::default());
    desk.store.fail_at(StoreOperation::Save, StoreError::Locked);
    desk.transport.repeat(Step::success(json!({})));
    assert_eq!(sign_in(&desk, FIRST).await, Err(AuthErrorCode::StoreLocked));
    desk.unlock();
    assert!(!desk.fetch().await.unwrap().is_signed_in);
    until(|| desk.transport.operations() == ["InitiateAuth", "RevokeToken"]).await;
    assert_eq!(desk.events.heard(), []);
}

#[tokio::test]
async fn a_second_user_has_to_wait_for_the_first_to_sign_out() {
    let desk = Desk::with(&FIRST.record(1, NOW));
    assert_eq!(sign_in(&desk, BOBS).await, Err(AuthErrorCode::AlreadySignedIn));
    assert!(desk.transport.recorded().is_empty());
}

#[tokio::test]
async fn each_unreadable_record_is_kept_aside_and_none_is_read_as_signed_out() {
    let desk = Desk::over(FaultyStore::with([(SESSION_KEY.to_owned(), b"{cut short".to_vec())]));
    for _ in 0..2 {
        assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
        assert_eq!(desk.auth.get_current_user().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
    }
    desk.expect_events(&[AuthEvent::StorageTrouble]).await;
    // The next start of the app finds the same, and keeps no second copy.
    assert_eq!(desk.another().fetch().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
    assert_eq!(desk.store.entries().len(), 2);

    sign_in(&desk, FIRST).await.unwrap();
    desk.store.save(SESSION_KEY.to_owned(), b"damaged again".to_vec()).unwrap();
    assert_eq!(desk.another().fetch().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
    let entries = desk.store.entries();
    assert_eq!(entries[&format!("{SESSION_KEY}.aside")], b"{cut short");
    assert_eq!(entries[&format!("{SESSION_KEY}.aside.2")], b"damaged again");
}

#[tokio::test]
async fn an_unreadable_record_is_not_given_up_before_it_is_kept_aside() {
    let desk = Desk::over(FaultyStore::with([(SESSION_KEY.to_owned(), b"{cut short".to_vec())]));
    desk.store.fail_at(StoreOperation::Save, StoreError::Full);
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::StoreFull);
    assert_eq!(sign_in(&desk, FIRST).await, Err(AuthErrorCode::StoreFull));
    assert_eq!(desk.store.entries()[SESSION_KEY], b"{cut short");
}

#[tokio::test]
async fn a_record_whose_key_is_lost_is_said_to_be_until_somebody_signs_in_or_out() {
    let desk = Desk::with(&FIRST.record(1, NOW));
    desk.store.fail_at(StoreOperation::Load, StoreError::Unrecoverable);
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::StoreUnrecoverable);
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::StoreUnrecoverable);
    desk.expect_events(&[AuthEvent::StorageTrouble]).await;
    desk.unlock();
    assert_eq!(desk.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert!(!desk.fetch().await.unwrap().is_signed_in);
    assert_eq!(desk.stored(), None);
}

#[tokio::test]
async fn a_sign_out_everywhere_after_an_hour_asks_for_a_token_that_is_good_for_it() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.push(SECOND.refreshed());
    desk.transport.push(Step::success(json!({})));
    let everywhere = SignOutOptions { global_sign_out: true };
    assert_eq!(desk.auth.sign_out(everywhere).await, SignOutResult::Complete);
    assert_eq!(desk.transport.operations(), ["GetTokensFromRefreshToken", "GlobalSignOut"]);
    assert_eq!(desk.transport.recorded()[1].body["AccessToken"], SECOND.access());
    assert_eq!(desk.stored(), None);
    desk.expect_events(&[AuthEvent::TokensRefreshed, AuthEvent::SignedOut]).await;
}

#[tokio::test]
async fn a_sign_out_everywhere_waits_for_the_refresh_under_way_and_uses_no_spent_token() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.push(Step::Hang);
    desk.transport.push(Step::success(json!({})));
    let fetching = tokio::spawn({
        let auth = desk.auth.clone();
        async move { auth.fetch_auth_session(Default::default()).await }
    });
    desk.hanging(1).await;
    let signing_out = tokio::spawn({
        let auth = desk.auth.clone();
        async move { auth.sign_out(SignOutOptions { global_sign_out: true }).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    desk.transport.release(&SECOND.rotated());
    fetching.await.unwrap().unwrap();
    assert_eq!(signing_out.await.unwrap(), SignOutResult::Complete);
    assert_eq!(desk.transport.operations(), ["GetTokensFromRefreshToken", "GlobalSignOut"]);
    assert_eq!(desk.transport.recorded()[1].body["AccessToken"], SECOND.access());
    assert_eq!(desk.stored(), None);
}

#[tokio::test]
async fn a_sign_out_everywhere_without_a_network_is_done_here_at_least() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.repeat(Step::Fail(TransportFailure::Offline));
    let everywhere = SignOutOptions { global_sign_out: true };
    let SignOutResult::Partial { revoke_token_error, global_sign_out_error, .. } =
        desk.auth.sign_out(everywhere).await
    else {
        panic!("the service was told nothing")
    };
    assert_eq!(revoke_token_error.unwrap().code, AuthErrorCode::Offline);
    assert_eq!(global_sign_out_error.unwrap().code, AuthErrorCode::Offline);
    assert_eq!(desk.stored(), None);
    assert_eq!(desk.transport.operations(), ["GetTokensFromRefreshToken", "RevokeToken"]);
}

#[tokio::test]
async fn a_sign_out_that_fails_everywhere_is_done_here_at_least() {
    let desk = Desk::with(&FIRST.record(1, NOW));
    desk.transport.push(Step::exception("TooManyRequestsException", "Rate exceeded"));
    desk.transport.repeat(Step::exception("TooManyRequestsException", "Rate exceeded"));
    let everywhere = SignOutOptions { global_sign_out: true };
    let SignOutResult::Partial { revoke_token_error, global_sign_out_error, hosted_ui_error } =
        desk.auth.sign_out(everywhere).await
    else {
        panic!("the service was told nothing")
    };
    assert_eq!(revoke_token_error.unwrap().code, AuthErrorCode::TooManyRequests);
    assert_eq!(global_sign_out_error.unwrap().code, AuthErrorCode::TooManyRequests);
    assert_eq!(hosted_ui_error, None);
    assert_eq!(desk.stored(), None);
}

#[tokio::test]
async fn a_sign_out_answers_in_time_and_goes_on_without_its_caller() {
    let mut hasty = configuration();
    hasty.deadline_milliseconds = 100;
    let store = FaultyStore::with([(SESSION_KEY.to_owned(), FIRST.record(1, NOW).to_string().into())]);
    let desk = Desk::made(hasty, Arc::new(store));
    desk.transport.push(Step::Hang);
    let SignOutResult::Partial { revoke_token_error: Some(error), .. } =
        desk.auth.sign_out(SignOutOptions::default()).await
    else {
        panic!("the token was not revoked in time")
    };
    assert_eq!(error.code, AuthErrorCode::DeadlinePassed);
    assert_eq!(desk.stored(), None);
    assert!(desk.transport.cancelled().is_empty(), "the revocation goes on");
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

/// A store that breaks its promises.
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
async fn a_store_that_panics_is_one_that_cant_be_reached() {
    let transport = Arc::<ScriptedTransport>::default();
    let auth = Auth::new(configuration(), Ports::new(transport, Arc::new(PanickingStore))).unwrap();
    let error = auth.fetch_auth_session(Default::default()).await.unwrap_err();
    assert_eq!(error.code, AuthErrorCode::StoreUnavailable);
    let SignOutResult::Failed(error) = auth.sign_out(SignOutOptions::default()).await else {
        panic!("nothing was removed")
    };
    assert_eq!(error.code, AuthErrorCode::StoreUnavailable);
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
