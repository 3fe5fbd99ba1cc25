import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Which of the user's tokens an API expects.
public enum AuthTokenKind: Hashable, Sendable, CaseIterable {
  /// The access token, which says what the user may do. An API with scopes expects this token.
  case access
  /// The ID token, which says who the user is. Amazon API Gateway's Cognito authorizer expects this token, unless the
  /// API's method requires scopes.
  case id
}

/// Sends the app's requests to its own API, with the signed-in user's token in the header `Authorization: Bearer …`
/// (RFC 6750, section 2.1).
///
/// ```swift
/// let api = try APIAuthorizer(auth: auth, hosts: ["api.example.com"])
/// let (data, response) = try await api.data(for: URLRequest(url: url))
/// ```
///
/// Only the hosts that the app lists get a token, and only by `https`; a server on the device itself (`localhost`,
/// `127.0.0.1`, `[::1]`) gets one by `http` too. This class works with any ``AuthClient``, and keeps no token itself.
public final class APIAuthorizer: Sendable {
  private let hosts: APIHosts
  private let tokens: APITokens
  private let session: URLSession
  private let exchanges = APIExchanges()

  /// - Parameters:
  ///   - auth: The client whose session has the tokens.
  ///   - hosts: The hosts that get a token, such as `api.example.com`, each with its port unless that is the scheme's
  ///     default port: `localhost:8080`. An entry does not include the host's subdomains.
  ///   - token: The kind of token that the hosts get.
  ///   - configuration: Configures the `URLSession` that sends the requests. The `URLSession` ends with this object.
  /// - Throws: ``AuthError`` with the code ``AuthErrorCode/invalidConfiguration``, if the list is empty or an entry is
  ///   not a host.
  public init(
    auth: any AuthClient, hosts: [String], token: AuthTokenKind = .access,
    configuration: URLSessionConfiguration = .default
  ) throws(AuthError) {
    self.hosts = try APIHosts(hosts)
    tokens = APITokens(auth: auth, kind: token)
    session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
  }

  deinit {
    session.invalidateAndCancel()
  }

  /// Returns the request with a token that is valid now. The token replaces any `Authorization` header of the request.
  ///
  /// Use this call for tasks that ``data(for:)`` can't make, such as uploads from a file. Give each task a new
  /// ``AuthorizationGuard`` as its delegate. Otherwise a redirect can take the token to another server.
  ///
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/invalidConfiguration`` if the request's host gets no token,
  ///   ``AuthErrorCode/insecureEndpoint`` for `http` to another machine, ``AuthErrorCode/notSignedIn`` if nobody is
  ///   signed in, and the errors of ``AuthClient/fetchAuthSession(options:)``; `CancellationError` if the task is
  ///   cancelled.
  public func authorized(_ request: URLRequest) async throws -> URLRequest {
    try hosts.check(request.url)
    return request.bearing(try await tokens.current())
  }

  /// Sends the request with a token. If the API refuses the token (401), this call refreshes the token and sends the
  /// request once more. Requests at the same time share the refresh. If the API refuses the new token too, the call
  /// returns that second 401.
  ///
  /// In three cases the call returns the first 401:
  ///
  /// - A redirect led to another scheme, host or port. Such a redirect is followed without the token, so the 401 does
  ///   not refuse the token.
  /// - The 401 says `error="insufficient_scope"`. A new token has the same scopes.
  /// - The body is a stream (`httpBodyStream`), which can't be sent twice. The token is still refreshed, for the next
  ///   request.
  ///
  /// - Parameter request: The request. The token replaces any `Authorization` header that it has.
  /// - Throws: The errors of ``authorized(_:)``, if nothing was sent. The error of the refresh, if the API refused the
  ///   token and the refresh failed. After an error of the kind ``AuthError/Kind/sessionExpired``, the user has to sign
  ///   in again. The `URLError` of the `URLSession`, if no response came. `CancellationError`, if the task is
  ///   cancelled, also after the request was sent.
  public func data(for request: URLRequest) async throws -> (Data, HTTPURLResponse) {
    try hosts.check(request.url)
    let token = try await tokens.current()
    let first = try await send(request, bearing: token)
    guard first.refusesToken else { return (first.data, first.response) }
    let newer = try await tokens.replacement(for: token)
    guard request.httpBodyStream == nil else { return (first.data, first.response) }
    let second = try await send(request, bearing: newer)
    return (second.data, second.response)
  }

  private func send(_ request: URLRequest, bearing token: String) async throws -> APIResponse {
    do {
      return try await exchanges.run(session.dataTask(with: request.bearing(token)))
    } catch {
      try Task.checkCancellation()
      throw error
    }
  }
}

extension URLRequest {
  fileprivate func bearing(_ token: String) -> URLRequest {
    var request = self
    request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
    return request
  }
}
