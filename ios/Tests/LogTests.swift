import CognitoAuth
import CognitoAuthTesting
import XCTest

/// The log, the errors and the printed values of a whole run contain no secret.
final class LogTests: PoolTestCase {
  func testNoSecretAppearsInTheLogTheErrorsOrThePrintedResults() async throws {
    let log = KeptLog()
    let transport = FaultyTransport()
    let store = FaultyStore()
    let auth = try Auth.forTesting(
      configuration: pool.configuration(), store: store, transport: transport, log: log)
    var secrets = [PoolTestCase.password, "ana@example.com", ForeignError().text, "secret-in-a-response"]

    await log.note { try await auth.signUp(username: "ana", password: PoolTestCase.password, options: Self.withEmail) }
    let code = try await pool.newestCode(for: "ana")
    secrets.append(code)
    await log.note { try await auth.confirmSignUp(for: "ana", confirmationCode: code) }
    for fault in [FaultyTransport.Fault.foreignError, .truncated, .response(status: 200, body: Self.tokensCutShort)] {
      transport.fail(with: fault)
      await log.note { try await auth.signIn(username: "ana", password: PoolTestCase.password) }
    }
    transport.fail(with: nil)
    store.fail(with: ForeignError())
    await log.note { try await auth.signIn(username: "ana", password: PoolTestCase.password) }
    store.fail(with: nil)
    await log.note { try await auth.signIn(username: "ana", password: PoolTestCase.password) }
    for options in [AuthFetchSessionRequest.Options(), .forceRefresh()] {
      await log.note { try await auth.fetchAuthSession(options: options) }
      let session = try await auth.fetchAuthSession()
      let tokens = try XCTUnwrap(session.tokens)
      secrets += [tokens.accessToken, tokens.idToken, tokens.refreshToken]
    }
    await log.note { await auth.signOut() }

    let text = log.text
    XCTAssertGreaterThan(log.lineCount, 10)
    for secret in secrets {
      XCTAssertFalse(text.contains(secret), "\(secret.prefix(8))… is in the log or in an error")
    }
    log.log(level: .debug, line: "a planted \(code)")
    XCTAssertTrue(log.text.contains(code), "this test would not notice a secret")
  }

  private static let tokensCutShort = """
    {"AuthenticationResult": {"AccessToken": "secret-in-a-response", "IdToken": "secret-in-a-response
    """
}

/// Keeps the log's lines, and how each call ended.
private final class KeptLog: LogSink {
  private let lines = Kept<String>()

  var text: String { lines.all.joined(separator: "\n") }
  var lineCount: Int { lines.all.count }

  func log(level: LogLevel, line: String) {
    lines.keep(line)
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
