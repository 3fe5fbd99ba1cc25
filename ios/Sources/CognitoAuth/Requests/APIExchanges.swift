import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A response, and whether the server that sent the response got the token.
struct APIResponse: Sendable {
  let data: Data
  let response: HTTPURLResponse
  let hadToken: Bool

  /// Whether a new token can help. A new token has the same scopes, so it does not help if a scope is missing.
  var refusesToken: Bool {
    let challenge = response.value(forHTTPHeaderField: "WWW-Authenticate") ?? ""
    return hadToken && response.statusCode == 401 && !challenge.contains("insufficient_scope")
  }
}

/// The requests of a `URLSession` that are under way. It is the session's delegate, because not every Foundation asks
/// the delegate of a single task about redirects.
final class APIExchanges: NSObject, URLSessionDataDelegate, Sendable {
  private struct Exchange {
    let result = FirstResult<APIResponse>()
    let redirects = AuthorizationGuard()
    var body = Data()
  }

  /// By the task's identifier.
  private let underWay = Protected<[Int: Exchange]>([:])

  /// Starts the task, and returns its response.
  ///
  /// - Throws: The session's `URLError`.
  func run(_ task: URLSessionDataTask) async throws -> APIResponse {
    let exchange = Exchange()
    underWay.withLock { $0[task.taskIdentifier] = exchange }
    return try await withTaskCancellationHandler {
      task.resume()
      if Task.isCancelled { task.cancel() }
      return try await exchange.result.value()
    } onCancel: {
      task.cancel()
    }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    underWay.withLock { $0[dataTask.taskIdentifier]?.body.append(data) }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    // What came so far is the body of the redirect.
    let redirects = underWay.withLock { underWay in
      underWay[task.taskIdentifier]?.body = Data()
      return underWay[task.taskIdentifier]?.redirects
    }
    completionHandler(redirects?.followed(request, from: task.originalRequest))
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    guard let exchange = underWay.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
    if let response = task.response as? HTTPURLResponse, error == nil {
      let hadToken = !exchange.redirects.hasLeft
      exchange.result.end(with: .success(APIResponse(data: exchange.body, response: response, hadToken: hadToken)))
    } else {
      exchange.result.end(with: .failure(error ?? URLError(.badServerResponse)))
    }
  }
}
