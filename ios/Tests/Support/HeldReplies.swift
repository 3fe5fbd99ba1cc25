@testable import CognitoAuth

/// The platform's transport. The reply to the first request after ``holdNext()`` waits for ``release()``.
final class HeldReplies: HttpTransport {
  private struct Hold {
    var isNext = false
    var held: CheckedContinuation<Void, Never>?
  }

  private let platform = URLSessionTransport()
  private let hold = Protected(Hold())

  func holdNext() {
    hold.withLock { $0.isNext = true }
  }

  /// Whether a reply waits.
  var isHolding: Bool { hold.withLock { $0.held != nil } }

  func release() {
    let held = hold.withLock { hold in
      defer { hold.held = nil }
      return hold.held
    }
    held?.resume()
  }

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    let isHeld = hold.withLock { hold in
      defer { hold.isNext = false }
      return hold.isNext
    }
    let response = try await platform.send(request)
    if isHeld {
      await withCheckedContinuation { held in hold.withLock { $0.held = held } }
    }
    return response
  }
}
