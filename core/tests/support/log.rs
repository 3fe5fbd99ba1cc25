//! A log that records every line of the library, and of the crates that the library uses.

use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex};

use cognito_auth_core::{LogLevel, LogSink};

/// All log lines, as one text.
#[derive(Clone, Default)]
pub struct CapturedLog(Arc<Mutex<String>>);

impl CapturedLog {
    /// The lines so far.
    pub fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    /// Adds a text, so that a test can search it together with the log's lines.
    pub fn add(&self, text: &str) {
        writeln!(self.0.lock().unwrap(), "{text}").unwrap();
    }

    /// A `tracing` subscriber that writes everything, down to TRACE, into this log.
    pub fn subscriber(&self) -> impl tracing::Subscriber + Send + Sync + use<> {
        let log = self.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(move || log.clone())
            .finish()
    }
}

impl LogSink for CapturedLog {
    fn log(&self, level: LogLevel, line: String) {
        self.add(&format!("{level:?} {line}"));
    }
}

impl io::Write for CapturedLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
