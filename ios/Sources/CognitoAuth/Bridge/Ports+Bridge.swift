internal import CognitoAuthBindings
import Foundation

// Each of these adapters lets the bridge call one of the app's ports.

/// Runs each HTTP request of the bridge in a `Task`. The bridge cancels a task by the request's id.
final class TransportPort: CognitoAuthBindings.HttpTransport {
  private let transport: any HttpTransport
  private let exchanges = RunningTasks()

  init(_ transport: any HttpTransport) {
    self.transport = transport
  }

  func start(request: CognitoAuthBindings.HttpRequest, reply: HttpReply) {
    exchanges.start(request.id) { [transport] in
      // The bridge refuses a result only if the library has a defect. The unused reply is then freed, and the request
      // fails.
      do {
        let response = try await transport.send(HttpRequest(request))
        try? reply.succeed(response: response.bridged)
      } catch {
        try? reply.fail(failure: (error as? TransportFailure ?? .other).bridged)
      }
    }
  }

  func cancel(id: UInt64) {
    exchanges.cancel(id)
  }
}

extension HttpRequest {
  fileprivate init(_ bridged: CognitoAuthBindings.HttpRequest) {
    self.init(
      method: bridged.method, url: bridged.url,
      headers: bridged.headers.map { HttpHeader(name: $0.name, value: $0.value) }, body: bridged.body,
      timeout: TimeInterval(milliseconds: bridged.timeoutMilliseconds))
  }
}

extension HttpResponse {
  /// A status that does not fit into the bridge's type becomes 0 or 65,535. The core refuses both.
  fileprivate var bridged: CognitoAuthBindings.HttpResponse {
    CognitoAuthBindings.HttpResponse(
      status: UInt16(clamping: status),
      headers: headers.map { CognitoAuthBindings.HttpHeader(name: $0.name, value: $0.value) }, body: body)
  }
}

extension TransportFailure {
  fileprivate var bridged: CognitoAuthBindings.TransportFailure {
    switch self {
    case .offline: .offline
    case .timedOut: .timedOut
    case .tls: .tls
    case .cleartextBlocked: .cleartextBlocked
    case .tooLarge: .tooLarge
    case .cancelled: .cancelled
    case .unanswered: .unanswered
    case .other: .other
    }
  }
}

/// Turns whatever a store throws into the bridge's error of a store.
final class StorePort: CognitoAuthBindings.SecureStore {
  private let store: any SecureStore

  init(_ store: any SecureStore) {
    self.store = store
  }

  /// If the store is an object without a name, its address becomes its name. No other object has that address while a
  /// session uses the store. A store that is a value has no address: without a name, it shares its entries with no
  /// other store.
  func identity() throws -> String? {
    if let name = store.identity { return name }
    return type(of: store) is AnyClass ? "object \(ObjectIdentifier(store as AnyObject))" : nil
  }

  func load(key: String) throws -> Data? {
    try failingAsStore { try store.load(key: key) }
  }

  func save(key: String, value: Data) throws {
    try failingAsStore { try store.save(key: key, value: value) }
  }

  func delete(key: String) throws {
    try failingAsStore { try store.delete(key: key) }
  }
}

/// Turns whatever the body throws into the bridge's error of a store.
func failingAsStore<Value>(_ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch {
    throw (error as? StoreError ?? .unavailable).bridged
  }
}

extension StoreError {
  fileprivate var bridged: CognitoAuthBindings.StoreError {
    switch self {
    case .locked: .Locked
    case .unavailable: .Unavailable
    case .userPresenceRefused: .UserPresenceRefused
    case .full: .Full
    case .corrupt: .Corrupt
    case .unrecoverable: .Unrecoverable
    case .misconfigured: .Misconfigured
    }
  }
}

/// Turns whatever a lease store throws into the bridge's error of a port.
final class LeasePort: CognitoAuthBindings.LeaseStore {
  private let leases: any LeaseStore

  init(_ leases: any LeaseStore) {
    self.leases = leases
  }

  func process() throws -> String? { leases.process }

  func read(name: String) throws -> Data? {
    try failing { try leases.read(name: name) }
  }

  func swap(name: String, expected: Data?, lease: Data) throws -> Bool {
    try failing { try leases.swap(name: name, expected: expected, lease: lease) }
  }

  private func failing<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw PortError.Failed
    }
  }
}

/// Passes the bridge's `begin` and `end` to a process guard.
final class GuardPort: CognitoAuthBindings.ProcessGuard {
  private let processGuard: any ProcessGuard

  init(_ processGuard: any ProcessGuard) {
    self.processGuard = processGuard
  }

  func begin(name: String) { processGuard.begin(name: name) }
  func end(name: String) { processGuard.end(name: name) }
}

/// Passes the bridge's lines to a log.
final class LogPort: CognitoAuthBindings.LogSink {
  private let sink: any LogSink

  init(_ sink: any LogSink) {
    self.sink = sink
  }

  func log(level: CognitoAuthBindings.LogLevel, line: String) { sink.log(level: LogLevel(level), line: line) }
}

extension LogLevel {
  fileprivate init(_ bridged: CognitoAuthBindings.LogLevel) {
    self =
      switch bridged {
      case .debug: .debug
      case .warning: .warning
      case .error: .error
      }
  }
}
