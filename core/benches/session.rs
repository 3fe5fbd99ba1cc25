//! What a stored session costs: the first token after a cold start, the state's first value, a fetch while the tokens
//! are valid, and one refresh for fifty callers in two processes. `bench/session` also prints the first three figures
//! for Kotlin and Swift.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement prints, and fails loudly")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cognito_auth_core::host::HostTransport;
use cognito_auth_core::{
    Auth, AuthConfiguration, Clock, Ports, SessionState, SystemClock, UserPoolConfiguration,
};
use cognito_local_pool::DEFAULT_CLIENT_ID;
use serde_json::{Value, json};
use support::files::{FileLeases, FileStore};
use support::pool::{PASSWORD, TestPool, auth};
use support::sessions::{FIRST, SESSION_KEY, access_token, configuration};
use support::store::FaultyStore;
use support::transport::ScriptedTransport;
use tokio::runtime::Runtime;

/// How many processes start cold for each measurement.
const STARTS: usize = 15;
const FETCHES: usize = 2000;
const CALLERS: usize = 25;

/// The environment variable that says what a process of this program measures. A process without the variable starts
/// the others.
const PART: &str = "SESSION_BENCH";

fn main() {
    match std::env::var(PART) {
        Ok(part) if part == "token" => println!("{}", first_token().as_micros()),
        Ok(part) if part == "state" => println!("{}", first_state().as_micros()),
        Ok(plan) => caller(&serde_json::from_str(&plan).unwrap()),
        Err(_) => {
            println!("session, Rust: cold start to the first token {} us", median_of_starts("token"));
            println!("session, Rust: cold start to the first state {} us", median_of_starts("state"));
            fetches();
            two_processes();
        }
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// A store with a session whose tokens are valid.
fn stored() -> Arc<FaultyStore> {
    let record = FIRST.record(1, SystemClock.now_milliseconds()).to_string();
    Arc::new(FaultyStore::with([(SESSION_KEY.to_owned(), record.into())]))
}

fn instance(store: &Arc<FaultyStore>, transport: &Arc<ScriptedTransport>) -> Auth {
    Auth::new(configuration(), Ports::new(transport.clone(), store.clone())).unwrap()
}

/// The time from the start of the runtime to the first token.
fn first_token() -> Duration {
    let (store, transport) = (stored(), Arc::default());
    let begun = Instant::now();
    let runtime = runtime();
    let session = runtime.block_on(async {
        instance(&store, &transport).fetch_auth_session(Default::default()).await.unwrap()
    });
    let time = begun.elapsed();
    assert_eq!(access_token(&session), FIRST.access());
    assert!(transport.recorded().is_empty(), "a request was sent");
    time
}

/// The time from the start of the runtime to the first state that says who is signed in.
fn first_state() -> Duration {
    let (store, transport) = (stored(), Arc::default());
    let begun = Instant::now();
    let state = runtime().block_on(async {
        let auth = instance(&store, &transport);
        let mut observer = auth.observe_session_state();
        match observer.current() {
            SessionState::Loading => observer.changed().await.unwrap(),
            state => state,
        }
    });
    let time = begun.elapsed();
    assert!(matches!(state, SessionState::SignedIn(_)), "{state:?}");
    assert!(transport.recorded().is_empty(), "a request was sent");
    time
}

fn median_of_starts(part: &str) -> u64 {
    let start = |_| {
        let output = Command::new(std::env::current_exe().unwrap()).env(PART, part).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
    };
    median((0..STARTS).map(start).collect())
}

fn median<T: Ord + Copy>(mut numbers: Vec<T>) -> T {
    numbers.sort_unstable();
    numbers[numbers.len() / 2]
}

/// Prints the median time of a fetch while the tokens are valid.
fn fetches() {
    let (store, transport) = (stored(), Arc::default());
    let times = runtime().block_on(async {
        let auth = instance(&store, &transport);
        let mut times = Vec::new();
        for _ in 0..FETCHES {
            let begun = Instant::now();
            let session = auth.fetch_auth_session(Default::default()).await.unwrap();
            times.push(begun.elapsed());
            assert!(session.is_signed_in);
        }
        times
    });
    println!(
        "session, Rust: a fetch with valid tokens {} us; {} reads of the store and {} requests in {FETCHES}",
        median(times).as_micros(),
        store.calls(),
        transport.recorded().len(),
    );
}

/// A clock that is one hour ahead: by this clock, the tokens of the sign-in have expired.
struct LaterClock;

impl Clock for LaterClock {
    fn now_milliseconds(&self) -> i64 {
        SystemClock.now_milliseconds() + 3_600_000
    }
}

/// What each process of [`two_processes`] does. Each line of its input is a number: the process makes that many calls
/// at the same time.
fn caller(plan: &Value) {
    let text = |name: &str| plan[name].as_str().unwrap().to_owned();
    let folder = PathBuf::from(text("folder"));
    let mut configuration = AuthConfiguration::new("local", text("poolId"), DEFAULT_CLIENT_ID);
    configuration.user_pool.endpoint = Some(text("endpoint"));
    let mut ports = Ports::new(Arc::new(HostTransport::new().unwrap()), Arc::new(FileStore::new(&folder)));
    ports.leases = Some(Arc::new(FileLeases::new(&folder, None)));
    ports.clock = Arc::new(LaterClock);
    let runtime = runtime();
    let auth = runtime.block_on(async { auth(configuration, ports) });
    println!("ready");
    for line in std::io::stdin().lines() {
        let callers: usize = line.unwrap().parse().unwrap();
        runtime.block_on(async {
            let calls: Vec<_> = (0..callers)
                .map(|_| {
                    let auth = auth.clone();
                    tokio::spawn(async move { auth.fetch_auth_session(Default::default()).await.unwrap() })
                })
                .collect();
            for call in calls {
                assert!(call.await.unwrap().is_signed_in);
            }
        });
        println!("done");
    }
}

struct Process {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
}

impl Process {
    fn start(plan: &Value) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(PART, plan.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut process = Self { child, output };
        process.expect("ready");
        process
    }

    fn call(&mut self, callers: usize) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{callers}").unwrap();
    }

    fn expect(&mut self, expected: &str) {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert_eq!(line.trim(), expected);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Prints how long many callers in two processes take, beside a single caller in one process. The stored tokens have
/// expired.
fn two_processes() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let single = refresh(&runtime, 1, 1);
    let shared = refresh(&runtime, 2, CALLERS);
    println!(
        "session, Rust: {} callers in two processes {} us; {} refresh; a single caller {} us; ratio {:.1}",
        2 * CALLERS,
        shared.0.as_micros(),
        shared.1,
        single.0.as_micros(),
        shared.0.as_secs_f64() / single.0.as_secs_f64(),
    );
}

/// Makes `callers` calls at the same time in each process. Gives how long all calls take, and how many refreshes the
/// pool has answered.
fn refresh(runtime: &Runtime, processes: usize, callers: usize) -> (Duration, usize) {
    let folder = std::env::temp_dir().join(format!("session-bench-{}-{processes}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let pool = runtime.block_on(async {
        let pool = TestPool::start().await;
        pool.confirmed_user("ann");
        let ports = Ports::new(Arc::new(HostTransport::new().unwrap()), Arc::new(FileStore::new(&folder)));
        let auth = auth(pool.configuration(), ports);
        auth.sign_in("ann", Some(PASSWORD.into()), Default::default()).await.unwrap();
        pool
    });
    let UserPoolConfiguration { pool_id, endpoint, .. } = pool.configuration().user_pool;
    let plan = json!({ "poolId": pool_id, "endpoint": endpoint, "folder": folder });
    let mut processes: Vec<_> = (0..processes).map(|_| Process::start(&plan)).collect();
    let begun = Instant::now();
    processes.iter_mut().for_each(|process| process.call(callers));
    processes.iter_mut().for_each(|process| process.expect("done"));
    let time = begun.elapsed();
    let requests = pool.pool.requests().into_iter();
    let refreshes = requests.filter(|request| request.operation == "GetTokensFromRefreshToken").count();
    std::fs::remove_dir_all(&folder).unwrap();
    (time, refreshes)
}
