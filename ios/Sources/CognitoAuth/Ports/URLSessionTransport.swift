import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// HTTP by `URLSession`, with the system's proxies, VPN, trust store and App Transport Security. It keeps no cookies,
/// no cache and no credentials, and follows no redirect.
public final class URLSessionTransport: HttpTransport {
  private let session: URLSession

  /// A transport with a session of its own, which ends with it.
  public init() {
    let forgetful = URLSessionConfiguration.ephemeral
    forgetful.httpCookieStorage = nil
    forgetful.httpShouldSetCookies = false
    forgetful.httpCookieAcceptPolicy = .never
    forgetful.urlCache = nil
    forgetful.requestCachePolicy = .reloadIgnoringLocalCacheData
    forgetful.urlCredentialStorage = nil
    session = URLSession(configuration: forgetful, delegate: RedirectRefusal(), delegateQueue: nil)
  }

  deinit {
    session.invalidateAndCancel()
  }

  public func send(_ request: HttpRequest) async throws -> HttpResponse {
    guard let urlRequest = URLRequest(request) else { throw TransportFailure.other }
    do {
      let (body, response) = try await session.response(to: urlRequest)
      guard let response = response as? HTTPURLResponse else { throw TransportFailure.other }
      return HttpResponse(response, body: body)
    } catch let error as URLError {
      throw TransportFailure(error.code)
    } catch is CancellationError {
      throw TransportFailure.cancelled
    }
  }
}

/// A redirect is a response like any other. It is never followed, because it would take the request's body elsewhere.
private final class RedirectRefusal: NSObject, URLSessionTaskDelegate {
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}

extension URLSession {
  #if canImport(FoundationNetworking)
    /// `data(for:)` without its deadlock on Linux: cancelling a `Task` holds its lock and waits for the session's queue,
    /// and on that queue `data(for:)` resumes the `Task`, which waits for the lock.
    fileprivate func response(to request: URLRequest) async throws -> (Data, URLResponse) {
      let exchange = Protected<URLSessionDataTask?>(nil)
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          let task = dataTask(with: request) { data, response, error in
            if let data, let response, error == nil {
              continuation.resume(returning: (data, response))
            } else {
              continuation.resume(throwing: error ?? URLError(.unknown))
            }
          }
          exchange.withLock { $0 = task }
          task.resume()
          if Task.isCancelled { task.cancel() }
        }
      } onCancel: {
        exchange.withLock { $0 }?.cancel()
      }
    }
  #else
    fileprivate func response(to request: URLRequest) async throws -> (Data, URLResponse) {
      try await data(for: request)
    }
  #endif
}

extension URLRequest {
  fileprivate init?(_ request: HttpRequest) {
    guard let url = URL(string: request.url) else { return nil }
    self.init(url: url)
    // Set on the request and in whole seconds, because Foundation on Linux reads nothing else. `URLSession` counts from
    // the last byte. The core counts the whole exchange, and cancels it in time.
    timeoutInterval = request.timeout.rounded(.up)
    httpMethod = request.method
    httpBody = request.body.isEmpty ? nil : request.body
    httpShouldHandleCookies = false
    for header in request.headers {
      addValue(header.value, forHTTPHeaderField: header.name)
    }
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

extension TransportFailure {
  /// The failure that an error of `URLSession` means.
  init(_ code: URLError.Code) {
    switch code {
    case .notConnectedToInternet, .dataNotAllowed, .internationalRoamingOff, .callIsActive:
      self = .offline
    case .timedOut:
      self = .timedOut
    case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
      .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
      .clientCertificateRequired, .appTransportSecurityRequiresSecureConnection:
      self = .tls
    case .cancelled:
      self = .cancelled
    default:
      self = .other
    }
  }
}
