//! The log port.

use std::sync::Arc;

use crate::mailbox::{Limit, Mailbox};

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
///
/// An [`Auth`](crate::Auth) calls it on a blocking thread of the runtime, with one line at a time and in order. Several
/// instances may call it at the same time. No call of the library waits for it, so a line comes a little later than the
/// event that it reports.
///
/// While a thousand lines wait, new ones are lost; a warning then says how many. Lines from before
/// [`Auth::close`](crate::Auth::close) still come after it, as long as the runtime runs. If the sink panics, only that
/// line is lost.
pub trait LogSink: Send + Sync {
    /// Takes one line. It may block.
    fn log(&self, level: LogLevel, line: String);
}

/// Takes lines for a sink that may block, and returns immediately.
pub(super) struct QueuedLog(Arc<Mailbox<Line>>);

type Line = (LogLevel, String);

impl QueuedLog {
    /// The most lines that wait.
    const CAPACITY: usize = 1000;

    pub(super) fn new(sink: Arc<dyn LogSink>) -> Self {
        let limit = Limit { capacity: Self::CAPACITY, lost };
        Self(Mailbox::new(Some(limit), Arc::new(move |(level, line)| sink.log(level, line))))
    }
}

fn lost(count: usize) -> Line {
    (LogLevel::Warning, format!("log: {count} lines were lost, because the log was too slow"))
}

impl LogSink for QueuedLog {
    fn log(&self, level: LogLevel, line: String) {
        self.0.put((level, line));
    }
}
