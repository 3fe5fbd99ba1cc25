import Foundation

/// Keeps the lines that the snippets print, so that a test can read them. The snippets call `console` in place of
/// `print`.
final class Console: @unchecked Sendable {
  static let shared = Console()

  private let lock = NSLock()
  private var printed: [String] = []

  var lines: [String] { lock.withLock { printed } }

  func clear() { lock.withLock { printed = [] } }

  func add(_ line: String) { lock.withLock { printed.append(line) } }
}

func console(_ line: String) {
  Console.shared.add(line)
}
