//! A move happens once: the former library's items never sign in a user who signed out with this library.

use std::sync::Arc;

use cognito_auth_core::{Accounts, AuthErrorCode, Ports, SignOutResult, StoreError};

use crate::support::sessions::{BOBS, FIRST, SECOND, TestApp, configuration};
use crate::support::store::{FaultyStore, GatedStore, StoreOperation};
use crate::support::transport::Step;
use crate::{MOVED_KEY, amplify, ann, current_user, first_start, keychain_of, sign_out, start};

#[tokio::test]
async fn a_user_who_signs_out_after_the_move_stays_out() {
    let keychain = keychain_of(&ann());
    let app = first_start(&keychain);
    assert_eq!(current_user(&app).await, Ok("ann".to_owned()));
    sign_out(&app).await;
    assert_eq!(current_user(&start(&keychain, &app.store)).await, Err(AuthErrorCode::NotSignedIn));
}

/// Another user signed in before the former library's items could be taken over.
#[tokio::test]
async fn after_a_sign_in_with_this_library_nothing_is_taken_over() {
    let app = first_start(&Arc::default());
    app.sign_in(BOBS).await.unwrap();
    sign_out(&app).await;
    assert_eq!(current_user(&start(&keychain_of(&ann()), &app.store)).await, Err(AuthErrorCode::NotSignedIn));
}

/// An earlier version of the app used this library without the move.
#[tokio::test]
async fn a_sign_out_of_a_session_from_before_the_move_settles_the_move() {
    let keychain = keychain_of(&ann());
    let store = Arc::<FaultyStore>::default();
    let earlier = TestApp::made(configuration(), store.clone());
    earlier.sign_in(BOBS).await.unwrap();
    let app = start(&keychain, &store);
    sign_out(&app).await;
    assert_eq!(current_user(&start(&keychain, &store)).await, Err(AuthErrorCode::NotSignedIn));
}

#[tokio::test]
async fn a_session_that_the_service_ends_is_not_taken_over_again() {
    let keychain = keychain_of(&ann());
    let app = first_start(&keychain);
    app.transport.push(Step::exception("NotAuthorizedException", "Refresh Token has been revoked"));
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::SessionExpired);
    assert_eq!(current_user(&start(&keychain, &app.store)).await, Err(AuthErrorCode::NotSignedIn));
}

/// The refresh has replaced the former library's tokens.
#[tokio::test]
async fn after_a_refresh_a_later_start_uses_the_stored_session_and_not_the_former_one() {
    let keychain = keychain_of(&ann());
    let app = first_start(&keychain);
    app.transport.push(FIRST.rotated());
    app.fetch().await.unwrap();
    let next = start(&keychain, &app.store);
    next.transport.push(SECOND.rotated());
    next.force_refresh().await.unwrap();
    assert_eq!(next.transport.recorded()[0].body["RefreshToken"], FIRST.refresh());
}

/// Without the mark of a settled move, a start after the sign-out would sign the user in again.
#[tokio::test]
async fn a_sign_out_that_can_not_settle_the_move_fails() {
    let keychain = keychain_of(&ann());
    let app = first_start(&keychain);
    app.store.fail_key(MOVED_KEY, StoreOperation::Save, StoreError::Unavailable);
    assert_eq!(current_user(&app).await, Ok("ann".to_owned()));
    let result = app.auth.sign_out(Default::default()).await;
    assert!(matches!(result, SignOutResult::Failed(_)), "{result:?}");
    app.store.fail(None);
    assert_eq!(current_user(&app).await, Ok("ann".to_owned()));
    sign_out(&app).await;
    assert_eq!(current_user(&start(&keychain, &app.store)).await, Err(AuthErrorCode::NotSignedIn));
}

#[tokio::test]
async fn a_purge_settles_the_move() {
    let keychain = keychain_of(&ann());
    let app = first_start(&keychain);
    assert_eq!(current_user(&app).await, Ok("ann".to_owned()));
    let mut ports = Ports::new(app.transport.clone(), app.store.clone());
    ports.former = Some(amplify(&keychain));
    Accounts::new(configuration(), ports).unwrap().purge(None).await.unwrap();
    assert_eq!(current_user(&start(&keychain, &app.store)).await, Err(AuthErrorCode::NotSignedIn));
}

/// Another process moves in between this process's reads of the session and of the mark.
#[tokio::test]
async fn a_start_finds_the_session_that_another_process_takes_over_meanwhile() {
    let (keychain, store) = (keychain_of(&ann()), Arc::<FaultyStore>::default());
    let gate = Arc::new(GatedStore::before(Arc::clone(&store)));
    gate.hold(StoreOperation::Load);
    let former = amplify(&keychain);
    let late = TestApp::of_ports(configuration(), Arc::clone(&store), gate.clone(), |ports| {
        ports.former = Some(former);
    });
    let call = tokio::spawn(async move { current_user(&late).await });
    gate.held().await;
    assert_eq!(current_user(&start(&keychain, &store)).await, Ok("ann".to_owned()));
    gate.let_go();
    assert_eq!(call.await.unwrap(), Ok("ann".to_owned()));
}
