import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Sends HTTP requests with `URLSession`, which applies the system's proxies, VPN, trust store and App Transport
/// Security. The transport keeps no cookies, no cache and no credentials. It follows no redirect, and reads no body
/// beyond ``HttpResponse/largestBody``.
public final class URLSessionTransport: HttpTransport {
  private let session: URLSession
  private let exchanges = URLSessionExchanges()

  /// A transport with a `URLSession` of its own, which ends with the transport.
  public init() {
    let forgetful = URLSessionConfiguration.ephemeral
    forgetful.httpCookieStorage = nil
    forgetful.httpShouldSetCookies = false
    forgetful.httpCookieAcceptPolicy = .never
    forgetful.urlCache = nil
    forgetful.requestCachePolicy = .reloadIgnoringLocalCacheData
    forgetful.urlCredentialStorage = nil
    session = URLSession(configuration: forgetful, delegate: exchanges, delegateQueue: nil)
  }

  deinit {
    session.invalidateAndCancel()
  }

  public func send(_ request: HttpRequest) async throws -> HttpResponse {
    guard let urlRequest = URLRequest(request) else { throw TransportFailure.other }
    return try await exchanges.run(session.dataTask(with: urlRequest))
  }
}

extension URLRequest {
  fileprivate init?(_ request: HttpRequest) {
    guard let url = URL(string: request.url) else { return nil }
    self.init(url: url)
    // Each request has its own limit. It is in whole seconds, because Foundation on Linux drops fractions.
    // `URLSession` measures the time since the last byte that came. The core measures the whole exchange, and cancels
    // it when the request's limit has passed.
    timeoutInterval = request.timeout.rounded(.up)
    httpMethod = request.method
    httpBody = request.body.isEmpty ? nil : request.body
    httpShouldHandleCookies = false
    for header in request.headers {
      addValue(header.value, forHTTPHeaderField: header.name)
    }
  }
}

extension TransportFailure {
  /// The failure for an error of `URLSession`.
  init(_ code: URLError.Code) {
    switch code {
    case .notConnectedToInternet, .dataNotAllowed, .internationalRoamingOff, .callIsActive:
      self = .offline
    case .timedOut:
      self = .timedOut
    case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
      .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
      .clientCertificateRequired:
      self = .tls
    case .appTransportSecurityRequiresSecureConnection:
      self = .cleartextBlocked
    case .cancelled:
      self = .cancelled
    default:
      self = .other
    }
  }
}
