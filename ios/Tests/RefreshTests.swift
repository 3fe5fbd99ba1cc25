import CognitoAuth
import CognitoAuthTestSupport
import XCTest

/// Expired tokens, and the one refresh that replaces them.
final class RefreshTests: PoolTestCase {
  private static let refresh = "GetTokensFromRefreshToken"

  func testFiftyCallersWithAnExpiredTokenMakeOneRefresh() async throws {
    try await pool.addUser("ana")
    let clock = TestClock()
    let auth = try makeAuth(clock: clock)
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    let old = try await auth.fetchAuthSession().tokens?.accessToken
    clock.advance(by: 2 * 60 * 60)
    try await pool.inject(.delay(milliseconds: 1000), into: Self.refresh)

    let sessions = try await withThrowingTaskGroup(of: AuthSession.self) { group in
      for _ in 0..<50 {
        group.addTask { try await auth.fetchAuthSession() }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }

    XCTAssertEqual(sessions.count, 50)
    XCTAssertEqual(Set(sessions.map(\.tokens?.accessToken)).count, 1)
    XCTAssertNotEqual(sessions.first?.tokens?.accessToken, old)
    let operations = try await pool.operations()
    XCTAssertEqual(operations.filter { $0 == Self.refresh }.count, 1)
  }

  func testARefreshOutlivesTheCallerWhoAskedForIt() async throws {
    try await pool.addUser("ana")
    let clock = TestClock()
    let store = MemoryStore()
    let auth = try makeAuth(store: store, clock: clock)
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    let before = store.contents
    clock.advance(by: 2 * 60 * 60)
    try await pool.inject(.delay(milliseconds: 1000), into: Self.refresh)
    let call = Task { try await auth.fetchAuthSession() }
    try await Task.sleep(nanoseconds: 300_000_000)
    call.cancel()
    _ = await call.result
    try await eventually { store.contents != before }
  }

  func testValidTokensAreNotRefreshedUnlessAsked() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    _ = try await auth.fetchAuthSession()
    let before = try await pool.operations()
    XCTAssertFalse(before.contains(Self.refresh))
    _ = try await auth.fetchAuthSession(options: .forceRefresh())
    let after = try await pool.operations()
    XCTAssertEqual(after.last, Self.refresh)
  }
}
