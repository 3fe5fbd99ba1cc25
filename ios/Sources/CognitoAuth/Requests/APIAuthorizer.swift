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

  /// - Parameters:
  ///   - auth: Has the session.
  ///   - hosts: The hosts that get a token, such as `api.example.com`, each with its port unless that is the scheme's
  ///     own: `localhost:8080`. A name stands for itself alone, not for the names below it.
  ///   - token: Which token they get.
  /// - Throws: ``AuthError`` with the code ``AuthErrorCode/invalidConfiguration``, if an entry is no host.
  public init(auth: any AuthClient, hosts: [String], token: AuthTokenKind = .access) throws(AuthError) {
    self.hosts = try APIHosts(hosts)
    tokens = APITokens(auth: auth, kind: token)
  }

  /// The request with a token that is valid now. It replaces another `Authorization`.
  ///
  /// Use it for what ``data(for:session:)`` does not do, such as uploads from a file. Give the task an
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
  /// - Parameters:
  ///   - request: An `Authorization` that it has is replaced.
  ///   - session: Sends the request. Its delegate is not asked about redirects.
  /// - Throws: The errors of ``authorized(_:)``. Nothing was sent then, unless the API refused the token and the refresh
  ///   failed: with the kind ``AuthError/Kind/sessionExpired``, the user has to sign in again. If no response comes,
  ///   the session's `URLError`.
  public func data(for request: URLRequest, session: URLSession = .shared) async throws -> (Data, HTTPURLResponse) {
    try hosts.check(request.url)
    let token = try await tokens.current()
    let first = try await send(request, bearing: token, by: session)
    guard first.refusesToken else { return first.content }
    let newer = try await tokens.replacement(for: token)
    guard request.httpBodyStream == nil else { return first.content }
    return try await send(request, bearing: newer, by: session).content
  }

  private func send(_ request: URLRequest, bearing token: String, by session: URLSession) async throws -> Exchange {
    let redirects = AuthorizationGuard()
    do {
      let (data, response) = try await session.data(for: request.bearing(token), delegate: redirects)
      guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
      return Exchange(content: (data, response), hadToken: !redirects.hasLeft)
    } catch {
      try Task.checkCancellation()
      throw error
    }
  }
}

/// A response, and whether the server that gave it had the token.
private struct Exchange {
  let content: (data: Data, response: HTTPURLResponse)
  let hadToken: Bool

  var refusesToken: Bool {
    let challenge = content.response.value(forHTTPHeaderField: "WWW-Authenticate") ?? ""
    return hadToken && content.response.statusCode == 401 && !challenge.contains("insufficient_scope")
  }
}

extension URLRequest {
  fileprivate func bearing(_ token: String) -> URLRequest {
    var request = self
    request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
    return request
  }
}
