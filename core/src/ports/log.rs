//! The log, if the app wants one.

/// How serious a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Steps of a flow, for a developer.
    Debug,
    /// Something an operator may want to know. No line has this level so far.
    Info,
    /// Something went wrong and was dealt with.
    Warning,
    /// Something went wrong.
    Error,
}

/// Where log lines go. They hold no secrets, and no text of the service's or the platform's.
pub trait LogSink: Send + Sync {
    /// Takes one line.
    fn log(&self, level: LogLevel, line: String);
}
