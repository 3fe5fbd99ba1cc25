//! The log, if the app wants one.

use std::fmt;
use std::sync::Arc;

use crate::mailbox::Mailbox;

/// How serious a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Steps of a flow, for a developer.
    Debug,
    /// Something went wrong and was dealt with.
    Warning,
    /// Something went wrong.
    Error,
}

/// Where log lines go. They hold no secrets, and no text of the service's or the platform's.
pub trait LogSink: Send + Sync {
    /// Takes one line. Called where the work is done, on the runtime's threads or in a call's own future: a log that
    /// may block belongs behind a [`QueuedLog`].
    fn log(&self, level: LogLevel, line: String);
}

/// Takes lines for a log that may block, and returns at once: it has a thread to itself while there are lines.
///
/// They come in order, one at a time. Beyond a thousand that wait, new ones are lost.
pub struct QueuedLog(Arc<Mailbox<(LogLevel, String)>>);

impl QueuedLog {
    const MOST_LINES: usize = 1000;

    /// Takes lines for this log.
    pub fn new(log: Arc<dyn LogSink>) -> Self {
        Self(Mailbox::new(Self::MOST_LINES, Arc::new(move |(level, line)| log.log(level, line))))
    }
}

impl LogSink for QueuedLog {
    fn log(&self, level: LogLevel, line: String) {
        self.0.put((level, line));
    }
}

impl fmt::Debug for QueuedLog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("QueuedLog")
    }
}
