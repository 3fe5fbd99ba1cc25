//! What is taken over: the session, the remembered devices and the identity.

use std::sync::Arc;

use cognito_auth_core::{
    AuthConfiguration, AuthErrorCode, AuthEvent, FormerLibrary, IdentityPoolConfiguration, MoveSource,
    SessionState, StoreError,
};
use serde_json::{Value, json};

use crate::support::former::ios::amplify::{self, AmplifyApp, Method, RELEASES, Release};
use crate::support::former::{FormerUser, IDENTITY, PHONE};
use crate::support::identity::POOL;
use crate::support::sessions::{FIRST, SECOND, TestApp, access_token, configuration};
use crate::support::store::{FaultyStore, StoreOperation};
use crate::{amplify, ann, current_user, first_start, json_of, keychain_of, start};

#[tokio::test]
async fn a_user_of_amplify_is_signed_in_after_the_move() {
    let keychain = keychain_of(&ann());
    let app = first_start(&keychain);
    assert_eq!(current_user(&app).await, Ok("ann".to_owned()));
    app.expect_events(&[AuthEvent::MovedIn]).await;
    let state = app.auth.session_state().await.unwrap();
    assert!(matches!(state, SessionState::SignedIn(user) if user.user_id == "sub-of-ann"));
    let report = app.auth.move_report().await.unwrap().unwrap();
    assert_eq!(
        (report.source, report.devices, report.warnings.len()),
        (Some(MoveSource::AmplifySwift), 0, 0)
    );
    assert_eq!(report.user.unwrap().username, "ann");
    // The tokens have expired, and the refresh token gets new ones.
    app.transport.push(FIRST.rotated());
    assert_eq!(access_token(&app.fetch().await.unwrap()), FIRST.access());
    let request = &app.transport.recorded()[0];
    assert_eq!(request.body["RefreshToken"], ann().refresh_token());
}

#[tokio::test]
async fn a_session_of_every_release_is_taken_over() {
    for release in RELEASES {
        for method in [Method::Srp, Method::Passwordless, Method::WebPages] {
            let keychain = Arc::new(AmplifyApp::of(release).signed_in(&ann(), method));
            let app = first_start(&keychain);
            assert_eq!(current_user(&app).await, Ok("ann".to_owned()), "{release:?} {method:?}");
            let is_of_web = app.stored().unwrap().get("web").is_some();
            assert_eq!(is_of_web, method == Method::WebPages, "{release:?} {method:?}");
        }
    }
}

#[tokio::test]
async fn valid_tokens_are_returned_without_a_request() {
    let keychain = keychain_of(&ann());
    let app = first_start(&keychain);
    app.clock.advance_seconds(-3_000);
    assert_eq!(access_token(&app.fetch().await.unwrap()), ann().access_token());
    assert_eq!(app.transport.recorded().len(), 0);
}

#[tokio::test]
async fn a_session_is_refreshed_with_its_device_and_the_device_is_remembered() {
    let user = ann().of_device(&PHONE);
    let amplify_app = AmplifyApp::of(Release::V2_57);
    let keychain = Arc::new(amplify_app.signed_in(&user, Method::Srp));
    amplify_app.write_device(&keychain, &user.typed, &PHONE);
    let app = first_start(&keychain);
    let report = app.auth.move_report().await.unwrap().unwrap();
    assert_eq!(report.devices, 1);
    app.transport.push(FIRST.rotated_of_device(PHONE.key));
    app.fetch().await.unwrap();
    assert_eq!(app.transport.recorded()[0].body["DeviceKey"], PHONE.key);
    let devices: Value = json_of(&app.store, ".devices");
    let device = &devices["devices"][0];
    assert_eq!((&device["username"], &device["key"]), (&json!("ann"), &json!(PHONE.key)));
    assert_eq!((&device["password"], &device["groupKey"]), (&json!(PHONE.password), &json!(PHONE.group)));
    assert_eq!(device["aliases"], json!([user.typed]));
}

#[tokio::test]
async fn the_former_librarys_identity_becomes_the_identity_of_the_user() {
    let amplify_app = AmplifyApp::of(Release::V2_57).with_identity_pool();
    let keychain = Arc::new(amplify_app.signed_in(&ann(), Method::Srp));
    let store = Arc::<FaultyStore>::default();
    let app = TestApp::moving_from_of(with_identity_pool(false), amplify(&keychain), &store);
    let report = app.auth.move_report().await.unwrap().unwrap();
    assert!(report.has_identity);
    let identity = json_of(&store, ".identity");
    assert_eq!(identity["identityId"], IDENTITY);
    assert_eq!(identity["owner"], json!({ "user": { "userId": "sub-of-ann" } }));
}

#[tokio::test]
async fn an_identity_that_can_never_be_read_again_does_not_stop_the_move() {
    for error in [StoreError::Corrupt, StoreError::Unrecoverable] {
        let amplify_app = AmplifyApp::of(Release::V2_57).with_identity_pool();
        let keychain = Arc::new(amplify_app.signed_in(&ann(), Method::Srp));
        let store = Arc::<FaultyStore>::default();
        store.fail_key(".identity", StoreOperation::Load, error);
        let app = TestApp::moving_from_of(with_identity_pool(false), amplify(&keychain), &store);
        assert_eq!(current_user(&app).await, Ok("ann".to_owned()), "{error:?}");
        assert_eq!(json_of(&store, ".identity")["identityId"], IDENTITY, "{error:?}");
    }
}

#[tokio::test]
async fn a_guest_stays_the_same_guest_if_guests_are_allowed() {
    for allows_guests in [true, false] {
        let amplify_app = AmplifyApp::of(Release::V2_57).with_identity_pool();
        let keychain = Arc::new(amplify_app.keychain(&amplify::guest()));
        let store = Arc::<FaultyStore>::default();
        let app = TestApp::moving_from_of(with_identity_pool(allows_guests), amplify(&keychain), &store);
        let state = app.auth.session_state().await.unwrap();
        let expected = if allows_guests {
            SessionState::Guest { identity_id: IDENTITY.to_owned() }
        } else {
            SessionState::SignedOut { ended: None }
        };
        assert_eq!(state, expected);
    }
}

#[tokio::test]
async fn only_the_default_account_moves_in() {
    let keychain = keychain_of(&ann());
    let configuration = AuthConfiguration { account: Some("work".to_owned()), ..configuration() };
    let app = TestApp::moving_from_of(configuration, amplify(&keychain), &Arc::default());
    assert_eq!(current_user(&app).await, Err(AuthErrorCode::NotSignedIn));
    assert_eq!(app.auth.move_report().await.unwrap(), None);
    assert_eq!(keychain.reads().len(), 0);
}

#[tokio::test]
async fn while_refreshes_are_deferred_a_fetch_gives_tokens_until_they_expire_and_then_fails() {
    let keychain = keychain_of(&ann());
    let deferring = FormerLibrary { defers_refresh: true, ..amplify(&keychain) };
    let store = Arc::<FaultyStore>::default();
    let app = TestApp::moving_from(deferring, &store);
    app.clock.advance_seconds(-3_000);
    assert_eq!(access_token(&app.fetch().await.unwrap()), ann().access_token());
    assert_eq!(app.force_refresh().await.unwrap_err().code, AuthErrorCode::RefreshDeferred);
    app.clock.advance_seconds(3_000);
    assert_eq!(app.fetch().await.unwrap_err().code, AuthErrorCode::RefreshDeferred);
    assert_eq!(app.transport.recorded().len(), 0);
    assert_eq!(current_user(&app).await, Ok("ann".to_owned()));
    // The next version of the app does not defer the refresh. After the refresh, the session is like any other.
    let next = start(&keychain, &store);
    next.transport.push(SECOND.rotated());
    assert_eq!(access_token(&next.fetch().await.unwrap()), SECOND.access());
    let deferring = FormerLibrary { defers_refresh: true, ..amplify(&keychain) };
    let back = TestApp::moving_from(deferring, &store);
    back.transport.push(FIRST.rotated());
    assert_eq!(access_token(&back.force_refresh().await.unwrap()), FIRST.access());
}

fn with_identity_pool(allows_guests: bool) -> AuthConfiguration {
    let pool = IdentityPoolConfiguration { allows_guests, ..IdentityPoolConfiguration::new(POOL) };
    AuthConfiguration { identity_pool: Some(pool), ..configuration() }
}

/// Of the two invented users, one signs in with an e-mail address, the other with the pool user name.
#[tokio::test]
async fn after_the_move_the_user_name_is_the_pool_user_name() {
    for user in [FormerUser::ann(), FormerUser::bob()] {
        let app = first_start(&keychain_of(&user));
        assert_eq!(current_user(&app).await, Ok(user.username));
    }
}
