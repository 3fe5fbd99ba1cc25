import CognitoAuth
import Foundation

/// A local pool: a Cognito user pool and identity pool on this machine, with an API that controls them.
public final class LocalPool: Sendable {
  /// The id of the default user pool.
  public static let poolId = "local_LocalPool"
  /// The id of the default identity pool, which allows guests and the users of the default user pool.
  public static let identityPoolId = "local:10ca1d00-0000-4000-8000-000000000000"
  /// The pool's address.
  public let endpoint: URL
  private let server: PoolProcess?
  private let http = PoolHTTP()

  /// A pool that is already running.
  public init(endpoint: URL) {
    self.endpoint = endpoint
    server = nil
  }

  /// Starts a new pool on a free port, with the binary at the path in `LOCAL_POOL_BINARY`.
  public init() throws {
    let server = try PoolProcess()
    self.server = server
    endpoint = server.endpoint
  }

  deinit {
    stop()
  }

  /// Ends the pool if this object started it.
  public func stop() {
    server?.stop()
  }

  /// The `amplify_outputs.json` that the pool printed, if this object started the pool.
  public var amplifyOutputs: String? { server?.amplifyOutputs }

  /// The configuration for the default user pool and its default app client. That client has no secret, and allows
  /// every flow.
  public func configuration(deadline: TimeInterval = 30) -> AuthConfiguration {
    AuthConfiguration(
      userPool: UserPoolConfiguration(
        region: "local", poolId: Self.poolId, clientId: "local-client", endpoint: endpoint.absoluteString),
      deadline: deadline)
  }

  /// Calls an administrator's operation on the pool.
  @discardableResult
  public func administer(_ operation: String, _ parameters: [String: JSON]) async throws -> [String: JSON] {
    try await operate(operation, parameters.merging(["UserPoolId": .string(Self.poolId)]) { $1 })
  }

  /// Calls an operation of the service `service`. The default is the service of the user pools.
  @discardableResult
  public func operate(
    _ operation: String, _ parameters: [String: JSON], of service: String = "AWSCognitoIdentityProviderService"
  ) async throws -> [String: JSON] {
    let headers = [
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": "\(service).\(operation)",
      // An administrator's requests are signed. The pool accepts any signature.
      "Authorization": "AWS4-HMAC-SHA256 Credential=any/20260101/local/cognito-idp/aws4_request, Signature=any",
    ]
    let body = try JSONEncoder().encode(parameters)
    return try JSONDecoder().decode(
      [String: JSON].self, from: await http.send("POST", endpoint, headers: headers, body: body))
  }
}

/// The control API, under `/_pool`.
extension LocalPool {
  /// A message to a user.
  public struct Message: Decodable, Sendable {
    public let destination: String
    public let medium: String
    public let kind: String
    public let code: String
  }

  /// A request that the pool has served.
  public struct Request: Decodable, Sendable {
    public let operation: String
    public let status: Int
    public let errorType: String?
  }

  /// A failure that the pool makes on request.
  public enum Fault: Sendable {
    /// The response is an error in Cognito's form. The pool does not carry the operation out.
    case error(status: Int, type: String)
    /// The connection closes without a response. The pool does not carry the operation out.
    case drop
    /// The response comes late.
    case delay(milliseconds: Int)
    /// The response's body ends early, after this many bytes.
    case truncate(bytes: Int)
  }

  /// The messages to a user, oldest first.
  public func messages(to username: String) async throws -> [Message] {
    try await get("_pool/messages?username=\(username)")
  }

  /// The code of the newest message to a user.
  public func newestCode(for username: String) async throws -> String {
    guard let code = try await messages(to: username).last?.code else { throw LocalPoolError.noMessage }
    return code
  }

  /// The pool's time, in seconds since 1970.
  public func now() async throws -> Int {
    let clock: [String: Int] = try await get("_pool/clock")
    guard let now = clock["now"] else { throw LocalPoolError.badPath("_pool/clock") }
    return now
  }

  /// Moves the pool's clock forward.
  public func advanceClock(bySeconds seconds: Int) async throws {
    try await control("POST", "_pool/clock", ["advanceSeconds": .number(seconds)])
  }

  /// The requests served since the last reset, oldest first.
  public func requests() async throws -> [Request] {
    try await get("_pool/requests")
  }

  /// The names of the operations served since the last reset, oldest first.
  public func operations() async throws -> [String] {
    try await requests().map(\.operation)
  }

  /// Applies a fault to the next requests of an operation (`*` for any operation).
  public func inject(_ fault: Fault, into operation: String, times: Int = 1) async throws {
    let fault: [String: JSON] =
      switch fault {
      case .error(let status, let type): ["kind": "error", "status": .number(status), "type": .string(type)]
      case .drop: ["kind": "drop", "when": "before"]
      case .delay(let milliseconds): ["kind": "delay", "milliseconds": .number(milliseconds)]
      case .truncate(let bytes): ["kind": "truncate", "bytes": .number(bytes)]
      }
    try await control(
      "POST", "_pool/faults",
      ["operation": .string(operation), "times": .number(times), "fault": .object(fault)])
  }

  /// Removes the faults.
  public func clearFaults() async throws {
    try await control("DELETE", "_pool/faults", [:])
  }

  /// Resets the pool to its state at the start. It then has no users, messages, faults or requests, and its clock shows
  /// the real time.
  public func reset() async throws {
    try await control("POST", "_pool/reset", [:])
  }

  private func get<Value: Decodable>(_ path: String) async throws -> Value {
    guard let url = URL(string: path, relativeTo: endpoint) else { throw LocalPoolError.badPath(path) }
    return try JSONDecoder().decode(Value.self, from: await http.send("GET", url, headers: [:], body: nil))
  }

  private func control(_ method: String, _ path: String, _ body: [String: JSON]) async throws {
    let url = endpoint.appendingPathComponent(path)
    _ = try await http.send(
      method, url, headers: ["Content-Type": "application/json"], body: JSONEncoder().encode(body))
  }
}

/// Why a test can't use the local pool.
public enum LocalPoolError: Error, CustomStringConvertible {
  case noBinary
  case notReady
  case noMessage
  case badPath(String)
  case refused(status: Int, body: String)

  /// What went wrong, and what to do.
  public var description: String {
    switch self {
    case .noBinary:
      "LOCAL_POOL_BINARY is not the path of a local pool. ios/test and ios/demo build the pool and set the variable."
    case .notReady: "the local pool ended before it was ready"
    case .noMessage: "the local pool has no message for this user"
    case .badPath(let path): "the local pool has nothing at this path: \(path)"
    case .refused(let status, let body): "the local pool refused with \(status): \(body)"
    }
  }
}
