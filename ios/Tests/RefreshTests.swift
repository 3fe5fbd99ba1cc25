import CognitoAuthTesting
import XCTest

@testable import CognitoAuth

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

  func testARefreshTakesALeaseAndReleasesIt() async throws {
    try await pool.addUser("ana")
    let leases = RecordingLeases()
    let auth = try makeAuth(leases: leases)
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    XCTAssertEqual(leases.written, [])
    _ = try await auth.fetchAuthSession(options: .forceRefresh())
    XCTAssertTrue(leases.written.allSatisfy { $0.contains("\"process\":\"app\"") })
    XCTAssertEqual(leases.written.map { $0.contains("\"isReleased\":true") }, [false, false, true])
  }

  func testARefreshSucceedsEvenIfTheLeaseStoreThrows() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth(leases: ThrowingLeases())
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    let session = try await auth.fetchAuthSession(options: .forceRefresh())
    XCTAssertTrue(session.isSignedIn)
  }

  func testARefreshIsCompletedEvenIfItsCallerIsCancelled() async throws {
    try await pool.addUser("ana")
    let clock = TestClock()
    let store = MemoryStore()
    let auth = try makeAuth(store: store, clock: clock)
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    let before = store.entries
    clock.advance(by: 2 * 60 * 60)
    try await pool.inject(.delay(milliseconds: 1000), into: Self.refresh)
    let call = Task { try await auth.fetchAuthSession() }
    try await Task.sleep(nanoseconds: 300_000_000)
    call.cancel()
    _ = await call.result
    try await eventually { store.entries != before }
  }

  func testValidTokensAreRefreshedOnlyIfTheAppForcesIt() async throws {
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

  func testAMinimumValidityLongerThanTheTokensLifetimeCausesOnlyOneRefresh() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    for _ in 0..<2 {
      _ = try await auth.fetchAuthSession(options: .init(minimumValidity: 30 * 60))
    }
    let before = try await pool.operations()
    XCTAssertFalse(before.contains(Self.refresh))
    for _ in 0..<3 {
      _ = try await auth.fetchAuthSession(options: .init(minimumValidity: 365 * 24 * 60 * 60))
    }
    let after = try await pool.operations()
    XCTAssertEqual(after.filter { $0 == Self.refresh }.count, 1)
    for malformed in [-1, -0.000_1, .nan] as [TimeInterval] {
      do {
        _ = try await auth.fetchAuthSession(options: .init(minimumValidity: malformed))
        XCTFail("\(malformed) is not a duration")
      } catch let error as AuthError {
        XCTAssertEqual(error.code, .malformedArgument)
        XCTAssertEqual(error.field, "minimum_validity")
      }
    }
  }

  func testTheTokensOfASessionHaveClaims() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    let session = try await auth.fetchAuthSession()
    let claims = try XCTUnwrap(session.tokens).claims
    XCTAssertEqual(claims.idToken.userId, session.userSub)
    XCTAssertEqual([claims.idToken.username, claims.accessToken.username], ["ana", "ana"])
    XCTAssertEqual(claims.accessToken.scopes, ["aws.cognito.signin.user.admin"])
    XCTAssertTrue(claims.idToken.claimsJSON.contains(#""token_use":"id""#))
    XCTAssertTrue(claims.accessToken.claimsJSON.contains(#""token_use":"access""#))
  }
}

/// A lease store in memory that keeps every lease written to it.
private final class RecordingLeases: LeaseStore {
  let process: String? = "app"
  private let all = Protected<[String]>([])

  var written: [String] { all.withLock { $0 } }

  func read(name: String) throws -> Data? { written.last.map { Data($0.utf8) } }

  func swap(name: String, expected: Data?, lease: Data) throws -> Bool {
    all.withLock { $0.append(String(decoding: lease, as: UTF8.self)) }
    return true
  }
}

private struct ThrowingLeases: LeaseStore {
  struct Thrown: Error {}

  func read(name: String) throws -> Data? { throw Thrown() }

  func swap(name: String, expected: Data?, lease: Data) throws -> Bool { throw Thrown() }
}
