import CognitoAuth
import CognitoAuthTesting
import XCTest

/// The local pool and the store in memory, as an app's tests use them.
final class LocalPoolTests: XCTestCase {
  private static let password = "Password-123"

  func testAPoolReceivesASignUpAndHasItsCode() async throws {
    let pool = try LocalPool()
    let auth = try pool.makeAuth()
    let address = "ana+tests@example.com"
    let options = AuthSignUpRequest.Options(userAttributes: [AuthUserAttribute(.email, value: address)])
    _ = try await auth.signUp(username: "ana", password: Self.password, options: options)
    let messages = try await pool.messages(to: "ana")
    let message = try XCTUnwrap(messages.first)
    XCTAssertEqual([message.username, message.destination], ["ana", address])
    XCTAssertEqual([message.medium, message.kind], ["EMAIL", "sign-up"])
    XCTAssertFalse("\(message)".contains(message.code))
    let confirmed = try await auth.confirmSignUp(
      for: "ana", confirmationCode: try await pool.newestCode(for: "ana"))
    XCTAssertTrue(confirmed.isSignUpComplete)
    let byAlias = try await pool.newestCode(for: address)
    XCTAssertEqual(byAlias, message.code)
  }

  func testTheConfigurationFileOfAPoolWithTwoAddressesCanBeRead() throws {
    let pool = try LocalPool(arguments: ["--host", "localhost"])
    let configuration = try AuthConfiguration(amplifyOutputs: try XCTUnwrap(pool.amplifyOutputs))
    XCTAssertEqual(configuration.userPool.poolId, pool.userPoolId)
  }

  func testAnAdministratorsCallsChangeUsers() async throws {
    let pool = try LocalPool()
    try await pool.createUser(
      "ana", password: Self.password, attributes: ["email": "ana@example.com", "phone_number": "+4915112345678"])
    let messages = try await pool.messages(to: "ana")
    XCTAssertEqual(messages, [])
    let auth = try pool.makeAuth()
    let result = try await auth.signIn(username: "ana@example.com", password: Self.password)
    XCTAssertTrue(result.isSignedIn)
    try await pool.disableUser("ana")
    let ended = try await authError { try await auth.fetchAuthSession(options: .forceRefresh()) }
    XCTAssertEqual(ended.kind, .sessionExpired)
    try await pool.enableUser("ana")
    try await pool.setPassword("Temporary-1", of: "ana", isTemporary: true)
    let asked = try await auth.signIn(username: "ana", password: "Temporary-1")
    guard case .confirmSignInWithNewPassword = asked.nextStep else { return XCTFail("\(asked)") }
    try await pool.setPassword(Self.password, of: "ana")
    try await pool.preferMFA(.sms, for: "ana")
    let challenged = try await auth.signIn(username: "ana", password: Self.password)
    guard case .confirmSignInWithSMSMFACode = challenged.nextStep else { return XCTFail("\(challenged)") }
    let code = try await pool.newestCode(for: "ana")
    _ = try await auth.confirmSignIn(challengeResponse: code)
    try await pool.signOutEverywhere("ana")
    let revoked = try await authError { try await auth.fetchAuthSession(options: .forceRefresh()) }
    XCTAssertEqual(revoked.kind, .sessionExpired)
    try await pool.deleteUser("ana")
    let unknown = try await authError { try await auth.signIn(username: "ana", password: Self.password) }
    XCTAssertEqual(unknown.kind, .notAuthorized)
  }

  func testATestInjectsFaultsMovesTheClockAndResetsThePool() async throws {
    let pool = try LocalPool()
    try await pool.createUser("ana", password: Self.password)
    let auth = try pool.makeAuth()
    try await pool.inject(.error(type: "InternalErrorException"), into: "InitiateAuth", times: 10)
    let failed = try await authError { try await auth.signIn(username: "ana", password: Self.password) }
    XCTAssertNotEqual(failed.kind, .notAuthorized)
    try await pool.clearFaults()
    let requests = try await pool.requests()
    XCTAssertTrue(requests.contains { $0.errorType == "InternalErrorException" }, "\(requests)")
    _ = try await auth.signIn(username: "ana", password: Self.password)
    let before = try await pool.now()
    try await pool.advanceClock(bySeconds: 3600)
    let after = try await pool.now()
    XCTAssertGreaterThanOrEqual(after.timeIntervalSince(before), 3600)
    try await pool.reset()
    let operations = try await pool.operations()
    XCTAssertEqual(operations, [])
  }

  func testALockedStoreIsAnErrorAndSignsNobodyOut() async throws {
    let pool = try LocalPool()
    try await pool.createUser("ana", password: Self.password)
    let stored = MemoryStore()
    let first = try pool.makeAuth(store: stored)
    _ = try await first.signIn(username: "ana", password: Self.password)
    let store = MemoryStore(entries: stored.entries)
    store.fails(with: StoreError.locked)
    let auth = try pool.makeAuth(store: store)
    let error = try await authError { try await auth.getCurrentUser() }
    XCTAssertEqual(error.code, .storeLocked)
    store.works()
    let user = try await auth.getCurrentUser()
    XCTAssertEqual(user.username, "ana")
  }

  func testAStoreFailsInTheOperationsThatATestNames() throws {
    let store = MemoryStore(entries: ["key": Data("old".utf8)])
    store.fails(with: StoreError.full, in: [.save])
    XCTAssertThrowsError(try store.save(key: "key", value: Data())) { XCTAssertEqual($0 as? StoreError, .full) }
    XCTAssertEqual(try store.load(key: "key"), Data("old".utf8))
    XCTAssertEqual("\(store)", "MemoryStore(1 entries)")
    XCTAssertNoThrow(try store.delete(key: "key"))
    XCTAssertEqual(store.entries, [:])
  }

  func testAMissingProgramIsAnErrorThatSaysHowToGetIt() throws {
    XCTAssertThrowsError(try LocalPool(program: "/no/such/program")) { error in
      XCTAssertEqual(error as? LocalPoolError, .noProgram("/no/such/program"))
      for text in ["/no/such/program", "COGNITO_LOCAL_POOL", "cargo build", "make local-pool"] {
        XCTAssertTrue("\(error)".contains(text), "\(error)")
      }
    }
    // A program that ends without a pool.
    XCTAssertThrowsError(try LocalPool(program: "/usr/bin/false")) { XCTAssertEqual($0 as? LocalPoolError, .notReady) }
  }

  func testAPoolEndsWithTheProcessThatHasStartedItEvenIfThatIsKilled() async throws {
    let child = try ChildProcess(arguments: ["start-pool"])
    let pool = LocalPool(endpoint: try XCTUnwrap(URL(string: child.result())))
    _ = try await pool.now()
    child.send(SIGKILL)
    try await eventually { (try? await pool.now()) == nil }
  }
}
