//! Remembered devices. The library confirms a device, sends the device's key, and proves that it has the device's
//! password. The user sees none of this. Most tests use the local pool, the others a scripted service.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cognito_auth_core::{
    Auth, AuthError, AuthErrorCode, AuthEvent, AuthEventListener, AuthFactorType, AuthSession,
    AuthSignInStep, FetchAuthSessionOptions, HttpReply, HttpRequest, HttpTransport, SecureStore,
    SignOutOptions, StoreError, TransportFailure,
};
use cognito_local_pool::{DEFAULT_CLIENT_ID, Fault, FaultRule, When};
use serde_json::{Value, json};
use support::log::CapturedLog;
use support::options::{by_choice, error_code};
use support::pool::{PASSWORD, TestPool, auth, ports};
use support::sessions::{NOW, SESSION_KEY, TestApp, Tokens, settle, until};
use support::store::{FaultyStore, StoreOperation};
use support::transport::Step;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// An app with a device name. Its store survives a restart.
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
        self.start_over(ports().transport)
    }

    fn start_over(&self, transport: Arc<dyn HttpTransport>) -> Auth {
        let mut ports = ports();
        ports.store = self.store.clone();
        ports.transport = transport;
        let mut configuration = self.pool.configuration();
        configuration.device_name = Some("Ann's phone".into());
        auth(configuration, ports)
    }

    /// Signs in. Gives the operations of the whole sign-in.
    async fn sign_in(&self, auth: &Auth, username: &str) -> Vec<String> {
        let before = self.pool.operations().len();
        let signed_in = auth.sign_in(username, Some(PASSWORD.into()), Default::default()).await.unwrap();
        assert!(signed_in.is_signed_in(), "{signed_in:?}");
        self.pool.operations().split_off(before)
    }

    /// Makes the next ConfirmDevice fail.
    fn fail_confirmation(&self, fault: Fault) {
        self.pool.pool.inject_fault(FaultRule { operation: "ConfirmDevice".into(), times: 1, fault });
    }

    /// Makes the next ConfirmDevice and its retry fail.
    fn lose_confirmation(&self) {
        let fault = Fault::Drop { when: When::Before };
        self.pool.pool.inject_fault(FaultRule { operation: "ConfirmDevice".into(), times: 2, fault });
    }

    fn confirmations(&self) -> usize {
        self.pool.operations().iter().filter(|operation| *operation == "ConfirmDevice").count()
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

fn forced() -> FetchAuthSessionOptions {
    FetchAuthSessionOptions { force_refresh: true, ..FetchAuthSessionOptions::default() }
}

fn refused() -> Fault {
    Fault::Error { status: 400, error_type: "InvalidParameterException".into(), message: String::new() }
}

/// A network whose first connection does not reach the service.
struct CaptivePortal {
    beyond: Arc<dyn HttpTransport>,
    refused: AtomicUsize,
}

impl HttpTransport for CaptivePortal {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        match self.refused.fetch_add(1, Ordering::SeqCst) {
            0 => Err(TransportFailure::Tls),
            _ => self.beyond.start(request, reply),
        }
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        self.beyond.cancel(id)
    }
}

/// A listener that refreshes the tokens as soon as the user is signed in.
struct OneRefresh {
    auth: Auth,
    runtime: Handle,
    answer: Mutex<Option<oneshot::Sender<Result<AuthSession, AuthError>>>>,
    result: tokio::sync::Mutex<oneshot::Receiver<Result<AuthSession, AuthError>>>,
}

impl OneRefresh {
    fn new(auth: &Auth) -> Self {
        let (answer, result) = oneshot::channel();
        Self {
            auth: auth.clone(),
            runtime: Handle::current(),
            answer: Mutex::new(Some(answer)),
            result: tokio::sync::Mutex::new(result),
        }
    }

    async fn result(&self) -> Result<AuthSession, AuthError> {
        let mut result = self.result.lock().await;
        tokio::time::timeout(Duration::from_secs(20), &mut *result).await.expect("no refresh").unwrap()
    }
}

impl AuthEventListener for OneRefresh {
    fn on_event(&self, event: AuthEvent) {
        let AuthEvent::SignedIn = event else { return };
        let answer = self.answer.lock().unwrap().take();
        if let Some(answer) = answer {
            let auth = self.auth.clone();
            self.runtime.spawn(async move { answer.send(auth.fetch_auth_session(forced()).await) });
        }
    }
}

/// The requests of a sign-in on a new device.
const NEW: [&str; 3] = ["InitiateAuth", "RespondToAuthChallenge", "ConfirmDevice"];
/// The requests of a sign-in on a confirmed device. The last two prove the device's password.
const KNOWN: [&str; 4] =
    ["InitiateAuth", "RespondToAuthChallenge", "RespondToAuthChallenge", "RespondToAuthChallenge"];

#[tokio::test]
async fn a_new_device_is_confirmed_and_signs_in_with_srp_the_next_time() {
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
async fn a_device_confirmed_under_an_alias_is_used_under_the_pool_user_name_too() {
    let app = App::new(false).await;
    assert_eq!(app.sign_in(&app.start(), "ann@example.com").await, NEW);
    for name in ["ann@example.com", "ann"] {
        app.start().sign_out(SignOutOptions::default()).await;
        assert_eq!(app.sign_in(&app.start(), name).await, KNOWN, "{name}");
    }
}

#[tokio::test]
async fn sign_ins_by_code_share_one_device_under_the_pool_user_name_and_its_aliases() {
    let app = App::new(false).await;
    app.pool.configure(json!({
        "DeviceConfiguration": {},
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } },
    }));
    let phone = json!([{ "Name": "phone_number", "Value": "+15555551234" }, { "Name": "phone_number_verified", "Value": "true" }]);
    app.pool.admin("AdminUpdateUserAttributes", json!({ "Username": "ann", "UserAttributes": phone }));
    for name in ["ann@example.com", "ann", "+15555551234"] {
        let auth = app.start();
        auth.sign_in(name, None, by_choice(Some(AuthFactorType::EmailOtp))).await.unwrap();
        let signed_in = auth.confirm_sign_in(app.pool.code("ann").into(), Default::default()).await.unwrap();
        assert!(signed_in.is_signed_in(), "{name}: {signed_in:?}");
        auth.sign_out(SignOutOptions::default()).await;
    }
    let devices = app.pool.admin("AdminListDevices", json!({ "Username": "ann" }));
    assert_eq!((devices["Devices"].as_array().unwrap().len(), app.confirmations()), (1, 1));
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
async fn a_device_is_remembered_only_on_request_if_the_pool_leaves_the_choice_to_the_user() {
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
async fn a_device_that_the_service_forgot_is_replaced_by_a_new_one_in_the_same_sign_in() {
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
async fn a_device_is_forgotten_by_the_app_and_by_the_service() {
    let app = App::new(false).await;
    let auth = app.start();
    app.sign_in(&auth, "ann").await;
    assert!(app.has_devices());
    assert_eq!(error_code(auth.forget_device(Some("local_0".into())).await), AuthErrorCode::ResourceNotFound);
    assert_eq!(error_code(auth.forget_device(Some(String::new())).await), AuthErrorCode::EmptyArgument);
    auth.forget_device(None).await.unwrap();
    assert!(!app.has_devices());
    assert_eq!(error_code(auth.remember_device().await), AuthErrorCode::NoDevice);
    assert_eq!(auth.fetch_devices().await.unwrap(), []);
}

#[tokio::test]
async fn a_session_with_a_device_is_refreshed() {
    let app = App::new(false).await;
    let auth = app.start();
    app.sign_in(&auth, "ann").await;
    assert!(auth.fetch_auth_session(forced()).await.unwrap().is_signed_in);
}

/// The session record wrongly says that the session has no device, so the first refresh is sent without the device's
/// key. The service refuses that refresh and does not replace the refresh token, although the app client rotates tokens
/// and gives no grace period.
#[tokio::test]
async fn a_refused_refresh_without_the_device_key_does_not_use_up_the_refresh_token() {
    let app = App::new(false).await;
    app.sign_in(&app.start(), "ann").await;
    app.pool.admin(
        "UpdateUserPoolClient",
        json!({
            "ClientId": DEFAULT_CLIENT_ID,
            "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
            "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 0 },
        }),
    );
    let (key, record) = app.store.entries().into_iter().find(|(key, _)| key.ends_with(".session")).unwrap();
    let mut record: Value = serde_json::from_slice(&record).unwrap();
    record["device"] = json!("none");
    app.store.save(key, record.to_string().into_bytes()).unwrap();

    let auth = app.start();
    let before = app.pool.operations().len();
    assert!(auth.fetch_auth_session(forced()).await.unwrap().is_signed_in);
    assert_eq!(app.pool.operations()[before..], ["GetTokensFromRefreshToken"; 2]);
    // The right key is known from now on.
    assert!(auth.fetch_auth_session(forced()).await.unwrap().is_signed_in);
    assert_eq!(app.pool.operations().len(), before + 3);
}

#[tokio::test]
async fn a_device_whose_confirmation_was_refused_is_confirmed_after_the_next_start() {
    let app = App::new(false).await;
    app.fail_confirmation(refused());
    assert_eq!(app.sign_in(&app.start(), "ann").await, NEW);

    // The app starts again, and fetches the session.
    let auth = app.start();
    auth.fetch_auth_session(FetchAuthSessionOptions::default()).await.unwrap();
    until(|| !app.has_unconfirmed_device()).await;
    assert_eq!(app.confirmations(), 2);
    assert!(auth.fetch_auth_session(forced()).await.unwrap().is_signed_in);
    auth.sign_out(SignOutOptions::default()).await;
    assert_eq!(app.sign_in(&auth, "ann").await, KNOWN);
}

#[tokio::test]
async fn the_log_says_why_a_device_is_not_confirmed() {
    let app = App::new(false).await;
    app.fail_confirmation(refused());
    let (mut ports, log) = (ports(), CapturedLog::default());
    ports.log = Some(Arc::new(log.clone()));
    app.sign_in(&auth(app.pool.configuration(), ports), "ann").await;
    let line = "Warning sign-in: the device is not confirmed: InvalidParameter\n";
    until(|| log.text().contains(line)).await;
}

#[tokio::test]
async fn an_unconfirmed_device_is_not_sent_at_a_sign_in_and_cant_be_remembered_or_forgotten() {
    let app = App::new(false).await;
    app.fail_confirmation(refused());
    let auth = app.start();
    app.sign_in(&auth, "ann").await;
    assert!(app.has_unconfirmed_device());
    assert_eq!(error_code(auth.remember_device().await), AuthErrorCode::NoDevice);
    assert_eq!(error_code(auth.forget_device(None).await), AuthErrorCode::NoDevice);

    auth.sign_out(SignOutOptions::default()).await;
    assert_eq!(app.sign_in(&auth, "ann").await, NEW);
    assert!(!app.has_unconfirmed_device());
}

#[tokio::test]
async fn an_unconfirmed_device_is_confirmed_before_the_first_refresh() {
    let app = App::new(false).await;
    app.lose_confirmation();
    app.sign_in(&app.start(), "ann").await;
    assert!(app.has_unconfirmed_device());

    let auth = app.start();
    assert!(auth.fetch_auth_session(forced()).await.unwrap().is_signed_in);
    assert!(!app.has_unconfirmed_device());
}

#[tokio::test]
async fn a_refresh_fails_while_the_device_cant_be_confirmed() {
    let app = App::new(false).await;
    app.lose_confirmation();
    app.sign_in(&app.start(), "ann").await;

    let auth = app.start();
    app.lose_confirmation();
    assert!(auth.fetch_auth_session(forced()).await.unwrap_err().retryable);
    assert!(auth.get_current_user().await.is_ok());
    assert!(auth.fetch_auth_session(forced()).await.unwrap().is_signed_in);
}

#[tokio::test]
async fn a_listener_that_refreshes_as_soon_as_the_user_is_signed_in_keeps_the_session() {
    let app = App::new(false).await;
    let auth = app.start();
    let refreshed = Arc::new(OneRefresh::new(&auth));
    let _subscription = auth.subscribe(refreshed.clone());
    app.sign_in(&auth, "ann").await;
    let result = refreshed.result().await;
    assert!(result.is_ok_and(|session| session.is_signed_in), "{:?}", app.pool.operations());
}

#[tokio::test]
async fn a_device_confirmation_that_failed_in_a_captive_portal_is_repeated_later() {
    let app = App::new(false).await;
    app.lose_confirmation();
    app.sign_in(&app.start(), "ann").await;
    let portal = Arc::new(CaptivePortal { beyond: ports().transport, refused: AtomicUsize::new(0) });
    let auth = app.start_over(portal.clone());
    auth.fetch_auth_session(FetchAuthSessionOptions::default()).await.unwrap();
    until(|| portal.refused.load(Ordering::SeqCst) > 0).await;
    for _ in 0..2000 {
        auth.fetch_auth_session(FetchAuthSessionOptions::default()).await.unwrap();
        if !app.has_unconfirmed_device() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the device was never confirmed");
}

/// A signed-in user whose device is not confirmed yet.
fn unconfirmed() -> TestApp {
    let devices = json!({ "version": 1, "devices": [{
        "username": "ann", "aliases": [], "key": "key", "groupKey": "group", "password": "password",
        "confirmation": { "salt": "c2FsdA==", "passwordVerifier": "dmVyaWZpZXI=", "deviceName": null },
    }]});
    let session = Tokens::of("ann", 1).record_of_device(1, NOW, "key");
    let devices_key = SESSION_KEY.replace(".session", ".devices");
    TestApp::over(FaultyStore::with(
        [(SESSION_KEY.to_owned(), session), (devices_key, devices)]
            .map(|(key, value)| (key, value.to_string().into())),
    ))
}

#[tokio::test(start_paused = true)]
async fn a_permanently_refused_confirmation_is_repeated_only_after_the_next_start() {
    let app = unconfirmed();
    app.transport.repeat(Step::exception("InvalidParameterException", ""));
    for _ in 0..5 {
        app.fetch().await.unwrap();
        settle().await;
    }
    assert_eq!(app.transport.operations(), ["ConfirmDevice"]);
    // The next start of the app tries again.
    let next = app.another();
    next.transport.repeat(Step::success(json!({})));
    for _ in 0..5 {
        next.fetch().await.unwrap();
        settle().await;
    }
    assert_eq!(next.transport.operations(), ["ConfirmDevice"]);
}

#[tokio::test(start_paused = true)]
async fn a_permanently_refused_confirmation_is_not_repeated_before_a_refresh() {
    let app = unconfirmed();
    app.transport.push(Step::exception("InvalidParameterException", ""));
    app.fetch().await.unwrap();
    settle().await;
    for tokens in [2, 3] {
        app.transport.push(Tokens::of("ann", tokens).refreshed());
        app.force_refresh().await.unwrap();
    }
    let refresh = "GetTokensFromRefreshToken";
    assert_eq!(app.transport.operations(), ["ConfirmDevice", refresh, refresh]);
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_of_a_device_whose_user_no_longer_exists_ends_the_session() {
    let app = unconfirmed();
    app.transport.repeat(Step::exception("UserNotFoundException", "User does not exist."));
    app.fetch().await.unwrap();
    app.expect_events(&[AuthEvent::SessionExpired]).await;
    assert_eq!(app.stored(), None);
}

#[tokio::test]
async fn a_sign_in_fails_if_its_device_cant_be_stored() {
    let app = App::new(false).await;
    app.store.fail_at(StoreOperation::Save, StoreError::Locked);
    let auth = app.start();
    let refused = auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await;
    assert_eq!(error_code(refused), AuthErrorCode::StoreLocked);
    app.store.fail(None);
    assert!(!auth.fetch_auth_session(FetchAuthSessionOptions::default()).await.unwrap().is_signed_in);
    // The tokens are revoked in the background.
    until(|| app.pool.operations().contains(&"RevokeToken".to_owned())).await;
    assert!(app.sign_in(&auth, "ann").await.ends_with(&NEW.map(str::to_owned)));
}

#[tokio::test]
async fn a_device_is_confirmed_even_if_the_response_to_its_confirmation_was_lost() {
    let app = App::new(false).await;
    app.fail_confirmation(Fault::Drop { when: When::After });
    app.sign_in(&app.start(), "ann").await;
    assert!(!app.has_unconfirmed_device());
    app.start().sign_out(SignOutOptions::default()).await;
    assert_eq!(app.sign_in(&app.start(), "ann").await, KNOWN);
}

#[tokio::test]
async fn a_pool_that_remembers_no_devices_gives_no_device_to_remember_or_forget() {
    let pool = TestPool::start().await;
    let auth = pool.signed_in("ann").await;
    assert_eq!(error_code(auth.remember_device().await), AuthErrorCode::NoDevice);
    assert_eq!(error_code(auth.forget_device(None).await), AuthErrorCode::NoDevice);
    assert_eq!(error_code(auth.fetch_devices().await), AuthErrorCode::InvalidUserPoolConfiguration);
}
