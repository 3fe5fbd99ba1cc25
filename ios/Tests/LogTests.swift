import CognitoAuth
import CognitoAuthTestSupport
import XCTest

/// What the log, the errors and the values of a whole run say: nothing that must stay secret.
final class LogTests: PoolTestCase {
  func testNoSecretOfARunIsInItsLogOrItsErrors() async throws {
    let log = KeptLog()
    let transport = FaultyTransport()
    let store = FaultyStore()
    let auth = try Auth.forTesting(
      configuration: pool.configuration(), store: store, transport: transport, log: log)
    var secrets = [PoolTestCase.password, "ana@example.com", ForeignError().text, "secret-in-an-answer"]

    let options = AuthSignUpRequest.Options(userAttributes: [AuthUserAttribute(.email, value: "ana@example.com")])
    await log.note { try await auth.signUp(username: "ana", password: PoolTestCase.password, options: options) }
    let code = try await pool.newestCode(for: "ana")
    secrets.append(code)
    await log.note { try await auth.confirmSignUp(for: "ana", confirmationCode: code) }
    for fault in [FaultyTransport.Fault.foreignError, .truncated, .answer(status: 200, body: Self.tokensCutShort)] {
      transport.fail(with: fault)
      await log.note { try await auth.signIn(username: "ana", password: PoolTestCase.password) }
    }
    transport.fail(with: nil)
    store.fail(with: ForeignError())
    await log.note { try await auth.signIn(username: "ana", password: PoolTestCase.password) }
    store.fail(with: nil)
    await log.note { try await auth.signIn(username: "ana", password: PoolTestCase.password) }
    let tokens = try await auth.fetchAuthSession().tokens
    secrets += try [XCTUnwrap(tokens).accessToken, XCTUnwrap(tokens).idToken, XCTUnwrap(tokens).refreshToken]
    await log.note { try await auth.fetchAuthSession(options: .forceRefresh()) }
    await log.note { await auth.signOut() }

    let text = log.text
    XCTAssertGreaterThan(log.lineCount, 10)
    for secret in secrets {
      XCTAssertFalse(text.contains(secret), "\(secret.prefix(8))… is in the log or in an error")
    }
    log.log(level: .debug, line: "a planted \(code)")
    XCTAssertTrue(log.text.contains(code), "this test would not notice")
  }

  private static let tokensCutShort = """
    {"AuthenticationResult": {"AccessToken": "secret-in-an-answer", "IdToken": "secret-in-an-answer
    """
}

/// Keeps what was logged, and how each call ended.
private final class KeptLog: LogSink, @unchecked Sendable {
  private let lock = NSLock()
  private var lines: [String] = []

  var text: String { lock.withLock { lines.joined(separator: "\n") } }
  var lineCount: Int { lock.withLock { lines.count } }

  func log(level: LogLevel, line: String) {
    lock.withLock { lines.append(line) }
  }

  func note<Value: Sendable>(_ call: @Sendable () async throws -> Value) async {
    do {
      let value = try await call()
      log(level: .debug, line: "\(value) \(String(reflecting: value))")
    } catch {
      log(level: .debug, line: "\(error) \(String(reflecting: error)) \(error.localizedDescription)")
    }
  }
}
