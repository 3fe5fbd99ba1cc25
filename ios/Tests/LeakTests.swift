import CognitoAuthTesting
import Foundation
import XCTest

import func CognitoAuthBindings.countLiveObjects

@testable import CognitoAuth

/// Whether the library still holds objects after many calls and many observers. The library itself counts its own
/// objects that Swift code holds, the running calls, and the Swift objects that the library holds.
final class LeakTests: PoolTestCase {
  private static let calls = 10_000
  private static let observers = 1000

  func testTheCountOfLiveObjectsIncludesInstancesAndObservers() async throws {
    let before = countLiveObjects()
    // The count can fall meanwhile, because instances of earlier tests are freed. So this test makes one more instance
    // than there are now.
    let held = try (0...(before["Instance"] ?? 0)).map { _ in try makeAuth() }
    let states = held.map { $0.sessionStates }
    let after = countLiveObjects()
    for kind in ["Instance", "StateObserver"] {
      XCTAssertGreaterThan(try XCTUnwrap(after[kind]), try XCTUnwrap(before[kind]), kind)
    }
    withExtendedLifetime((held, states)) {}
  }

  func testTenThousandCallsLeaveNoObjectBehind() async throws {
    let auth = try await makeSignedIn()
    let silent = SilentTransport()
    let waiting = try makeAuth(transport: silent)
    _ = try await waiting.fetchAuthSession()
    try await leavesNoObject {
      for _ in 0..<Self.calls / 4 {
        let session = try await auth.fetchAuthSession()
        XCTAssertTrue(session.isSignedIn)
        let user = try await auth.getCurrentUser()
        XCTAssertEqual(user.username, "ana")
        let error = try await authError {
          try await auth.signIn(username: "ana", password: PoolTestCase.password)
        }
        XCTAssertEqual(error.code, .alreadySignedIn)
        let cancelled = Task { try await waiting.resetPassword(for: "ana") }
        _ = try await within { await silent.started.first { _ in true } }
        cancelled.cancel()
        _ = await cancelled.result
      }
    }
  }

  func testAThousandObserversAndListenersLeaveNoObjectBehind() async throws {
    let auth = try await makeSignedIn()
    let signedIn = try await auth.sessionState()
    try await leavesNoObject {
      for _ in 0..<Self.observers / 2 {
        let states = auth.sessionStates
        let events = auth.events
        let listener = Task { for await _ in events {} }
        let state = try await within { await states.first { _ in true } }
        XCTAssertEqual(state, signedIn)
        listener.cancel()
        await listener.value
      }
    }
  }

  func testInstancesThatAreClosedOrFreedLeaveNoObjectBehind() async throws {
    let store = MemoryStore()
    let auth = try await makeSignedIn(store: store)
    _ = try await auth.fetchAuthSession()
    try await leavesNoObject {
      for closes in [true, false] {
        for _ in 0..<100 {
          let another = try self.makeAuth(store: store)
          let session = try await another.fetchAuthSession()
          XCTAssertTrue(session.isSignedIn)
          if closes { await another.close() }
        }
      }
    }
  }

  /// Runs the body, and waits until there are no more objects of any kind than before.
  private func leavesNoObject(_ body: () async throws -> Void) async throws {
    let before = countLiveObjects()
    try await body()
    func more() -> [String: UInt64] { countLiveObjects().filter { $0.value > before[$0.key] ?? 0 } }
    _ = try await becomesTrue { more().isEmpty }
    XCTAssertEqual(more(), [:])
  }
}

/// A transport that never responds.
private final class SilentTransport: HttpTransport {
  let started: AsyncStream<Void>
  private let start: AsyncStream<Void>.Continuation

  init() {
    (started, start) = AsyncStream.makeStream()
  }

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    start.yield()
    try await Task.sleep(nanoseconds: 3_600_000_000_000)
    throw TransportFailure.timedOut
  }
}
