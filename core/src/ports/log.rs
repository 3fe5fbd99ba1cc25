//! The log port.

use std::fmt;
use std::sync::Arc;

use crate::mailbox::Mailbox;

/// How serious a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum LogLevel {
    /// A step of a flow, for developers.
    Debug,
    /// Something went wrong, and the library handled it.
    Warning,
    /// Something went wrong.
    Error,
}

/// Receives log lines. They hold no secrets, and no text of the service or of the platform.
pub trait LogSink: Send + Sync {
    /// Takes one line. It is called on a thread of the runtime or within the future of a call. A log that may block
    /// belongs behind a [`QueuedLog`].
    fn log(&self, level: LogLevel, line: String);
}

/// Takes lines for a log that may block, and returns at once. The log gets the lines on a thread of its own, in order
/// and one at a time. While a thousand lines wait, new ones are lost.
pub struct QueuedLog(Arc<Mailbox<(LogLevel, String)>>);

impl QueuedLog {
    const CAPACITY: usize = 1000;

    /// A queue in front of `log`.
    pub fn new(log: Arc<dyn LogSink>) -> Self {
        Self(Mailbox::new(Self::CAPACITY, Arc::new(move |(level, line)| log.log(level, line))))
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
