//! Whole moves on Apple's platforms and on Android, from every form in which a former library stored a session.

use std::sync::Arc;

use cognito_auth_core::{
    AuthConfiguration, AuthErrorCode, AuthEvent, FormerLibrary, FormerStorage, IdentityPoolConfiguration,
    MoveWarning, SessionState, StoreError,
};
use serde_json::json;

use crate::devices::{Device, FORMS, Item, is_of_no_pool};
use crate::support::former::android::Phone;
use crate::support::former::android::amplify::{self, Amplify};
use crate::support::former::android::mobile_client::{MobileClient, TOKENS, token};
use crate::support::former::ios::mobile_client::{self, token_account};
use crate::support::former::{IDENTITY, PHONE};
use crate::support::identity::POOL;
use crate::support::sessions::{FIRST, TestApp, access_token, configuration};
use crate::support::store::FaultyStore;
use crate::{MOVED_KEY, ann, current_user, json_of, sign_out};

/// A start of the app on this device, over this store.
fn start(device: &Device, store: &Arc<FaultyStore>) -> TestApp {
    TestApp::moving_from(device.library(), store)
}

fn first_start(device: &Device) -> TestApp {
    start(device, &Arc::default())
}

#[tokio::test]
async fn a_user_is_signed_in_after_the_move_and_stays_out_after_a_sign_out() {
    for form in FORMS {
        let device = form.signed_in(&ann(), false);
        let app = first_start(&device);
        assert_eq!(current_user(&app).await, Ok("ann".to_owned()), "{form:?}");
        app.expect_events(&[AuthEvent::MovedIn]).await;
        let report = app.auth.move_report().await.unwrap().unwrap();
        assert_eq!((report.source, report.warnings), (Some(form.source()), vec![]), "{form:?}");
        app.transport.push(FIRST.rotated());
        assert_eq!(access_token(&app.fetch().await.unwrap()), FIRST.access(), "{form:?}");
        assert_eq!(app.transport.recorded()[0].body["RefreshToken"], ann().refresh_token(), "{form:?}");
        sign_out(&app).await;
        let next = start(&device, &app.store);
        assert_eq!(current_user(&next).await, Err(AuthErrorCode::NotSignedIn), "{form:?}");
    }
}

#[tokio::test]
async fn a_session_that_began_on_web_pages_still_says_so_after_the_move() {
    for form in FORMS {
        for is_web in [false, true] {
            let app = first_start(&form.signed_in(&ann(), is_web));
            assert_eq!(current_user(&app).await, Ok("ann".to_owned()), "{form:?}");
            assert_eq!(app.stored().unwrap().get("web").is_some(), is_web, "{form:?}");
        }
    }
}

#[tokio::test]
async fn after_the_move_the_device_is_remembered_and_the_refresh_names_it() {
    for form in FORMS {
        let user = ann().of_device(&PHONE);
        let device = form.signed_in(&user, false);
        device.remember(&user, &PHONE);
        let app = first_start(&device);
        assert_eq!(app.auth.move_report().await.unwrap().unwrap().devices, 1, "{form:?}");
        app.transport.push(FIRST.rotated_of_device(PHONE.key));
        app.fetch().await.unwrap();
        assert_eq!(app.transport.recorded()[0].body["DeviceKey"], PHONE.key, "{form:?}");
        let stored = json_of(&app.store, ".devices");
        let stored = &stored["devices"][0];
        assert_eq!((&stored["username"], &stored["key"]), (&json!("ann"), &json!(PHONE.key)), "{form:?}");
        assert_eq!(stored["password"], json!(PHONE.password), "{form:?}");
    }
}

/// The storage is locked before the first unlock of the device, for example.
#[tokio::test]
async fn a_locked_storage_signs_nobody_out_and_a_later_call_takes_the_session_over() {
    for form in FORMS {
        for (error, code) in [
            (StoreError::Locked, AuthErrorCode::StoreLocked),
            (StoreError::Unavailable, AuthErrorCode::StoreUnavailable),
        ] {
            let device = form.signed_in(&ann(), false);
            device.fail(error);
            let app = first_start(&device);
            assert_eq!(current_user(&app).await, Err(code), "{form:?}");
            assert_eq!(app.fetch().await.unwrap_err().code, code, "{form:?}");
            assert!(app.auth.session_state().await.is_err(), "{form:?}");
            assert_eq!(app.sign_in(FIRST).await, Err(code), "{form:?}");
            assert_eq!(app.auth.finish_move().await.unwrap_err().code, code, "{form:?}");
            assert_eq!(app.store.entries().len(), 0, "{form:?}");
            device.succeed();
            assert_eq!(current_user(&app).await, Ok("ann".to_owned()), "{form:?}");
        }
    }
}

#[tokio::test]
async fn a_lost_key_is_reported_and_the_user_can_sign_in() {
    for form in FORMS {
        let device = form.signed_in(&ann(), false);
        let before = device.items();
        device.fail(StoreError::Unrecoverable);
        let app = first_start(&device);
        assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn), "{form:?}");
        app.expect_events(&[AuthEvent::MoveFailed]).await;
        let report = app.auth.move_report().await.unwrap().unwrap();
        assert_eq!((report.source, report.warnings), (None, vec![MoveWarning::KeyLost]), "{form:?}");
        assert!(!app.store.entries().contains_key(MOVED_KEY), "{form:?}");
        let finished = app.auth.finish_move().await.unwrap_err().code;
        assert_eq!(finished, AuthErrorCode::MoveIncomplete, "{form:?}");
        assert_eq!(device.items(), before, "{form:?}");
        assert_eq!(app.sign_in(FIRST).await, Ok(()), "{form:?}");
        device.succeed();
        app.auth.finish_move().await.unwrap();
        assert!(device.items().iter().all(is_of_no_pool), "{form:?}");
    }
}

#[tokio::test]
async fn the_end_of_the_move_removes_only_what_belongs_to_the_configured_pools() {
    for form in FORMS {
        let user = ann().of_device(&PHONE);
        let device = form.signed_in(&user, false);
        device.remember(&user, &PHONE);
        let own = device.items();
        device.put_others();
        let before = device.items();
        let app = first_start(&device);
        assert_eq!(current_user(&app).await, Ok("ann".to_owned()), "{form:?}");
        assert_eq!(device.items(), before, "{form:?}");
        app.auth.finish_move().await.unwrap();
        let is_kept = |item: &Item| !own.contains(item) || is_of_no_pool(item);
        let kept: Vec<_> = before.into_iter().filter(is_kept).collect();
        assert_eq!(device.items(), kept, "{form:?}");
        assert_eq!(current_user(&start(&device, &app.store)).await, Ok("ann".to_owned()), "{form:?}");
    }
}

/// Whether a state is the expected one.
type Check<'a> = &'a dyn Fn(&SessionState) -> bool;

#[tokio::test]
async fn each_kind_of_session_of_amplify_for_android_gives_the_expected_state() {
    let signed_in = |state: &SessionState| matches!(state, SessionState::SignedIn(_));
    let guest = |state: &SessionState| matches!(state, SessionState::Guest { identity_id } if identity_id == IDENTITY);
    let nobody = |state: &SessionState| matches!(state, SessionState::SignedOut { .. });
    let kinds: [(_, Check<'_>, bool); 5] = [
        (amplify::user_pool(&ann()), &signed_in, false),
        (amplify::user_and_identity_pool(&ann()), &signed_in, true),
        (amplify::identity_pool(), &guest, true),
        (amplify::identity_pool_federated(), &nobody, false),
        (amplify::empty(), &nobody, false),
    ];
    for (session, is_expected, has_identity) in kinds {
        let phone = Arc::<Phone>::default();
        Amplify::install(&phone).session_with_identity_pool(&session);
        let library = FormerLibrary { storage: FormerStorage::Preferences(phone), defers_refresh: false };
        let pool = IdentityPoolConfiguration { allows_guests: true, ..IdentityPoolConfiguration::new(POOL) };
        let configuration = AuthConfiguration { identity_pool: Some(pool), ..configuration() };
        let app = TestApp::moving_from_of(configuration, library, &Arc::default());
        let state = app.auth.session_state().await.unwrap();
        assert!(is_expected(&state), "{session} {state:?}");
        let report = app.auth.move_report().await.unwrap();
        assert_eq!(report.is_some_and(|report| report.has_identity), has_identity, "{session}");
    }
}

#[tokio::test]
async fn neither_the_report_nor_the_log_has_a_secret() {
    for form in FORMS {
        let user = ann().of_device(&PHONE);
        let device = form.signed_in(&user, false);
        device.remember(&user, &PHONE);
        let app = first_start(&device);
        let report = app.auth.move_report().await.unwrap().unwrap();
        let texts = format!("{report:?} {}", app.log.text());
        for secret in user.tokens().iter().map(String::as_str).chain([PHONE.password]) {
            assert!(!texts.contains(secret), "{form:?}");
        }
    }
}

/// A refresh token does not contain the user's id, which a record needs.
#[tokio::test]
async fn a_session_with_only_a_refresh_token_is_reported_as_incomplete() {
    let keychain = Arc::new(mobile_client::signed_in(&ann()));
    for kind in ["idToken", "accessToken", "tokenExpiration"] {
        keychain.remove(&token_account("ann", kind));
    }
    let phone = Arc::<Phone>::default();
    MobileClient::install(&phone).session(&ann());
    for kind in ["idToken", "accessToken"] {
        phone.remove(TOKENS, &format!("{}.encrypted", token("ann", kind)));
    }
    for storage in [FormerStorage::Keychain(keychain), FormerStorage::Preferences(phone)] {
        let app = TestApp::moving_from(FormerLibrary { storage, defers_refresh: false }, &Arc::default());
        assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn));
        app.expect_events(&[AuthEvent::MoveFailed]).await;
        let report = app.auth.move_report().await.unwrap().unwrap();
        assert_eq!((report.source, report.warnings), (None, vec![MoveWarning::IncompleteSession]));
        assert_eq!(app.auth.finish_move().await.unwrap_err().code, AuthErrorCode::MoveIncomplete);
    }
}
