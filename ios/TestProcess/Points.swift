import Foundation

@testable import CognitoAuth

/// Counts the points at which a test can stop the process: before and after each call of a port, and each change of the
/// keychain. The process waits at the armed point.
final class Points: Sendable {
  private struct State {
    var passed = 0
    var number = 0
    var names: [String] = []
  }

  private let state = Protected(State())

  /// How many points the process has passed since the last `arm`.
  var passed: Int { state.withLock { $0.passed } }

  /// Starts to count from zero, and arms one point. `point` is either the point's number, or a list of names such as
  /// `before load session, after save session`. A list arms the point with the last name. The process first has to pass
  /// points with the earlier names, in this order. The number 0 arms no point.
  func arm(_ point: String) {
    let number = Int(point)
    let names = number == nil ? point.components(separatedBy: ", ") : []
    state.withLock { $0 = State(number: number ?? 0, names: names) }
  }

  /// Passes a point. If the point is armed, this writes its name to the output, and waits for a line of the input. A
  /// test that kills the process here writes no such line.
  func pass(_ name: String) {
    let isArmed = state.withLock { state in
      state.passed += 1
      guard state.names.first == name else { return state.passed == state.number }
      state.names.removeFirst()
      return state.names.isEmpty
    }
    if isArmed {
      Child.say("point \(name)")
      _ = Child.nextLine()
    }
  }

  func around<Value>(_ name: String, _ work: () throws -> Value) rethrows -> Value {
    pass("before \(name)")
    let value = try work()
    pass("after \(name)")
    return value
  }
}

/// The process's keychain, with points around its changes.
struct PointedKeychain: KeychainItems {
  let keychain: FileKeychain
  let points: Points

  var identity: String { keychain.identity }

  func items(service: String, accessGroup: String?) -> (status: KeychainStatus, items: [KeychainItem]) {
    keychain.items(service: service, accessGroup: accessGroup)
  }

  func copy(_ item: KeychainItem) -> (status: KeychainStatus, data: Data?) { keychain.copy(item) }

  func update(_ item: KeychainItem, data: Data) -> KeychainStatus {
    points.around("update item") { keychain.update(item, data: data) }
  }

  func add(_ item: KeychainItem, data: Data) -> KeychainStatus {
    points.around("add item") { keychain.add(item, data: data) }
  }

  func delete(_ item: KeychainItem) -> KeychainStatus {
    points.around("delete item") { keychain.delete(item) }
  }
}

/// The process's store, with points around its calls.
struct PointedStore: SecureStore {
  let store: KeychainStore
  let points: Points
  let flight: Flight

  var identity: String? { store.identity }

  func load(key: String) throws -> Data? {
    try points.around("load \(Self.entry(key))") { try store.load(key: key) }
  }

  func save(key: String, value: Data) throws {
    let entry = Self.entry(key)
    try points.around("save \(entry)") { try store.save(key: key, value: value) }
    if entry == "session" { flight.end() }
  }

  func delete(key: String) throws {
    try points.around("delete \(Self.entry(key))") { try store.delete(key: key) }
  }

  /// The kind of an entry, such as `session`: the last part of its key.
  private static func entry(_ key: String) -> String {
    key.split(separator: ".").last.map(String.init) ?? key
  }
}

/// The process's leases, with points around their calls.
struct PointedLeases: LeaseStore {
  let leases: KeychainLeases
  let points: Points

  var process: String? { leases.process }

  func read(name: String) throws -> Data? {
    try points.around("read lease") { try leases.read(name: name) }
  }

  func swap(name: String, expected: Data?, lease: Data) throws -> Bool {
    try points.around("swap lease") { try leases.swap(name: name, expected: expected, lease: lease) }
  }
}

/// The process's transport, with points around each request. It writes the operation to the output before it sends the
/// request.
struct PointedTransport: HttpTransport {
  private let platform = URLSessionTransport()
  private let points: Points
  private let flight: Flight

  init(points: Points, flight: Flight) {
    self.points = points
    self.flight = flight
  }

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    let target = request.headers.first { $0.name.lowercased() == "x-amz-target" }?.value ?? ""
    let operation = target.split(separator: ".").last.map(String.init) ?? target
    points.pass("before \(operation)")
    if operation == "GetTokensFromRefreshToken" { flight.begin() }
    Child.say("sent \(operation)")
    let response = try await platform.send(request)
    points.pass("after \(operation)")
    return response
  }
}

/// Notices if two processes refresh at the same time. A refresh lasts from its request until its tokens are stored, or
/// until its call ends without new tokens. During this time, the process holds a file lock. The lock is released if the
/// process is killed.
final class Flight: Sendable {
  private let path: String
  private let held = Protected<FileLock?>(nil)

  init(path: String) {
    self.path = path
  }

  func begin() {
    held.withLock { held in
      // A request that is sent again is not a second refresh.
      held = nil
      let lock = FileLock(path: path)
      if let lock, lock.attempt() {
        held = lock
      } else {
        Child.say("overlap")
      }
    }
  }

  /// The refresh has ended. Does nothing if no refresh runs.
  func end() {
    held.withLock { $0 = nil }
  }
}
