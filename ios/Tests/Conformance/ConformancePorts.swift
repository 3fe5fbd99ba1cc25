import CognitoAuthTesting
import Foundation

@testable import CognitoAuth

/// A transport that returns a step's responses in order, and keeps the requests.
final class ScriptedTransport: HttpTransport {
  private struct Script {
    var responses: [JSON] = []
    var requests: [JSON] = []
    var problem: Mismatch?
    var holdsNext = false
    var held: CheckedContinuation<Void, Never>?
  }

  private let script = Protected(Script())

  func begin(_ responses: [JSON]) {
    script.withLock { $0 = Script(responses: responses, held: $0.held) }
  }

  /// The requests. Throws if a response was not used.
  func end() throws -> [JSON] {
    try script.withLock { script in
      if let problem = script.problem { throw problem }
      guard script.responses.isEmpty else { throw Mismatch("\(script.responses.count) responses were not used") }
      return script.requests
    }
  }

  /// Makes the next request wait for ``release()``.
  func holdNext() {
    script.withLock { $0.holdsNext = true }
  }

  /// Whether a request waits for ``release()``.
  var isHolding: Bool { script.withLock { $0.held != nil } }

  /// Lets the waiting request get its response.
  func release() {
    let held = script.withLock { script in
      defer { script.held = nil }
      return script.held
    }
    held?.resume()
  }

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    if script.withLock({ record(request, in: &$0) }) {
      await withCheckedContinuation { held in script.withLock { $0.held = held } }
    }
    return try script.withLock { script in
      if script.problem != nil { throw TransportFailure.other }
      do {
        guard !script.responses.isEmpty else { throw Mismatch("one request too many: \(script.requests)") }
        return try Self.response(script.responses.removeFirst())
      } catch let problem as Mismatch {
        script.problem = problem
        throw TransportFailure.other
      }
    }
  }

  /// Records a request. Returns whether the request has to wait.
  private func record(_ request: HttpRequest, in script: inout Script) -> Bool {
    defer { script.holdsNext = false }
    do {
      script.requests.append(try Self.summary(of: request))
    } catch {
      script.problem = error as? Mismatch ?? Mismatch("\(error)")
    }
    return script.holdsNext
  }

  /// The operations of identity pools. All other operations are those of user pools.
  private static let ofIdentities: Set<String> = ["GetId", "GetCredentialsForIdentity"]

  /// The operation in a target, which is the header `X-Amz-Target`. Throws if the target has the wrong service for the
  /// operation.
  static func operation(of target: String) throws -> String {
    let operation = target.components(separatedBy: ".").last ?? ""
    let isOfIdentities = ofIdentities.contains(operation)
    let service = isOfIdentities ? "AWSCognitoIdentityService" : "AWSCognitoIdentityProviderService"
    guard target == "\(service).\(operation)" else { throw Mismatch("a request to \(target), not of \(service)") }
    return operation
  }

  private static func summary(of request: HttpRequest) throws -> JSON {
    let headers = Dictionary(request.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
    guard let target = headers["x-amz-target"] else {
      guard request.method == "POST", headers["content-type"] == "application/x-www-form-urlencoded" else {
        throw Mismatch("\(request), which is neither an operation nor a form")
      }
      return ["url": .string(request.url), "form": try .form(Substring(decoding: request.body, as: UTF8.self))]
    }
    guard request.method == "POST" else { throw Mismatch("\(request) to \(target)") }
    return [
      "target": .string(try operation(of: target)),
      "body": try JSONDecoder().decode(JSON.self, from: request.body),
    ]
  }

  private static func response(_ json: JSON) throws -> HttpResponse {
    let members = try json.members(required: [], optional: ["status", "headers", "body", "text", "failure"])
    if let name = members["failure"] {
      throw try TransportFailure(named: name.string())
    }
    let headers = try (members["headers"]?.members() ?? [:]).map { name, value in
      HttpHeader(name: name, value: try value.string())
    }
    let body = try members["body"].map { try JSONEncoder().encode($0) } ?? Data(members["text"].string().utf8)
    return HttpResponse(status: try members["status"].number(), headers: headers, body: body)
  }
}

/// A store with the case's entries. It fails in the operation that the step says. If a key of the case does not begin
/// with `cognito-auth.`, the store adds the prefix of the case's own configuration to the key.
final class ScriptedStore: SecureStore {
  private static let everyPrefix = "cognito-auth."
  private let state: Protected<(entries: [String: Data], failure: (operation: String, error: StoreError)?)>
  private let prefix: String

  init(of configuration: AuthConfiguration, entries: [String: JSON]) throws {
    let userPool = configuration.userPool
    // If there is no user pool, the prefix has the identity pool's id in place of the user pool's and the client's.
    let ids = userPool.poolId.isEmpty ? configuration.identityPool?.poolId : "\(userPool.poolId).\(userPool.clientId)"
    // The origin is the endpoint without its path.
    let origin = userPool.endpoint.map { "@" + $0.components(separatedBy: "/").prefix(3).joined(separator: "/") }
    prefix = "\(Self.everyPrefix)\(ids ?? "")\(origin ?? "")."
    var stored: [String: Data] = [:]
    for (key, value) in entries {
      stored[key.hasPrefix(Self.everyPrefix) ? key : prefix + key] = try JSONEncoder().encode(value)
    }
    state = Protected((stored, nil))
  }

  /// All stored entries, in the corpus's form.
  func contents() throws -> [String: JSON] {
    var contents: [String: JSON] = [:]
    for (key, value) in state.withLock({ $0.entries }) {
      guard key.hasPrefix(Self.everyPrefix) else { throw Mismatch("a stored key has no prefix: \(key)") }
      let name = key.hasPrefix(prefix) ? String(key.dropFirst(prefix.count)) : key
      contents[name] = try JSONDecoder().decode(JSON.self, from: value)
    }
    return contents
  }

  func fail(as json: JSON?) throws {
    guard let json else { return state.withLock { $0.failure = nil } }
    let members = try json.members(required: ["operation", "error"])
    let error = try StoreError(named: members["error"].string())
    let operation = try members["operation"].string()
    state.withLock { $0.failure = (operation, error) }
  }

  func load(key: String) throws -> Data? {
    try during("load") { $0[key] }
  }

  func save(key: String, value: Data) throws {
    try during("save") { $0[key] = value }
  }

  func delete(key: String) throws {
    try during("delete") { $0[key] = nil }
  }

  private func during<Value>(_ operation: String, _ body: (inout [String: Data]) -> Value) throws -> Value {
    try state.withLock { state in
      if let failure = state.failure, failure.operation == operation { throw failure.error }
      return body(&state.entries)
    }
  }
}

/// The store as one process sees it. Each process has another name for the same store, so that processes share only the
/// store's entries.
struct StoreOfProcess: SecureStore {
  let store: ScriptedStore
  let identity: String?

  func load(key: String) throws -> Data? { try store.load(key: key) }
  func save(key: String, value: Data) throws { try store.save(key: key, value: value) }
  func delete(key: String) throws { try store.delete(key: key) }
}

extension CaseIterable {
  /// The case with this name. The corpus has the same names.
  init(named name: String) throws {
    self = try Self.allCases.first { "\($0)" == name }.orMismatch("no \(Self.self) \(name)")
  }
}
