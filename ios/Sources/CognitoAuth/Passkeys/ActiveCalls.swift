/// The anchors of the active calls. When the core asks for a passkey, it does not say for which call. So the sheet
/// takes the anchor of the newest call: a newer sign-in supersedes an older one.
typealias PresentationAnchors = ActiveCalls<PresentationAnchor>

/// The active calls, each with its value.
final class ActiveCalls<Value: Sendable>: Sendable {
  private let calls = Protected<(last: Int, brought: [(number: Int, value: Value)])>((0, []))

  /// The value of the newest call.
  var newest: Value? { calls.withLock { $0.brought.last?.value } }

  /// Adds a call with its value. Returns the call's number, which `end` takes.
  func begin(with value: Value) -> Int {
    calls.withLock { calls in
      calls.last += 1
      calls.brought.append((calls.last, value))
      return calls.last
    }
  }

  func end(_ number: Int) {
    calls.withLock { $0.brought.removeAll { $0.number == number } }
  }
}
