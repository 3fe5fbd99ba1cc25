import CognitoAuth
import CognitoAuthTesting
import XCTest

/// The threads on which the library calls its ports and the handlers. The library never calls a port on the thread that
/// makes a call.
final class ThreadTests: PoolTestCase {
  func testMakingAnInstanceCallsNoPort() async throws {
    let ports = WatchedPorts()
    _ = try Auth.forTesting(
      configuration: pool.configuration(), store: ports, transport: ports, passkeys: ports, guard: ports,
      log: ports)
    try await Task.sleep(nanoseconds: 200_000_000)
    XCTAssertEqual(ports.threads.count, 0)
  }

  func testNoPortIsCalledOnTheCallersThread() async throws {
    try await pool.addUser("ana")
    let ports = WatchedPorts()
    var configuration = try pool.configuration()
    configuration.oauth = ManagedLogin.oauth
    let auth = try Auth.forTesting(
      configuration: configuration, store: ports, transport: ports, passkeys: ports, guard: ports, log: ports)
    let (caller, threads) = await Self.play(auth, ports)
    XCTAssertGreaterThan(threads.count, 10)
    XCTAssertEqual(Self.browser.threads.count, 1)
    XCTAssertFalse(threads.contains { $0.isMain || $0.identifier == caller.identifier })
  }

  /// Makes the calls on a new thread, one after the other. Returns this thread, and the threads on which the ports were
  /// called while it existed: later, another thread can have its identifier.
  private static func play(
    _ auth: Auth, _ ports: WatchedPorts
  ) async -> (caller: WatchedPorts.Thread, ports: [WatchedPorts.Thread]) {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        for call in calls {
          let over = DispatchSemaphore(value: 0)
          call(auth) { over.signal() }
          // The thread is blocked until the call ends. So the system can't run a port on it by chance.
          XCTAssertEqual(over.wait(timeout: .now() + 60), .success)
        }
        continuation.resume(returning: (.current, ports.threads + browser.threads))
      }
    }
  }

  func testNoPortIsCalledOnTheMainThread() async throws {
    try await pool.addUser("ana")
    let ports = WatchedPorts()
    let auth = try Auth.forTesting(
      configuration: pool.configuration(), store: ports, transport: ports, passkeys: ports, guard: ports,
      log: ports)
    try await Self.playOnMain(auth)
    XCTAssertGreaterThan(ports.threads.count, 5)
    XCTAssertFalse(ports.threads.contains { $0.isMain })
  }

  @MainActor
  private static func playOnMain(_ auth: Auth) async throws {
    _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
    _ = try await auth.fetchAuthSession(options: .forceRefresh())
    await auth.signOut()
  }

  func testALogThatBlocksDoesNotDelayCalls() async throws {
    let log = BlockedLog()
    let auth = try Auth.forTesting(
      configuration: pool.configuration(), store: MemoryStore(), transport: URLSessionTransport(), log: log)
    do {
      _ = try await auth.signIn(username: "nobody", password: PoolTestCase.password)
      XCTFail("an unknown user signed in")
    } catch {}
    let session = try await auth.fetchAuthSession()
    XCTAssertFalse(session.isSignedIn)
    XCTAssertEqual(log.lines, 1)
    log.release()
  }

  func testHandlersAreCalledOnTheCallbackQueueOfTheInstance() async throws {
    let queue = DispatchQueue(label: "handlers")
    nonisolated(unsafe) let key = DispatchSpecificKey<Bool>()
    queue.setSpecific(key: key, value: true)
    let auth = try Auth(configuration: pool.configuration(), store: MemoryStore(), callbackQueue: queue)
    let isOnQueue = await withCheckedContinuation { continuation in
      auth.fetchAuthSession { _ in
        continuation.resume(returning: DispatchQueue.getSpecific(key: key) ?? false)
      }
    }
    XCTAssertTrue(isOnQueue)
  }

  private typealias Ended = @Sendable () -> Void

  private static let browser = WatchedPorts()
  private static let redirect = URL(fileURLWithPath: "/myapp")

  private static let calls: [@Sendable (Auth, @escaping Ended) -> Void] = [
    { auth, ended in auth.signUp(username: "ben", password: password) { _ in ended() } },
    { auth, ended in auth.confirmSignUp(for: "ben", confirmationCode: "123456") { _ in ended() } },
    { auth, ended in auth.resendSignUpCode(for: "ben") { _ in ended() } },
    { auth, ended in auth.autoSignIn { _ in ended() } },
    { auth, ended in auth.resetPassword(for: "ana") { _ in ended() } },
    { auth, ended in
      auth.confirmResetPassword(for: "ana", with: password, confirmationCode: "123456") { _ in ended() }
    },
    { auth, ended in auth.signInWithWebUI(browser: browser) { _ in ended() } },
    { auth, ended in auth.handleRedirect(redirect) { _ in ended() } },
    { auth, ended in auth.signIn(username: "ana", password: password) { _ in ended() } },
    { auth, ended in auth.confirmSignIn(challengeResponse: "123456") { _ in ended() } },
    { auth, ended in auth.fetchAuthSession(options: .forceRefresh()) { _ in ended() } },
    { auth, ended in auth.getCurrentUser { _ in ended() } },
    { auth, ended in auth.sessionState { _ in ended() } },
    { auth, ended in auth.pendingSignIn { _ in ended() } },
    { auth, ended in auth.moveReport { _ in ended() } },
    { auth, ended in auth.finishMove { _ in ended() } },
    { auth, ended in auth.federateToIdentityPool(withProviderToken: "token", for: .google) { _ in ended() } },
    { auth, ended in auth.clearFederationToIdentityPool { _ in ended() } },
    { auth, ended in auth.fetchUserAttributes { _ in ended() } },
    { auth, ended in auth.update(userAttribute: AuthUserAttribute(.name, value: "Ana")) { _ in ended() } },
    { auth, ended in auth.update(userAttributes: [AuthUserAttribute(.name, value: "Ana")]) { _ in ended() } },
    { auth, ended in auth.deleteUserAttributes([.name]) { _ in ended() } },
    { auth, ended in auth.sendVerificationCode(forUserAttributeKey: .email) { _ in ended() } },
    { auth, ended in auth.resendConfirmationCode(for: .email) { _ in ended() } },
    { auth, ended in auth.confirm(userAttribute: .email, confirmationCode: "123456") { _ in ended() } },
    { auth, ended in auth.update(oldPassword: password, to: password) { _ in ended() } },
    { auth, ended in auth.fetchMFAPreference { _ in ended() } },
    { auth, ended in auth.updateMFAPreference(totp: .disabled) { _ in ended() } },
    { auth, ended in auth.setUpTOTP { _ in ended() } },
    { auth, ended in auth.verifyTOTPSetup(code: "123456") { _ in ended() } },
    { auth, ended in auth.rememberDevice { _ in ended() } },
    { auth, ended in auth.forgetDevice { _ in ended() } },
    { auth, ended in auth.fetchDevices { _ in ended() } },
    { auth, ended in auth.associateWebAuthnCredential { _ in ended() } },
    { auth, ended in auth.listWebAuthnCredentials { _ in ended() } },
    { auth, ended in auth.deleteWebAuthnCredential(credentialId: "none") { _ in ended() } },
    { auth, ended in auth.fetchUserAuthFactors { _ in ended() } },
    { auth, ended in auth.signOut(browser: browser) { _ in ended() } },
    { auth, ended in auth.signOut { _ in ended() } },
    { auth, ended in auth.deleteUser { _ in ended() } },
  ]
}

/// A log that blocks at its first line until the test releases it.
private final class BlockedLog: LogSink, @unchecked Sendable {
  private let lock = NSLock()
  private let released = DispatchSemaphore(value: 0)
  private var count = 0

  var lines: Int { lock.withLock { count } }

  func log(level: LogLevel, line: String) {
    lock.withLock { count += 1 }
    released.wait()
    released.signal()
  }

  func release() {
    released.signal()
  }
}

/// Ports that record the threads on which they are called.
private final class WatchedPorts: HttpTransport, SecureStore, PasskeyAuthenticator, WebBrowser, ProcessGuard, LogSink {
  // `pthread_t` is a number on Linux. On a Mac it is a pointer, which is not `Sendable`; the tests only compare it.
  struct Thread: @unchecked Sendable {
    let identifier: pthread_t
    let isMain: Bool

    static var current: Thread { Thread(identifier: pthread_self(), isMain: Foundation.Thread.isMainThread) }
  }

  private let seen = Kept<Thread>()
  private let transport = URLSessionTransport()
  private let memory = MemoryStore()
  private let passkeys = SoftwarePasskeys()

  var threads: [Thread] { seen.all }

  private func note() {
    seen.keep(.current)
  }

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    note()
    return try await transport.send(request)
  }

  func load(key: String) throws -> Data? {
    note()
    return try memory.load(key: key)
  }

  func save(key: String, value: Data) throws {
    note()
    try memory.save(key: key, value: value)
  }

  func delete(key: String) throws {
    note()
    try memory.delete(key: key)
  }

  func credential(for request: PasskeyRequest) async throws -> String {
    note()
    return try await passkeys.credential(for: request)
  }

  func redirect(for request: WebBrowserRequest) async throws -> WebBrowserRedirect {
    note()
    throw WebBrowserFailure.cancelled
  }

  func begin(name: String) { note() }
  func end(name: String) { note() }
  func log(level: LogLevel, line: String) { note() }
}
