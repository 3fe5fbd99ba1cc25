@testable import CognitoAuth

/// Keeps values from any thread, in order.
final class Kept<Value: Sendable>: Sendable {
  private let values = Protected<[Value]>([])

  var all: [Value] { values.withLock { $0 } }

  func keep(_ value: Value) {
    values.withLock { $0.append(value) }
  }
}
