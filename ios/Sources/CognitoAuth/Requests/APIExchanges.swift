import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A response, and whether the server that sent the response got the token.
struct APIResponse: Sendable {
  let data: Data
  let response: HTTPURLResponse
  let hadToken: Bool

  /// Whether another try with a new token can succeed. It can't if a scope is missing, because a new token has the same
  /// scopes.
  var refusesToken: Bool {
    let challenge = response.value(forHTTPHeaderField: "WWW-Authenticate") ?? ""
    return hadToken && response.statusCode == 401 && !challenge.contains("insufficient_scope")
  }
}

/// The requests of a `URLSession` that are under way. This object is the session's delegate, because some versions of
/// Foundation do not ask a single task's delegate about redirects.
final class APIExchanges: NSObject, URLSessionDataDelegate, Sendable {
  private struct Exchange {
    let result = FirstResult<APIResponse>()
    let redirects = AuthorizationGuard()
    var body = Data()
  }

  /// The exchanges, by the identifiers of their tasks.
  private let underWay = Protected<[Int: Exchange]>([:])

  /// Starts the task, and returns its response.
  ///
  /// - Throws: The `URLError` of the `URLSession`.
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
    // The bytes that came so far are the redirect's body, not the final response's.
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
