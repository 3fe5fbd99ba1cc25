//! How soon a call ends when it is cancelled, while the server holds its response back for ten seconds.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement prints, and fails loudly")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{Auth, AuthConfiguration, Ports};
use cognito_local_pool::{Fault, FaultRule, LocalPool, Options};

const ROUNDS: usize = 9;
const HEAD_START: Duration = Duration::from_millis(150);

#[tokio::main]
async fn main() {
    let pool = LocalPool::start(Options::default()).await.unwrap();
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        pool.inject_fault(FaultRule {
            operation: "SignUp".to_owned(),
            times: 1,
            fault: Fault::Delay { milliseconds: 10_000 },
        });
        times.push(time_to_end(&pool).await);
        pool.clear_faults();
    }
    times.sort();
    println!(
        "cancel, Rust: the call ended after {:?} (median of {ROUNDS}; longest {:?}); the answer was due after 10 s",
        times[ROUNDS / 2],
        times[ROUNDS - 1],
    );
}

/// Starts a call, cancels it while it waits for the response, and gives the time from the cancelling to its end.
async fn time_to_end(pool: &LocalPool) -> Duration {
    let mut configuration = AuthConfiguration::new("local", pool.user_pool_id(), "local-client");
    configuration.user_pool.endpoint = Some(pool.base_url().to_owned());
    let ports = Ports::new(Arc::new(HostTransport::new().unwrap()), Arc::new(MemoryStore::new()));
    let auth = Auth::new(configuration, ports).unwrap();
    let call =
        tokio::spawn(
            async move { auth.sign_up("ann", Some("Password-123".into()), Default::default()).await },
        );
    tokio::time::sleep(HEAD_START).await;
    let cancelled = Instant::now();
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled(), "the call ended before it was cancelled");
    cancelled.elapsed()
}
