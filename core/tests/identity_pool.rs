//! Identities and AWS credentials from the identity pool of the local pool, over HTTP. The AWS session token of the
//! local pool is a JWT: it tells the tests which identity and which role the credentials are for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_auth_core::host::HostTransport;
use cognito_auth_core::{
    Auth, AuthErrorCode, AuthIdentity, AwsCredentials, FetchAuthSessionOptions, IdentityPoolConfiguration,
    LoginProvider, Ports, SessionState, SignOutOptions, SignOutResult,
};
use serde_json::{Value, json};
use support::options::error_code;
use support::pool::{PASSWORD, TestPool};
use support::store::FaultyStore;

const GUEST_ROLE: &str = "arn:aws:iam::000000000000:role/local-unauthenticated";
const USER_ROLE: &str = "arn:aws:iam::000000000000:role/local-authenticated";
const GOOGLE: &str = "accounts.google.com";

/// A pool with the user `ada`.
struct Stage(TestPool);

/// An app. Its store outlives it.
struct App {
    auth: Auth,
    store: Arc<FaultyStore>,
}

impl Stage {
    async fn set() -> Self {
        let pool = TestPool::start().await;
        pool.confirmed_user("ada");
        Self(pool)
    }

    /// An app on a new device.
    fn app(&self) -> App {
        self.app_over(Arc::default())
    }

    fn app_over(&self, store: Arc<FaultyStore>) -> App {
        let mut configuration = self.0.configuration();
        configuration.identity_pool =
            Some(IdentityPoolConfiguration::new(self.0.pool.identity_pool_id()).with_guests());
        let ports = Ports::new(Arc::new(HostTransport::new().unwrap()), store.clone());
        App { auth: support::pool::auth(configuration, ports), store }
    }

    /// Changes settings of the identity pool. The other settings stay.
    fn change(&self, changes: Value) {
        let pool = &self.0.pool;
        let named = json!({ "IdentityPoolId": pool.identity_pool_id() });
        let mut settings = pool.perform("DescribeIdentityPool", &named).unwrap();
        for (name, value) in changes.as_object().unwrap() {
            settings[name] = value.clone();
        }
        pool.perform("UpdateIdentityPool", &settings).unwrap();
    }

    /// The providers whose logins the identity has.
    fn logins(&self, identity_id: &str) -> Value {
        let named = json!({ "IdentityId": identity_id });
        self.0.pool.perform("DescribeIdentity", &named).unwrap()["Logins"].take()
    }

    /// The result of this work, and the operations that it sends.
    async fn operations_during<T>(&self, work: impl Future<Output = T>) -> (T, Vec<String>) {
        let before = self.0.operations().len();
        let result = work.await;
        (result, self.0.operations().split_off(before))
    }
}

impl App {
    async fn sign_in(&self) {
        let result = self.auth.sign_in("ada", Some(PASSWORD.into()), Default::default()).await.unwrap();
        assert!(result.is_signed_in());
    }

    async fn sign_out(&self) {
        assert_eq!(self.auth.sign_out(SignOutOptions::default()).await, SignOutResult::Complete);
    }

    async fn identity(&self) -> AuthIdentity {
        self.auth.fetch_auth_session(Default::default()).await.unwrap().identity.unwrap()
    }

    /// The id of the identity. Checks that the identity's credentials are for this role.
    async fn identity_with(&self, role: &str) -> String {
        let AuthIdentity { identity_id, credentials, error } = self.identity().await;
        assert_eq!(error, None);
        let identity_id = identity_id.unwrap();
        check(&credentials.unwrap(), &identity_id, role);
        identity_id
    }

    /// The error of the identity, and the identity's id if it is known.
    async fn refusal(&self) -> (AuthErrorCode, Option<String>) {
        let AuthIdentity { identity_id, credentials, error } = self.identity().await;
        assert_eq!(credentials, None);
        (error.unwrap().code, identity_id)
    }
}

/// Checks that the credentials are for this identity and role.
fn check(credentials: &AwsCredentials, identity_id: &str, role: &str) {
    let token = credentials.session_token.expose();
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    let found = [&claims["sub"], &claims["role"], &claims["access_key_id"]];
    assert_eq!(found, [identity_id, role, credentials.access_key_id.as_str()]);
    assert_eq!(credentials.secret_access_key.expose().len(), 40);
}

fn forced() -> FetchAuthSessionOptions {
    FetchAuthSessionOptions { force_refresh: true, ..Default::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_has_one_identity_over_restarts_and_gets_credentials_when_the_old_ones_end() {
    let stage = Stage::set().await;
    // The library gives stored credentials again only if they stay valid for two more minutes. These stay valid for one
    // minute.
    stage.0.pool.set_session_seconds(GUEST_ROLE, 60).unwrap();
    let app = stage.app();
    assert_eq!(app.auth.session_state().await, Ok(SessionState::SignedOut { ended: None }));
    let (guest, operations) = stage.operations_during(app.identity_with(GUEST_ROLE)).await;
    assert_eq!(operations, ["GetId", "GetCredentialsForIdentity"]);
    assert_eq!(app.auth.session_state().await, Ok(SessionState::Guest { identity_id: guest.clone() }));
    stage.0.pool.set_session_seconds(GUEST_ROLE, 3600).unwrap();
    for wanted in [vec!["GetCredentialsForIdentity"], vec![]] {
        let restarted = stage.app_over(Arc::clone(&app.store));
        let (same, operations) = stage.operations_during(restarted.identity_with(GUEST_ROLE)).await;
        assert_eq!(same, guest);
        assert_eq!(operations, wanted);
    }
    assert_eq!(stage.logins(&guest), Value::Null);
    assert_ne!(
        stage.app().identity_with(GUEST_ROLE).await,
        guest,
        "a guest on another device got the same identity"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_in_user_has_one_identity_on_every_device_and_a_forced_refresh_renews_its_credentials() {
    let stage = Stage::set().await;
    let app = stage.app();
    app.sign_in().await;
    let identity_id = app.identity_with(USER_ROLE).await;
    assert_eq!(stage.logins(&identity_id), json!(["cognito-idp.local.amazonaws.com/local_LocalPool"]));
    let other = stage.app();
    other.sign_in().await;
    assert_eq!(other.identity_with(USER_ROLE).await, identity_id);

    let before = app.identity().await.credentials.unwrap();
    let (session, operations) = stage.operations_during(app.auth.fetch_auth_session(forced())).await;
    assert_eq!(operations, ["GetTokensFromRefreshToken", "GetCredentialsForIdentity"]);
    let after = session.unwrap().identity.unwrap().credentials.unwrap();
    check(&after, &identity_id, USER_ROLE);
    assert_ne!(after.access_key_id, before.access_key_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_who_signs_in_keeps_the_identity_and_the_next_guest_is_another_one() {
    let stage = Stage::set().await;
    let app = stage.app();
    let guest = app.identity_with(GUEST_ROLE).await;
    app.sign_in().await;
    let (user, operations) = stage.operations_during(app.identity_with(USER_ROLE)).await;
    assert_eq!((user, operations), (guest.clone(), vec!["GetCredentialsForIdentity".to_owned()]));
    assert_eq!(stage.logins(&guest), json!(["cognito-idp.local.amazonaws.com/local_LocalPool"]));
    app.sign_out().await;
    assert_eq!(app.auth.session_state().await, Ok(SessionState::SignedOut { ended: None }));
    let next = app.identity_with(GUEST_ROLE).await;
    assert_ne!(next, guest);

    // The user has an identity already, so the service disables the identity of the second guest.
    app.sign_in().await;
    assert_eq!(app.identity_with(USER_ROLE).await, guest);
    let named =
        json!({ "IdentityPoolId": stage.0.pool.identity_pool_id(), "MaxResults": 60, "HideDisabled": true });
    let left = stage.0.pool.perform("ListIdentities", &named).unwrap();
    let left: Vec<_> = left["Identities"].as_array().unwrap().iter().map(|it| &it["IdentityId"]).collect();
    assert_eq!(left, [&guest], "{next} is not disabled");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forbidden_identity_is_replaced_for_a_guest_and_reported_for_a_user() {
    let stage = Stage::set().await;
    let app = stage.app();
    let guest = app.identity_with(GUEST_ROLE).await;
    stage.0.pool.forbid_identity(&guest, true).unwrap();
    assert!(app.auth.fetch_auth_session(forced()).await.unwrap().identity.unwrap().error.is_none());
    let next = app.identity_with(GUEST_ROLE).await;
    assert_ne!(next, guest);

    app.sign_in().await;
    assert_eq!(app.identity_with(USER_ROLE).await, next);
    stage.0.pool.forbid_identity(&next, true).unwrap();
    let session = app.auth.fetch_auth_session(forced()).await.unwrap();
    assert!(session.is_signed_in && session.tokens.is_some(), "the tokens were lost with the credentials");
    let identity = session.identity.unwrap();
    assert_eq!(identity.error.unwrap().code, AuthErrorCode::IdentityForbidden);
    assert_eq!((identity.identity_id, identity.credentials), (Some(next.clone()), None));
    stage.0.pool.forbid_identity(&next, false).unwrap();
    app.auth.fetch_auth_session(forced()).await.unwrap();
    assert_eq!(app.identity_with(USER_ROLE).await, next);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pool_without_guests_refuses_them_and_still_serves_its_users() {
    let stage = Stage::set().await;
    stage.change(json!({ "AllowUnauthenticatedIdentities": false }));
    let app = stage.app();
    assert_eq!(app.refusal().await, (AuthErrorCode::GuestsNotAllowed, None));
    assert_eq!(app.auth.session_state().await, Ok(SessionState::SignedOut { ended: None }));
    app.sign_in().await;
    app.identity_with(USER_ROLE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_federated_login_has_the_same_identity_after_a_restart_and_after_the_federation_was_cleared() {
    let stage = Stage::set().await;
    stage.change(json!({ "SupportedLoginProviders": { GOOGLE: "app" } }));
    let app = stage.app();
    let federate = || async {
        let login =
            app.auth.federate_to_identity_pool(LoginProvider::Google, "a-token".into(), Default::default());
        let federated = login.await.unwrap();
        check(&federated.credentials, &federated.identity_id, USER_ROLE);
        federated.identity_id
    };
    let identity_id = federate().await;
    assert_eq!(stage.logins(&identity_id), json!([GOOGLE]));
    let restarted = stage.app_over(Arc::clone(&app.store));
    for app in [&app, &restarted] {
        let (same, operations) = stage.operations_during(app.identity_with(USER_ROLE)).await;
        assert_eq!((same, operations), (identity_id.clone(), vec![]));
        let state = app.auth.session_state().await.unwrap();
        assert_eq!(state, SessionState::Federated { identity_id: identity_id.clone() });
    }
    let session = app.auth.fetch_auth_session(forced()).await.unwrap();
    assert!(session.is_signed_in && session.tokens.is_none() && session.user_sub.is_none());
    let refused = app.auth.sign_in("ada", Some(PASSWORD.into()), Default::default()).await;
    assert_eq!(error_code(refused), AuthErrorCode::FederatedToIdentityPool);

    let (cleared, operations) = stage.operations_during(app.auth.clear_federation_to_identity_pool()).await;
    assert_eq!((cleared, operations), (Ok(()), vec![]));
    assert_eq!(app.auth.session_state().await, Ok(SessionState::SignedOut { ended: None }));
    assert_eq!(error_code(app.auth.clear_federation_to_identity_pool().await), AuthErrorCode::NotFederated);
    assert_eq!(federate().await, identity_id, "the login got another identity");
    app.auth.clear_federation_to_identity_pool().await.unwrap();
    app.sign_in().await;
    assert_ne!(app.identity_with(USER_ROLE).await, identity_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_the_identity_pool_does_not_accept_stores_nothing() {
    let stage = Stage::set().await;
    stage.change(json!({ "SupportedLoginProviders": { GOOGLE: "app" } }));
    let app = stage.app();
    let part = |claims: Value| URL_SAFE_NO_PAD.encode(claims.to_string());
    let token = |claims: Value| format!("{}.{}.c2ln", part(json!({ "alg": "RS256" })), part(claims));
    let claims = json!({ "iss": GOOGLE, "aud": "app", "sub": "ada", "exp": 4_000_000_000_i64 });
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        token(claims)
    };
    let refused = [
        (LoginProvider::Facebook, "a-token".to_owned(), AuthErrorCode::LoginMismatch),
        (LoginProvider::Google, with("exp", json!(1_000_000_000)), AuthErrorCode::LoginTokenExpired),
        (LoginProvider::Google, with("aud", json!("another")), AuthErrorCode::LoginNotAccepted),
        (LoginProvider::Google, with("iss", json!("elsewhere")), AuthErrorCode::LoginNotAccepted),
    ];
    for (provider, token, code) in refused {
        let federated = app.auth.federate_to_identity_pool(provider, token.into(), Default::default()).await;
        assert_eq!(error_code(federated), code);
        assert_eq!(app.auth.session_state().await, Ok(SessionState::SignedOut { ended: None }));
        assert!(app.store.entries().is_empty());
    }
    let accepted =
        app.auth.federate_to_identity_pool(LoginProvider::Google, token(claims).into(), Default::default());
    assert_eq!(stage.logins(&accepted.await.unwrap().identity_id), json!([GOOGLE]));
}
