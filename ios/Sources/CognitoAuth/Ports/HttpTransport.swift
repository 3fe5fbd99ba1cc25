import Foundation

/// Sends HTTP requests. It is never called on the app's thread.
///
/// Use a transport of your own to pin certificates, for example, or to go through a proxy of your own:
///
/// ```swift
/// let auth = try Auth(configuration: configuration, store: KeychainStore(), transport: PinnedTransport())
/// ```
public protocol HttpTransport: Sendable {
  /// Sends one request and returns the response, within the request's time limit. A redirect is returned, not followed.
  /// When the `Task` is cancelled, end the exchange and free what it holds, because nobody waits for the response any
  /// more.
  ///
  /// - Returns: The response, whatever its status.
  /// - Throws: ``TransportFailure``; the library takes any other error for ``TransportFailure/other``.
  func send(_ request: HttpRequest) async throws -> HttpResponse
}

/// One HTTP request, with every header field that the service needs.
public struct HttpRequest: Hashable, Sendable {
  /// The method, such as `POST`.
  public let method: String
  /// The absolute URL.
  public let url: String
  /// Header fields, in order; a name can occur twice.
  public let headers: [HttpHeader]
  /// The body, empty if there is none. It can carry secrets.
  public let body: Data
  /// How long the whole exchange may take, in seconds (0.001 to 600).
  public let timeout: TimeInterval

  /// A request.
  public init(method: String, url: String, headers: [HttpHeader] = [], body: Data = Data(), timeout: TimeInterval) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
  }
}

/// One header field.
public struct HttpHeader: Hashable, Sendable {
  /// The field's name; case-insensitive.
  public let name: String
  /// The field's value.
  public let value: String

  /// A header field.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// One HTTP response.
public struct HttpResponse: Hashable, Sendable {
  /// The largest body that the library accepts, in bytes after decompression. If a body is larger, a transport stops
  /// reading it and fails with ``TransportFailure/tooLarge``. Cognito's bodies are far smaller.
  public static let largestBody = 1024 * 1024

  /// The status code.
  public let status: Int
  /// Header fields. If several have the same name, the library reads the first.
  public let headers: [HttpHeader]
  /// The body, at most ``largestBody`` bytes. It can carry secrets.
  public let body: Data

  /// A response.
  public init(status: Int, headers: [HttpHeader] = [], body: Data = Data()) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// Why no HTTP response came.
public enum TransportFailure: Error, Hashable, Sendable, CaseIterable {
  /// The device has no network.
  case offline
  /// The time limit of the request passed.
  case timedOut
  /// TLS failed, because of the certificate, the pinning or the protocol.
  case tls
  /// App Transport Security does not let this app send plain http to the host.
  case cleartextBlocked
  /// The response's body is larger than ``HttpResponse/largestBody``.
  case tooLarge
  /// The request was cancelled.
  case cancelled
  /// The transport dropped the request without a response.
  case unanswered
  /// Anything else: connection refused or reset, DNS, a transport that threw.
  case other
}
