//! The process that a test starts: it runs the test's own program again. An environment variable has its plan. Each
//! line of its input is a call. Its output has a line for each result, and lines about what it does meanwhile.

use std::collections::BTreeSet;
use std::env;
use std::io::{Write as _, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::exit;
use std::sync::Arc;

use cognito_auth_core::{
    Auth, AuthConfiguration, AuthError, AuthSession, AuthSignInResult, FetchAuthSessionOptions, Ports,
    SessionState, SignOutResult,
};
use cognito_local_pool::DEFAULT_CLIENT_ID;
use serde_json::Value;

use crate::points::{Flight, PointedLeases, PointedStore, PointedTransport, Points};
use crate::support::pool::{PASSWORD, auth};
use crate::support::sessions::access_token;

/// The environment variable with the process's plan, as JSON: its pool, its folder, its name and its deadline.
pub(crate) const PLAN: &str = "TEST_PROCESS";

/// Each line that a process prints for the test begins with this text. Its other lines are those of the test harness.
pub(crate) const MARK: &str = "\u{2192} ";

/// In milliseconds; longer than the pool's tokens are valid.
pub(crate) const DAY: i64 = 86_400_000;

/// Prints a line for the test, without delay. Every thread may call this function.
pub(crate) fn say(line: &str) {
    let mut output = stdout().lock();
    writeln!(output, "\n{MARK}{line}").unwrap();
    output.flush().unwrap();
}

/// The next line of the input. Exits when the input ends.
pub(crate) fn next_line() -> String {
    let mut line = String::new();
    if stdin().read_line(&mut line).unwrap() == 0 {
        exit(0);
    }
    line.trim_end().to_owned()
}

/// Gives false in a test's own process. In a process that a test has started, this function makes the calls of the
/// input, and never returns.
pub(crate) fn is_process() -> bool {
    let Ok(plan) = env::var(PLAN) else { return false };
    let plan: Value = serde_json::from_str(&plan).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let points = Arc::new(Points::default());
    let folder = PathBuf::from(plan["folder"].as_str().unwrap());
    let flight = Arc::new(Flight::new(&folder));
    let auth = runtime.block_on(async { auth_of(&plan, &folder, &points, &flight) });
    loop {
        let line = next_line();
        let result = runtime.block_on(call(&auth, &points, &line));
        flight.end();
        say(&result);
    }
}

fn auth_of(plan: &Value, folder: &Path, points: &Arc<Points>, flight: &Arc<Flight>) -> Auth {
    let text = |name: &str| plan[name].as_str().unwrap().to_owned();
    let mut configuration = AuthConfiguration::new("local", text("poolId"), DEFAULT_CLIENT_ID);
    configuration.user_pool.endpoint = Some(text("endpoint"));
    configuration.deadline_milliseconds = plan["deadline"].as_u64().unwrap();
    let transport = PointedTransport::new(points, flight);
    let mut ports = Ports::new(Arc::new(transport), Arc::new(PointedStore::new(folder, points, flight)));
    let name = plan["name"].as_str().map(str::to_owned);
    ports.leases = Some(Arc::new(PointedLeases::new(folder, name, points)));
    auth(configuration, ports)
}

/// Makes the call that a line of the input names. Gives the line with its result.
async fn call(auth: &Auth, points: &Points, line: &str) -> String {
    let (call, argument) = line.split_once(' ').unwrap_or((line, ""));
    match call {
        "arm" => {
            points.arm(argument);
            "armed".to_owned()
        }
        "passed" => points.passed().to_string(),
        "state" => state(auth.session_state().await),
        "sign-in" => step(auth.sign_in(argument, Some(PASSWORD.into()), Default::default()).await),
        "confirm" => step(auth.confirm_sign_in(argument.into(), Default::default()).await),
        "fetch" => tokens(auth.fetch_auth_session(FetchAuthSessionOptions::default()).await),
        "fetches" => fetches(auth, argument.parse().unwrap()).await,
        // No token is valid for a day, so this call refreshes. Tokens that this process has just refreshed are not
        // refreshed again.
        "renew" => {
            let options =
                FetchAuthSessionOptions { minimum_validity_milliseconds: DAY, ..Default::default() };
            tokens(auth.fetch_auth_session(options).await)
        }
        "refresh" => {
            let options = FetchAuthSessionOptions { force_refresh: true, ..Default::default() };
            tokens(auth.fetch_auth_session(options).await)
        }
        "attributes" => auth.fetch_user_attributes().await.map_or_else(failure, |_| "attributes".to_owned()),
        "sign-out" => match auth.sign_out(Default::default()).await {
            SignOutResult::Complete => "complete".to_owned(),
            SignOutResult::Partial { .. } => "partial".to_owned(),
            SignOutResult::Failed(error) => failure(error),
        },
        _ => panic!("there is no call {line}"),
    }
}

/// Fetches the session this many times at the same time. Gives the results without repetitions, separated by `, `.
async fn fetches(auth: &Auth, count: usize) -> String {
    let fetch = |auth: Auth| async move { auth.fetch_auth_session(Default::default()).await };
    let calls: Vec<_> = (0..count).map(|_| tokio::spawn(fetch(auth.clone()))).collect();
    let mut results = BTreeSet::new();
    for call in calls {
        results.insert(tokens(call.await.unwrap()));
    }
    results.into_iter().collect::<Vec<_>>().join(", ")
}

fn failure(error: AuthError) -> String {
    format!("error {}", error.code.name())
}

fn state(state: Result<SessionState, AuthError>) -> String {
    match state {
        Ok(SessionState::SignedIn(user)) => format!("signed-in {}", user.username),
        Ok(SessionState::AwaitingChallenge(pending)) => format!("awaiting {}", pending.username),
        Ok(SessionState::SignedOut { ended: None }) => "signed-out".to_owned(),
        Ok(SessionState::SignedOut { ended: Some(end) }) => format!("ended {}", end.reason.name()),
        Ok(other) => format!("another state: {other:?}"),
        Err(error) => failure(error),
    }
}

fn step(result: Result<AuthSignInResult, AuthError>) -> String {
    match result {
        Ok(result) if result.is_signed_in() => "done".to_owned(),
        Ok(_) => "challenge".to_owned(),
        Err(error) => failure(error),
    }
}

fn tokens(fetched: Result<AuthSession, AuthError>) -> String {
    match fetched {
        Ok(session) if session.is_signed_in => format!("tokens {}", access_token(&session)),
        Ok(_) => "nobody".to_owned(),
        Err(error) => failure(error),
    }
}
