import XCTest

/// Waits until the condition is true. Fails after a minute.
@MainActor
func eventually(
  file: StaticString = #filePath, line: UInt = #line, _ condition: @MainActor () -> Bool
) async throws {
  for _ in 0..<6000 where !condition() {
    try await Task.sleep(nanoseconds: 10_000_000)
  }
  XCTAssertTrue(condition(), file: file, line: line)
}
