import CognitoAuthTesting
import XCTest

/// A test with several processes over one store, and with a local pool that can rotate refresh tokens.
class ProcessTestCase: PoolTestCase {
  static let refresh = "GetTokensFromRefreshToken"

  private var folder = FileManager.default.temporaryDirectory

  override func setUp() async throws {
    try await super.setUp()
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  override func tearDown() async throws {
    try FileManager.default.removeItem(at: folder)
  }

  /// Starts a new process.
  ///
  /// - Parameters:
  ///   - deadline: The time limit of a call, in seconds. A lease lasts a third of the time limit, at most ten seconds.
  ///   - name: The name of the process, if only one process with this name runs at a time.
  func startProcess(deadline: TimeInterval = 60, name: String? = nil) throws -> ChildProcess {
    let arguments = [try pool.endpoint.absoluteString, folder.path, String(deadline)]
    return try ChildProcess(arguments: arguments + [name].compactMap { $0 })
  }

  /// Makes the pool rotate refresh tokens. The pool accepts a replaced token for `grace` more seconds.
  func rotateRefreshTokens(grace: Int) async throws {
    try await pool.administer(
      "UpdateUserPoolClient",
      [
        "ClientId": "local-client", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
        "RefreshTokenRotation": ["Feature": "ENABLED", "RetryGracePeriodSeconds": .number(grace)],
      ])
  }

  /// How many refreshes the pool has answered.
  func refreshes() async throws -> Int {
    try await pool.operations().filter { $0 == Self.refresh }.count
  }

  /// Whether the service still accepts this access token. The service accepts it until the token is revoked.
  func isTaken(_ accessToken: String) async throws -> Bool {
    do {
      try await pool.operate("GetUser", ["AccessToken": .string(accessToken)])
      return true
    } catch LocalPoolError.refused(_, let body) {
      XCTAssertTrue(body.contains("NotAuthorizedException"), body)
      return false
    }
  }

  /// The access token of a result, which must have one.
  func token(_ result: String) throws -> String {
    try XCTUnwrap(result.hasPrefix("tokens ") ? String(result.dropFirst(7)) : nil, "no tokens, but \(result)")
  }
}
