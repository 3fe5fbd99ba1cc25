import XCTest

/// Fails a wait that does not end by itself, so that a test never hangs. The body has to heed being cancelled.
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
