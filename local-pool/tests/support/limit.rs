//! Waits that end: a test that waits for too long fails, and says for what.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "no test file uses all of this")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper panics on purpose")]

use std::io::{self, Read};
use std::net::{TcpStream, ToSocketAddrs};
use std::panic::resume_unwind;
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Long enough for everything, on a busy machine too.
pub const LIMIT: Duration = Duration::from_secs(120);

/// Does some work on a thread of its own, and waits for its result. `what` says what the test waits for.
pub fn within_limit<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, result) = channel();
    let thread = thread::spawn(move || drop(sender.send(work())));
    match result.recv_timeout(LIMIT) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => panic!("{what} takes more than {LIMIT:?}"),
        Err(RecvTimeoutError::Disconnected) => resume_unwind(thread.join().unwrap_err()),
    }
}

/// Waits until a program has ended. Kills a program that does not end.
pub fn end_of(program: &mut Child, what: &str) -> ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = program.try_wait().unwrap() {
            return status;
        }
        if begun.elapsed() > LIMIT {
            program.kill().unwrap();
            program.wait().unwrap();
            panic!("{what} has not ended after {LIMIT:?}");
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Reads the text of a program's output until the program closes it.
pub fn reading(mut output: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut text = String::new();
        output.read_to_string(&mut text).unwrap();
        text
    })
}

/// Opens a connection whose reads and writes fail when they take too long.
pub fn connect(address: impl ToSocketAddrs) -> io::Result<TcpStream> {
    let connection = TcpStream::connect(address)?;
    limited(&connection)?;
    Ok(connection)
}

/// Lets the reads and writes of a connection fail when they take too long.
pub fn limited(connection: &TcpStream) -> io::Result<()> {
    connection.set_read_timeout(Some(LIMIT))?;
    connection.set_write_timeout(Some(LIMIT))
}

/// Whether a read or a write has failed because it took too long. The kind depends on the system.
pub fn is_late(error: &io::Error) -> bool {
    [io::ErrorKind::WouldBlock, io::ErrorKind::TimedOut].contains(&error.kind())
}
