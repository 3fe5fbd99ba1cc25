import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Keeps the header `Authorization` from following a redirect to another scheme, host or port. Use a new object as the
/// delegate of each task: set it as `URLSessionTask.delegate` (from iOS 15 on), or pass it to a call such as
/// `URLSession.upload(for:fromFile:delegate:)`.
///
/// Every redirect is followed. Once a redirect has led to another scheme, host or port, all further requests of the
/// task have no `Authorization`, even if a later redirect leads back.
public final class AuthorizationGuard: NSObject, URLSessionTaskDelegate, Sendable {
  private let left = Protected(false)

  /// Whether a redirect has led to another scheme, host or port.
  var hasLeft: Bool { left.withLock { $0 } }

  /// Decides which request to send after a redirect.
  public func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(followed(request, from: task.originalRequest))
  }

  /// The request to send after a redirect, with or without the `Authorization` of the original request.
  func followed(_ request: URLRequest, from original: URLRequest?) -> URLRequest {
    let leaves = Origin(original?.url) == nil || Origin(original?.url) != Origin(request.url)
    let hasLeft = left.withLock { left in
      left = left || leaves
      return left
    }
    var request = request
    // The header is set again, because some systems remove it at each redirect.
    let header = hasLeft ? nil : original?.value(forHTTPHeaderField: "Authorization")
    request.setValue(header, forHTTPHeaderField: "Authorization")
    return request
  }
}
