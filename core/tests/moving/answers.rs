//! What a read of the former library's storage can bring: a session, no session, damaged items, or an error. Only the
//! absence of a session means that nobody was signed in.

use std::sync::Arc;

use cognito_auth_core::{Auth, AuthErrorCode, AuthEvent, MoveWarning, Ports, SessionState, StoreError};

use crate::support::former::ios::amplify::{self, AmplifyApp, Release, SERVICE};
use crate::support::former::ios::{TestKeychain, mobile_client};
use crate::support::sessions::{FIRST, TestApp, configuration};
use crate::support::store::NamedStore;
use crate::{MOVED_KEY, amplify, ann, current_user, first_start, keychain_of, start};

#[tokio::test]
async fn with_an_empty_storage_nobody_is_signed_in_and_nothing_is_reported() {
    let app = first_start(&Arc::default());
    assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn));
    assert_eq!(app.auth.move_report().await.unwrap(), None);
    assert_eq!(app.store.entries().len(), 0);
    assert_eq!(app.events.heard(), []);
}

/// An app may go back to the former library for a while. A session that the former library stores then is taken over
/// afterwards.
#[tokio::test]
async fn an_empty_storage_does_not_settle_the_move() {
    let app = first_start(&Arc::default());
    assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn));
    let next = start(&keychain_of(&ann()), &app.store);
    assert_eq!(current_user(&next).await, Ok("ann".to_owned()));
}

#[tokio::test]
async fn a_user_who_signed_out_in_amplify_stays_out_even_if_older_items_say_otherwise() {
    let keychain = Arc::new(AmplifyApp::of(Release::V2_57).keychain(&amplify::no_credentials()));
    mobile_client::write_current_user(&keychain, "ann");
    mobile_client::write_tokens(&keychain, "ann", &ann());
    let app = first_start(&keychain);
    assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn));
}

/// An app may go back to Amplify for a while.
#[tokio::test]
async fn a_session_that_amplify_stores_after_a_start_that_found_nobody_is_still_taken_over() {
    let keychain = Arc::new(AmplifyApp::of(Release::V2_57).keychain(&amplify::no_credentials()));
    let app = first_start(&keychain);
    assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn));
    assert_eq!(app.auth.move_report().await.unwrap(), None);
    assert_eq!(app.store.entries().len(), 0);
    assert_eq!(current_user(&start(&keychain_of(&ann()), &app.store)).await, Ok("ann".to_owned()));
}

#[tokio::test]
async fn a_damaged_session_is_reported_and_read_again_at_the_next_start() {
    let keychain = keychain_of(&ann());
    let account = AmplifyApp::of(Release::V2_57).session_account();
    let whole = keychain.value(&account);
    keychain.change(&account, |value| value.truncate(value.len() / 2));
    let app = first_start(&keychain);
    assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn));
    app.expect_events(&[AuthEvent::MoveFailed]).await;
    let report = app.auth.move_report().await.unwrap().unwrap();
    assert_eq!((report.source, report.warnings), (None, vec![MoveWarning::UndecodableSession]));
    assert_eq!(app.store.entries().len(), 0);
    keychain.change(&account, |value| value.clone_from(&whole));
    assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn));
    assert_eq!(current_user(&start(&keychain, &app.store)).await, Ok("ann".to_owned()));
}

#[tokio::test]
async fn a_session_without_a_refresh_token_is_reported_and_does_not_settle_the_move() {
    let mut session = AmplifyApp::of(Release::V2_57).session(&ann(), amplify::Method::Srp);
    amplify::data_of(&mut session)["cognitoUserPoolTokens"]["refreshToken"] = "".into();
    let keychain = Arc::new(AmplifyApp::of(Release::V2_57).keychain(&session));
    let app = first_start(&keychain);
    assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn));
    let report = app.auth.move_report().await.unwrap().unwrap();
    assert_eq!((report.source, report.warnings), (None, vec![MoveWarning::IncompleteSession]));
    assert!(!app.store.entries().contains_key(MOVED_KEY));
}

/// Only a new version of the app can have the entitlements that the read needs. Until then, users can sign in again.
#[tokio::test]
async fn a_storage_that_the_app_is_not_allowed_to_use_is_reported() {
    let keychain = keychain_of(&ann());
    keychain.fail(SERVICE, StoreError::Misconfigured);
    let app = first_start(&keychain);
    let report = app.auth.move_report().await.unwrap().unwrap();
    assert_eq!(report.warnings, [MoveWarning::StorageMisconfigured]);
    assert_eq!(app.sign_in(FIRST).await, Ok(()));
}

/// The library reads its own store first.
#[tokio::test]
async fn if_the_store_has_a_session_the_former_storage_is_not_read() {
    let keychain = keychain_of(&ann());
    let app = TestApp::with(&FIRST.record(1, crate::support::sessions::NOW));
    let next = start(&keychain, &app.store);
    assert_eq!(current_user(&next).await, Ok("ann".to_owned()));
    assert_eq!(keychain.reads().len(), 0);
}

/// If only some instances had a former library, the result would depend on which instance reads first.
#[tokio::test]
async fn an_instance_with_a_former_library_is_refused_while_an_instance_without_one_is_open() {
    let store = Arc::default();
    let without = TestApp::named("the place of the move", &store);
    let named = NamedStore { name: "the place of the move".to_owned(), inner: store };
    let mut ports = Ports::new(without.transport.clone(), Arc::new(named));
    ports.former = Some(amplify(&Arc::<TestKeychain>::default()));
    let error = Auth::new(configuration(), ports).unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (AuthErrorCode::ConfigurationMismatch, Some("former")));
}

/// While the former storage can't be read, the state must not say that nobody is signed in.
#[tokio::test]
async fn the_state_is_unavailable_while_the_former_storage_is_locked() {
    let keychain = keychain_of(&ann());
    keychain.fail(SERVICE, StoreError::Locked);
    let app = first_start(&keychain);
    assert!(current_user(&app).await.is_err());
    let observer = app.auth.observe_session_state();
    assert_eq!(observer.current(), SessionState::Unavailable { code: AuthErrorCode::StoreLocked });
}
