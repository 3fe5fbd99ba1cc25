/// Takes the library's log lines. They contain no secrets, and no text of the service or the platform.
public protocol LogSink: Sendable {
  /// Takes one line.
  func log(level: LogLevel, line: String)
}

/// How serious a log line is.
public enum LogLevel: Hashable, Sendable {
  /// Steps of a flow, for a developer.
  case debug
  /// Something went wrong and was dealt with.
  case warning
  /// Something went wrong.
  case error
}
