//! Federation: a login of another provider gets AWS credentials from the identity pool. No user of the user pool is
//! signed in.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use cognito_auth_core::{
    AuthConfiguration, AuthError, AuthErrorCode, AuthErrorKind, AuthSession, FederateToIdentityPoolOptions,
    FederateToIdentityPoolResult, FetchAuthSessionOptions, IdentityPoolConfiguration, LoginProvider,
    SessionState, SignOutOptions, SignOutResult, StoreError,
};
use serde_json::{Value, json};
use support::identity::{
    IDENTITY_KEY, POOL, another, app, app_of, credentials, expired, failure, got, guests, id, identity, new,
    record, refusal, with_pool, without_guests,
};
use support::options::error_code;
use support::sessions::{FIRST, NOW, TestApp};
use support::store::StoreOperation;
use support::transport::Step;

const GOOGLE: &str = "accounts.google.com";

async fn federate(
    app: &TestApp,
    provider: LoginProvider,
    token: &str,
) -> Result<FederateToIdentityPoolResult, AuthError> {
    app.auth.federate_to_identity_pool(provider, token.into(), Default::default()).await
}

async fn sign_out_error(app: &TestApp) -> AuthErrorCode {
    let SignOutResult::Failed(error) = app.auth.sign_out(SignOutOptions::default()).await else {
        panic!("expected a failure")
    };
    error.code
}

/// Starts a federation in the background. Gives the task that returns its result.
fn federating(app: &TestApp) -> tokio::task::JoinHandle<Result<FederateToIdentityPoolResult, AuthError>> {
    let auth = app.auth.clone();
    tokio::spawn(async move {
        auth.federate_to_identity_pool(LoginProvider::Google, "google-token".into(), Default::default()).await
    })
}

/// Starts a fetch of the session in the background. Gives the task that returns it.
fn fetching(app: &TestApp) -> tokio::task::JoinHandle<AuthSession> {
    let auth = app.auth.clone();
    tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await.unwrap() })
}

fn owned_by_google(serial: u32) -> Value {
    record(serial, json!({ "federated": { "provider": GOOGLE, "token": "google-token" } }), NOW)
}

#[tokio::test]
async fn a_login_of_another_provider_gets_credentials_but_no_user_and_no_tokens() {
    let app = app(None, None);
    app.script([id(1), credentials(1)]);
    let federated = federate(&app, LoginProvider::Google, "google-token").await.unwrap();
    assert_eq!((federated.identity_id, federated.credentials.access_key_id), new(1));
    let logins = json!({ GOOGLE: "google-token" });
    assert_eq!(app.transport.recorded()[0].body, json!({ "IdentityPoolId": POOL, "Logins": logins }));
    assert_eq!(app.transport.recorded()[1].body, json!({ "IdentityId": identity(1), "Logins": logins }));

    // The same is true for the next start of the app, and for an app without guests.
    for app in [&app, &another(&app), &app_of(without_guests(), None, Some(owned_by_google(1)))] {
        let session = app.fetch().await.unwrap();
        assert!(session.is_signed_in);
        assert_eq!((session.user_sub.as_ref(), session.tokens.as_ref()), (None, None));
        let error = session.user_pool_error.as_ref().map(|error| error.code);
        assert_eq!(error, Some(AuthErrorCode::FederatedToIdentityPool));
        assert_eq!(got(&session).0, identity(1));
        let options = FetchAuthSessionOptions { without_credentials: true, ..Default::default() };
        let session = app.auth.fetch_auth_session(options).await.unwrap();
        assert!(session.is_signed_in && session.identity.is_none());
        assert_eq!(
            app.auth.session_state().await.unwrap(),
            SessionState::Federated { identity_id: identity(1) }
        );
    }
    assert_eq!(app.transport.operations().len(), 2);
}

#[tokio::test]
async fn calls_that_need_a_user_are_refused_until_the_federation_is_cleared() {
    let app = app(None, Some(owned_by_google(1)));
    let federated = AuthErrorCode::FederatedToIdentityPool;
    assert_eq!(error_code(app.auth.get_current_user().await), federated);
    assert_eq!(error_code(app.auth.fetch_user_attributes().await), federated);
    assert_eq!(app.sign_in(FIRST).await, Err(federated));
    assert_eq!(sign_out_error(&app).await, federated);
    assert_eq!(app.transport.operations(), [""; 0]);
    assert_eq!(app.stored_identity(), Some(owned_by_google(1)));

    app.auth.clear_federation_to_identity_pool().await.unwrap();
    assert_eq!(app.stored_identity(), None);
    assert_eq!(app.auth.session_state().await.unwrap(), SessionState::SignedOut { ended: None });
    assert_eq!(error_code(app.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    let again = app.auth.clear_federation_to_identity_pool().await;
    assert_eq!(error_code(again), AuthErrorCode::NotFederated);
    assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
}

#[tokio::test]
async fn a_signed_in_user_cant_federate_and_an_app_without_a_federation_cant_clear_one() {
    let user = app(Some(FIRST.record(1, NOW)), None);
    let refused = federate(&user, LoginProvider::Google, "google-token").await;
    assert_eq!(error_code(refused), AuthErrorCode::AlreadySignedIn);
    let guest = app(None, Some(guests(1)));
    for app in [&user, &guest] {
        let cleared = app.auth.clear_federation_to_identity_pool().await;
        assert_eq!(error_code(cleared), AuthErrorCode::NotFederated);
        assert_eq!(app.transport.operations(), [""; 0]);
    }
    assert_eq!(guest.stored_identity(), Some(guests(1)));

    let without_pool = TestApp::with(&FIRST.record(1, NOW));
    let refused = federate(&without_pool, LoginProvider::Google, "google-token").await;
    assert_eq!(error_code(refused), AuthErrorCode::IdentityPoolNotConfigured);
    let cleared = without_pool.auth.clear_federation_to_identity_pool().await;
    assert_eq!(error_code(cleared), AuthErrorCode::NotFederated);
}

#[tokio::test]
async fn expired_credentials_are_renewed_with_the_stored_token_until_the_token_expires() {
    let app = app(None, Some(expired(owned_by_google(1))));
    app.script([credentials(1)]);
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));
    let sent = app.transport.recorded().pop().unwrap();
    assert_eq!(sent.operation, "GetCredentialsForIdentity");
    assert_eq!(sent.body, json!({ "IdentityId": identity(1), "Logins": { GOOGLE: "google-token" } }));

    app.script([refusal("Invalid login token. Token expired: 1790007200 >= 1790003600")]);
    let session = app.force_refresh().await.unwrap();
    assert!(session.is_signed_in);
    assert_eq!(failure(&session), AuthErrorCode::LoginTokenExpired);
    assert_eq!(session.identity.unwrap().error.unwrap().kind, AuthErrorKind::SessionExpired);
    assert_eq!(app.transport.operations().len(), 2);

    // The app federates once more, with a new token.
    app.script([id(1), credentials(1)]);
    federate(&app, LoginProvider::Google, "newer-token").await.unwrap();
    assert_eq!(app.stored_identity().unwrap()["owner"]["federated"]["token"], "newer-token");
}

#[tokio::test]
async fn a_new_federation_replaces_the_former_one_and_gets_an_identity_of_its_own() {
    let app = app(None, Some(owned_by_google(1)));
    app.script([id(2), credentials(2)]);
    federate(&app, LoginProvider::Facebook, "facebook-token").await.unwrap();
    assert_eq!(app.transport.operations(), ["GetId", "GetCredentialsForIdentity"]);
    assert_eq!(app.transport.recorded()[0].body["Logins"], json!({ "graph.facebook.com": "facebook-token" }));
    assert_eq!(got(&app.fetch().await.unwrap()), new(2));
}

#[tokio::test]
async fn a_guest_who_federates_keeps_the_guests_identity() {
    let app = app(None, Some(guests(1)));
    app.script([credentials(1)]);
    let federated = federate(&app, LoginProvider::Apple, "apple-token").await.unwrap();
    assert_eq!(federated.identity_id, identity(1));
    let logins = json!({ "appleid.apple.com": "apple-token" });
    assert_eq!(app.transport.recorded()[0].body, json!({ "IdentityId": identity(1), "Logins": logins }));
}

#[tokio::test]
async fn a_token_of_the_apps_own_server_is_sent_with_the_identity_that_the_app_gives() {
    let app = app(None, Some(guests(1)));
    let options = FederateToIdentityPoolOptions { developer_provided_identity_id: Some(identity(7)) };
    let federate = || {
        let (provider, token) = (LoginProvider::Developer, "server-token".into());
        app.auth.federate_to_identity_pool(provider, token, options.clone())
    };
    app.script([credentials(7)]);
    assert_eq!(federate().await.unwrap().identity_id, identity(7));
    let logins = json!({ "cognito-identity.amazonaws.com": "server-token" });
    assert_eq!(app.transport.recorded()[0].body, json!({ "IdentityId": identity(7), "Logins": logins }));
    // After this refusal the library sends no GetId, because the app's own server chose the identity.
    app.script([refusal(&format!("Access to Identity '{}' is forbidden.", identity(7)))]);
    assert_eq!(error_code(federate().await), AuthErrorCode::IdentityForbidden);
    assert_eq!(app.transport.operations().len(), 2);
}

#[tokio::test]
async fn each_providers_token_is_sent_under_the_name_that_the_identity_pool_expects() {
    let saml = "arn:aws:iam::123456789012:saml-provider/Example";
    for (provider, name) in [
        (LoginProvider::Amazon, "www.amazon.com"),
        (LoginProvider::Twitter, "api.twitter.com"),
        (LoginProvider::Oidc("https://login.example.com/tenant".into()), "login.example.com/tenant"),
        (LoginProvider::Oidc("login.example.com".into()), "login.example.com"),
        (LoginProvider::Saml(saml.into()), saml),
        (LoginProvider::Other("login.example".into()), "login.example"),
    ] {
        let app = app(None, None);
        app.script([id(1), credentials(1)]);
        federate(&app, provider, "a-token").await.unwrap();
        assert_eq!(app.transport.recorded()[1].body["Logins"], json!({ name: "a-token" }));
    }
}

#[tokio::test]
async fn malformed_arguments_are_refused_and_nothing_is_sent() {
    let long = "x".repeat(129);
    let (empty, malformed) = (AuthErrorCode::EmptyArgument, AuthErrorCode::MalformedArgument);
    let identity_id = "developer_provided_identity_id";
    let cases = [
        (LoginProvider::Google, String::new(), None, empty, "token"),
        (LoginProvider::Google, "x".repeat(50_001), None, malformed, "token"),
        (LoginProvider::Oidc(String::new()), "token".into(), None, empty, "provider"),
        (LoginProvider::Saml(long), "token".into(), None, malformed, "provider"),
        (LoginProvider::Developer, "token".into(), None, empty, identity_id),
        (LoginProvider::Developer, "token".into(), Some("no id"), malformed, identity_id),
    ];
    let app = app(None, None);
    for (provider, token, given, code, field) in cases {
        let options =
            FederateToIdentityPoolOptions { developer_provided_identity_id: given.map(str::to_owned) };
        let refused = app.auth.federate_to_identity_pool(provider, token.into(), options).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (code, Some(field)));
    }
    assert_eq!(app.transport.operations(), [""; 0]);
}

#[tokio::test]
async fn a_federation_or_a_clearing_that_fails_leaves_the_stored_identity_as_it_was() {
    for former in [None, Some(owned_by_google(1))] {
        let app = app(None, former.clone());
        app.script([id(2), refusal("Invalid login token. Issuer doesn't match providerName")]);
        let refused = federate(&app, LoginProvider::Apple, "apple-token").await;
        assert_eq!(error_code(refused), AuthErrorCode::LoginNotAccepted);
        assert_eq!(app.stored_identity(), former);
        app.store.fail_key(IDENTITY_KEY, StoreOperation::Delete, StoreError::Locked);
        let cleared = app.auth.clear_federation_to_identity_pool().await;
        let code = if former.is_some() { AuthErrorCode::StoreLocked } else { AuthErrorCode::NotFederated };
        assert_eq!(error_code(cleared), code);
        assert_eq!(app.stored_identity(), former);
    }
}

#[tokio::test]
async fn a_federated_app_is_not_signed_out_while_the_store_cant_be_read() {
    let app = app(None, Some(owned_by_google(1)));
    app.store.fail_key(IDENTITY_KEY, StoreOperation::Load, StoreError::Locked);
    assert_eq!(error_code(app.fetch().await), AuthErrorCode::StoreLocked);
    assert_eq!(error_code(app.auth.session_state().await), AuthErrorCode::StoreLocked);
    assert_eq!(error_code(app.auth.get_current_user().await), AuthErrorCode::StoreLocked);
    app.unlock();
    assert!(app.fetch().await.unwrap().is_signed_in);
}

#[tokio::test]
async fn a_federation_during_which_a_user_signs_in_fails_and_the_user_stays_signed_in() {
    let app = app(None, None);
    app.script([Step::Hang]);
    let federating = federating(&app);
    app.hanging(1).await;
    app.sign_in(FIRST).await.unwrap();
    app.script([credentials(1)]);
    app.transport.release(&id(1));
    assert_eq!(error_code(federating.await.unwrap()), AuthErrorCode::AlreadySignedIn);
    assert_eq!(app.stored_identity(), None);
    assert!(app.fetch().await.unwrap().tokens.is_some());
}

#[tokio::test]
async fn a_sign_out_or_a_clearing_stops_a_federation_that_is_in_progress() {
    for former in [None, Some(guests(1)), Some(owned_by_google(1))] {
        let is_federated = former.as_ref() == Some(&owned_by_google(1));
        for clears in if is_federated { &[true][..] } else { &[true, false] } {
            let app = app(None, former.clone());
            app.script([Step::Hang]);
            app.transport.repeat(credentials(1));
            let federating = federating(&app);
            app.hanging(1).await;
            if *clears {
                let cleared = app.auth.clear_federation_to_identity_pool().await.map_err(|it| it.code);
                assert_eq!(cleared, if is_federated { Ok(()) } else { Err(AuthErrorCode::NotFederated) });
            } else {
                assert_eq!(app.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
            }
            let rest = app.stored_identity();
            assert_eq!(rest, if *clears { former.clone().filter(|_| !is_federated) } else { None });
            // This response fits both GetId and GetCredentialsForIdentity.
            app.transport.release(&credentials(1));
            assert_eq!(error_code(federating.await.unwrap()), AuthErrorCode::Cancelled);
            assert_eq!(app.stored_identity(), rest);
            assert_ne!(
                app.auth.session_state().await.unwrap(),
                SessionState::Federated { identity_id: identity(1) }
            );
        }
    }
}

#[tokio::test]
async fn a_federation_that_cant_be_stored_fails_and_the_former_state_stays() {
    for former in [None, Some(owned_by_google(1))] {
        let app = app(None, former.clone());
        app.store.fail_key(IDENTITY_KEY, StoreOperation::Save, StoreError::Locked);
        app.script([id(2), credentials(2)]);
        let refused = federate(&app, LoginProvider::Apple, "apple-token").await;
        assert_eq!(error_code(refused), AuthErrorCode::StoreLocked);
        app.unlock();
        let session = app.fetch_without_credentials().await;
        assert_eq!(session.is_signed_in, former.is_some());
        assert_eq!(app.stored_identity(), former);
        app.script([id(3), credentials(3)]);
        let serial = got(&app.fetch().await.unwrap()).0;
        assert_eq!(serial, identity(if former.is_some() { 1 } else { 3 }));
    }
}

#[tokio::test]
async fn a_fetch_during_which_a_federation_begins_gives_the_session_of_the_federation() {
    // The federation begins while a guest's credentials are on their way.
    let app = app(None, Some(expired(guests(1))));
    app.script([Step::Hang, credentials(7)]);
    let caller = fetching(&app);
    app.hanging(1).await;
    federate(&app, LoginProvider::Google, "google-token").await.unwrap();
    app.transport.release(&credentials(1));
    let session = caller.await.unwrap();
    assert!(session.is_signed_in);
    assert_eq!(got(&session), new(7));
}

#[tokio::test]
async fn a_fetch_during_which_the_federation_is_cleared_gives_no_federated_session() {
    for (configuration, allows_guests) in [(with_pool(), true), (without_guests(), false)] {
        let app = app_of(configuration, None, Some(expired(owned_by_google(1))));
        app.script([Step::Hang, id(5), credentials(5)]);
        let caller = fetching(&app);
        app.hanging(1).await;
        app.auth.clear_federation_to_identity_pool().await.unwrap();
        app.transport.release(&credentials(1));
        let session = caller.await.unwrap();
        assert!(!session.is_signed_in && session.user_pool_error.is_none());
        if allows_guests {
            assert_eq!(got(&session), new(5));
        } else {
            assert_eq!(failure(&session), AuthErrorCode::NotSignedIn);
        }
    }
}

#[tokio::test]
async fn without_a_user_pool_guests_and_logins_get_credentials_and_other_calls_fail_before_a_request() {
    let configuration =
        AuthConfiguration::without_user_pool(IdentityPoolConfiguration::new(POOL).with_guests());
    let app = app_of(configuration, None, None);
    let missing = AuthErrorCode::UserPoolNotConfigured;
    let auth = &app.auth;
    assert_eq!(error_code(auth.sign_in("ann", Some("password".into()), Default::default()).await), missing);
    assert_eq!(error_code(auth.sign_up("ann", Some("password".into()), Default::default()).await), missing);
    assert_eq!(error_code(auth.reset_password("ann", Default::default()).await), missing);
    assert_eq!(error_code(auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    assert_eq!(app.transport.operations(), [""; 0]);

    app.script([id(1), credentials(1)]);
    assert_eq!(got(&app.fetch().await.unwrap()), new(1));
    let keys: Vec<_> = app.store.entries().into_keys().collect();
    assert_eq!(keys, [format!("cognito-auth.{POOL}.identity")]);
    app.script([credentials(1)]);
    federate(&app, LoginProvider::Google, "google-token").await.unwrap();
    assert_eq!(auth.session_state().await.unwrap(), SessionState::Federated { identity_id: identity(1) });
    auth.clear_federation_to_identity_pool().await.unwrap();
    assert_eq!(auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
}
