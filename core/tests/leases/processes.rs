//! Real processes over one store of files, and a local pool that rotates refresh tokens. Each test starts itself again
//! as its processes: the environment says what they use, and lines of their input say what they do.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use cognito_auth_core::host::HostTransport;
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthError, AuthSession, Clock, FetchAuthSessionOptions, HttpReply, HttpRequest,
    HttpTransport, Ports, SystemClock, TransportFailure,
};
use cognito_local_pool::{DEFAULT_CLIENT_ID, Fault, FaultRule, RecordedRequest};
use serde_json::{Value, json};

use crate::support::files::{FileLeases, FileStore};
use crate::support::pool::{PASSWORD, TestPool, auth};
use crate::support::sessions::access_token;

const REFRESH: &str = "GetTokensFromRefreshToken";

/// How often the processes refresh in turns.
const REFRESHES: usize = 200;

/// What a process finds in its environment.
const PLAN: &str = "LEASE_TEST_PROCESS";

/// What a process writes begins with this. The other lines are those of the test harness.
const MARK: &str = "\u{2192} ";

/// The tokens of the sign-in have expired by this clock.
struct LaterClock;

impl Clock for LaterClock {
    fn now_milliseconds(&self) -> i64 {
        SystemClock.now_milliseconds() + 3_600_000
    }
}

/// Says when a request leaves.
struct TellingTransport(HostTransport);

impl HttpTransport for TellingTransport {
    fn start(&self, request: HttpRequest, reply: HttpReply) -> Result<(), TransportFailure> {
        say("sent");
        self.0.start(request, reply)
    }

    fn cancel(&self, id: u64) -> Result<(), TransportFailure> {
        self.0.cancel(id)
    }
}

#[allow(clippy::print_stdout, reason = "the test reads it")]
fn say(line: &str) {
    println!("\n{MARK}{line}");
}

/// In a process that a test has started: does what its input says, then gives true.
fn is_process() -> bool {
    let Ok(plan) = std::env::var(PLAN) else { return false };
    let plan: Value = serde_json::from_str(&plan).unwrap();
    let text = |name: &str| plan[name].as_str().unwrap().to_owned();
    let mut configuration = AuthConfiguration::new("local", text("poolId"), DEFAULT_CLIENT_ID);
    configuration.user_pool.endpoint = Some(text("endpoint"));
    configuration.deadline_milliseconds = plan["deadline"].as_u64().unwrap();
    let folder = PathBuf::from(text("folder"));
    let transport = TellingTransport(HostTransport::new().unwrap());
    let mut ports = Ports::new(Arc::new(transport), Arc::new(FileStore::new(&folder)));
    ports.leases = Some(Arc::new(FileLeases::new(&folder, None)));
    ports.clock = Arc::new(LaterClock);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let auth = runtime.block_on(async { Auth::new(configuration, ports) }).unwrap();
    for line in std::io::stdin().lines() {
        let options =
            FetchAuthSessionOptions { force_refresh: line.unwrap() == "refresh", ..Default::default() };
        say(&result(runtime.block_on(auth.fetch_auth_session(options))));
    }
    true
}

fn result(fetched: Result<AuthSession, AuthError>) -> String {
    match fetched {
        Ok(session) if session.is_signed_in => format!("tokens {}", access_token(&session)),
        Ok(_) => "nobody".to_owned(),
        Err(error) => format!("error {}", error.code.name()),
    }
}

/// A pool that rotates refresh tokens, and a folder with a stored session.
struct Stage {
    pool: TestPool,
    folder: PathBuf,
    deadline: Duration,
    /// The test, as the harness knows it.
    test: String,
}

impl Stage {
    /// `grace_seconds` is how long the pool takes a refresh token after it was replaced.
    async fn new(test: &str, grace_seconds: u32, deadline: Duration) -> Self {
        let folder = std::env::temp_dir().join(format!("{test}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let pool = TestPool::start().await;
        pool.confirmed_user("ann");
        let rotation = json!({ "Feature": "ENABLED", "RetryGracePeriodSeconds": grace_seconds });
        let flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"];
        pool.admin(
            "UpdateUserPoolClient",
            json!({
                "ClientId": DEFAULT_CLIENT_ID, "ExplicitAuthFlows": flows, "RefreshTokenRotation": rotation,
            }),
        );
        let ports = Ports::new(Arc::new(HostTransport::new().unwrap()), Arc::new(FileStore::new(&folder)));
        let auth = auth(pool.configuration(), ports);
        auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
        Self { pool, folder, deadline, test: format!("processes::{test}") }
    }

    fn process(&self) -> Process {
        let configuration = self.pool.configuration();
        Process::start(
            &self.test,
            &json!({
                "poolId": configuration.user_pool.pool_id, "endpoint": configuration.user_pool.endpoint,
                "folder": self.folder, "deadline": u64::try_from(self.deadline.as_millis()).unwrap(),
            }),
        )
    }

    fn delay_next_refresh(&self, milliseconds: u64) {
        let fault = Fault::Delay { milliseconds };
        self.pool.pool.inject_fault(FaultRule { operation: REFRESH.into(), times: 1, fault });
    }

    /// The refreshes that the pool has answered.
    fn refreshes(&self) -> Vec<RecordedRequest> {
        let requests = self.pool.pool.requests().into_iter();
        requests.filter(|request| request.operation == REFRESH).collect()
    }

    /// The pool has refused nothing and revoked nothing.
    fn expect_no_refusal(&self) {
        for request in self.pool.pool.requests() {
            assert_eq!(request.error_type, None, "{}", request.operation);
            assert_ne!(request.operation, "RevokeToken");
        }
    }

    /// The stored access token.
    fn stored(&self) -> String {
        let session = fs::read_dir(&self.folder).unwrap().find_map(|entry| {
            let stored: Value = serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).ok()?;
            stored["accessToken"].as_str().map(str::to_owned)
        });
        session.expect("a stored session")
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A process that the test has started. It ends with the test.
struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Process {
    fn start(test: &str, plan: &Value) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env(PLAN, plan.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, input, output }
    }

    fn tell(&mut self, line: &str) {
        writeln!(self.input, "{line}").unwrap();
    }

    /// The next line that the process says.
    fn heard(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "the process has ended");
            if let Some(said) = line.trim_end().strip_prefix(MARK) {
                return said.to_owned();
            }
        }
    }

    /// The result of the call that runs.
    fn result(&mut self) -> String {
        loop {
            let said = self.heard();
            if said != "sent" {
                return said;
            }
        }
    }

    fn sent(&mut self) {
        assert_eq!(self.heard(), "sent");
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Plays a test, or its process.
fn play(name: &str, grace_seconds: u32, deadline: Duration, test: impl FnOnce(&Stage)) {
    if is_process() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let stage = runtime.block_on(Stage::new(name, grace_seconds, deadline));
    test(&stage);
    stage.expect_no_refusal();
}

/// The pool takes each refresh token only once, so two refreshes at a time would end the session.
#[test]
fn two_processes_refresh_in_turns_and_never_use_a_token_twice() {
    let name = "two_processes_refresh_in_turns_and_never_use_a_token_twice";
    play(name, 0, Duration::from_secs(60), |stage| {
        let results = thread::scope(|scope| {
            let running = [stage.process(), stage.process()].map(|mut process| {
                scope.spawn(move || {
                    let mut results = Vec::new();
                    while stage.refreshes().len() < REFRESHES {
                        process.tell("refresh");
                        results.push(process.result());
                    }
                    results
                })
            });
            running.map(|it| it.join().unwrap())
        });
        for results in &results {
            assert!(!results.is_empty());
            assert!(results.iter().all(|result| result.starts_with("tokens ")), "{results:?}");
        }
    });
}

/// A lease lasts four seconds: a third of a call's time.
#[test]
fn a_process_that_is_stopped_in_its_turn_adopts_the_tokens_of_the_one_that_took_over() {
    let name = "a_process_that_is_stopped_in_its_turn_adopts_the_tokens_of_the_one_that_took_over";
    play(name, 60, Duration::from_secs(12), |stage| {
        let (mut first, mut second) = (stage.process(), stage.process());
        stage.delay_next_refresh(1500);
        first.tell("fetch");
        first.sent();
        first.signal("-STOP");
        second.tell("fetch");
        let result = second.result();
        assert_eq!(result, format!("tokens {}", stage.stored()));
        first.signal("-CONT");
        assert_eq!(first.result(), result);
        assert_eq!(format!("tokens {}", stage.stored()), result);
        assert_eq!(stage.refreshes().len(), 2);
    });
}

#[test]
fn no_call_fails_because_a_process_was_killed_in_its_turn() {
    let name = "no_call_fails_because_a_process_was_killed_in_its_turn";
    play(name, 60, Duration::from_secs(12), |stage| {
        let (mut first, mut second) = (stage.process(), stage.process());
        stage.delay_next_refresh(1500);
        first.tell("fetch");
        first.sent();
        drop(first);
        second.tell("fetch");
        assert_eq!(second.result(), format!("tokens {}", stage.stored()));
    });
}
