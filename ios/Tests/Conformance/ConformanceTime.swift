import CognitoAuthBindings
import Foundation

@testable import CognitoAuth

/// A clock that stands still until a step moves it.
final class ScriptedClock: Clock {
  private let now: Protected<Int64>

  init(_ milliseconds: Int64) {
    now = Protected(milliseconds)
  }

  func advance(bySeconds seconds: Int) {
    now.withLock { $0 += Int64(seconds) * 1000 }
  }

  func nowMilliseconds() -> Int64 { now.withLock { $0 } }
}

/// Randomness that is the same each time: the case's pattern, repeated.
final class ScriptedEntropy: Entropy {
  private let pattern: Data

  init(_ pattern: Data) {
    self.pattern = pattern
  }

  func bytes(count: UInt32) -> Data {
    Data((0..<Int(count)).map { pattern[$0 % pattern.count] })
  }
}
