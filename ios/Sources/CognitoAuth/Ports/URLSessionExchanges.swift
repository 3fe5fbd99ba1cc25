import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The active exchanges of a `URLSession`. This object is the session's delegate, so that it can stop reading a body at
/// ``HttpResponse/largestBody``. The bytes that a delegate gets are decompressed already.
final class URLSessionExchanges: NSObject, URLSessionDataDelegate, Sendable {
  private struct Exchange {
    let result = FirstResult<HttpResponse>()
    var body = Data()
  }

  /// The exchanges, by the identifiers of their tasks.
  private let underWay = Protected<[Int: Exchange]>([:])

  /// Starts the task, and returns its response.
  ///
  /// - Throws: ``TransportFailure``.
  func run(_ task: URLSessionDataTask) async throws -> HttpResponse {
    // The exchange is known before the task can be cancelled: the end of an unknown task is ignored.
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
    let isTooLarge = underWay.withLock { underWay in
      guard let size = underWay[dataTask.taskIdentifier]?.body.count else { return false }
      guard size + data.count <= HttpResponse.largestBody else { return true }
      underWay[dataTask.taskIdentifier]?.body.append(data)
      return false
    }
    if isTooLarge {
      end(dataTask) { _ in .failure(TransportFailure.tooLarge) }
      dataTask.cancel()
    }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    end(task) { body in
      if let error { return .failure((error as? URLError).map { TransportFailure($0.code) } ?? .other) }
      guard let response = task.response as? HTTPURLResponse else { return .failure(TransportFailure.other) }
      return .success(HttpResponse(response, body: body))
    }
  }

  /// A redirect is a response like any other. The transport never follows it, because the request's body would go
  /// elsewhere.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }

  /// Ends an exchange with the result that `result` makes of its body. Does nothing if the exchange has ended already,
  /// because its body was too large.
  private func end(_ task: URLSessionTask, with result: (Data) -> Result<HttpResponse, any Error>) {
    guard let exchange = underWay.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
    exchange.result.end(with: result(exchange.body))
  }
}

extension HttpResponse {
  fileprivate init(_ response: HTTPURLResponse, body: Data) {
    let headers = response.allHeaderFields.compactMap { name, value in
      (name as? String).map { HttpHeader(name: $0, value: "\(value)") }
    }
    self.init(status: response.statusCode, headers: headers, body: body)
  }
}
