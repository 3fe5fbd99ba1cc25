//! Compares the core's own service with AWS's client: the time to make an instance, the time and the number of requests
//! of its first sign-in, and the memory that the process has used by then. Each measurement runs in its own process,
//! and the pool in another.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement prints, and fails loudly")]

use std::process::Command;
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

// The environment variables of a measuring process: the service to measure, and the pool's address. A process without
// these variables starts the measuring processes.
const SERVICE: &str = "BESIDE_SERVICE";
const ENDPOINT: &str = "BESIDE_ENDPOINT";

#[tokio::main]
async fn main() {
    match std::env::var(SERVICE) {
        Ok(service) => measure(&service, &std::env::var(ENDPOINT).unwrap()).await,
        Err(_) => compare().await,
    }
}

/// Prints the time to make an instance and the time of its sign-in, in microseconds, then the memory, in kilobytes.
async fn measure(service: &str, endpoint: &str) {
    let transport = Arc::new(HostTransport::new().unwrap());
    let ports = Ports::new(transport.clone(), Arc::new(MemoryStore::new()));
    let mut configuration = AuthConfiguration::new("local", "local_LocalPool", "local-client");
    configuration.user_pool.endpoint = Some(endpoint.to_owned());

    let begun = Instant::now();
    let auth = match service {
        "core" => Auth::new(configuration, ports),
        _ => Auth::over(Arc::new(AwsUserPool::over(transport, &configuration)), configuration, ports),
    };
    let auth = auth.unwrap();
    let made = begun.elapsed();
    let begun = Instant::now();
    auth.sign_in(USERNAME, Some(PASSWORD.into()), SignInOptions::default()).await.unwrap();
    println!("{} {} {}", made.as_micros(), begun.elapsed().as_micros(), most_memory());
}

/// The most memory that this process has used, in kilobytes.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

async fn compare() {
    let pool = LocalPool::start(Options::default()).await.unwrap();
    let user =
        json!({ "UserPoolId": pool.user_pool_id(), "Username": USERNAME, "MessageAction": "SUPPRESS" });
    pool.perform("AdminCreateUser", &user).unwrap();
    let mut password = user;
    password["Password"] = json!(PASSWORD);
    password["Permanent"] = json!(true);
    password.as_object_mut().unwrap().remove("MessageAction");
    pool.perform("AdminSetUserPassword", &password).unwrap();

    for (service, title) in [("core", "the core's own"), ("aws", "AWS's client")] {
        let before = pool.requests().len();
        let measured: Vec<_> = (0..ROUNDS).map(|_| in_a_process(service, pool.base_url())).collect();
        let [made, signed_in, memory] = [0, 1, 2].map(|column| median(&measured, column));
        let requests = (pool.requests().len() - before) / ROUNDS;
        println!(
            "{title:16} made in {made:>6} us, signed in after {signed_in:>7} us with {requests} requests, \
             {memory:>6} KB used (medians of {ROUNDS} processes)"
        );
    }
}

fn in_a_process(service: &str, endpoint: &str) -> [u64; 3] {
    let mut process = Command::new(std::env::current_exe().unwrap());
    let output = process.env(SERVICE, service).env(ENDPOINT, endpoint).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<_> = printed.split_whitespace().map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

fn median(measured: &[[u64; 3]], column: usize) -> u64 {
    let mut numbers: Vec<_> = measured.iter().map(|row| row[column]).collect();
    numbers.sort_unstable();
    numbers[numbers.len() / 2]
}
