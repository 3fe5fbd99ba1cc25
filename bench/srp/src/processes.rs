//! A contestant in a separate process: Python or Node.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::json;

use crate::{
    BenchResult,
    exchange::{PASSWORD, POOL_ID, SALT, SECRET_BLOCK, SignIn, USERNAME},
};

/// A running script. It computes one sign-in for each empty line of its input, and prints the processor time in seconds.
pub struct Process {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Process {
    /// Starts the command that an environment variable has: an interpreter, a script and the script's arguments, with
    /// tabs between them. `bench/srp/run` sets the variables. Also returns the version of the package that the script
    /// times.
    pub fn start(variable: &str, sign_in: &SignIn) -> BenchResult<(Self, String)> {
        let command = env::var(variable).map_err(|_| format!("{variable} is not set: use bench/srp/run"))?;
        let mut words = command.split('\t');
        let program = words.next().unwrap_or_default();
        let mut child =
            Command::new(program).args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("the script has no output")?;
        let mut process = Self { child, output: BufReader::new(output) };
        let sign_in = json!({
            "poolId": POOL_ID, "username": USERNAME, "password": PASSWORD,
            "SALT": SALT, "SECRET_BLOCK": SECRET_BLOCK, "SRP_B": sign_in.srp_b, "USER_ID_FOR_SRP": USERNAME,
        });
        let version = process.answer(&sign_in.to_string())?;
        Ok((process, version))
    }

    pub fn sign_in(&mut self) -> BenchResult<f64> {
        Ok(self.answer("")?.parse()?)
    }

    fn answer(&mut self, line: &str) -> BenchResult<String> {
        let input = self.child.stdin.as_mut().ok_or("the script has no input")?;
        writeln!(input, "{line}")?;
        let mut answer = String::new();
        self.output.read_line(&mut answer)?;
        match answer.trim() {
            "" => Err("a script ended".into()),
            answer => Ok(answer.to_owned()),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The script ends with its input.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
