import CognitoAuth
import Foundation

// The control API, under `/_pool`.
extension LocalPool {
  /// A message that the pool would have sent to a user. Printing it prints neither the code nor the user.
  public struct Message: Decodable, Hashable, Sendable, SecretBearing {
    /// The user name in the pool.
    public let username: String
    /// The e-mail address or the phone number.
    public let destination: String
    /// `EMAIL` or `SMS`.
    public let medium: String
    /// Why it was sent: `sign-up`, `resend`, `attribute`, `forgot-password`, `mfa`, `otp` or `invite`.
    public let kind: String
    /// The code in it; in an invitation, the temporary password.
    public let code: String
    /// The whole text.
    public let body: String

    /// The kind and the medium.
    public var description: String { "Message(\(kind), \(medium))" }
  }

  /// A request that the pool has served.
  public struct Request: Decodable, Hashable, Sendable {
    /// The operation, such as `InitiateAuth`.
    public let operation: String
    /// The status of the response; `nil` if a fault dropped the connection.
    public let status: Int?
    /// The exception that the pool answered with, such as `NotAuthorizedException`; `nil` if there was none.
    public let errorType: String?
  }

  /// A failure that the pool makes on request.
  public enum Fault: Hashable, Sendable {
    /// The response is this error, such as `TooManyRequestsException`. The pool does not carry the operation out.
    case error(status: Int = 400, type: String, message: String = "")
    /// The connection closes without a response. The pool does not carry the operation out.
    case dropBefore
    /// The pool carries the operation out. Then the connection closes without a response.
    case dropAfter
    /// The pool carries the operation out immediately, and the response comes late.
    case delay(milliseconds: Int)
    /// The pool carries the operation out. The response's body ends early, after this many bytes.
    case truncate(bytes: Int)
  }

  /// The messages to a user, oldest first. A user who does not exist has none.
  ///
  /// - Parameter username: The user name, or an alias of it.
  public func messages(to username: String) async throws -> [Message] {
    try await get("_pool/messages", ["username": username, "userPoolId": userPoolId])
  }

  /// The code of the newest message to a user.
  ///
  /// - Parameter username: The user name, or an alias of it.
  /// - Throws: ``LocalPoolError/noMessage`` if the user got no message.
  public func newestCode(for username: String) async throws -> String {
    guard let code = try await messages(to: username).last?.code else { throw LocalPoolError.noMessage }
    return code
  }

  /// The pool's time.
  public func now() async throws -> Date {
    let clock: [String: Int] = try await get("_pool/clock")
    guard let now = clock["now"] else { throw LocalPoolError.badPath("_pool/clock") }
    return Date(timeIntervalSince1970: TimeInterval(now))
  }

  /// Moves the pool's clock forward: its codes and tokens expire. The device's clock stays as it is. The library learns
  /// the pool's time from the pool's next response.
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

  /// Applies a fault to the next requests.
  ///
  /// - Parameters:
  ///   - fault: What happens to a request.
  ///   - operation: The operation whose requests fail, such as `InitiateAuth`; `*` for any operation.
  ///   - times: How many requests fail.
  public func inject(_ fault: Fault, into operation: String = "*", times: Int = 1) async throws {
    let fault: [String: JSON] =
      switch fault {
      case .error(let status, let type, let message):
        ["kind": "error", "status": .number(status), "type": .string(type), "message": .string(message)]
      case .dropBefore: ["kind": "drop", "when": "before"]
      case .dropAfter: ["kind": "drop", "when": "after"]
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

  /// Resets the pool to its start: it has no users except those of a `--config` file, and no messages, faults or
  /// requests. Its clock shows the real time again.
  public func reset() async throws {
    try await control("POST", "_pool/reset", [:])
  }

  private func get<Value: Decodable>(_ path: String, _ query: [String: String] = [:]) async throws -> Value {
    var address = URLComponents(url: endpoint.appendingPathComponent(path), resolvingAgainstBaseURL: false)
    // In a query, the pool reads an unescaped `+` as a space.
    let escaped = CharacterSet.urlQueryAllowed.subtracting(CharacterSet(charactersIn: "+&="))
    let pairs = query.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: escaped) ?? "")" }
    address?.percentEncodedQuery = pairs.isEmpty ? nil : pairs.joined(separator: "&")
    guard let url = address?.url else { throw LocalPoolError.badPath(path) }
    return try JSONDecoder().decode(Value.self, from: await http.send("GET", url, headers: [:], body: nil))
  }

  private func control(_ method: String, _ path: String, _ body: [String: JSON]) async throws {
    let url = endpoint.appendingPathComponent(path)
    _ = try await http.send(
      method, url, headers: ["Content-Type": "application/json"], body: JSONEncoder().encode(body))
  }
}
