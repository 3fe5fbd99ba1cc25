import CognitoAuthBindings
import Foundation

// An app's ports, as the bridge calls them.

/// Makes each exchange a `Task`, which the bridge cancels by the request's id.
final class TransportPort: CognitoAuthBindings.HttpTransport {
  private let transport: any HttpTransport
  private let exchanges = RunningTasks()

  init(_ transport: any HttpTransport) {
    self.transport = transport
  }

  func start(request: HttpRequest, reply: HttpReply) {
    exchanges.start(request.id) { [transport] in
      let answer: Result<HttpResponse, TransportFailure>
      do {
        answer = .success(try await transport.send(request))
      } catch {
        answer = .failure(error as? TransportFailure ?? .other)
      }
      reply.give(answer)
    }
  }

  func cancel(id: UInt64) {
    exchanges.cancel(id)
  }
}

extension HttpReply {
  /// Fails only by a defect; then the exchange ends by its time limit.
  fileprivate func give(_ answer: Result<HttpResponse, TransportFailure>) {
    switch answer {
    case .success(let response): try? succeed(response: response)
    case .failure(let failure): try? fail(failure: failure)
    }
  }
}

/// Makes whatever a store throws one of the bridge's failures.
final class StorePort: CognitoAuthBindings.SecureStore {
  private let store: any SecureStore

  init(_ store: any SecureStore) {
    self.store = store
  }

  func load(key: String) throws -> Data? {
    try failing { try store.load(key: key) }
  }

  func save(key: String, value: Data) throws {
    try failing { try store.save(key: key, value: value) }
  }

  func delete(key: String) throws {
    try failing { try store.delete(key: key) }
  }

  private func failing<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw (error as? StoreError ?? .unavailable).bridged
    }
  }
}

extension StoreError {
  fileprivate var bridged: CognitoAuthBindings.StoreError {
    switch self {
    case .locked: .Locked
    case .unavailable: .Unavailable
    case .full: .Full
    case .corrupt: .Corrupt
    case .unrecoverable: .Unrecoverable
    case .misconfigured: .Misconfigured
    }
  }
}

final class GuardPort: CognitoAuthBindings.ProcessGuard {
  private let processGuard: any ProcessGuard

  init(_ processGuard: any ProcessGuard) {
    self.processGuard = processGuard
  }

  func begin(name: String) { processGuard.begin(name: name) }
  func end(name: String) { processGuard.end(name: name) }
}

final class LogPort: CognitoAuthBindings.LogSink {
  private let sink: any LogSink

  init(_ sink: any LogSink) {
    self.sink = sink
  }

  func log(level: LogLevel, line: String) { sink.log(level: level, line: line) }
}
