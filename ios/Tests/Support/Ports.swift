import CognitoAuthTesting
import Foundation

@testable import CognitoAuth

/// An error of an app's own port. The library must not show its text.
struct ForeignError: Error {
  let text = "secret-of-a-port"
}

/// Passes requests to another transport until a test sets a fault.
final class FaultyTransport: HttpTransport {
  enum Fault: Sendable {
    case failure(TransportFailure)
    case response(status: Int, body: String)
    case truncated
    case silence
    case foreignError
  }

  private let real: any HttpTransport
  private let fault = Protected<Fault?>(nil)

  init(before real: any HttpTransport = URLSessionTransport()) {
    self.real = real
  }

  func fail(with fault: Fault?) {
    self.fault.withLock { $0 = fault }
  }

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    switch fault.withLock({ $0 }) {
    case nil:
      return try await real.send(request)
    case .failure(let failure):
      throw failure
    case .response(let status, let body):
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

/// Keeps entries in memory. Each read of ``identity`` gives another name, as if each instance ran in another process.
final class FaultyStore: SecureStore {
  private let memory = MemoryStore()

  var identity: String? { UUID().uuidString }

  /// Every call fails with this error; if it is `nil`, every call works again.
  func fail(with error: (any Error)?) {
    if let error { memory.fails(with: error) } else { memory.works() }
  }

  func load(key: String) throws -> Data? { try memory.load(key: key) }
  func save(key: String, value: Data) throws { try memory.save(key: key, value: value) }
  func delete(key: String) throws { try memory.delete(key: key) }
}
