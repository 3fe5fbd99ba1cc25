import Foundation

@testable import CognitoAuth

/// Counts the points at which a process can be stopped: before and after each call of a port, and of the keychain. The
/// process waits at the one that is armed.
final class Points: Sendable {
  private struct State {
    var passed = 0
    var number = 0
    var names: [String] = []
  }

  private let state = Protected(State())

  /// How many points were passed since one was armed.
  var passed: Int { state.withLock { $0.passed } }

  /// Starts to count, and arms a point: by its number, or as the last of the names of points that follow each other. No
  /// point has the number 0.
  func arm(_ point: String) {
    let number = Int(point)
    let names = number == nil ? point.components(separatedBy: ", ") : []
    state.withLock { $0 = State(number: number ?? 0, names: names) }
  }

  /// At the armed point: says so, and waits for a line of the input. Whoever kills the process writes none.
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

/// The keychain of a process.
struct PointedKeychain: KeychainItems {
  let keychain: FileKeychain
  let points: Points

  var identity: String { keychain.identity }

  func accounts(service: String, accessGroup: String?) -> (status: KeychainStatus, accounts: [String]) {
    keychain.accounts(service: service, accessGroup: accessGroup)
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

/// The store of a process.
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

  /// What an entry is: the end of its key.
  private static func entry(_ key: String) -> String {
    key.split(separator: ".").last.map(String.init) ?? key
  }
}

/// The leases of a process.
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

/// The transport of a process. It says which request may leave, before it does.
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

/// Notices a refresh that begins while that of another process runs: from its request until its tokens are stored, or
/// until its call ends without new tokens. A file lock says so, which ends with its process.
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

  /// Nothing happens if no refresh runs.
  func end() {
    held.withLock { $0 = nil }
  }
}
