//! Stored sessions, issued tokens, and an app that uses them.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthError, AuthErrorCode, AuthEvent, AuthSession, FetchAuthSessionOptions,
    FormerLibrary, LeaseStore, Ports, SecureStore, StoreError, Subscription,
};
use serde_json::{Value, json};

use super::clock::ManualClock;
use super::events::EventLog;
use super::leases::TestLeases;
use super::log::CapturedLog;
use super::options::by_password;
use super::store::{FaultyStore, GatedStore, NamedStore};
use super::transport::{ScriptedTransport, Step};

/// The time at which every test starts, in milliseconds since 1970.
pub const NOW: i64 = 1_790_000_000_000;
pub const SESSION_KEY: &str = "cognito-auth.eu-central-1_AbCdEfGhI.client.session";

pub fn configuration() -> AuthConfiguration {
    AuthConfiguration::new("eu-central-1", "eu-central-1_AbCdEfGhI", "client")
}

/// The configuration of an account. `None` is the default account.
pub fn configuration_of(account: Option<&str>) -> AuthConfiguration {
    AuthConfiguration { account: account.map(str::to_owned), ..configuration() }
}

pub const FIRST: Tokens = Tokens { user: "ann", serial: 1 };
pub const SECOND: Tokens = Tokens { user: "ann", serial: 2 };
pub const BOBS: Tokens = Tokens { user: "bob", serial: 3 };

/// How many serials belong to one sign-in: 0 to 99 to the first, 100 to 199 to the next.
pub const TOKENS_OF_A_SIGN_IN: u32 = 100;

/// The ID token, the access token and the refresh token of one response to a user. All three have the number `serial`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tokens {
    pub user: &'static str,
    pub serial: u32,
}

impl Tokens {
    pub fn of(user: &'static str, serial: u32) -> Self {
        Self { user, serial }
    }

    /// The id of the sign-in, which every refresh keeps.
    pub fn sign_in(self) -> String {
        format!("sign-in-{}-of-{}", self.serial / TOKENS_OF_A_SIGN_IN, self.user)
    }

    fn jwt(self, token_use: &str) -> String {
        self.jwt_with(token_use, json!({}))
    }

    fn jwt_with(self, token_use: &str, more: Value) -> String {
        let mut claims = json!({
            "sub": format!("sub-of-{}", self.user),
            "username": self.user,
            "token_use": token_use,
            "origin_jti": self.sign_in(),
            "jti": self.serial,
            "iat": 1_790_000_000,
            "exp": 1_790_003_600,
        });
        claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    pub fn access(self) -> String {
        self.jwt("access")
    }

    /// The access token of a session that is bound to a device.
    pub fn access_of_device(self, device_key: &str) -> String {
        self.jwt_with("access", json!({ "device_key": device_key }))
    }

    /// The access token of an app client whose tokens can't be revoked.
    pub fn access_without_sign_in(self) -> String {
        self.jwt_with("access", json!({ "origin_jti": null }))
    }

    pub fn refresh(self) -> String {
        format!("refresh-{}-{}", self.user, self.serial)
    }

    /// The record of a session that received these tokens at a given time.
    pub fn record(self, generation: u64, received_at: i64) -> Value {
        json!({
            "version": 1,
            "generation": generation,
            "username": self.user,
            "userId": format!("sub-of-{}", self.user),
            "idToken": self.jwt("id"),
            "accessToken": self.access(),
            "refreshToken": self.refresh(),
            "receivedAt": received_at,
            "expiresAt": received_at + 3_600_000,
            "isRevocable": true,
        })
    }

    /// The record of a session that is bound to a device.
    pub fn record_of_device(self, generation: u64, received_at: i64, device_key: &str) -> Value {
        let mut record = self.record(generation, received_at);
        record["accessToken"] = self.access_of_device(device_key).into();
        record
    }

    /// The record of a session whose tokens have expired.
    pub fn expired(self) -> Value {
        self.record(1, NOW - 7_200_000)
    }

    /// The service's response with these tokens, including the refresh token.
    pub fn rotated(self) -> Step {
        Step::success(
            json!({ "AuthenticationResult": self.result(Some(self.refresh())), "ChallengeParameters": {} }),
        )
    }

    /// The same response, for a session that is bound to a device.
    pub fn rotated_of_device(self, device_key: &str) -> Step {
        let mut result = self.result(Some(self.refresh()));
        result["AccessToken"] = self.access_of_device(device_key).into();
        Step::success(json!({ "AuthenticationResult": result, "ChallengeParameters": {} }))
    }

    /// The service's response with these tokens, without a new refresh token.
    pub fn refreshed(self) -> Step {
        Step::success(json!({ "AuthenticationResult": self.result(None) }))
    }

    fn result(self, refresh_token: Option<String>) -> Value {
        json!({
            "AccessToken": self.access(),
            "IdToken": self.jwt("id"),
            "RefreshToken": refresh_token,
            "ExpiresIn": 3600,
            "TokenType": "Bearer",
        })
    }
}

/// An app: an instance with its ports.
pub struct TestApp {
    pub auth: Auth,
    pub transport: Arc<ScriptedTransport>,
    pub store: Arc<FaultyStore>,
    pub clock: Arc<ManualClock>,
    pub events: Arc<EventLog>,
    pub log: CapturedLog,
    _subscription: Subscription,
}

impl TestApp {
    /// An app with a store that holds `record`.
    pub fn with(record: &Value) -> Self {
        Self::over(FaultyStore::with([(SESSION_KEY.to_owned(), record.to_string().into())]))
    }

    /// An app with this store.
    pub fn over(store: FaultyStore) -> Self {
        Self::made(configuration(), Arc::new(store))
    }

    /// Another process of the app: an instance over the same store, with a service of its own.
    pub fn another(&self) -> Self {
        Self::made(configuration(), Arc::clone(&self.store))
    }

    /// An instance over the store with this name. Instances with the same name are in one process, and share the store.
    pub fn named(name: &'static str, store: &Arc<FaultyStore>) -> Self {
        Self::named_of(configuration(), name, store)
    }

    /// Like [`Self::named`], with this configuration.
    pub fn named_of(configuration: AuthConfiguration, name: &str, store: &Arc<FaultyStore>) -> Self {
        let named = NamedStore { name: name.to_owned(), inner: store.clone() };
        Self::made_behind(configuration, Arc::clone(store), Arc::new(named))
    }

    /// Another process of the app, whose calls of the store may have to wait.
    pub fn another_behind(&self, gated: Arc<GatedStore>) -> Self {
        Self::made_behind(configuration(), Arc::clone(&self.store), gated)
    }

    pub fn made(configuration: AuthConfiguration, store: Arc<FaultyStore>) -> Self {
        Self::made_behind(configuration, Arc::clone(&store), store)
    }

    pub fn made_behind(
        configuration: AuthConfiguration,
        store: Arc<FaultyStore>,
        front: Arc<dyn SecureStore>,
    ) -> Self {
        Self::of_ports(configuration, store, front, |_| {})
    }

    /// An app that takes over the session of the library that it used before.
    pub fn moving_from(former: FormerLibrary, store: &Arc<FaultyStore>) -> Self {
        Self::moving_from_of(configuration(), former, store)
    }

    /// Like [`Self::moving_from`], with this configuration.
    pub fn moving_from_of(
        configuration: AuthConfiguration,
        former: FormerLibrary,
        store: &Arc<FaultyStore>,
    ) -> Self {
        let moving = |ports: &mut Ports| ports.former = Some(former);
        Self::of_ports(configuration, Arc::clone(store), store.clone(), moving)
    }

    /// A process that takes turns to refresh with the other processes over the same store.
    pub fn taking_turns(
        configuration: AuthConfiguration,
        store: &Arc<FaultyStore>,
        leases: &Arc<TestLeases>,
    ) -> Self {
        let sharing = |ports: &mut Ports| ports.leases = Some(leases.clone() as Arc<dyn LeaseStore>);
        Self::of_ports(configuration, Arc::clone(store), store.clone(), sharing)
    }

    /// A process that sees the store through `front`.
    pub fn of_ports(
        configuration: AuthConfiguration,
        store: Arc<FaultyStore>,
        front: Arc<dyn SecureStore>,
        add: impl FnOnce(&mut Ports),
    ) -> Self {
        let transport = Arc::<ScriptedTransport>::default();
        let clock = Arc::new(ManualClock::at(NOW));
        let events = Arc::<EventLog>::default();
        let mut ports = Ports::new(transport.clone(), front);
        ports.clock = clock.clone();
        add(&mut ports);
        let log = CapturedLog::default();
        ports.log = Some(Arc::new(log.clone()));
        let auth = Auth::new(configuration, ports).unwrap();
        let subscription = auth.subscribe(events.clone());
        Self { auth, transport, store, clock, events, log, _subscription: subscription }
    }

    /// Signs in with a password. The service responds with these tokens.
    pub async fn sign_in(&self, tokens: Tokens) -> Result<(), AuthErrorCode> {
        self.transport.push(tokens.rotated());
        let signed_in = self.auth.sign_in(tokens.user, Some("Password123!".into()), by_password()).await;
        signed_in.map(|result| assert!(result.is_signed_in())).map_err(|error| error.code)
    }

    pub async fn fetch(&self) -> Result<AuthSession, AuthError> {
        self.auth.fetch_auth_session(FetchAuthSessionOptions::default()).await
    }

    pub async fn force_refresh(&self) -> Result<AuthSession, AuthError> {
        let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
        self.auth.fetch_auth_session(options).await
    }

    /// A forced refresh. The service responds with these tokens.
    pub async fn force_refreshed_with(&self, tokens: Tokens) -> AuthSession {
        self.transport.push(tokens.rotated());
        self.force_refresh().await.unwrap()
    }

    /// The stored session.
    pub fn stored(&self) -> Option<Value> {
        self.store.entries().get(SESSION_KEY).map(|bytes| serde_json::from_slice(bytes).unwrap())
    }

    /// The stored refresh token.
    pub fn stored_refresh_token(&self) -> Option<String> {
        Some(self.stored()?["refreshToken"].as_str()?.to_owned())
    }

    pub async fn expect_events(&self, expected: &[AuthEvent]) {
        assert_eq!(self.events.take(expected.len()).await, expected);
    }

    /// Waits until this many requests hang.
    pub async fn hanging(&self, count: usize) {
        until(|| self.transport.hanging() == count).await;
    }

    pub fn lock(&self) {
        self.store.fail(Some(StoreError::Locked));
    }

    pub fn unlock(&self) {
        self.store.fail(None);
    }
}

/// Waits until a condition is true, for ten seconds at most.
pub async fn until(holds: impl Fn() -> bool) {
    for _ in 0..2000 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the condition never became true");
}

/// Returns when each piece of running work has either ended or is itself waiting. The test's clock must be paused: a
/// paused clock moves only when nothing else runs.
pub async fn settle() {
    tokio::time::sleep(Duration::from_secs(300)).await;
}

/// The access token of a session.
pub fn access_token(session: &AuthSession) -> &str {
    session.tokens.as_ref().map(|tokens| tokens.access_token.expose()).unwrap_or_default()
}
