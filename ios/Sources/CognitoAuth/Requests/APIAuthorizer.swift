import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Which token of the user an API takes.
public enum AuthTokenKind: Hashable, Sendable, CaseIterable {
  /// The access token: what the user may do. An API with scopes takes this one.
  case access
  /// The ID token: who the user is. Amazon API Gateway's Cognito authorizer takes this one, unless it asks for scopes.
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
/// `127.0.0.1`, `[::1]`) gets one by `http` too. It works with any ``AuthClient``, and keeps no token itself.
public final class APIAuthorizer: Sendable {
  private let hosts: APIHosts
  private let tokens: APITokens
  private let session: URLSession
  private let exchanges = APIExchanges()

  /// - Parameters:
  ///   - auth: Has the session.
  ///   - hosts: The hosts that get a token, such as `api.example.com`, each with its port unless that is the scheme's
  ///     own: `localhost:8080`. A name stands for itself alone, not for the names below it.
  ///   - token: Which token they get.
  ///   - configuration: That of the `URLSession` which sends the requests. The session ends with this object.
  /// - Throws: ``AuthError`` with the code ``AuthErrorCode/invalidConfiguration``, if an entry is no host.
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

  /// The request with a token that is valid now. It replaces another `Authorization`.
  ///
  /// Use it for what ``data(for:)`` does not do, such as uploads from a file. Give the task an
  /// ``AuthorizationGuard`` of its own as its delegate: without one, a redirect may take the token to another server.
  ///
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/invalidConfiguration`` if the request's host gets no token,
  ///   ``AuthErrorCode/insecureEndpoint`` for `http`, ``AuthErrorCode/notSignedIn`` if nobody is signed in, and the
  ///   errors of ``AuthClient/fetchAuthSession(options:)``; `CancellationError` if the task is cancelled.
  public func authorized(_ request: URLRequest) async throws -> URLRequest {
    try hosts.check(request.url)
    return request.bearing(try await tokens.current())
  }

  /// Sends the request with a token. If the API refuses the token (401), this refreshes it and sends the request once
  /// more; requests at the same time share the refresh. A second 401 is the response.
  ///
  /// A redirect to another scheme, host or port is followed without the token. Its 401 is the response, and so is one
  /// with `error="insufficient_scope"`, because a new token has the same scopes. A request whose body is a stream
  /// (`httpBodyStream`) is not sent twice: its 401 is the response, and the next request has the new token.
  ///
  /// - Parameter request: An `Authorization` that it has is replaced.
  /// - Throws: The errors of ``authorized(_:)``. Nothing was sent then, unless the API refused the token and the refresh
  ///   failed: with the kind ``AuthError/Kind/sessionExpired``, the user has to sign in again. If no response comes,
  ///   the session's `URLError`.
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
