//! A user's passwords, attributes and second factors, and the deletion of the user, against the local pool. The tests
//! of calls that overlap use a scripted service.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use cognito_auth_core::{
    AuthErrorCode, AuthEvent, AuthResetPasswordStep, AuthUpdateAttributeStep, AuthUserAttribute,
    AuthUserAttributeKey, DeliveryMedium, MfaPreference, MfaType, Ports, SignOutOptions, SignOutResult,
    StoreError,
};
use support::events::EventLog;
use support::options::error_code;
use support::pool::{PASSWORD, TestPool, authenticator_app, other_than, ports};
use support::sessions::{NOW, TestApp, Tokens};
use support::store::{FaultyStore, StoreOperation};
use support::transport::Step;

const NEW_PASSWORD: &str = "Password456!";

#[tokio::test]
async fn a_forgotten_password_is_replaced_with_the_code_that_was_sent() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let auth = pool.auth();
    let reset = auth.reset_password("ann", Default::default()).await.unwrap();
    assert!(!reset.is_password_reset());
    let AuthResetPasswordStep::ConfirmResetPasswordWithCode { delivery_details, .. } = reset.next_step else {
        panic!("expected a code")
    };
    assert_ne!(delivery_details.destination, "");

    let right = pool.code("ann");
    let confirm = |code: String| {
        auth.confirm_reset_password("ann", NEW_PASSWORD.into(), code.into(), Default::default())
    };
    assert_eq!(error_code(confirm(other_than(&right)).await), AuthErrorCode::CodeMismatch);
    confirm(right).await.unwrap();

    let old = auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await;
    assert_eq!(error_code(old), AuthErrorCode::NotAuthorized);
    assert!(auth.sign_in("ann", Some(NEW_PASSWORD.into()), Default::default()).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_password_that_is_too_simple_does_not_replace_a_forgotten_one() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let auth = pool.auth();
    auth.reset_password("ann", Default::default()).await.unwrap();
    let simple = auth
        .confirm_reset_password("ann", "simple".into(), pool.code("ann").into(), Default::default())
        .await;
    assert_eq!(error_code(simple), AuthErrorCode::InvalidPassword);
}

#[tokio::test]
async fn a_client_with_a_secret_resets_a_password_too() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ann");
    let auth = support::pool::auth(pool.configuration_with_secret(), support::pool::ports());
    auth.reset_password("ann", Default::default()).await.unwrap();
    let code = pool.code("ann");
    auth.confirm_reset_password("ann", NEW_PASSWORD.into(), code.into(), Default::default()).await.unwrap();
    assert!(auth.sign_in("ann", Some(NEW_PASSWORD.into()), Default::default()).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_password_is_changed_with_the_old_one() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    let wrong = auth.update_password(Some("Password999!".into()), NEW_PASSWORD.into()).await;
    assert_eq!(error_code(wrong), AuthErrorCode::NotAuthorized);
    let simple = auth.update_password(Some(PASSWORD.into()), "simple".into()).await;
    assert_eq!(error_code(simple), AuthErrorCode::InvalidPassword);
    auth.update_password(Some(PASSWORD.into()), NEW_PASSWORD.into()).await.unwrap();
    assert_eq!(auth.get_current_user().await.unwrap().username, "ann");

    auth.sign_out(SignOutOptions::default()).await;
    assert!(auth.sign_in("ann", Some(NEW_PASSWORD.into()), Default::default()).await.unwrap().is_signed_in());
}

fn value(attributes: &[AuthUserAttribute], key: &AuthUserAttributeKey) -> Option<String> {
    attributes.iter().find(|it| it.key == *key).map(|it| it.value.expose().to_owned())
}

#[tokio::test]
async fn each_changed_attribute_has_its_own_result_and_can_be_removed() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    let changes = vec![
        AuthUserAttribute::new(AuthUserAttributeKey::Name, "Ann"),
        AuthUserAttribute::new(AuthUserAttributeKey::Email, "new@example.com"),
    ];
    let results = auth.update_user_attributes(changes, Default::default()).await.unwrap();
    assert_eq!(results[0].attribute_key, AuthUserAttributeKey::Name);
    assert!(results[0].is_updated());
    assert!(!results[1].is_updated());
    let AuthUpdateAttributeStep::ConfirmAttributeWithCode { delivery_details, .. } = &results[1].next_step
    else {
        panic!("expected a code")
    };
    assert_eq!(delivery_details.medium, DeliveryMedium::Email);

    let attributes = auth.fetch_user_attributes().await.unwrap();
    assert_eq!(value(&attributes, &AuthUserAttributeKey::Name).as_deref(), Some("Ann"));
    auth.delete_user_attributes(vec![AuthUserAttributeKey::Name]).await.unwrap();
    let attributes = auth.fetch_user_attributes().await.unwrap();
    assert_eq!(value(&attributes, &AuthUserAttributeKey::Name), None);
}

#[tokio::test]
async fn a_new_address_is_confirmed_with_its_code() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    let address = AuthUserAttribute::new(AuthUserAttributeKey::Email, "new@example.com");
    let changed = auth.update_user_attribute(address, Default::default()).await.unwrap();
    assert!(!changed.is_updated());
    let sent = auth
        .send_user_attribute_verification_code(AuthUserAttributeKey::Email, Default::default())
        .await
        .unwrap();
    assert_eq!(sent.attribute_key, Some(AuthUserAttributeKey::Email));

    let right = pool.code("ann");
    let confirm = |code: String| auth.confirm_user_attribute(AuthUserAttributeKey::Email, code.into());
    assert_eq!(error_code(confirm(other_than(&right)).await), AuthErrorCode::CodeMismatch);
    confirm(right).await.unwrap();
    let attributes = auth.fetch_user_attributes().await.unwrap();
    assert_eq!(value(&attributes, &AuthUserAttributeKey::EmailVerified).as_deref(), Some("true"));
}

#[tokio::test]
async fn an_address_of_another_user_is_refused() {
    let pool = TestPool::start().await;
    pool.confirmed_user("ben");
    let auth = pool.signed_in("ann").await;
    let taken = AuthUserAttribute::new(AuthUserAttributeKey::Email, "ben@example.com");
    let sent = auth.update_user_attribute(taken, Default::default()).await;
    let refused = match sent {
        Err(error) => error.code,
        Ok(_) => {
            let code = pool.code("ann");
            error_code(auth.confirm_user_attribute(AuthUserAttributeKey::Email, code.into()).await)
        }
    };
    assert_eq!(refused, AuthErrorCode::AliasExists);
}

#[tokio::test]
async fn an_authenticator_app_is_set_up_switched_on_and_asked_for() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    let details = auth.set_up_totp().await.unwrap();
    assert_eq!(details.username, "ann");
    let uri = details.setup_uri("Shop", None).unwrap();
    assert!(uri.expose().starts_with("otpauth://totp/Shop:ann?secret="));
    let app = authenticator_app(details.shared_secret.expose());

    let right = pool.next_totp_code(&app);
    let wrong = auth.verify_totp_setup(other_than(&right).into(), Default::default()).await;
    assert_eq!(error_code(wrong), AuthErrorCode::EnableSoftwareTokenMfa);
    auth.verify_totp_setup(right.into(), Default::default()).await.unwrap();

    auth.update_mfa_preference(None, Some(MfaPreference::Preferred), None).await.unwrap();
    let preference = auth.fetch_mfa_preference().await.unwrap();
    assert_eq!((preference.enabled, preference.preferred), (vec![MfaType::Totp], Some(MfaType::Totp)));
    auth.sign_out(SignOutOptions::default()).await;

    auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    let next = pool.next_totp_code(&app);
    assert!(auth.confirm_sign_in(next.into(), Default::default()).await.unwrap().is_signed_in());
}

#[tokio::test]
async fn a_factor_must_be_set_up_to_be_enabled_and_only_one_is_preferred() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    let totp = auth.update_mfa_preference(None, Some(MfaPreference::Enabled), None).await;
    assert_eq!(error_code(totp), AuthErrorCode::InvalidParameter);
    let preferred = Some(MfaPreference::Preferred);
    let two = auth.update_mfa_preference(preferred, None, preferred).await.unwrap_err();
    assert_eq!((two.code, two.field.as_deref()), (AuthErrorCode::MalformedArgument, Some("preferences")));
    let nothing = auth.update_mfa_preference(None, None, None).await;
    assert_eq!(error_code(nothing), AuthErrorCode::EmptyArgument);

    let (sms, email) = (Some(MfaPreference::NotPreferred), preferred);
    auth.update_mfa_preference(sms, None, email).await.unwrap();
    let preference = auth.fetch_mfa_preference().await.unwrap();
    assert_eq!(preference.preferred, Some(MfaType::Email));
    assert!(preference.enabled.contains(&MfaType::Sms));
}

#[tokio::test]
async fn the_former_preferred_factor_stays_enabled_when_another_one_is_preferred() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    let (enabled, preferred) = (Some(MfaPreference::Enabled), Some(MfaPreference::Preferred));
    auth.update_mfa_preference(None, None, preferred).await.unwrap();
    auth.update_mfa_preference(preferred, None, enabled).await.unwrap();
    let preference = auth.fetch_mfa_preference().await.unwrap();
    assert_eq!(preference.preferred, Some(MfaType::Sms));
    assert!(preference.enabled.contains(&MfaType::Email));
}

#[tokio::test]
async fn a_deleted_user_is_deleted_on_the_device_and_at_the_service() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    let events = Arc::new(EventLog::default());
    let _subscription = auth.subscribe(Arc::<EventLog>::clone(&events));
    auth.delete_user().await.unwrap();
    assert_eq!(events.take(1).await, [AuthEvent::UserDeleted]);
    assert_eq!(error_code(auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    assert_eq!(auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    let again = auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await;
    assert_eq!(error_code(again), AuthErrorCode::NotAuthorized);
}

#[tokio::test]
async fn if_the_remembered_device_cant_be_removed_a_deletion_of_the_user_fails_and_can_be_made_again() {
    let pool = TestPool::start().await;
    pool.remember_devices(false);
    let store = Arc::<FaultyStore>::default();
    let auth = pool.signed_in_with("ann", Ports { store: store.clone(), ..ports() }).await;
    store.fail_at(StoreOperation::Save, StoreError::Full);
    assert_eq!(error_code(auth.delete_user().await), AuthErrorCode::StoreFull);
    assert_eq!(auth.get_current_user().await.unwrap().username, "ann");

    store.fail(None);
    auth.delete_user().await.unwrap();
    assert_eq!(error_code(auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    let left = store.entries().into_values().map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(left.into_iter().all(|entry| !entry.contains("password")));
}

#[tokio::test]
async fn the_event_of_a_deleted_user_comes_even_if_a_refresh_ends_the_session_first() {
    let app = TestApp::with(&Tokens::of("ann", 1).record(1, NOW));
    app.transport.push(Step::Hang);
    let auth = app.auth.clone();
    let deletion = tokio::spawn(async move { auth.delete_user().await });
    app.hanging(1).await;
    app.transport.push(Step::exception("UserNotFoundException", "User does not exist."));
    assert_eq!(error_code(app.force_refresh().await), AuthErrorCode::SessionExpired);
    app.transport.release(&Step::success(serde_json::json!({})));
    deletion.await.unwrap().unwrap();
    app.expect_events(&[AuthEvent::SessionExpired, AuthEvent::UserDeleted]).await;
}

#[tokio::test]
async fn a_session_that_an_administrator_ended_ends_on_the_device_at_the_next_call() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    pool.admin("AdminUserGlobalSignOut", serde_json::json!({ "Username": "ann" }));
    assert_eq!(error_code(auth.fetch_user_attributes().await), AuthErrorCode::SessionExpired);
    assert_eq!(error_code(auth.fetch_user_attributes().await), AuthErrorCode::NotSignedIn);
}

#[tokio::test]
async fn a_call_whose_access_token_is_refused_is_repeated_with_the_token_refreshed_meanwhile() {
    let app = TestApp::with(&Tokens::of("ann", 1).record(1, NOW));
    app.transport.push(Step::Hang);
    let auth = app.auth.clone();
    let caller = tokio::spawn(async move { auth.fetch_user_attributes().await });
    app.hanging(1).await;
    let second = Tokens::of("ann", 2);
    app.transport.push(second.refreshed());
    app.force_refresh().await.unwrap();

    app.transport.push(Step::success(serde_json::json!({ "Username": "ann", "UserAttributes": [] })));
    app.transport.release(&Step::exception("NotAuthorizedException", "Access Token has expired"));
    caller.await.unwrap().unwrap();
    assert_eq!(app.transport.operations(), ["GetUser", "GetTokensFromRefreshToken", "GetUser"]);
    assert_eq!(app.transport.recorded()[2].body["AccessToken"], second.access());
}

#[tokio::test]
async fn calls_that_need_a_user_fail_before_a_request_if_nobody_is_signed_in() {
    let pool = TestPool::start().await;
    let auth = pool.auth();
    let not_signed_in = AuthErrorCode::NotSignedIn;
    assert_eq!(error_code(auth.fetch_user_attributes().await), not_signed_in);
    assert_eq!(
        error_code(auth.update_password(Some(PASSWORD.into()), NEW_PASSWORD.into()).await),
        not_signed_in
    );
    assert_eq!(error_code(auth.set_up_totp().await), not_signed_in);
    assert_eq!(error_code(auth.fetch_devices().await), not_signed_in);
    assert_eq!(error_code(auth.associate_web_authn_credential().await), not_signed_in);
    assert_eq!(error_code(auth.delete_user().await), not_signed_in);
    assert_eq!(pool.operations(), Vec::<String>::new());
}
