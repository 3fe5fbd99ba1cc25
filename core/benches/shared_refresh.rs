//! One refresh for fifty callers in two processes, whose tokens have expired. Prints rows for `bench/table`: how many
//! refreshes the pool answers, and how long the callers wait, beside a single caller in one process.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement prints, and fails loudly")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cognito_auth_core::host::HostTransport;
use cognito_auth_core::{AuthConfiguration, Clock, Ports, SystemClock, UserPoolConfiguration};
use cognito_local_pool::DEFAULT_CLIENT_ID;
use serde_json::{Value, json};
use support::files::{FileLeases, FileStore};
use support::pool::{PASSWORD, TestPool, auth};
use tokio::runtime::Runtime;

/// How many rounds are measured. The time that is printed is the shortest of all rounds, and the number of refreshes
/// the highest.
const ROUNDS: usize = 5;
/// The callers in each of the two processes.
const CALLERS: usize = 25;

/// The environment variable with the plan of a calling process. The process without the variable starts the others.
const PLAN: &str = "SHARED_REFRESH_PLAN";

fn main() {
    match std::env::var(PLAN) {
        Ok(plan) => caller(&serde_json::from_str(&plan).unwrap()),
        Err(_) => two_processes(),
    }
}

/// A clock that is one hour ahead: by this clock, the tokens of the sign-in have expired.
struct LaterClock;

impl Clock for LaterClock {
    fn now_milliseconds(&self) -> i64 {
        SystemClock.now_milliseconds() + 3_600_000
    }
}

/// What each calling process does. Each line of its input is a number: the process makes that many calls at the same
/// time.
fn caller(plan: &Value) {
    let text = |name: &str| plan[name].as_str().unwrap().to_owned();
    let folder = PathBuf::from(text("folder"));
    let mut configuration = AuthConfiguration::new("local", text("poolId"), DEFAULT_CLIENT_ID);
    configuration.user_pool.endpoint = Some(text("endpoint"));
    let mut ports = Ports::new(Arc::new(HostTransport::new().unwrap()), Arc::new(FileStore::new(&folder)));
    ports.leases = Some(Arc::new(FileLeases::new(&folder, None)));
    ports.clock = Arc::new(LaterClock);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
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
            .env(PLAN, plan.to_string())
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

fn two_processes() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (mut one_caller, mut shared, mut refreshes) = (Duration::MAX, Duration::MAX, 0);
    for _ in 0..ROUNDS {
        one_caller = one_caller.min(refresh(&runtime, 1, 1).0);
        let round = refresh(&runtime, 2, CALLERS);
        shared = shared.min(round.0);
        refreshes = refreshes.max(round.1);
    }
    println!("row\tshared-refreshes\tCognitoAuth\t{refreshes}");
    println!("row\tshared-refresh-time\tCognitoAuth\t{}", shared.as_secs_f64());
    println!("row\tshared-refresh-time\tCognitoAuth, one caller\t{}", one_caller.as_secs_f64());
}

/// Makes `callers` calls at the same time in each process. Gives how long all calls take, and how many refreshes the
/// pool has answered.
fn refresh(runtime: &Runtime, processes: usize, callers: usize) -> (Duration, usize) {
    let folder = std::env::temp_dir().join(format!("shared-refresh-{}-{processes}", std::process::id()));
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
