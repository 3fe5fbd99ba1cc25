//! Counts the instructions of the contestants in this process, with valgrind.
//!
//! valgrind runs this program twice, and the second run repeats the work more often. The difference leaves out what a
//! process does only once.

use std::{
    env,
    process::{Command, Stdio},
};

use crate::{BenchResult, contestants, exchange::SignIn, openssl};

/// The first argument of a process that only repeats one contestant's work.
pub const REPEAT: &str = "repeat";
const REPETITIONS: usize = 4;

/// The instructions of one sign-in.
pub fn count(contestant: &str) -> BenchResult<f64> {
    let [once, often] = [1, 1 + REPETITIONS].map(|times| instructions_of_process(contestant, times));
    Ok((often? - once?) / REPETITIONS as f64)
}

/// Computes one contestant's sign-in as often as `times` says.
pub fn repeat(contestant: &str, times: usize) -> BenchResult {
    let sign_in = SignIn::fixed()?;
    let mut contestant = contestants::in_this_process(contestant, &sign_in)?;
    (0..times).try_for_each(|_| (contestant.sign_in)().map(drop))
}

fn instructions_of_process(contestant: &str, times: usize) -> BenchResult<f64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).stdin(Stdio::null());
    // valgrind can run more of the processor's instructions than it reports to a program. With these settings, OpenSSL
    // chooses the same code as without valgrind.
    if let Some((variable, settings)) = openssl::processor_settings() {
        valgrind.env(variable, settings);
    }
    let output = valgrind.arg(env::current_exe()?).args([REPEAT, contestant, &times.to_string()]).output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    let count = report.lines().find_map(|line| line.split_once("Collected : "));
    match (output.status.success(), count) {
        (true, Some((_, count))) => Ok(count.trim().parse()?),
        _ => Err(format!("valgrind could not count the instructions: {report}").into()),
    }
}
