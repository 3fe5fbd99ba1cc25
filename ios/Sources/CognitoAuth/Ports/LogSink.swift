/// Takes the library's log lines. They contain no secrets, and no text of the service or the platform.
///
/// A background thread of the library calls the sink. The lines of one ``Auth`` come in order, one at a time; several
/// instances can call the sink at the same time. No call of the library waits for the log. Up to a thousand lines wait
/// for the sink. Further lines are lost, and a warning says how many. Lines from before a call of ``Auth/close()`` can
/// still come after that call.
public protocol LogSink: Sendable {
  /// Takes one line. It may block.
  func log(level: LogLevel, line: String)
}

/// How serious a log line is.
public enum LogLevel: Hashable, Sendable {
  /// Steps of a flow, for a developer.
  case debug
  /// Something went wrong, and the library handled it.
  case warning
  /// Something went wrong.
  case error
}
