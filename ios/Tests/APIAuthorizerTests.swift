import XCTest

@testable import CognitoAuth

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Requests of an app to its own API. A minimal server takes the API's place.
final class APIAuthorizerTests: XCTestCase {
  private let auth = NumberedTokens()

  /// An API that accepts only the token with this number.
  private func makeServer(taking number: Int) throws -> TinyServer {
    try TinyServer { request in
      request.contains("Authorization: Bearer access-\(number)\r\n") ? Self.response("200 OK") : Self.refusal()
    }
  }

  private static func response(_ status: String, headers: [String] = [], body: String = "") -> String {
    let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  private static func refusal(_ challenge: String = "Bearer error=\"invalid_token\"") -> String {
    response("401 Unauthorized", headers: ["WWW-Authenticate: \(challenge)"])
  }

  private static func redirect(to server: TinyServer, _ path: String = "/") -> String {
    response("307 Temporary Redirect", headers: ["Location: http://127.0.0.1:\(server.port)\(path)"])
  }

  private func makeAPI(_ server: TinyServer, token: AuthTokenKind = .access) throws -> APIAuthorizer {
    try APIAuthorizer(auth: auth, hosts: ["127.0.0.1:\(server.port)"], token: token)
  }

  private func request(_ server: TinyServer, _ path: String = "/") throws -> URLRequest {
    URLRequest(url: try XCTUnwrap(URL(string: "http://127.0.0.1:\(server.port)\(path)")))
  }

  func testARequestHasTheTokenThatTheAppChose() async throws {
    let server = try TinyServer { _ in Self.response("200 OK", body: "hello") }
    for (kind, token) in [(AuthTokenKind.access, "access-1"), (.id, "id-1")] {
      var request = try request(server)
      request.setValue("Basic YTpi", forHTTPHeaderField: "Authorization")
      let (data, response) = try await makeAPI(server, token: kind).data(for: request)
      XCTAssertEqual(response.statusCode, 200)
      XCTAssertEqual(data, Data("hello".utf8))
      let received = try XCTUnwrap(server.requests.last)
      XCTAssertTrue(received.contains("Authorization: Bearer \(token)\r\n"), received)
      XCTAssertFalse(received.contains("Basic"))
    }
    XCTAssertEqual(auth.refreshes, 0)
  }

  func testARefusedTokenIsRefreshedAndTheRequestIsSentAgain() async throws {
    let server = try makeServer(taking: 2)
    var request = try request(server)
    request.httpMethod = "POST"
    request.httpBody = Data("{\"a\":1}".utf8)
    let (_, response) = try await makeAPI(server).data(for: request)
    XCTAssertEqual(response.statusCode, 200)
    XCTAssertEqual(auth.refreshes, 1)
    XCTAssertEqual(server.requests.count, 2)
    XCTAssertTrue(server.requests.allSatisfy { $0.hasPrefix("POST / ") && $0.hasSuffix("{\"a\":1}") })
  }

  func testIfTheAPIAlsoRefusesTheNewTokenTheAppGetsTheRefusal() async throws {
    let server = try makeServer(taking: 9)
    let (_, response) = try await makeAPI(server).data(for: request(server))
    XCTAssertEqual(response.statusCode, 401)
    XCTAssertEqual(auth.refreshes, 1)
    XCTAssertEqual(server.requests.count, 2)
  }

  func testRequestsAtTheSameTimeShareOneRefresh() async throws {
    let server = try makeServer(taking: 2)
    let api = try makeAPI(server)
    let request = try request(server)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 {
        group.addTask { try await api.data(for: request).1.statusCode }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    XCTAssertEqual(statuses, Array(repeating: 200, count: 20))
    XCTAssertEqual(auth.refreshes, 1)
    // Without this use of the server, Swift could free the server while the requests are on their way.
    XCTAssertGreaterThan(server.requests.count, 20)
  }

  func testARefusalForAMissingScopeCausesNoRefresh() async throws {
    let server = try TinyServer { _ in Self.refusal("Bearer error=\"insufficient_scope\"") }
    let (_, response) = try await makeAPI(server).data(for: request(server))
    XCTAssertEqual(response.statusCode, 401)
    XCTAssertEqual(auth.refreshes, 0)
    XCTAssertEqual(server.requests.count, 1)
  }

  func testARequestWhoseBodyIsAStreamIsNotSentAgain() async throws {
    let server = try makeServer(taking: 2)
    var request = try request(server)
    request.httpMethod = "POST"
    request.httpBodyStream = InputStream(data: Data("body".utf8))
    request.setValue("4", forHTTPHeaderField: "Content-Length")
    let api = try makeAPI(server)
    let (_, response) = try await api.data(for: request)
    XCTAssertEqual(response.statusCode, 401)
    XCTAssertEqual(server.requests.count, 1)
    // The first request has refreshed the token for the next one.
    let (_, next) = try await api.data(for: self.request(server))
    XCTAssertEqual(next.statusCode, 200)
    XCTAssertEqual(auth.refreshes, 1)
  }

  func testARequestToAnInsecureOrUnlistedAddressIsRefused() async throws {
    let server = try TinyServer { _ in Self.response("200 OK") }
    let api = try APIAuthorizer(auth: auth, hosts: ["api.example.com", "127.0.0.1:\(server.port)"])
    let addresses: [(String, AuthErrorCode)] = [
      ("https://elsewhere.example.com/", .invalidConfiguration),
      ("https://a.api.example.com/", .invalidConfiguration),
      ("https://api.example.com./", .invalidConfiguration),
      ("https://api.example.com:8443/", .invalidConfiguration),
      ("https://api.example.com:443@elsewhere.example.com/", .invalidConfiguration),
      ("https://someone@api.example.com/", .invalidConfiguration),
      ("ftp://api.example.com/", .invalidConfiguration),
      ("http://api.example.com/", .insecureEndpoint),
      ("http://127.0.0.1:9/", .invalidConfiguration),
    ]
    for (address, code) in addresses {
      let request = URLRequest(url: try XCTUnwrap(URL(string: address), address))
      let error = try await authError { try await api.data(for: request) }
      XCTAssertEqual(error.code, code, address)
      XCTAssertEqual(error.kind, .configuration, address)
      let refused = try await authError { try await api.authorized(request) }
      XCTAssertEqual(refused, error, address)
    }
    XCTAssertEqual(server.requests, [])
  }

  func testARequestToAListedHostAndPortGetsTheToken() async throws {
    let api = try APIAuthorizer(auth: auth, hosts: ["API.example.com", "example.com:8443", "[::1]:8080"])
    for address in [
      "https://api.example.com/a?b", "HTTPS://api.EXAMPLE.com:443/", "https://example.com:8443/", "http://[::1]:8080/",
    ] {
      let request = try await api.authorized(URLRequest(url: try XCTUnwrap(URL(string: address))))
      XCTAssertEqual(request.value(forHTTPHeaderField: "Authorization"), "Bearer access-1", address)
    }
  }

  func testAnEmptyHostListOrAMalformedHostIsRefused() async throws {
    let ports = ["", "0", "-1", "+443", "65536", "99999", "4294967739", "99999999999999999999"].map { "a:\($0)" }
    let entries = ["", "*.example.com", "https://example.com", "example.com/path", "a b", "user@example.com", "a:port"]
    for entry in entries + ports {
      let error = try await authError { try APIAuthorizer(auth: auth, hosts: [entry]) }
      XCTAssertEqual(error.code, .invalidConfiguration, entry)
      XCTAssertEqual(error.field, "hosts")
    }
    _ = try await authError { try APIAuthorizer(auth: auth, hosts: []) }
    for port in [1, 65535] { XCTAssertNoThrow(try APIAuthorizer(auth: auth, hosts: ["a:\(port)"])) }
  }

  func testARedirectToAnotherServerIsFollowedWithoutTheToken() async throws {
    let elsewhere = try TinyServer { _ in Self.refusal() }
    let server = try TinyServer { _ in Self.redirect(to: elsewhere, "/there") }
    let (_, response) = try await makeAPI(server).data(for: request(server))
    // The refusal comes from the other server, which got no token. So the token is not refreshed.
    XCTAssertEqual(response.statusCode, 401)
    XCTAssertEqual(auth.refreshes, 0)
    XCTAssertEqual(server.requests.count, 1)
    XCTAssertEqual(elsewhere.requests.count, 1)
    XCTAssertTrue(try XCTUnwrap(elsewhere.requests.first).hasPrefix("GET /there "))
    XCTAssertFalse(elsewhere.requests.contains { $0.contains("access-") })
  }

  func testARedirectWithinTheAPIKeepsTheToken() async throws {
    let server = try TinyServer { request in
      guard request.hasPrefix("GET /old ") else { return Self.response("200 OK") }
      return Self.response("302 Found", headers: ["Location: /new"])
    }
    let (_, response) = try await makeAPI(server).data(for: request(server, "/old"))
    XCTAssertEqual(response.statusCode, 200)
    XCTAssertEqual(server.requests.count, 2)
    XCTAssertTrue(server.requests.allSatisfy { $0.contains("Authorization: Bearer access-1\r\n") })
  }

  func testARedirectFromAnotherAddressBackToTheAPIGetsNoToken() throws {
    let redirects = AuthorizationGuard()
    let original = try authorized("https://api.example.com/")
    for (address, hasToken) in [
      ("https://api.example.com/a", true), ("http://api.example.com/a", false), ("https://api.example.com/a", false),
    ] {
      let followed = redirects.followed(try authorized(address), from: original)
      XCTAssertEqual(followed.value(forHTTPHeaderField: "Authorization") != nil, hasToken, address)
    }
  }

  private func authorized(_ address: String) throws -> URLRequest {
    var request = URLRequest(url: try XCTUnwrap(URL(string: address)))
    request.setValue("Bearer token", forHTTPHeaderField: "Authorization")
    return request
  }

  func testNothingIsSentWhileNobodyIsSignedIn() async throws {
    let server = try TinyServer { _ in Self.response("200 OK") }
    let api = try APIAuthorizer(auth: NumberedTokens(isSignedIn: false), hosts: ["127.0.0.1:\(server.port)"])
    let error = try await authError { try await api.data(for: request(server)) }
    XCTAssertEqual(error.kind, .signedOut)
    XCTAssertEqual(error.code, .notSignedIn)
    XCTAssertEqual(server.requests, [])
  }

  func testIfTheRefreshFailsTheRequestFailsWithTheSameError() async throws {
    let server = try makeServer(taking: 2)
    auth.failRefreshes(with: AuthError(kind: .sessionExpired, code: .sessionExpired))
    let api = try makeAPI(server)
    for attempt in 1...2 {
      let error = try await authError { try await api.data(for: request(server)) }
      XCTAssertEqual(error.kind, .sessionExpired)
      XCTAssertEqual(auth.refreshes, attempt)
    }
  }

  func testCancellingTheTaskEndsTheRequest() async throws {
    let server = try TinyServer { _ in nil }
    let api = try makeAPI(server)
    let request = try request(server)
    let call = Task { try await api.data(for: request) }
    try await eventually { server.requests.count == 1 }
    call.cancel()
    let result = try await within { await call.result.map { $0.1.statusCode } }
    XCTAssertThrowsError(try result.get()) { XCTAssertTrue($0 is CancellationError, "\($0)") }
  }
}
