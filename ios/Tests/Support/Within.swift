import XCTest

/// Runs the body, and fails if it takes longer than `seconds`, so that a test never hangs. The body has to end when it
/// is cancelled.
func within<Value: Sendable>(
  seconds: UInt64 = 20, file: StaticString = #filePath, line: UInt = #line,
  _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value?.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await Task.sleep(nanoseconds: seconds * 1_000_000_000)
      return nil
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() ?? nil else {
      XCTFail("still waiting after \(seconds) s", file: file, line: line)
      throw XCTestError(.timeoutWhileWaiting)
    }
    return value
  }
}

/// Fails unless the condition becomes true within ten seconds.
func eventually(
  file: StaticString = #filePath, line: UInt = #line, isolation: isolated (any Actor)? = #isolation,
  _ condition: () async throws -> Bool
) async throws {
  let becameTrue = try await becomesTrue(condition)
  XCTAssertTrue(becameTrue, "the condition never became true", file: file, line: line)
}

/// Whether the condition becomes true within ten seconds.
func becomesTrue(
  isolation: isolated (any Actor)? = #isolation, _ condition: () async throws -> Bool
) async throws -> Bool {
  let end = Date(timeIntervalSinceNow: 10)
  while try await !condition() {
    guard Date() < end else { return false }
    try await Task.sleep(nanoseconds: 10_000_000)
  }
  return true
}
