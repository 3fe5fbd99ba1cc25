//! The contestants in separate processes: Python and Node.

use std::{
    env,
    io::Write,
    process::{Command, Stdio},
};

use serde::Deserialize;
use serde_json::json;

use crate::{
    BenchResult, Timing,
    exchange::{PASSWORD, POOL_ID, SALT, SECRET_BLOCK, SignIn, USERNAME},
};

/// The report that a peer's script prints.
#[derive(Deserialize)]
struct Report {
    name: String,
    private_bits: u32,
    first_seconds: f64,
    warm_seconds: Vec<f64>,
}

/// Runs the two scripts. `bench/srp/run` names their interpreters in environment variables.
pub fn measure(sign_in: &SignIn) -> BenchResult<Vec<Timing>> {
    ["SRP_BENCH_PYTHON", "SRP_BENCH_NODE"]
        .map(|variable| measure_one(variable, sign_in))
        .into_iter()
        .collect()
}

/// Runs the command that an environment variable has: an interpreter, a script and the script's arguments, with tabs
/// between them.
fn measure_one(variable: &str, sign_in: &SignIn) -> BenchResult<Timing> {
    let command = env::var(variable).map_err(|_| format!("{variable} is not set: use bench/srp/run"))?;
    let mut words = command.split('\t');
    let program = words.next().unwrap_or_default();
    let mut child = Command::new(program).args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let sign_in = json!({
        "poolId": POOL_ID, "username": USERNAME, "password": PASSWORD, "rounds": 20,
        "SALT": SALT, "SECRET_BLOCK": SECRET_BLOCK, "SRP_B": sign_in.srp_b, "USER_ID_FOR_SRP": USERNAME,
    });
    if let Some(mut input) = child.stdin.take() {
        input.write_all(sign_in.to_string().as_bytes())?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed: {}", output.status).into());
    }
    let report: Report = serde_json::from_slice(&output.stdout)?;
    Ok(Timing {
        name: report.name,
        private_bits: report.private_bits,
        first: report.first_seconds,
        warm: report.warm_seconds,
    })
}
