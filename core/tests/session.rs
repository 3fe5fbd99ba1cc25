//! The stories of a session: who is signed in, signing out, and what the store can do to both.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use cognito_auth_core::{
    Auth, AuthErrorCode, AuthEvent, Ports, SecureStore, SignOutOptions, SignOutResult, StoreError,
    TransportFailure,
};
use serde_json::json;
use support::sessions::{BOBS, Desk, FIRST, NOW, SECOND, SESSION_KEY, configuration, until};
use support::store::{FaultyStore, StoreOperation};
use support::transport::{ScriptedTransport, Step};

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
async fn a_session_that_is_over_cant_end_those_elsewhere_and_says_so() {
    let desk = Desk::with(&FIRST.expired());
    desk.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has expired"));
    let everywhere = SignOutOptions { global_sign_out: true };
    let SignOutResult::Partial { global_sign_out_error: Some(error), .. } =
        desk.auth.sign_out(everywhere).await
    else {
        panic!("the sign-out everywhere counts as complete")
    };
    assert_eq!(error.code, AuthErrorCode::SessionExpired);
    assert_eq!(desk.stored(), None);
}

#[tokio::test]
async fn a_sign_in_that_cant_be_stored_is_none_and_its_token_is_revoked() {
    let desk = Desk::over(FaultyStore::default());
    desk.store.fail_at(StoreOperation::Save, StoreError::Locked);
    desk.transport.repeat(Step::success(json!({})));
    assert_eq!(desk.sign_in(FIRST).await, Err(AuthErrorCode::StoreLocked));
    desk.unlock();
    assert!(!desk.fetch().await.unwrap().is_signed_in);
    until(|| desk.transport.operations() == ["InitiateAuth", "RevokeToken"]).await;
    assert_eq!(desk.events.heard(), []);
}

#[tokio::test]
async fn a_second_user_has_to_wait_for_the_first_to_sign_out() {
    let desk = Desk::with(&FIRST.record(1, NOW));
    assert_eq!(desk.sign_in(BOBS).await, Err(AuthErrorCode::AlreadySignedIn));
    assert!(desk.transport.recorded().is_empty());
}

#[tokio::test]
async fn each_unreadable_record_is_kept_aside_and_none_is_read_as_signed_out() {
    let desk = Desk::over(FaultyStore::with([(SESSION_KEY.to_owned(), b"{cut short".to_vec())]));
    for _ in 0..2 {
        assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
        assert_eq!(desk.auth.get_current_user().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
    }
    desk.expect_events(&[AuthEvent::StorageFailed]).await;
    // The next start of the app finds the same, and keeps no second copy.
    assert_eq!(desk.another().fetch().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
    assert_eq!(desk.store.entries().len(), 2);

    desk.sign_in(FIRST).await.unwrap();
    desk.store.save(SESSION_KEY.to_owned(), b"damaged again".to_vec()).unwrap();
    assert_eq!(desk.another().fetch().await.unwrap_err().code, AuthErrorCode::StoreCorrupt);
    let entries = desk.store.entries();
    assert_eq!(entries[&format!("{SESSION_KEY}.aside")], b"{cut short");
    assert_eq!(entries[&format!("{SESSION_KEY}.aside.2")], b"damaged again");
}

#[tokio::test]
async fn a_sign_out_leaves_no_record_kept_aside_even_if_the_first_one_stopped_halfway() {
    let desk = Desk::with(&FIRST.record(1, NOW));
    for place in [".aside", ".aside.2"] {
        desk.store.save(format!("{SESSION_KEY}{place}"), b"a former session".to_vec()).unwrap();
    }
    desk.transport.repeat(Step::success(json!({})));
    // The open question's place and one place aside.
    desk.store.fail_after(2, StoreOperation::Delete, StoreError::Locked);
    assert!(matches!(desk.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Failed(_)));
    assert!(desk.stored().is_some());
    desk.unlock();
    assert_eq!(desk.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    assert!(desk.store.entries().is_empty());
}

#[tokio::test]
async fn an_unreadable_record_is_not_given_up_before_it_is_kept_aside() {
    let desk = Desk::over(FaultyStore::with([(SESSION_KEY.to_owned(), b"{cut short".to_vec())]));
    desk.store.fail_at(StoreOperation::Save, StoreError::Full);
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::StoreFull);
    assert_eq!(desk.sign_in(FIRST).await, Err(AuthErrorCode::StoreFull));
    assert_eq!(desk.store.entries()[SESSION_KEY], b"{cut short");
}

#[tokio::test]
async fn a_record_whose_key_is_lost_is_said_to_be_until_somebody_signs_in_or_out() {
    let desk = Desk::with(&FIRST.record(1, NOW));
    desk.store.fail_at(StoreOperation::Load, StoreError::Unrecoverable);
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::StoreUnrecoverable);
    assert_eq!(desk.fetch().await.unwrap_err().code, AuthErrorCode::StoreUnrecoverable);
    desk.expect_events(&[AuthEvent::StorageFailed]).await;
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
