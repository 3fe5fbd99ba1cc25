import CognitoAuthTesting
import XCTest

import func CognitoAuthBindings.countLiveObjects

@testable import CognitoAuth

/// The session's state, and the sign-in that waits for an answer.
final class SessionStateTests: PoolTestCase {
  private static let signedOut = AuthSessionState.signedOut(ended: nil)

  func testAReaderGetsTheCurrentStateAndThenEachChange() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    let states = auth.sessionStates
    var state = try await next(of: states)
    if state == .loading { state = try await next(of: states) }
    XCTAssertEqual(state, Self.signedOut)
    _ = try await auth.signIn(username: "ana", password: Self.password)
    let user = try await auth.getCurrentUser()
    state = try await next(of: states)
    XCTAssertEqual(state, .signedIn(user))
    await auth.signOut()
    state = try await next(of: states)
    XCTAssertEqual(state, Self.signedOut)
  }

  func testTheStateIsUpToDateWhenACallReturns() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    for _ in 0..<20 {
      _ = try await auth.signIn(username: "ana", password: Self.password)
      let user = try await auth.getCurrentUser()
      XCTAssertEqual(auth.currentSessionState, .signedIn(user))
      let signedIn = try await next(of: auth.sessionStates)
      XCTAssertEqual(signedIn, .signedIn(user))
      await auth.signOut()
      XCTAssertEqual(auth.currentSessionState, Self.signedOut)
      let signedOut = try await next(of: auth.sessionStates)
      XCTAssertEqual(signedOut, Self.signedOut)
    }
  }

  func testAfterARelaunchTheAppFindsTheOpenChallenge() async throws {
    try await pool.addUser("ana")
    let store = MemoryStore()
    let auth = try makeAuth(store: store)
    let none = try await auth.pendingSignIn()
    XCTAssertNil(none)
    let asked = try await auth.signIn(username: "ana", options: .init(authFlowType: .userAuth))
    XCTAssertFalse(asked.isSignedIn)
    await auth.close()

    let next = try makeAuth(store: store)
    let expected = AuthPendingSignIn(username: "ana", nextStep: asked.nextStep)
    let pending = try await next.pendingSignIn()
    XCTAssertEqual(pending, expected)
    let state = try await next.sessionState()
    XCTAssertEqual(state, .awaitingChallenge(expected))
    XCTAssertEqual(next.currentSessionState, state)
    await next.signOut()
    let left = try await next.pendingSignIn()
    XCTAssertNil(left)
  }

  func testTheStateSaysWhyTheServiceHasEndedTheSession() async throws {
    let auth = try await makeSignedIn()
    try await pool.administer("AdminUserGlobalSignOut", ["Username": "ana"])
    _ = try await authError { try await auth.fetchAuthSession(options: .forceRefresh()) }
    let ended = AuthSessionState.signedOut(ended: AuthSessionEnd(reason: .revoked, username: "ana"))
    XCTAssertEqual(auth.currentSessionState, ended)
    let state = try await auth.sessionState()
    XCTAssertEqual(state, ended)
  }

  func testAStreamOfStatesEndsWhenItsInstanceIsClosedOrFreed() async throws {
    for closes in [true, false] {
      var auth: Auth? = try makeAuth()
      _ = try await auth?.sessionState()
      let states = try XCTUnwrap(auth?.sessionStates)
      let state = try await next(of: states)
      XCTAssertEqual(state, Self.signedOut)
      if closes { await auth?.close() }
      auth = nil
      let end = try await next(of: states)
      XCTAssertNil(end)
    }
  }

  func testAStreamOfStatesOfAClosedInstanceHasOnlyTheLastState() async throws {
    let auth = try makeAuth()
    _ = try await auth.sessionState()
    await auth.close()
    XCTAssertEqual(auth.currentSessionState, Self.signedOut)
    let states = try await within { await auth.sessionStates.reduce(into: []) { $0.append($1) } }
    XCTAssertEqual(states, [Self.signedOut])
  }

  func testACancelledReaderIsReleased() async throws {
    let auth = try makeAuth()
    _ = try await auth.sessionState()
    let (seen, see) = AsyncStream.makeStream(of: AuthSessionState.self)
    let reader = Task { [states = auth.sessionStates] in
      for await state in states { see.yield(state) }
    }
    let first = try await within { await seen.first { _ in true } }
    XCTAssertEqual(first, Self.signedOut)
    reader.cancel()
    await reader.value
    try await noObserverIsLeft()
  }

  func testTheLibraryReleasesEachOfAThousandReaders() async throws {
    let auth = try makeAuth()
    _ = try await auth.sessionState()
    let (seen, see) = AsyncStream.makeStream(of: AuthSessionState.self)
    let readers = (0..<1000).map { _ in
      Task { [states = auth.sessionStates] in
        for await state in states { see.yield(state) }
      }
    }
    let count = try await within(seconds: 60) { await seen.prefix(1000).reduce(0) { count, _ in count + 1 } }
    XCTAssertEqual(count, 1000)
    readers.prefix(500).forEach { $0.cancel() }
    // The other readers end when the instance is closed.
    await auth.close()
    for reader in readers { await reader.value }
    try await noObserverIsLeft()
  }

  private func next(of states: AsyncStream<AuthSessionState>) async throws -> AuthSessionState? {
    try await within { await states.first { _ in true } }
  }

  private func noObserverIsLeft() async throws {
    try await eventually { countLiveObjects()["StateObserver"] == 0 }
  }

  #if canImport(Combine)
    @MainActor
    func testAnAuthSessionObserverFollowsTheStateAndCanBeFreed() async throws {
      guard #available(iOS 17, macOS 14, tvOS 17, watchOS 10, visionOS 1, *) else { return }
      let auth = try await makeSignedIn()
      let user = try await auth.getCurrentUser()
      var observer: AuthSessionObserver? = AuthSessionObserver(auth)
      XCTAssertEqual(observer?.state, .signedIn(user))
      await auth.signOut()
      try await eventually { observer?.state == Self.signedOut }
      weak var watched = observer
      observer = nil
      XCTAssertNil(watched)
      try await noObserverIsLeft()
    }
  #endif
}
