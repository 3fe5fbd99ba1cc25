//! The end of the move: the former library's items stay byte for byte until the app says that the move is finished.

use std::sync::Arc;

use cognito_auth_core::{AuthErrorCode, StoreError};

use crate::support::former::ios::amplify::{AmplifyApp, Method, Release, SERVICE};
use crate::support::former::ios::{TestKeychain, mobile_client};
use crate::support::former::{FormerUser, PHONE};
use crate::support::sessions::{FIRST, TestApp};
use crate::{ann, current_user, first_start, keychain_of, sign_out, start};

/// A Keychain with items of Amplify, of AWSMobileClient, of another user pool and of the app itself.
fn full_keychain() -> Arc<TestKeychain> {
    let user = ann().of_device(&PHONE);
    let amplify_app = AmplifyApp::of(Release::V2_57);
    let keychain = amplify_app.signed_in(&user, Method::Srp);
    amplify_app.write_device(&keychain, &user.typed, &PHONE);
    amplify_app.write_fingerprint(&keychain, &user.typed, "fingerprint");
    mobile_client::write_current_user(&keychain, "ann");
    mobile_client::write_tokens(&keychain, "ann", &ann());
    mobile_client::write_device(&keychain, "ann", &PHONE);
    keychain.put(SERVICE, None, "amplify.eu-central-1_Another00.session", "another pool's");
    keychain.put("com.example.app", None, "password", "the app's own");
    Arc::new(keychain)
}

#[tokio::test]
async fn nothing_is_changed_before_the_move_is_finished() {
    let keychain = full_keychain();
    let before = keychain.contents();
    let app = first_start(&keychain);
    app.transport.push(FIRST.rotated());
    app.fetch().await.unwrap();
    sign_out(&app).await;
    assert_eq!(keychain.contents(), before);
}

#[tokio::test]
async fn the_end_of_the_move_removes_only_the_items_of_the_configured_pools() {
    let keychain = full_keychain();
    let app = first_start(&keychain);
    app.auth.finish_move().await.unwrap();
    let left: Vec<_> = keychain.accounts().into_iter().map(|(_, _, account)| account).collect();
    assert_eq!(left, ["amplify.eu-central-1_Another00.session", "authConfiguration", "password"]);
    assert_eq!(current_user(&app).await, Ok("ann".to_owned()));
    assert_eq!(current_user(&start(&keychain, &app.store)).await, Ok("ann".to_owned()));
}

/// Before a sign-in with this library, `finish_move` would remove the only session of the user.
#[tokio::test]
async fn a_move_that_failed_can_be_finished_only_after_a_sign_in() {
    let keychain = keychain_of(&ann());
    let account = AmplifyApp::of(Release::V2_57).session_account();
    keychain.change(&account, |value| value.truncate(20));
    let before = keychain.contents();
    let app = first_start(&keychain);
    assert_eq!(app.auth.finish_move().await.unwrap_err().code, AuthErrorCode::MoveIncomplete);
    assert_eq!(keychain.contents(), before);
    app.sign_in(FIRST).await.unwrap();
    app.auth.finish_move().await.unwrap();
    assert!(!keychain.accounts().iter().any(|(_, _, name)| *name == account));
}

#[tokio::test]
async fn if_the_former_storage_fails_the_move_can_be_finished_later() {
    let keychain = keychain_of(&ann());
    let app = first_start(&keychain);
    assert_eq!(current_user(&app).await, Ok("ann".to_owned()));
    keychain.fail(SERVICE, StoreError::Locked);
    assert_eq!(app.auth.finish_move().await.unwrap_err().code, AuthErrorCode::StoreLocked);
    keychain.succeed();
    app.auth.finish_move().await.unwrap();
    assert_eq!(keychain.accounts().len(), 1);
}

#[tokio::test]
async fn without_a_former_library_there_is_nothing_to_finish() {
    let app = TestApp::with(&FIRST.expired());
    app.auth.finish_move().await.unwrap();
}

#[tokio::test]
async fn a_move_can_be_finished_again() {
    let moved = first_start(&keychain_of(&FormerUser::bob()));
    moved.auth.finish_move().await.unwrap();
    moved.auth.finish_move().await.unwrap();
}
