//! The app is killed, or a store fails, at any step of the move. Afterwards it goes on, and nothing is lost.

use std::sync::Arc;

use cognito_auth_core::{AuthErrorCode, StoreError};

use crate::support::former::PHONE;
use crate::support::former::ios::amplify::{AmplifyApp, Method, Release};
use crate::support::store::FaultyStore;
use crate::{MOVED_KEY, ann, current_user, keychain_of, sign_out, start};

/// More calls of the store than a move makes.
const MOST_CALLS: usize = 24;

#[tokio::test]
async fn a_store_that_fails_at_any_call_loses_nothing() {
    for spared in 0..MOST_CALLS {
        let user = ann().of_device(&PHONE);
        let amplify_app = AmplifyApp::of(Release::V2_57);
        let keychain = Arc::new(amplify_app.signed_in(&user, Method::Srp));
        amplify_app.write_device(&keychain, &user.typed, &PHONE);
        let store = Arc::<FaultyStore>::default();
        let app = start(&keychain, &store);
        store.fail_all_after(spared, StoreError::Unavailable);
        match current_user(&app).await {
            Ok(name) => assert_eq!(name, "ann"),
            Err(code) => assert_eq!(code, AuthErrorCode::StoreUnavailable, "{spared}"),
        }
        store.fail(None);
        // The same process, or the next one after a crash.
        let next = if spared % 2 == 0 { start(&keychain, &store) } else { app };
        assert_eq!(current_user(&next).await, Ok("ann".to_owned()), "{spared}");
        assert!(store.entries().keys().any(|key| key.ends_with(".devices")), "{spared}");
    }
}

/// The second process finds the session of the first.
#[tokio::test]
async fn two_processes_that_start_at_the_same_time_take_over_one_session() {
    let keychain = keychain_of(&ann());
    let store = Arc::<FaultyStore>::default();
    let (one, other) = (start(&keychain, &store), start(&keychain, &store));
    let users = tokio::join!(current_user(&one), current_user(&other));
    assert_eq!(users, (Ok("ann".to_owned()), Ok("ann".to_owned())));
    assert!(store.entries().contains_key(MOVED_KEY));
}

/// A process that was about to move in when the other one signed the user out.
#[tokio::test]
async fn a_session_that_another_process_has_signed_out_is_not_taken_over() {
    let keychain = keychain_of(&ann());
    let store = Arc::<FaultyStore>::default();
    let app = start(&keychain, &store);
    assert_eq!(current_user(&app).await, Ok("ann".to_owned()));
    sign_out(&app).await;
    // The mark of the move was not yet there when this process looked.
    store.remove(MOVED_KEY);
    assert_eq!(current_user(&start(&keychain, &store)).await, Err(AuthErrorCode::NotSignedIn));
}
