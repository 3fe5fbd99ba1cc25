import CognitoAuth
import CognitoAuthTesting
import XCTest

/// The events of a session.
final class EventTests: PoolTestCase {
  func testEveryListenerGetsTheEventsInOrder() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    let first = auth.events
    let second = auth.events
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    _ = try await auth.fetchAuthSession(options: .forceRefresh())
    await auth.signOut()
    let received = try await within { await first.prefix(3).reduce(into: []) { $0.append($1) } }
    XCTAssertEqual(received, [.signedIn, .tokensRefreshed, .signedOut])
    let receivedBySecond = try await within { await second.prefix(3).reduce(into: []) { $0.append($1) } }
    XCTAssertEqual(receivedBySecond, received)
  }

  func testASessionThatTheServiceEndsCausesAnEvent() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    let events = auth.events
    try await pool.administer("AdminUserGlobalSignOut", ["Username": "ana"])
    let error = try await authError { try await auth.fetchAuthSession(options: .forceRefresh()) }
    XCTAssertEqual(error.kind, .sessionExpired)
    let received = try await within { await events.first { _ in true } }
    XCTAssertEqual(received, .sessionExpired)
  }

  func testAnEventStreamEndsWhenItsInstanceIsClosed() async throws {
    let auth = try makeAuth()
    let events = auth.events
    await auth.close()
    for stream in [events, auth.events] {
      let received = try await within { await stream.reduce(into: []) { $0.append($1) } }
      XCTAssertEqual(received, [])
    }
  }

  func testClosingOrFreeingAnInstanceLosesNoEarlierEvent() async throws {
    try await pool.addUser("ana")
    for closes in [true, false] {
      var auth: Auth? = try makeAuth()
      let events = try XCTUnwrap(auth?.events)
      _ = try await auth?.signIn(username: "ana", password: PoolTestCase.password)
      if closes { await auth?.close() }
      auth = nil
      let received = try await within { await events.reduce(into: []) { $0.append($1) } }
      XCTAssertEqual(received, [.signedIn])
    }
  }

  func testAnEventStreamEndsWhenItsInstanceIsFreed() async throws {
    let events = try makeAuth().events
    let received = try await within { await events.reduce(into: []) { $0.append($1) } }
    XCTAssertEqual(received, [])
  }

  func testAnInstanceFreesItsPortsWhenItIsFreed() async throws {
    var store: MemoryStore? = MemoryStore()
    weak var watched = store
    var auth: Auth? = try makeAuth(store: try XCTUnwrap(store))
    _ = try await auth?.fetchAuthSession()
    store = nil
    XCTAssertNotNil(watched)
    auth = nil
    try await eventually { watched == nil }
  }
}
