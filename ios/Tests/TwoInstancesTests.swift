import CognitoAuthTesting
import Foundation
import XCTest

@testable import CognitoAuth

/// Two instances over two stores in one Keychain. If the stores have the same identity, the instances share a session.
/// If not, they behave as if they were in two processes.
final class TwoInstancesTests: PoolTestCase {
  private static let refresh = "GetTokensFromRefreshToken"
  private static let twoHours: TimeInterval = 2 * 60 * 60
  private let clock = TestClock()

  /// An instance, and the events that its listener has received.
  private struct Instance {
    let auth: Auth
    let events: ReceivedEvents

    init(_ auth: Auth) {
      self.auth = auth
      events = ReceivedEvents()
      events.listen(to: auth)
    }

    func signIn(_ username: String) async throws {
      let result = try await auth.signIn(username: username, password: PoolTestCase.password)
      XCTAssertTrue(result.isSignedIn)
    }

    func signOut() async {
      let result = await auth.signOut()
      XCTAssertEqual(result, .complete)
    }

    func code<Value: Sendable>(_ call: (Auth) async throws -> Value) async throws -> AuthErrorCode {
      try await authError { try await call(auth) }.code
    }
  }

  private func store(_ items: any KeychainItems) -> KeychainStore {
    KeychainStore(items: items, service: "test", accessGroup: nil, afterReinstall: .removeSession, mark: FakeMark())
  }

  private func makeInstance(_ items: any KeychainItems, _ transport: any HttpTransport = URLSessionTransport()) throws
    -> Instance
  {
    // Both processes belong to one installation of the app, so they see the same marks.
    let store = KeychainStore(
      items: items, service: "test", accessGroup: nil, afterReinstall: .removeSession, mark: mark)
    return Instance(try makeAuth(store: store, transport: transport, clock: clock))
  }

  private let mark = FakeMark()

  /// Runs `play` twice, each time with two new instances. The first time, their stores have the same identity. The
  /// second time, the stores have different identities, as in two processes.
  private func withPairs(
    ofB transport: HeldReplies? = nil, _ play: (_ a: Instance, _ b: Instance) async throws -> Void
  ) async throws {
    for areOneProcess in [true, false] {
      try await pool.reset()
      try await pool.addUser("ann")
      try await pool.addUser("bob")
      let keychain = FakeKeychain()
      let other: any KeychainItems = areOneProcess ? keychain : KeychainOfAnotherProcess(keychain: keychain)
      let a = try makeInstance(keychain)
      let b = try makeInstance(other, transport ?? URLSessionTransport())
      try await play(a, b)
    }
  }

  func testAnInstanceNoticesTheSignInOfTheOtherInstance() async throws {
    try await withPairs { a, b in
      let before = try await b.code { try await $0.getCurrentUser() }
      XCTAssertEqual(before, .notSignedIn)
      try await a.signIn("ann")
      let user = try await b.auth.getCurrentUser()
      XCTAssertEqual(user.username, "ann")
      let refused = try await b.code { try await $0.signIn(username: "ann", password: Self.password) }
      XCTAssertEqual(refused, .alreadySignedIn)
      await b.signOut()
      let session = try await a.auth.fetchAuthSession()
      XCTAssertFalse(session.isSignedIn)
      for instance in [a, b] {
        try await instance.events.expect(["signedIn", "signedOut"])
      }
    }
  }

  func testASignInIsRefusedAfterTheSignInOfTheOtherInstance() async throws {
    try await withPairs { a, b in
      _ = try await b.code { try await $0.getCurrentUser() }
      try await a.signIn("ann")
      let refused = try await b.code { try await $0.signIn(username: "ann", password: Self.password) }
      XCTAssertEqual(refused, .alreadySignedIn)
      try await b.events.expect(["signedIn"])
    }
  }

  func testASignOutWorksEvenIfTheInstanceHasNotNoticedTheSignIn() async throws {
    try await withPairs { a, b in
      _ = try await b.code { try await $0.getCurrentUser() }
      try await a.signIn("ann")
      await b.signOut()
      let session = try await a.auth.fetchAuthSession()
      XCTAssertNil(session.tokens)
    }
  }

  func testAfterASignOutTheOtherInstanceHasNoTokens() async throws {
    try await withPairs { a, b in
      try await a.signIn("ann")
      _ = try await b.auth.getCurrentUser()
      await a.signOut()
      let session = try await b.auth.fetchAuthSession()
      XCTAssertNil(session.tokens)
      XCTAssertFalse(session.isSignedIn)
      let code = try await b.code { try await $0.getCurrentUser() }
      XCTAssertEqual(code, .notSignedIn)
      try await a.events.expect(["signedIn", "signedOut"])
    }
  }

  func testASignOutMeantForOneUserKeepsTheNextUserSignedIn() async throws {
    try await withPairs { a, b in
      _ = try await b.code { try await $0.getCurrentUser() }
      try await a.signIn("ann")
      let ann = try await b.auth.getCurrentUser()
      XCTAssertEqual(ann.username, "ann")
      await a.signOut()
      try await a.signIn("bob")
      guard case .failed(let error) = await b.auth.signOut() else { return XCTFail("bob was signed out") }
      XCTAssertEqual(error.code, .userChanged)
      let bob = try await a.auth.getCurrentUser()
      XCTAssertEqual(bob.username, "bob")
      try await b.events.expect(["signedIn", "signedOut", "signedIn"])
      await b.signOut()
      let session = try await a.auth.fetchAuthSession()
      XCTAssertFalse(session.isSignedIn)
    }
  }

  func testARefreshDuringASignOutOfTheOtherInstanceDoesNotBringTheSessionBack() async throws {
    let transport = HeldReplies()
    try await withPairs(ofB: transport) { a, b in
      try await a.signIn("ann")
      _ = try await b.auth.getCurrentUser()
      transport.holdNext()
      let auth = b.auth
      let refresh = Task { try await auth.fetchAuthSession(options: .forceRefresh()) }
      try await eventually { transport.isHolding }
      await a.signOut()
      transport.release()
      let refreshed = try await refresh.value
      XCTAssertFalse(refreshed.isSignedIn)
      for instance in [a, b] {
        let session = try await instance.auth.fetchAuthSession()
        XCTAssertFalse(session.isSignedIn)
      }
      try await a.events.expect(["signedIn", "signedOut"])
    }
  }

  func testCallersOfBothInstancesShareOneRefresh() async throws {
    try await pool.addUser("ann")
    let keychain = FakeKeychain()
    let (a, b) = (try makeInstance(keychain), try makeInstance(keychain))
    try await a.signIn("ann")
    let before = try await b.auth.fetchAuthSession().tokens
    clock.advance(by: Self.twoHours)
    try await pool.inject(.delay(milliseconds: 500), into: Self.refresh)
    let sessions = try await withThrowingTaskGroup(of: AuthSession.self) { group in
      for number in 0..<20 {
        let auth = number.isMultiple(of: 2) ? a.auth : b.auth
        group.addTask { try await auth.fetchAuthSession() }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    XCTAssertEqual(Set(sessions.map(\.tokens?.accessToken)).count, 1)
    XCTAssertNotEqual(sessions.first?.tokens, before)
    try await assertOneRefresh()
    for instance in [a, b] {
      try await instance.events.expect(["signedIn", "tokensRefreshed"])
    }
  }

  func testClosingAnInstanceDoesNotEndTheSharedRefreshThatItStarted() async throws {
    try await pool.addUser("ann")
    let (keychain, transport) = (FakeKeychain(), HeldReplies())
    let (a, b) = (try makeInstance(keychain, transport), try makeInstance(keychain))
    try await a.signIn("ann")
    _ = try await b.auth.getCurrentUser()
    clock.advance(by: Self.twoHours)
    transport.holdNext()
    let (first, second) = (a.auth, b.auth)
    let started = Task { try await authError { try await first.fetchAuthSession() }.code }
    try await eventually { transport.isHolding }
    let joined = Task { try await second.fetchAuthSession() }
    await a.auth.close()
    let code = try await started.value
    XCTAssertEqual(code, .closed)
    // If the refresh had ended with its instance, the call `joined` would now make another refresh.
    try await Task.sleep(nanoseconds: 200_000_000)
    transport.release()
    let session = try await joined.value
    XCTAssertTrue(session.isSignedIn)
    try await assertOneRefresh()
    let again = try await b.auth.fetchAuthSession(options: .forceRefresh())
    XCTAssertTrue(again.isSignedIn)
  }

  /// The test drops its last references to the first instance and its transport while the request is on its way.
  func testARequestIsCompletedEvenIfItsInstanceIsFreed() async throws {
    try await pool.addUser("ann")
    let keychain = FakeKeychain()
    var transport: URLSessionTransport? = URLSessionTransport()
    weak var watched = transport
    var a: Instance? = try makeInstance(keychain, try XCTUnwrap(transport))
    transport = nil
    let b = try makeInstance(keychain)
    try await a?.signIn("ann")
    _ = try await b.auth.getCurrentUser()
    clock.advance(by: Self.twoHours)
    try await pool.inject(.delay(milliseconds: 1000), into: Self.refresh)
    let call = Task { [auth = a?.auth] in try await auth?.fetchAuthSession() }
    try await Task.sleep(nanoseconds: 300_000_000)
    let second = b.auth
    let joined = Task { try await second.fetchAuthSession() }
    call.cancel()
    _ = await call.result
    await a?.auth.close()
    a = nil
    let session = try await joined.value
    XCTAssertTrue(session.isSignedIn)
    try await assertOneRefresh()
    try await eventually { watched == nil }
  }

  private func assertOneRefresh() async throws {
    let operations = try await pool.operations()
    XCTAssertEqual(operations.filter { $0 == Self.refresh }.count, 1)
  }

  func testAnInstanceWithAnotherConfigurationIsRefusedWhileTheFirstIsOpen() async throws {
    let keychain = FakeKeychain()
    let memory = MemoryStore()
    for store in [{ self.store(keychain) }, { memory }] as [() -> any SecureStore] {
      for closes in [true, false] {
        var first: Auth? = try makeAuth(store: store())
        XCTAssertThrowsError(try makeWithIdentityPool(store())) {
          let error = $0 as? AuthError
          XCTAssertEqual(error?.code, .configurationMismatch)
          XCTAssertEqual(error?.field, "identity_pool")
        }
        if closes { await first?.close() }
        first = nil
        XCTAssertNoThrow(try makeWithIdentityPool(store()))
      }
    }
  }

  func testInstancesWhoseStoresHaveNoNameShareNothing() async throws {
    let open = [try makeAuth(store: MemoryStore()), try makeAuth(store: NamelessValue())]
    XCTAssertNoThrow(try makeWithIdentityPool(MemoryStore()))
    XCTAssertNoThrow(try makeWithIdentityPool(NamelessValue()))
    for auth in open {
      await auth.close()
    }
  }

  /// An instance with an identity pool, made with the public initializer.
  private func makeWithIdentityPool(_ store: any SecureStore) throws -> Auth {
    var configuration = try pool.configuration()
    configuration.identityPool = Self.identityPool
    return try Auth(configuration: configuration, store: store)
  }
}

/// A store that is a struct, and has no name.
private struct NamelessValue: SecureStore {
  private let store = MemoryStore()

  func load(key: String) throws -> Data? { try store.load(key: key) }
  func save(key: String, value: Data) throws { try store.save(key: key, value: value) }
  func delete(key: String) throws { try store.delete(key: key) }
}
