import CognitoAuth
import CognitoAuthTestSupport
import Foundation

/// What an app's own port may throw, with a text that must stay where it is.
struct ForeignError: Error {
  let text = "secret-of-a-port"
}

/// Sends requests by `URLSession` until a test makes something go wrong.
final class FaultyTransport: HttpTransport, @unchecked Sendable {
  enum Fault: Sendable {
    case failure(TransportFailure)
    case answer(status: UInt16, body: String)
    case truncated
    case silence
    case foreignError
  }

  private let real = URLSessionTransport()
  private let lock = NSLock()
  private var fault: Fault?

  func fail(with fault: Fault?) {
    lock.withLock { self.fault = fault }
  }

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    switch lock.withLock({ fault }) {
    case nil:
      return try await real.send(request)
    case .failure(let failure):
      throw failure
    case .answer(let status, let body):
      return HttpResponse(status: status, headers: [], body: Data(body.utf8))
    case .truncated:
      let response = try await real.send(request)
      return HttpResponse(
        status: response.status, headers: response.headers, body: response.body.prefix(response.body.count / 2))
    case .silence:
      try await Task.sleep(nanoseconds: 60_000_000_000)
      throw TransportFailure.timedOut
    case .foreignError:
      throw ForeignError()
    }
  }
}

/// Keeps entries in memory until a test makes something go wrong.
final class FaultyStore: SecureStore, @unchecked Sendable {
  private let memory = MemoryStore()
  private let lock = NSLock()
  private var error: (any Error)?

  func fail(with error: (any Error)?) {
    lock.withLock { self.error = error }
  }

  func load(key: String) throws -> Data? {
    try check()
    return memory.load(key: key)
  }

  func save(key: String, value: Data) throws {
    try check()
    memory.save(key: key, value: value)
  }

  func delete(key: String) throws {
    try check()
    memory.delete(key: key)
  }

  private func check() throws {
    if let error = lock.withLock({ error }) { throw error }
  }
}
