//! The test's view of a process that it has started.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use std::{env, thread};

use serde_json::Value;

use crate::child::{MARK, PLAN};

/// The operation of a refresh.
pub(crate) const REFRESH: &str = "GetTokensFromRefreshToken";

const SIGKILL: i32 = 9;

/// How long a test waits for a line of a process. No call takes that long, not even on a busy machine.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// A process that a test has started. It ends with the test.
pub(crate) struct Process {
    child: Child,
    input: ChildStdin,
    /// The lines that the process prints. The channel ends with the process.
    output: Receiver<io::Result<String>>,
    /// The lines for the test that have been read so far.
    pub(crate) said: Vec<String>,
}

/// When to kill a process in the middle of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kill {
    /// At the point with this number: see [`crate::points::Points::arm`].
    At(usize),
    /// This long after the first call has begun. The calls may have ended by then.
    After(Duration),
}

impl Process {
    /// `test` is the name of the test that this process is a part of.
    pub(crate) fn start(test: &str, plan: &Value) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env(PLAN, plan.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), lines(child.stdout.take().unwrap()));
        Self { child, input, output, said: Vec::new() }
    }

    /// Writes a line. A process that has been killed does not read it.
    pub(crate) fn tell(&mut self, line: &str) {
        let _ = writeln!(self.input, "{line}");
    }

    /// The next line that the process prints for the test; none if the process has ended. Panics if no line comes for
    /// two minutes.
    pub(crate) fn heard(&mut self) -> Option<String> {
        loop {
            let line = match self.output.recv_timeout(LONGEST_WAIT) {
                Ok(line) => line.unwrap(),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => panic!("no line of the process after {:?}", self.said),
            };
            if let Some(said) = line.trim_end().strip_prefix(MARK) {
                self.said.push(said.to_owned());
                return Some(said.to_owned());
            }
        }
    }

    /// Waits for the result of the call that the process is making, or for the point at which the process waits. Gives
    /// none if the process ends.
    fn result_or_point(&mut self) -> Option<String> {
        loop {
            let said = self.heard()?;
            if !said.starts_with("sent ") && said != "overlap" {
                return Some(said);
            }
        }
    }

    /// Waits for the result of the call that the process is making, and gives it.
    pub(crate) fn result(&mut self) -> String {
        let result = self.result_or_point().expect("the process ended before its result");
        assert!(!is_point(&result), "the process waits at a point before its result: {result}");
        result
    }

    /// Makes a call, and gives its result.
    pub(crate) fn ask(&mut self, call: &str) -> String {
        self.tell(call);
        self.result()
    }

    /// Begins a call, and waits until the process waits at this point: see [`crate::points::Points::arm`].
    pub(crate) fn begin_up_to(&mut self, call: &str, point: &str) {
        assert_eq!(self.ask(&format!("arm {point}")), "armed");
        self.tell(call);
        let said = self.result_or_point().expect("the process ended before the point");
        assert!(is_point(&said), "the call ended before the point: {said}");
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Makes the calls that `next` gives, until it gives none, the process ends, or the process waits at a point. `next`
    /// takes the result of the former call, and none before the first call.
    pub(crate) fn play(&mut self, mut next: impl FnMut(Option<&str>) -> Option<String>) {
        let mut result = None;
        while let Some(call) = next(result.as_deref()) {
            self.tell(&call);
            result = self.result_or_point().filter(|said| !is_point(said));
            if result.is_none() {
                return;
            }
        }
    }

    /// Kills the process in the middle of the calls, or after them. Gives the lines that it printed from the first call
    /// on.
    pub(crate) fn killed(
        mut self,
        kill: Kill,
        next: impl FnMut(Option<&str>) -> Option<String>,
    ) -> Vec<String> {
        let begin = self.said.len();
        match kill {
            Kill::At(point) => {
                assert_eq!(self.ask(&format!("arm {point}")), "armed");
                self.play(next);
                self.child.kill().unwrap();
            }
            Kill::After(delay) => {
                let id = self.child.id().to_string();
                thread::scope(|scope| {
                    scope.spawn(move || {
                        thread::sleep(delay);
                        assert!(Command::new("kill").args(["-KILL", &id]).status().unwrap().success());
                    });
                    self.play(next);
                });
            }
        }
        // The lines that the process printed before its end are still in the pipe.
        while self.heard().is_some() {}
        assert_eq!(self.child.wait().unwrap().signal(), Some(SIGKILL));
        self.said.split_off(begin)
    }
}

/// Whether the process waits at a point, by the line that it printed.
fn is_point(said: &str) -> bool {
    said.starts_with("point ")
}

/// Reads the lines of a process on a thread of their own, so that the test can limit its wait for a line.
fn lines(output: ChildStdout) -> Receiver<io::Result<String>> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines() {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
