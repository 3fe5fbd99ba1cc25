//! No secret of an app's calls gets into a log, an error's text or a `Debug` output.
//!
//! The tests treat every text that is sent or received as a secret, except for short ones and a list of public ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::sync::{Arc, Mutex, OnceLock, Weak};

use cognito_auth_core::host::HostTransport;
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthEvent, AuthEventListener, AuthFlowType, Entropy, EntropyError,
    FetchAuthSessionOptions, Ports, SignOutOptions, SignOutResult, StoreError, SystemEntropy,
    TransportFailure,
};
use cognito_local_pool::{Fault, FaultRule, When};
use serde_json::json;
use support::log::CapturedLog;
use support::options::{by, by_password};
use support::pool::{PASSWORD, TestPool, auth, other_than, with_email};
use support::sessions::until;
use support::store::FaultyStore;
use support::transport::{ScriptedTransport, Step, Switch};
use support::wiretap::Wiretap;
use tracing_subscriber::util::SubscriberInitExt;

/// Members whose values are public, are names of the protocol, or are shown to the user.
#[rustfmt::skip]
const PUBLIC: &[&str] = &[
    "__type", "ClientId", "AuthFlow", "ChallengeName", "TokenType", "Name", "AttributeName",
    "DeliveryMedium", "Destination", "CODE_DELIVERY_DELIVERY_MEDIUM", "CODE_DELIVERY_DESTINATION",
    "MFAS_CAN_CHOOSE", "Username", "USERNAME", "USER_ID_FOR_SRP", "UserSub", "ANSWER", "requiredAttributes",
];

/// The length of the shortest secret. Shorter texts occur by chance: `true`, `3600`.
const SHORTEST_SECRET: usize = 6;

/// The one log of this test program: every line of every thread, down to TRACE.
fn log() -> &'static CapturedLog {
    static LOG: OnceLock<CapturedLog> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = CapturedLog::default();
        log.subscriber().init();
        log
    })
}

/// Looks for these secrets in the log, as text, as bytes and as Debug prints them. Gives the first four characters of
/// each that it finds.
fn leaked<'a>(secrets: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let text = log().text();
    let in_a_debug_form = |secret: &str| {
        let bytes = format!("{:?}", secret.as_bytes());
        text.contains(bytes.trim_matches(['[', ']'])) || text.contains(&format!("{secret:?}"))
    };
    let leaked =
        secrets.into_iter().filter(|secret| text.contains(secret.as_str()) || in_a_debug_form(secret));
    leaked.map(|secret| secret.chars().take(4).chain("…".chars()).collect()).collect()
}

/// Adds to the log everything that an app can print of a call's result. Gives the value, if the call has succeeded.
fn saw<T: Debug, E: Debug + Display>(result: Result<T, E>) -> Option<T> {
    log().add(&format!("{result:?}"));
    result.inspect_err(|error| log().add(&error.to_string())).ok()
}

/// The system's entropy. It records what it gives, because the private value of SRP comes from it.
#[derive(Default)]
struct RememberedEntropy(Mutex<BTreeSet<String>>);

impl Entropy for RememberedEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        SystemEntropy.fill(buffer)?;
        if buffer.len() >= 16 {
            let hex = |byte: &u8| format!("{byte:02x}");
            let lower: String = buffer.iter().map(hex).collect();
            let bytes = format!("{buffer:?}").trim_matches(['[', ']']).to_owned();
            self.0.lock().unwrap().extend([lower.to_uppercase(), lower, bytes]);
        }
        Ok(())
    }
}

struct NotingListener;

impl AuthEventListener for NotingListener {
    fn on_event(&self, event: AuthEvent) {
        log().add(&format!("{event:?}"));
    }
}

/// An app, with ports that fail or record.
struct Stage {
    pool: TestPool,
    wire: Wiretap,
    transport: Arc<Switch>,
    store: Arc<FaultyStore>,
    entropy: Arc<RememberedEntropy>,
    auth: Auth,
    lines: Lines,
}

/// Tells when an instance has written its last line. The instance frees its log then.
struct Lines(Weak<CapturedLog>);

impl Lines {
    /// Makes an instance write its lines into the log of this test program.
    fn of(ports: &mut Ports) -> Self {
        let sink = Arc::new(log().clone());
        let lines = Self(Arc::downgrade(&sink));
        ports.log = Some(sink);
        lines
    }

    /// Waits for the last line of an instance that was dropped.
    async fn written(&self) {
        until(|| self.0.strong_count() == 0).await;
    }
}

impl Stage {
    async fn new() -> Self {
        log();
        let pool = TestPool::start().await;
        let wire = Wiretap::before(pool.pool.address()).await;
        let transport = Arc::new(Switch::new(Arc::new(HostTransport::new().unwrap())));
        let store = Arc::new(FaultyStore::default());
        let entropy = Arc::new(RememberedEntropy::default());
        let mut configuration = pool.configuration_with_secret();
        configuration.user_pool.endpoint = Some(wire.url());
        let mut ports = Ports::new(Arc::<Switch>::clone(&transport), Arc::<FaultyStore>::clone(&store));
        ports.entropy = Arc::<RememberedEntropy>::clone(&entropy);
        let lines = Lines::of(&mut ports);
        log().add(&format!("{configuration:?} {ports:?}"));
        let auth = auth(configuration, ports);
        log().add(&format!("{auth:?}"));
        Self { pool, wire, transport, store, entropy, auth, lines }
    }

    async fn sign_in(&self, password: &str, flow: AuthFlowType) -> bool {
        let options = by(flow);
        let result = self.auth.sign_in("ann", Some(password.into()), options).await;
        saw(result).is_some_and(|result| result.is_signed_in())
    }

    async fn fetch(&self) -> bool {
        let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
        saw(self.auth.fetch_auth_session(options).await).is_some()
    }

    async fn sign_out(&self) {
        let result = self.auth.sign_out(SignOutOptions::default()).await;
        log().add(&format!("{result:?}"));
        if let SignOutResult::Failed(error) = result {
            log().add(&error.to_string());
        }
    }

    fn inject(&self, operation: &str, fault: Fault) {
        self.pool.pool.inject_fault(FaultRule { operation: operation.into(), times: 1, fault });
    }

    /// Ends the app, and waits until its log is written. Gives the texts that must not occur in it.
    async fn end(self) -> BTreeSet<String> {
        let secrets = self.secrets();
        drop(self.auth);
        self.lines.written().await;
        secrets
    }

    /// Every text that the test has sent or received, and every long draw at random, except for public and short ones.
    fn secrets(&self) -> BTreeSet<String> {
        let members = self.wire.members();
        for expected in
            ["Password", "SRP_A", "SRP_B", "SALT", "SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "Session"]
        {
            assert!(members.contains_key(expected), "the wire had no {expected}: {:?}", members.keys());
        }
        for expected in
            ["AccessToken", "IdToken", "RefreshToken", "SecretHash", "SECRET_HASH", "ClientSecret"]
        {
            assert!(members.contains_key(expected), "the wire had no {expected}: {:?}", members.keys());
        }
        let secret = members.into_iter().filter(|(name, _)| !PUBLIC.contains(&name.as_str()));
        let mut secrets: BTreeSet<_> = secret.flat_map(|(_, values)| values).collect();
        secrets.extend(self.entropy.0.lock().unwrap().iter().cloned());
        secrets.insert(self.pool.pool.client_secret().to_owned());
        secrets.retain(|secret| secret.len() >= SHORTEST_SECRET);
        secrets
    }
}

/// A planted secret is a text that the test itself writes into the log.
#[tokio::test]
async fn the_search_finds_every_planted_secret() {
    log();
    let planted = ["planted-in-a-trace", "planted-in-a-thread", "planted-as-bytes", "planted \"quoted\""];
    let planted = planted.map(str::to_owned);
    assert_eq!(leaked(&planted), Vec::<String>::new());
    tracing::trace!(body = planted[0], "answer");
    let elsewhere = planted[1].clone();
    std::thread::spawn(move || tracing::debug!("{elsewhere}")).join().unwrap();
    log().add(&format!("{:?}", planted[2].as_bytes()));
    log().add(&format!("{:?}", Some(&planted[3])));
    assert_eq!(leaked(&planted).len(), planted.len());
}

#[tokio::test]
async fn no_secret_of_sign_ups_and_sign_ins_is_in_the_log_an_error_or_a_debug_output() {
    let stage = Stage::new().await;
    let _listening = stage.auth.subscribe(Arc::new(NotingListener));
    sign_up(&stage).await;
    for flow in [AuthFlowType::UserSrp, AuthFlowType::UserPassword] {
        assert!(!stage.sign_in("Wrong-password1!", flow).await);
        assert!(stage.sign_in(PASSWORD, flow).await);
        assert!(stage.fetch().await);
        saw(stage.auth.get_current_user().await);
        stage.sign_out().await;
    }
    second_factor(&stage).await;
    new_password(&stage).await;

    let secrets = stage.end().await;
    assert!(secrets.len() > 40, "{} secrets only", secrets.len());
    assert!(log().text().contains("InitiateAuth"), "the log lacks the library's own lines");
    assert_eq!(leaked(&secrets), Vec::<String>::new());
    println!("{} secrets, {} bytes of log", secrets.len(), log().text().len());
}

async fn sign_up(stage: &Stage) {
    let auth = &stage.auth;
    saw(auth.sign_up("ann", Some("weak-1".into()), with_email("ann@example.com")).await);
    saw(auth.sign_up("ann", Some(PASSWORD.into()), with_email("ann@example.com")).await).unwrap();
    saw(auth.resend_sign_up_code("ann", Default::default()).await).unwrap();
    let code = stage.pool.code("ann");
    saw(auth.confirm_sign_up("ann", other_than(&code).into(), Default::default()).await);
    saw(auth.confirm_sign_up("ann", code.into(), Default::default()).await).unwrap();
}

async fn second_factor(stage: &Stage) {
    stage.pool.enable_factors("ann", &["EmailMfaSettings"]);
    assert!(!stage.sign_in(PASSWORD, AuthFlowType::UserSrp).await);
    let code = stage.pool.code("ann");
    saw(stage.auth.confirm_sign_in(other_than(&code).into(), Default::default()).await);
    saw(stage.auth.confirm_sign_in(code.into(), Default::default()).await).unwrap();
    stage.sign_out().await;
}

async fn new_password(stage: &Stage) {
    let user =
        json!({ "Username": "eve", "TemporaryPassword": "Temporary123!", "MessageAction": "SUPPRESS" });
    stage.pool.admin("AdminCreateUser", user);
    let auth = &stage.auth;
    saw(auth.sign_in("eve", Some("Temporary123!".into()), Default::default()).await).unwrap();
    saw(auth.confirm_sign_in("New-password-1".into(), Default::default()).await).unwrap();
    stage.sign_out().await;
}

#[tokio::test]
async fn no_secret_is_shown_if_responses_are_cut_short_or_ports_fail() {
    let stage = Stage::new().await;
    sign_up(&stage).await;
    for bytes in [40, 300, 1200] {
        stage.inject("RespondToAuthChallenge", Fault::Truncate { bytes });
        assert!(!stage.sign_in(PASSWORD, AuthFlowType::UserSrp).await);
        stage.inject("InitiateAuth", Fault::Truncate { bytes });
        assert!(!stage.sign_in(PASSWORD, AuthFlowType::UserPassword).await);
    }
    stage.inject("RespondToAuthChallenge", Fault::Drop { when: When::After });
    assert!(!stage.sign_in(PASSWORD, AuthFlowType::UserSrp).await);
    let echo =
        Fault::Error { status: 400, error_type: "NotAuthorizedException".into(), message: PASSWORD.into() };
    stage.inject("InitiateAuth", echo);
    assert!(!stage.sign_in(PASSWORD, AuthFlowType::UserPassword).await);

    assert!(stage.sign_in(PASSWORD, AuthFlowType::UserSrp).await);
    for bytes in [40, 300, 1200] {
        stage.inject("GetTokensFromRefreshToken", Fault::Truncate { bytes });
        assert!(!stage.fetch().await);
    }
    for failure in [StoreError::Locked, StoreError::Full, StoreError::Corrupt] {
        stage.store.fail(Some(failure));
        assert!(!stage.fetch().await);
        stage.sign_out().await;
    }
    stage.store.fail(None);
    stage.transport.fault(Step::Fail(TransportFailure::Offline));
    stage.sign_out().await;
    for step in [Step::Panic, Step::Forget, Step::Refuse(TransportFailure::Tls), Step::html(500)] {
        stage.transport.fault(step);
        assert!(!stage.sign_in(PASSWORD, AuthFlowType::UserSrp).await);
    }
    assert_eq!(leaked(&stage.end().await), Vec::<String>::new());
}

#[tokio::test]
async fn no_token_of_a_malformed_response_is_in_the_log_an_error_or_a_debug_output() {
    log();
    let secret = |name: &str| format!("malformed-{name}-secret");
    let [access, id, refresh] = ["access", "id", "refresh"].map(secret);
    let tokens = json!({ "AccessToken": access, "IdToken": id, "RefreshToken": refresh, "ExpiresIn": 3600 });
    let whole = json!({ "AuthenticationResult": tokens }).to_string();
    let mut answers = vec![whole.clone(), format!("[{whole}]"), whole.replace("3600", "\"soon\"")];
    answers.extend((1..whole.len()).step_by(7).map(|length| whole[..length].to_owned()));
    answers.extend(["AccessToken", "IdToken", "ExpiresIn"].map(|name| whole.replace(name, "Elsewhere")));
    for status in [200, 400, 500] {
        for answer in &answers {
            let named = [("x-amzn-errortype", "NotAuthorizedException")];
            for headers in [&named[..0], &named[..]] {
                let transport = ScriptedTransport::always(Step::raw(status, headers, answer.as_str()));
                let mut ports = Ports::new(Arc::new(transport), Arc::new(FaultyStore::default()));
                let lines = Lines::of(&mut ports);
                let pool = AuthConfiguration::new("eu-central-1", "eu-central-1_Pool", "client");
                let signed_in = auth(pool, ports).sign_in("ann", Some(PASSWORD.into()), by_password()).await;
                assert!(saw(signed_in).is_none(), "{status}: {answer}");
                lines.written().await;
            }
        }
    }
    assert_eq!(leaked(&[access, id, refresh]), Vec::<String>::new());
}
