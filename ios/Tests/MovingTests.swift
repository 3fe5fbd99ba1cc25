import CognitoAuthTesting
import Foundation
import XCTest

@testable import CognitoAuth

/// The move from the library that the app used before.
final class MovingTests: PoolTestCase {
  private let app = FormerApp()
  private let ownKeychain = FakeKeychain()

  /// A store over the app's own Keychain. Each use makes another store, as if each instance ran in another process.
  private var store: KeychainStore {
    KeychainStore(
      items: KeychainOfAnotherProcess(keychain: ownKeychain), service: "test", accessGroup: nil,
      afterReinstall: .keepSession, mark: FakeMark())
  }

  /// The user whom the former library has signed in, and the user's session.
  private struct Former {
    let user: AuthUser
    let session: AuthSession

    var tokens: UserPoolTokens { get throws { try XCTUnwrap(session.tokens) } }
  }

  private func signInWithFormerLibrary() async throws -> Former {
    let auth = try await makeSignedIn()
    return Former(user: try await auth.getCurrentUser(), session: try await auth.fetchAuthSession())
  }

  private func signInWithAmplify(accessGroup: String? = nil) async throws -> Former {
    let former = try await signInWithFormerLibrary()
    try app.writeAmplifySession(
      FormerApp.amplifySession(former.session, of: former.user), of: userPool(), accessGroup: accessGroup)
    return former
  }

  private func userPool() throws -> UserPoolConfiguration {
    try pool.configuration().userPool
  }

  private func makeMovingAuth(defersRefresh: Bool = false, clock: TestClock? = nil) throws -> Auth {
    try makeAuth(store: store, movingFrom: app.library(defersRefresh: defersRefresh), clock: clock)
  }

  /// Runs the body. Returns the first `count` events that the instance publishes from the start of the body on.
  private func events(
    _ count: Int, of auth: Auth, during body: () async throws -> Void
  ) async throws -> [AuthEvent] {
    let events = auth.events
    try await body()
    return try await within { await events.prefix(count).reduce(into: []) { $0.append($1) } }
  }

  func testAUserStaysSignedInAfterTheMoveFromAmplify() async throws {
    let former = try await signInWithAmplify()
    app.put("another pool's", FormerApp.amplifyService, "amplify.local_Other.session")
    app.put("another library's", "com.example.other", "session")
    let items = app.keychain.entries
    let auth = try makeMovingAuth()

    let received = try await events(2, of: auth) {
      let session = try await auth.fetchAuthSession()
      XCTAssertEqual(session.tokens?.accessToken, try former.tokens.accessToken)
      XCTAssertEqual(session.tokens?.idToken, try former.tokens.idToken)
      let user = try await auth.getCurrentUser()
      XCTAssertEqual(user, former.user)
      let report = try await auth.moveReport()
      XCTAssertEqual(report, AuthMoveReport(source: .amplifySwift, user: former.user))
      let refreshed = try await auth.fetchAuthSession(options: .forceRefresh())
      XCTAssertNotEqual(refreshed.tokens?.accessToken, session.tokens?.accessToken)
    }
    XCTAssertEqual(received, [.movedIn, .tokensRefreshed])
    XCTAssertEqual(app.keychain.entries, items, "an item was changed before the move was finished")

    try await auth.finishMove()
    let left = items.filter { $0.key.account != "amplify.\(LocalPool.userPoolId).session" }
    XCTAssertEqual(left.count, items.count - 1)
    XCTAssertEqual(app.keychain.entries, left)
    let user = try await auth.getCurrentUser()
    XCTAssertEqual(user, former.user)
  }

  func testAUserWhoSignsOutIsNotMovedInAgain() async throws {
    _ = try await signInWithAmplify()
    try await makeMovingAuth().signOut()
    let next = try makeMovingAuth()
    let state = try await next.sessionState()
    XCTAssertEqual(state, .signedOut(ended: nil))
    let report = try await next.moveReport()
    XCTAssertNil(report)
  }

  func testIfTheKeychainIsLockedALaterCallMovesTheSessionIn() async throws {
    let former = try await signInWithAmplify()
    let auth = try makeMovingAuth()
    for isListLocked in [true, false] {
      app.keychain.itemsStatus = isListLocked ? .interactionNotAllowed : .success
      app.keychain.status = isListLocked ? nil : .interactionNotAllowed
      let error = try await authError { try await auth.fetchAuthSession() }
      XCTAssertEqual(error.code, .storeLocked)
      let reported = try await authError { try await auth.moveReport() }
      XCTAssertEqual(reported.code, .storeLocked)
    }
    app.keychain.status = nil
    let user = try await auth.getCurrentUser()
    XCTAssertEqual(user, former.user)
  }

  func testAnUndecodableFormerSessionStaysUntilAUserSignsIn() async throws {
    try await pool.addUser("ana")
    try app.writeAmplifySession(Data("{".utf8), of: userPool())
    let items = app.keychain.entries
    let auth = try makeMovingAuth()
    let received = try await events(2, of: auth) {
      let session = try await auth.fetchAuthSession()
      XCTAssertFalse(session.isSignedIn)
      let report = try await auth.moveReport()
      XCTAssertEqual(report, AuthMoveReport(source: nil, warnings: [.undecodableSession]))
      let error = try await authError { try await auth.finishMove() }
      XCTAssertEqual(error.kind, .invalidState)
      XCTAssertEqual(error.code, .moveIncomplete)
      XCTAssertEqual(app.keychain.entries, items)
      _ = try await auth.signIn(username: "ana", password: Self.password)
    }
    XCTAssertEqual(received, [.moveFailed, .signedIn])
    try await auth.finishMove()
    XCTAssertFalse(app.keychain.entries.keys.contains { $0.account.hasSuffix(".session") })
  }

  func testADeferredRefreshIsMadeByALaterInstanceThatDoesNotDefer() async throws {
    let former = try await signInWithAmplify()
    let clock = TestClock()
    let deferring = try makeMovingAuth(defersRefresh: true, clock: clock)
    let session = try await deferring.fetchAuthSession()
    XCTAssertEqual(session.tokens?.accessToken, try former.tokens.accessToken)
    let forced = try await authError { try await deferring.fetchAuthSession(options: .forceRefresh()) }
    XCTAssertEqual(forced.code, .refreshDeferred)
    clock.advance(by: 2 * 60 * 60)
    let expired = try await authError { try await deferring.fetchAuthSession() }
    XCTAssertEqual(expired.kind, .invalidState)
    XCTAssertEqual(expired.code, .refreshDeferred)
    let user = try await deferring.getCurrentUser()
    XCTAssertEqual(user, former.user)
    await deferring.close()

    let refreshed = try await makeMovingAuth(clock: clock).fetchAuthSession()
    XCTAssertTrue(refreshed.isSignedIn)
    XCTAssertNotEqual(refreshed.tokens?.accessToken, session.tokens?.accessToken)
  }

  func testAUserStaysSignedInAfterTheMoveFromAWSMobileClient() async throws {
    let former = try await signInWithFormerLibrary()
    app.writeMobileClientSession(try former.tokens, of: former.user, try userPool())
    let auth = try makeMovingAuth()
    let session = try await auth.fetchAuthSession()
    XCTAssertEqual(session.tokens?.accessToken, try former.tokens.accessToken)
    let report = try await auth.moveReport()
    XCTAssertEqual(report, AuthMoveReport(source: .mobileClientIOS, user: former.user))
    let refreshed = try await auth.fetchAuthSession(options: .forceRefresh())
    XCTAssertNotEqual(refreshed.tokens?.accessToken, session.tokens?.accessToken)
    try await auth.finishMove()
    XCTAssertEqual(app.keychain.entries, [:])
  }

  func testASessionOfAmplifyInASharedAccessGroupMovesIn() async throws {
    let former = try await signInWithAmplify(accessGroup: FormerApp.accessGroup)
    let auth = try Auth(configuration: pool.configuration(), store: store, movingFrom: app.library())
    let user = try await auth.getCurrentUser()
    XCTAssertEqual(user, former.user)
    try await auth.finishMove()
    XCTAssertFalse(app.keychain.entries.keys.contains { $0.account.hasSuffix(".session") })
  }

  func testOnlyTheDefaultAccountGetsTheFormerSession() async throws {
    let former = try await signInWithAmplify()
    let work = try Auth(
      configuration: pool.configuration(), account: "work", store: store, movingFrom: app.library())
    let state = try await work.sessionState()
    XCTAssertEqual(state, .signedOut(ended: nil))
    let report = try await work.moveReport()
    XCTAssertNil(report)
    let accounts = try AuthAccounts(configuration: pool.configuration(), store: store, movingFrom: app.library())
    let stored = try await accounts.storedAccounts()
    XCTAssertEqual(stored, [AuthStoredAccount(account: nil, state: .signedIn(former.user))])
  }

  func testAnInstanceWithAFormerLibraryIsRefusedWhileOneWithoutIsOpen() async throws {
    let store = store
    let auth = try Auth(configuration: pool.configuration(), store: store)
    XCTAssertThrowsError(try Auth(configuration: pool.configuration(), store: store, movingFrom: app.library())) {
      let error = $0 as? AuthError
      XCTAssertEqual(error?.code, .configurationMismatch)
      XCTAssertEqual(error?.field, "former")
    }
    await auth.close()
  }
}
