//! A port that blocks for ever delays only the call that uses it, and this call still ends. While the platform asks the
//! user, a call has no deadline: it ends when the instance is closed. Every other call ends at its deadline at the
//! latest. A log or a listener that blocks delays no call. Other instances go on working.
//!
//! The runtime has one thread, as in the library for Swift and Kotlin.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod support;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use cognito_auth_core::{
    Auth, AuthConfiguration, AuthError, AuthErrorCode, AuthEvent, AuthEventListener, AuthFlowType, Clock,
    Entropy, EntropyError, FetchAuthSessionOptions, HttpReply, HttpRequest, HttpTransport, LeaseStore,
    LogLevel, LogSink, PasskeyAuthenticator, PasskeyFailure, PasskeyReply, PasskeyRequest, Ports,
    ProcessGuard, SecureStore, StoreError, TransportFailure,
};
use serde_json::json;
use support::gate::Gate;
use support::options::by;
use support::sessions::{FIRST, NOW, SECOND, SESSION_KEY, configuration, until};
use support::store::FaultyStore;
use support::transport::{ScriptedTransport, Step};

/// The call that blocks: a call of a port, or of the app's listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nowhere,
    StoreLoad,
    StoreSave,
    StoreDelete,
    GuardBegin,
    GuardEnd,
    LeaseRead,
    LeaseSwap,
    TransportStart,
    TransportCancel,
    PasskeyStart,
    PasskeyCancel,
    Entropy,
    Log,
    Listener,
}

/// All ports of one instance. One of their calls blocks until the gate opens.
struct BlockedPorts {
    place: Place,
    gate: Arc<Gate>,
    transport: ScriptedTransport,
    store: FaultyStore,
    passkeys_asked: AtomicBool,
    passkey_replies: Mutex<Vec<PasskeyReply>>,
}

impl BlockedPorts {
    fn pass(&self, place: Place) {
        if self.place == place {
            self.gate.pass();
        }
    }
}

impl HttpTransport for BlockedPorts {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        self.pass(Place::TransportStart);
        self.transport.start(request, reply)
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        self.pass(Place::TransportCancel);
        self.transport.cancel(id)
    }
}

impl SecureStore for BlockedPorts {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.pass(Place::StoreLoad);
        self.store.load(key)
    }

    fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        self.pass(Place::StoreSave);
        self.store.save(key, value)
    }

    fn delete(&self, key: String) -> Result<(), StoreError> {
        self.pass(Place::StoreDelete);
        self.store.delete(key)
    }
}

impl ProcessGuard for BlockedPorts {
    fn begin(&self, _name: String) {
        self.pass(Place::GuardBegin);
    }

    fn end(&self, _name: String) {
        self.pass(Place::GuardEnd);
    }
}

impl LeaseStore for BlockedPorts {
    fn read(&self, _name: String) -> Result<Option<Vec<u8>>, StoreError> {
        self.pass(Place::LeaseRead);
        Ok(None)
    }

    fn swap(&self, _name: String, _expected: Option<Vec<u8>>, _lease: Vec<u8>) -> Result<bool, StoreError> {
        self.pass(Place::LeaseSwap);
        Ok(true)
    }
}

impl PasskeyAuthenticator for BlockedPorts {
    fn start(&self, _request: PasskeyRequest, reply: PasskeyReply) -> Result<(), PasskeyFailure> {
        self.passkey_replies.lock().unwrap().push(reply);
        self.passkeys_asked.store(true, Ordering::SeqCst);
        self.pass(Place::PasskeyStart);
        Ok(())
    }

    fn cancel(&self, _id: u64) -> Result<(), PasskeyFailure> {
        self.pass(Place::PasskeyCancel);
        Ok(())
    }
}

impl Entropy for BlockedPorts {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        self.pass(Place::Entropy);
        buffer.fill(7);
        Ok(())
    }
}

impl Clock for BlockedPorts {
    fn now_milliseconds(&self) -> i64 {
        NOW
    }
}

impl LogSink for BlockedPorts {
    fn log(&self, _level: LogLevel, _line: String) {
        self.pass(Place::Log);
    }
}

impl AuthEventListener for BlockedPorts {
    fn on_event(&self, _event: AuthEvent) {
        self.pass(Place::Listener);
    }
}

/// An instance whose service answers with these steps. A user is signed in.
fn instance(place: Place, gate: &Arc<Gate>, script: &[Step]) -> (Auth, Arc<BlockedPorts>) {
    let record = (SESSION_KEY.to_owned(), FIRST.record(1, NOW).to_string().into());
    let blocked = Arc::new(BlockedPorts {
        place,
        gate: Arc::clone(gate),
        transport: ScriptedTransport::new(script.iter().cloned()),
        store: FaultyStore::with([record]),
        passkeys_asked: AtomicBool::new(false),
        passkey_replies: Mutex::default(),
    });
    let mut ports = Ports::new(blocked.clone(), blocked.clone());
    ports.passkeys = blocked.clone();
    ports.guard = blocked.clone();
    ports.clock = blocked.clone();
    ports.entropy = blocked.clone();
    ports.log = Some(blocked.clone());
    if let Place::LeaseRead | Place::LeaseSwap = place {
        ports.leases = Some(blocked.clone());
    }
    (Auth::new(configuration(), ports).unwrap(), blocked)
}

/// A call of the app.
#[derive(Clone, Copy, Debug)]
enum Call {
    CurrentUser,
    Refresh,
    SignIn(AuthFlowType),
    SignOut,
    Passkey,
}

impl Call {
    async fn make(self, auth: Auth) -> Result<(), AuthError> {
        match self {
            Self::CurrentUser => auth.get_current_user().await.map(drop),
            Self::Refresh => {
                let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
                auth.fetch_auth_session(options).await.map(drop)
            }
            Self::SignIn(flow) => auth.sign_in("ann", Some("Password123!".into()), by(flow)).await.map(drop),
            Self::SignOut => match auth.sign_out(Default::default()).await {
                cognito_auth_core::SignOutResult::Failed(error) => Err(error),
                _ => Ok(()),
            },
            Self::Passkey => auth.associate_web_authn_credential().await,
        }
    }
}

/// How the blocked call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The call succeeds.
    Well,
    /// The call waits this long for the port, then goes on without the port's result and succeeds.
    WellAfter(Duration),
    /// The call ends at its deadline.
    Late,
    /// Closing the instance ends the call, which has no deadline while the platform asks the user.
    Closed,
}

/// Waits until `holds` is true. Measures the time with the system's clock, because the runtime's clock stands still.
async fn reached(holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(50), "the call does not get that far");
        thread::sleep(Duration::from_millis(1));
        tokio::task::yield_now().await;
    }
}

/// Makes the call, and waits until it is blocked at the place. Then a call of another instance has to succeed. Finally,
/// checks how the blocked call ends.
async fn play(place: Place, call: Call, end: End, script: &[Step], gate: &Arc<Gate>) {
    let (auth, ports) = instance(place, gate, script);
    let _listening = auth.subscribe(ports.clone());
    if let Call::SignIn(_) = call {
        ports.store.delete(SESSION_KEY.to_owned()).unwrap();
    }
    let running = tokio::spawn(call.make(auth.clone()));
    if end == End::Closed {
        reached(|| ports.passkeys_asked.load(Ordering::SeqCst)).await;
        auth.close().await;
    }
    let deadline = Duration::from_millis(AuthConfiguration::DEFAULT_DEADLINE_MILLISECONDS);
    if place == Place::TransportCancel {
        reached(|| ports.transport.ids().len() == 1).await;
        tokio::time::advance(deadline).await;
    }
    reached(|| gate.is_reached()).await;
    let (other, _) = instance(Place::Nowhere, gate, &[SECOND.rotated()]);
    Call::Refresh.make(other).await.unwrap();
    match end {
        End::Late => tokio::time::advance(deadline).await,
        End::WellAfter(time) => tokio::time::advance(time).await,
        End::Well | End::Closed => {}
    }
    let code = running.await.unwrap().err().map(|error| error.code);
    let expected = match end {
        End::Well | End::WellAfter(_) => None,
        End::Late => Some(AuthErrorCode::DeadlinePassed),
        End::Closed => Some(AuthErrorCode::Closed),
    };
    assert_eq!(code, expected);
}

/// Runs [`play`] on a thread of its own: if the runtime's thread is blocked, the test fails after a minute instead of
/// hanging. A deadline passes only when [`play`] advances the runtime's clock. The clock is paused, and does not move
/// by itself while a thread is blocked.
fn check(place: Place, call: Call, end: End, script: &[Step]) {
    let gate = Arc::<Gate>::default();
    let (passed, is_passed) = mpsc::channel();
    let (its_gate, script) = (Arc::clone(&gate), script.to_vec());
    let playing = thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(play(place, call, end, &script, &its_gate));
        passed.send(()).unwrap();
    });
    let result = is_passed.recv_timeout(Duration::from_secs(60));
    gate.let_go();
    assert_eq!(result, Ok(()), "{place:?}");
    playing.join().unwrap();
}

#[test]
fn a_store_that_blocks_delays_only_the_call_that_uses_it() {
    let by_password = Call::SignIn(AuthFlowType::UserPassword);
    check(Place::StoreLoad, Call::CurrentUser, End::Late, &[]);
    check(Place::StoreSave, by_password, End::Late, &[FIRST.rotated()]);
    check(Place::StoreDelete, Call::SignOut, End::Late, &[]);
}

#[test]
fn a_process_guard_that_blocks_delays_only_the_call_that_uses_it() {
    check(Place::GuardBegin, Call::Refresh, End::Late, &[SECOND.rotated()]);
    check(Place::GuardEnd, Call::Refresh, End::Late, &[SECOND.rotated()]);
}

#[test]
fn a_lease_store_that_blocks_delays_the_call_that_uses_it_by_two_seconds_and_no_other_call() {
    let end = End::WellAfter(Duration::from_secs(2));
    check(Place::LeaseRead, Call::Refresh, end, &[SECOND.rotated()]);
    check(Place::LeaseSwap, Call::Refresh, end, &[SECOND.rotated()]);
}

#[test]
fn a_transport_that_blocks_delays_only_the_call_that_uses_it() {
    let by_password = Call::SignIn(AuthFlowType::UserPassword);
    check(Place::TransportStart, by_password, End::Late, &[FIRST.rotated()]);
    check(Place::TransportCancel, by_password, End::Late, &[Step::Hang]);
}

#[test]
fn an_authenticator_that_blocks_delays_only_the_call_that_uses_it() {
    let options = Step::success(json!({ "CredentialCreationOptions": { "challenge": "AAAA" } }));
    check(Place::PasskeyStart, Call::Passkey, End::Closed, std::slice::from_ref(&options));
    check(Place::PasskeyCancel, Call::Passkey, End::Closed, &[options]);
}

#[test]
fn an_entropy_source_that_blocks_delays_only_the_call_that_uses_it() {
    check(Place::Entropy, Call::SignIn(AuthFlowType::UserSrp), End::Late, &[]);
    let throttled = Step::exception("TooManyRequestsException", "Rate exceeded");
    check(Place::Entropy, Call::SignIn(AuthFlowType::UserPassword), End::Late, &[throttled]);
}

#[test]
fn a_log_or_a_listener_that_blocks_delays_no_call() {
    let by_password = Call::SignIn(AuthFlowType::UserPassword);
    check(Place::Log, by_password, End::Well, &[FIRST.rotated()]);
    check(Place::Listener, by_password, End::Well, &[FIRST.rotated()]);
}

/// Keeps every line. At the first line, it blocks until its gate opens.
#[derive(Default)]
struct SlowLog {
    gate: Gate,
    lines: Mutex<Vec<String>>,
}

impl LogSink for SlowLog {
    fn log(&self, _level: LogLevel, line: String) {
        self.gate.pass();
        self.lines.lock().unwrap().push(line);
    }
}

#[tokio::test]
async fn a_slow_log_is_told_how_many_lines_it_has_lost() {
    let log = Arc::<SlowLog>::default();
    let transport = ScriptedTransport::always(Step::exception("NotAuthorizedException", ""));
    let mut ports = Ports::new(Arc::new(transport), Arc::new(FaultyStore::default()));
    ports.log = Some(log.clone());
    let auth = Auth::new(configuration(), ports).unwrap();
    for _ in 0..500 {
        let wrong = Call::SignIn(AuthFlowType::UserPassword).make(auth.clone()).await;
        assert_eq!(wrong.unwrap_err().code, AuthErrorCode::NotAuthorized);
    }
    log.gate.let_go();
    auth.close().await;
    let last = || log.lines.lock().unwrap().last().cloned().unwrap_or_default();
    until(|| last().ends_with("lines were lost, because the log was too slow")).await;
    // The log was writing one line, and a thousand lines were waiting. The last line says how many were lost.
    assert_eq!(log.lines.lock().unwrap().len(), 1002);
}
