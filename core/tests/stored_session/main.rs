//! The stored session when several things go wrong or happen at once: tokens that could not be saved, another instance
//! or process over the same store, a store that fails for one key, and failures that come late. In these files:
//!
//! - Two apps whose stores have the same name stand for two instances in one process. Any other two apps over one store
//!   stand for two processes.
//! - The end of a key says what its entry is: `.session` the session record, `.pending` the open challenge, `.devices`
//!   the remembered devices, `.aside` a quarantined record, `.signedOut` the mark.
//! - The **mark** names the sign-ins that have ended (ADR 21).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test panics on purpose")]

mod between_steps;
mod late_failures;
mod late_writers;
mod one_key;
#[path = "../support/mod.rs"]
mod support;
mod two_instances;
mod two_processes;
mod unsaved;

use cognito_auth_core::{Auth, AuthError, SignOutOptions, SignOutResult};
use serde_json::json;
use support::sessions::{TestApp, Tokens};
use support::transport::Step;
use tokio::task::JoinHandle;

const THIRD: Tokens = Tokens { user: "ann", serial: 5 };

/// Starts a call of the app.
fn start<T: Send + 'static, Work>(
    app: &TestApp,
    call: impl FnOnce(Auth) -> Work,
) -> JoinHandle<Result<T, AuthError>>
where
    Work: Future<Output = Result<T, AuthError>> + Send + 'static,
{
    tokio::spawn(call(app.auth.clone()))
}

/// A sign-out that the service accepts.
async fn sign_out(app: &TestApp) -> SignOutResult {
    app.transport.push(done());
    app.auth.sign_out(SignOutOptions::default()).await
}

/// The response to an operation that gives nothing back.
fn done() -> Step {
    Step::success(json!({}))
}

/// The tokens that were revoked, in order.
fn revoked(app: &TestApp) -> Vec<String> {
    let requests = app.transport.recorded().into_iter().filter(|request| request.operation == "RevokeToken");
    requests.map(|request| request.body["Token"].as_str().unwrap().to_owned()).collect()
}
