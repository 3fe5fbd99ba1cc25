import CognitoAuth
import CognitoAuthTestSupport
import XCTest

/// What an app hears of the session.
final class EventTests: PoolTestCase {
  func testEventsComeInOrderToEveryListener() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    let first = auth.events
    let second = auth.events
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    _ = try await auth.fetchAuthSession(options: .forceRefresh())
    await auth.signOut()
    let heard = try await within { await first.prefix(3).reduce(into: []) { $0.append($1) } }
    XCTAssertEqual(heard, [.signedIn, .tokensRefreshed, .signedOut])
    let heardToo = try await within { await second.prefix(3).reduce(into: []) { $0.append($1) } }
    XCTAssertEqual(heardToo, heard)
  }

  func testAnEndedSessionIsAnEvent() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    let events = auth.events
    try await pool.operate("AdminUserGlobalSignOut", ["UserPoolId": "local_LocalPool", "Username": "ana"])
    let error = try await authError { try await auth.fetchAuthSession(options: .forceRefresh()) }
    XCTAssertEqual(error.kind, .sessionExpired)
    let heard = try await within { await events.first { _ in true } }
    XCTAssertEqual(heard, .sessionExpired)
  }

  func testAStreamEndsWhenItsInstanceIsClosed() async throws {
    let auth = try makeAuth()
    let events = auth.events
    await auth.close()
    for stream in [events, auth.events] {
      let heard = try await within { await stream.reduce(into: []) { $0.append($1) } }
      XCTAssertEqual(heard, [])
    }
  }

  func testAStreamEndsWhenItsInstanceIsLetGoOf() async throws {
    let events = try makeAuth().events
    let heard = try await within { await events.reduce(into: []) { $0.append($1) } }
    XCTAssertEqual(heard, [])
  }

  func testAnInstanceGoesAwayWithItsPorts() async throws {
    var store: MemoryStore? = MemoryStore()
    weak var watched = store
    var auth: Auth? = try makeAuth(store: try XCTUnwrap(store))
    _ = try await auth?.fetchAuthSession()
    store = nil
    XCTAssertNotNil(watched)
    auth = nil
    for _ in 0..<500 where watched != nil {
      try await Task.sleep(nanoseconds: 10_000_000)
    }
    XCTAssertNil(watched)
  }
}
