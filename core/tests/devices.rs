//! Remembered devices against the local pool: confirmed, named and proved without the user seeing any of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::Arc;

use cognito_auth_core::{
    Auth, AuthError, AuthErrorCode, AuthSignInStep, FetchAuthSessionOptions, SignOutOptions,
};
use serde_json::json;
use support::pool::{PASSWORD, TestPool, auth, ports};
use support::store::FaultyStore;

fn code<T: std::fmt::Debug>(result: Result<T, AuthError>) -> AuthErrorCode {
    result.unwrap_err().code
}

/// An app whose store outlives it, named for the list of devices.
struct App {
    pool: TestPool,
    store: Arc<FaultyStore>,
}

impl App {
    async fn new(only_on_user_prompt: bool) -> Self {
        let pool = TestPool::start().await;
        pool.remember_devices(only_on_user_prompt);
        pool.confirmed_user("ann");
        Self { pool, store: Arc::default() }
    }

    fn start(&self) -> Auth {
        let mut ports = ports();
        ports.store = self.store.clone();
        let mut configuration = self.pool.configuration();
        configuration.device_name = Some("Ann's phone".into());
        auth(configuration, ports)
    }

    /// The operations that a sign-in takes, to its end.
    async fn sign_in(&self, auth: &Auth, username: &str) -> Vec<String> {
        let before = self.pool.operations().len();
        let signed_in = auth.sign_in(username, Some(PASSWORD.into()), Default::default()).await.unwrap();
        assert!(signed_in.is_signed_in(), "{signed_in:?}");
        self.pool.operations().split_off(before)
    }

    fn has_devices(&self) -> bool {
        self.devices().contains("\"key\"")
    }

    fn has_unconfirmed_device(&self) -> bool {
        self.devices().contains("\"confirmation\"")
    }

    fn devices(&self) -> String {
        let entry = self.store.entries().into_iter().find(|(key, _)| key.ends_with(".devices"));
        entry.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).unwrap_or_default()
    }
}

const NEW: [&str; 3] = ["InitiateAuth", "RespondToAuthChallenge", "ConfirmDevice"];
const KNOWN: [&str; 4] =
    ["InitiateAuth", "RespondToAuthChallenge", "RespondToAuthChallenge", "RespondToAuthChallenge"];

#[tokio::test]
async fn a_new_device_is_confirmed_and_proves_itself_the_next_time() {
    let app = App::new(false).await;
    let auth = app.start();
    assert_eq!(app.sign_in(&auth, "ann").await, NEW);
    let devices = auth.fetch_devices().await.unwrap();
    assert_eq!(devices.len(), 1);
    assert_eq!(devices[0].name.as_deref(), Some("Ann's phone"));
    assert!(devices[0].created_at_milliseconds.is_some());

    auth.sign_out(SignOutOptions::default()).await;
    assert_eq!(app.sign_in(&app.start(), "ann").await, KNOWN);
    assert_eq!(app.start().fetch_devices().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_device_is_found_under_the_alias_and_under_the_own_name() {
    let app = App::new(false).await;
    assert_eq!(app.sign_in(&app.start(), "ann@example.com").await, NEW);
    for name in ["ann@example.com", "ann"] {
        app.start().sign_out(SignOutOptions::default()).await;
        assert_eq!(app.sign_in(&app.start(), name).await, KNOWN, "{name}");
    }
}

#[tokio::test]
async fn a_remembered_device_needs_no_second_factor() {
    let app = App::new(false).await;
    app.sign_in(&app.start(), "ann").await;
    app.start().sign_out(SignOutOptions::default()).await;
    app.pool.enable_factors("ann", &["SMSMfaSettings"]);
    assert_eq!(app.sign_in(&app.start(), "ann").await, KNOWN);

    let elsewhere = app.pool.auth().sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    assert!(matches!(elsewhere.next_step, AuthSignInStep::ConfirmSignInWithSmsMfaCode { .. }));
}

#[tokio::test]
async fn where_the_user_is_asked_a_device_is_remembered_only_then() {
    let app = App::new(true).await;
    let auth = app.start();
    app.sign_in(&auth, "ann").await;
    auth.sign_out(SignOutOptions::default()).await;
    app.pool.enable_factors("ann", &["EmailMfaSettings"]);
    auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
    let code = app.pool.code("ann");
    assert!(auth.confirm_sign_in(code.into(), Default::default()).await.unwrap().is_signed_in());

    auth.remember_device().await.unwrap();
    auth.sign_out(SignOutOptions::default()).await;
    assert_eq!(app.sign_in(&auth, "ann").await, KNOWN);
}

#[tokio::test]
async fn a_device_that_the_service_forgot_is_a_new_one_after_one_clean_retry() {
    let app = App::new(false).await;
    let auth = app.start();
    app.sign_in(&auth, "ann").await;
    let id = auth.fetch_devices().await.unwrap().remove(0).id;
    auth.sign_out(SignOutOptions::default()).await;
    app.pool.admin("AdminForgetDevice", json!({ "Username": "ann", "DeviceKey": id }));

    let operations = app.sign_in(&app.start(), "ann").await;
    assert!(operations.len() <= 4 && operations.ends_with(&["ConfirmDevice".to_owned()]), "{operations:?}");
    let auth = app.start();
    let devices = auth.fetch_devices().await.unwrap();
    assert_eq!(devices.len(), 1);
    assert_ne!(devices[0].id, id);
}

#[tokio::test]
async fn a_device_is_forgotten_here_and_at_the_service() {
    let app = App::new(false).await;
    let auth = app.start();
    app.sign_in(&auth, "ann").await;
    assert!(app.has_devices());
    assert_eq!(code(auth.forget_device(Some("local_unknown".into())).await), AuthErrorCode::ResourceNotFound);
    assert_eq!(code(auth.forget_device(Some(String::new())).await), AuthErrorCode::EmptyArgument);
    auth.forget_device(None).await.unwrap();
    assert!(!app.has_devices());
    assert_eq!(code(auth.remember_device().await), AuthErrorCode::NoDevice);
    assert_eq!(auth.fetch_devices().await.unwrap(), []);
}

#[tokio::test]
async fn a_session_of_a_device_is_refreshed_with_its_key() {
    let app = App::new(false).await;
    let auth = app.start();
    app.sign_in(&auth, "ann").await;
    let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
    assert!(auth.fetch_auth_session(options).await.unwrap().is_signed_in);
}

#[tokio::test]
async fn a_device_that_could_not_be_confirmed_is_confirmed_later_and_its_session_stands() {
    let app = App::new(false).await;
    let fault = cognito_local_pool::Fault::Error {
        status: 400,
        error_type: "InvalidParameterException".into(),
        message: String::new(),
    };
    let rule = cognito_local_pool::FaultRule { operation: "ConfirmDevice".into(), times: 1, fault };
    app.pool.pool.inject_fault(rule);
    assert_eq!(app.sign_in(&app.start(), "ann").await, NEW);

    // The app is started anew, and asks for the session as it goes along.
    let auth = app.start();
    auth.fetch_auth_session(FetchAuthSessionOptions::default()).await.unwrap();
    while app.has_unconfirmed_device() {
        tokio::task::yield_now().await;
    }
    let confirmations = app.pool.operations().into_iter().filter(|operation| operation == "ConfirmDevice");
    assert_eq!(confirmations.count(), 2);
    let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
    assert!(auth.fetch_auth_session(options).await.unwrap().is_signed_in);
    auth.sign_out(SignOutOptions::default()).await;
    assert_eq!(app.sign_in(&auth, "ann").await, KNOWN);
}

#[tokio::test]
async fn a_confirmation_whose_answer_was_lost_counts() {
    let app = App::new(false).await;
    let lost = cognito_local_pool::Fault::Drop { when: cognito_local_pool::When::After };
    let rule = cognito_local_pool::FaultRule { operation: "ConfirmDevice".into(), times: 1, fault: lost };
    app.pool.pool.inject_fault(rule);
    app.sign_in(&app.start(), "ann").await;
    assert!(!app.has_unconfirmed_device());
    app.start().sign_out(SignOutOptions::default()).await;
    assert_eq!(app.sign_in(&app.start(), "ann").await, KNOWN);
}

#[tokio::test]
async fn without_remembered_devices_there_is_none_to_remember() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    assert_eq!(code(auth.remember_device().await), AuthErrorCode::NoDevice);
    assert_eq!(code(auth.forget_device(None).await), AuthErrorCode::NoDevice);
    assert_eq!(code(auth.fetch_devices().await), AuthErrorCode::InvalidUserPoolConfiguration);
}
