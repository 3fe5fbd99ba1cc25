import CognitoAuthTesting
import Foundation
import XCTest

@testable import CognitoAuth

/// Several accounts whose entries are in one Keychain.
final class AuthAccountsTests: PoolTestCase {
  private let keychain = FakeKeychain()
  private let mark = FakeMark()

  private func store() -> KeychainStore {
    KeychainStore(items: keychain, service: "test", accessGroup: nil, afterReinstall: .removeSession, mark: mark)
  }

  private func makeAuth(_ account: String?) throws -> Auth {
    try Auth(configuration: pool.configuration(), account: account, store: store())
  }

  private func makeAccounts(_ queue: DispatchQueue = .main) throws -> AuthAccounts {
    try AuthAccounts(configuration: pool.configuration(), store: store(), callbackQueue: queue)
  }

  private func signedIn(_ username: String, in account: String?) async throws -> Auth {
    let auth = try makeAuth(account)
    let result = try await auth.signIn(username: username, password: Self.password)
    XCTAssertTrue(result.isSignedIn)
    return auth
  }

  func testAccountsWhoseNamesDifferOnlyInCaseHaveUsersOfTheirOwn() async throws {
    try await pool.addUser("ann")
    try await pool.addUser("bob")
    let lower = try await signedIn("ann", in: "work")
    let upper = try await signedIn("bob", in: "Work")
    let (ann, bob) = (try await lower.getCurrentUser(), try await upper.getCurrentUser())
    XCTAssertEqual([ann.username, bob.username], ["ann", "bob"])
    let stored = try await makeAccounts().storedAccounts()
    XCTAssertEqual(
      stored,
      [
        AuthStoredAccount(account: "work", state: .signedIn(ann)),
        AuthStoredAccount(account: "Work", state: .signedIn(bob)),
      ])
    let keys = keychain.entries.keys.map(\.account).filter { $0.hasSuffix("#.session") }
    XCTAssertEqual(Set(keys.map { $0.components(separatedBy: "#")[1] }), ["work", "Work"])
  }

  func testAGlobalSignOutEndsTheSameUsersSessionInAnotherAccount() async throws {
    try await pool.addUser("ann")
    let home = try await signedIn("ann", in: nil)
    let work = try await signedIn("ann", in: "work")
    let result = await home.signOut(options: .init(globalSignOut: true))
    XCTAssertEqual(result, .complete)
    let error = try await authError { try await work.fetchAuthSession(options: .forceRefresh()) }
    XCTAssertEqual(error.code, .sessionExpired)
    let state = try await work.sessionState()
    XCTAssertEqual(state, .signedOut(ended: AuthSessionEnd(reason: .revoked, username: "ann")))
  }

  func testAnAccountIsSignedOutAndPurgedByItsName() async throws {
    try await pool.addUser("ann")
    let home = try await signedIn("ann", in: nil)
    let work = try await signedIn("ann", in: "work")
    let events = ReceivedEvents()
    events.listen(to: work)
    let accounts = try makeAccounts()
    try await accounts.setLabel("Office", of: "work")
    let result = await accounts.signOut(of: "work")
    XCTAssertEqual(result, .complete)
    try await events.expect(["signedOut"])
    let signedOut = try await accounts.storedAccounts()
    XCTAssertEqual(signedOut.last, AuthStoredAccount(account: "work", label: "Office", state: .signedOut(ended: nil)))
    XCTAssertFalse("\(signedOut)".contains("Office"), "a label is not printed")
    try await accounts.purge("work")
    let left = try await accounts.storedAccounts()
    XCTAssertEqual(left.map(\.account), [nil])
    try await accounts.purge(nil)
    let error = try await authError { try await home.getCurrentUser() }
    XCTAssertEqual(error.code, .notSignedIn)
    XCTAssertEqual(keychain.entries.count, 0)
  }

  func testEachCallOfAuthAccountsHasAFormWithAHandler() async throws {
    let queue = DispatchQueue(label: "accounts")
    let accounts = try makeAccounts(queue)
    let labelled = expectation(description: "labelled")
    accounts.setLabel("Office", of: "work") { result in
      dispatchPrecondition(condition: .onQueue(queue))
      if case .failure(let error) = result { XCTFail("\(error)") }
      labelled.fulfill()
    }
    await fulfillment(of: [labelled], timeout: 30)
    let listed = expectation(description: "listed")
    accounts.storedAccounts { result in
      XCTAssertEqual(try? result.get().map(\.label), ["Office"])
      listed.fulfill()
    }
    let refused = expectation(description: "refused")
    accounts.signOut(of: "") { result in
      guard case .success(.failed(let error)) = result else { return XCTFail("\(result)") }
      XCTAssertEqual(error.code, .emptyArgument)
      refused.fulfill()
    }
    await fulfillment(of: [listed, refused], timeout: 30)
    let purged = expectation(description: "purged")
    accounts.purge("a b") { result in
      guard case .failure(let error) = result else { return XCTFail("purged") }
      XCTAssertEqual([error.code.rawValue, error.field], [AuthErrorCode.malformedArgument.rawValue, "account"])
      purged.fulfill()
    }
    await fulfillment(of: [purged], timeout: 30)
  }

  func testEachCallOfAuthAccountsFailsWithATypedErrorIfTheStoreFails() async throws {
    keychain.status = .interactionNotAllowed
    let accounts = try makeAccounts()
    for call in [
      { _ = try await accounts.storedAccounts() }, { try await accounts.setLabel("Office", of: "work") },
      { try await accounts.purge("work") },
    ] as [() async throws -> Void] {
      let error = try await authError { try await call() }
      XCTAssertEqual(error.code, .storeLocked)
    }
    guard case .failed(let error) = await accounts.signOut(of: "work") else { return XCTFail("signed out") }
    XCTAssertEqual(error.code, .storeLocked)
  }

  func testACancelledCallOfAuthAccountsThrowsACancellationError() async throws {
    let accounts = try makeAccounts()
    let call = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await accounts.storedAccounts()
    }
    call.cancel()
    let result = await call.result
    XCTAssertThrowsError(try result.get()) { XCTAssertTrue($0 is CancellationError, "\($0)") }
  }

  func testAMalformedAccountNameIsAConfigurationError() throws {
    XCTAssertThrowsError(try makeAuth("a b")) {
      let error = $0 as? AuthError
      XCTAssertEqual(error?.kind, .configuration)
      XCTAssertEqual(error?.field, "account")
    }
  }
}
