//! The programs that tests run, each with a time limit.

use std::process::{Child, Command, Output};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

/// How long a test waits for the end of a program. No program takes that long, not even on a busy machine.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// Waits until the program has ended, and gives its output. If the program does not end within two minutes, kills it and
/// panics.
pub(crate) fn output_of(program: Child) -> Output {
    let id = program.id();
    let (sender, ended) = channel();
    thread::spawn(move || sender.send(program.wait_with_output()));
    let Ok(output) = ended.recv_timeout(LONGEST_WAIT) else {
        // The thread still waits for the program, so no other process can have the same id.
        let _ = Command::new("kill").args(["-KILL", &id.to_string()]).status();
        panic!("the program did not end within {LONGEST_WAIT:?}");
    };
    output.unwrap()
}
