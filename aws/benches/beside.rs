//! Compares the core's own service with AWS's client: the time and the instructions to make an instance and for its
//! first sign-in, the requests of that sign-in, and the memory that the process has used by then. Prints rows for
//! `bench/table`.
//!
//! Each measurement runs in its own process, and the pool in another. The two services take turns, and the smallest
//! number counts: other load on the machine can only make a process slower. valgrind counts the instructions, which
//! other load does not change.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement prints, and fails loudly")]

use std::collections::BTreeMap;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Instant;

use cognito_auth_aws::AwsUserPool;
use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{Auth, AuthConfiguration, Ports, SignInOptions};
use cognito_local_pool::{LocalPool, Options};
use serde_json::json;

const ROUNDS: usize = 15;
const USERNAME: &str = "ann";
const PASSWORD: &str = "Password123!";
/// The two services, and their names in the table.
const SERVICES: [(&str, &str); 2] = [("core", "CognitoAuth"), ("aws", "AWS's client for Rust")];

// The environment variables of a measuring process: the service to measure, the pool's address, and the last step. A
// process without these variables starts the measuring processes.
const SERVICE: &str = "BESIDE_SERVICE";
const ENDPOINT: &str = "BESIDE_ENDPOINT";
const LAST_STEP: &str = "BESIDE_LAST_STEP";

/// The steps of a measuring process. It ends after the step that [`LAST_STEP`] names.
const STEPS: [&str; 3] = ["nothing", "instance", "sign-in"];

#[tokio::main]
async fn main() {
    match std::env::var(SERVICE) {
        Ok(service) => {
            measure(&service, &std::env::var(ENDPOINT).unwrap(), &std::env::var(LAST_STEP).unwrap()).await;
        }
        // The pool has threads of its own, so it answers while this thread waits for the processes.
        Err(_) => compare(&pool_with_a_user().await),
    }
}

/// Takes the steps up to the last one. If that is the sign-in, prints the time to make the instance and the time of the
/// sign-in, in seconds, then the memory, in bytes.
async fn measure(service: &str, endpoint: &str, last_step: &str) {
    let transport = Arc::new(HostTransport::new().unwrap());
    let ports = Ports::new(transport.clone(), Arc::new(MemoryStore::new()));
    let mut configuration = AuthConfiguration::new("local", "local_LocalPool", "local-client");
    configuration.user_pool.endpoint = Some(endpoint.to_owned());
    if last_step == STEPS[0] {
        return;
    }

    let begun = Instant::now();
    let auth = match service {
        "core" => Auth::new(configuration, ports),
        _ => Auth::over(Arc::new(AwsUserPool::over(transport, &configuration)), configuration, ports),
    };
    let auth = auth.unwrap();
    let made = begun.elapsed();
    if last_step == STEPS[1] {
        return;
    }
    let begun = Instant::now();
    auth.sign_in(USERNAME, Some(PASSWORD.into()), SignInOptions::default()).await.unwrap();
    println!("{} {} {}", made.as_secs_f64(), begun.elapsed().as_secs_f64(), most_memory());
}

/// The most memory that this process has used, in bytes (VmHWM of proc(5)).
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

async fn pool_with_a_user() -> LocalPool {
    let pool = LocalPool::start(Options::default()).await.unwrap();
    let user =
        json!({ "UserPoolId": pool.user_pool_id(), "Username": USERNAME, "MessageAction": "SUPPRESS" });
    pool.perform("AdminCreateUser", &user).unwrap();
    let mut password = user;
    password["Password"] = json!(PASSWORD);
    password["Permanent"] = json!(true);
    password.as_object_mut().unwrap().remove("MessageAction");
    pool.perform("AdminSetUserPassword", &password).unwrap();
    pool
}

fn compare(pool: &LocalPool) {
    let mut smallest: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for (service, who) in SERVICES {
            let round = in_a_process(service, pool.base_url());
            let best = smallest.entry(who).or_insert(round);
            *best = std::array::from_fn(|column| best[column].min(round[column]));
        }
    }
    for (service, who) in SERVICES {
        for (name, number) in
            ["instance-time", "first-sign-in-time", "client-memory"].iter().zip(smallest[who])
        {
            row(name, who, number);
        }
        let before = pool.requests().len();
        let [nothing, instance, sign_in] = STEPS.map(|step| instructions(service, pool.base_url(), step));
        row("first-sign-in-requests", who, (pool.requests().len() - before) as f64);
        row("instance-time-instructions", who, instance - nothing);
        row("first-sign-in-time-instructions", who, sign_in - instance);
    }
}

fn row(name: &str, who: &str, number: f64) {
    println!("row\t{name}\t{who}\t{number}");
}

fn in_a_process(service: &str, endpoint: &str) -> [f64; 3] {
    let output = run(Command::new(std::env::current_exe().unwrap()), service, endpoint, STEPS[2]);
    let printed = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<_> = printed.split_whitespace().map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

/// The instructions of a process that ends with this step.
fn instructions(service: &str, endpoint: &str, last_step: &str) -> f64 {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(std::env::current_exe().unwrap());
    let report = String::from_utf8(run(valgrind, service, endpoint, last_step).stderr).unwrap();
    let count = report.lines().find_map(|line| line.split_once("Collected : "));
    count.unwrap().1.trim().parse().unwrap()
}

fn run(mut process: Command, service: &str, endpoint: &str, last_step: &str) -> Output {
    let process = process.env(SERVICE, service).env(ENDPOINT, endpoint).env(LAST_STEP, last_step);
    let output = process.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}
