import CognitoAuthTesting
import Foundation

@testable import CognitoAuth

/// Takes the place of a user pool's web pages and of the user. As a browser, it follows a script. As a transport, it
/// answers requests to the token endpoint, and passes any other request to another transport.
final class ManagedLogin: WebBrowser, HttpTransport {
  /// What the browser does with one page. In an address, `STATE` is replaced by the `state` of the browser's request.
  enum Page: Sendable {
    /// The browser comes back with this address.
    case redirect(String)
    /// The browser comes back with this address. The page was not private, even if the request asked for privacy.
    case sharedRedirect(String)
    case failure(any Error)
    /// The page stays open until it is cancelled.
    case open

    /// The browser comes back with a code.
    static let signedIn = Self.redirect("myapp://callback/?code=the-code&state=STATE")
    static let signedInWithoutPrivacy = Self.sharedRedirect("myapp://callback/?code=the-code&state=STATE")
    static let signedOut = Self.redirect("myapp://signed-out/")
  }

  static let oauth = OAuthConfiguration(
    domain: "auth.example.com", scopes: ["openid", "aws.cognito.signin.user.admin"],
    signInRedirectURIs: ["https://example.com/callback", "myapp://callback/"],
    signOutRedirectURIs: ["https://example.com/", "myapp://signed-out/"])
  private static let address = "https://auth.example.com/oauth2/token"

  private let transport: any HttpTransport
  private let poolId: String
  private let clientId: String
  private let script: Protected<[Page]>
  private let shown = Kept<WebBrowserRequest>()
  private let sent = Kept<String>()
  /// Tells when a page that stays open is shown, and when it is cancelled.
  let work = EndlessWork()

  init(
    _ pages: [Page] = [], poolId: String = LocalPool.userPoolId, clientId: String = "local-client",
    before transport: any HttpTransport = ObligingTransport()
  ) {
    script = Protected(pages)
    self.poolId = poolId
    self.clientId = clientId
    self.transport = transport
  }

  /// The pages that the browser was asked to show.
  var pages: [WebBrowserRequest] { shown.all }

  /// The operations that were requested. A request to the token endpoint is called `token`.
  var operations: [String] { sent.all }

  /// Adds pages to the script.
  func follow(_ pages: Page...) {
    script.withLock { $0 += pages }
  }

  /// The parameters of the newest page.
  func query() -> [String: String] {
    let items = pages.last.flatMap { URLComponents(url: $0.url, resolvingAgainstBaseURL: false)?.queryItems } ?? []
    return Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
  }

  /// The address in a text, with `STATE` replaced by the `state` of the newest page.
  func address(_ text: String) throws -> URL {
    try URL(string: text.replacingOccurrences(of: "STATE", with: query()["state"] ?? "none"))
      .orMismatch("no address: \(text)")
  }

  func redirect(for request: WebBrowserRequest) async throws -> WebBrowserRedirect {
    shown.keep(request)
    switch script.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
    case nil: throw Mismatch("one page too many")
    case .redirect(let text):
      return WebBrowserRedirect(url: try address(text), isPrivate: request.prefersPrivateSession)
    case .sharedRedirect(let text): return WebBrowserRedirect(url: try address(text), isPrivate: false)
    case .failure(let error): throw error
    case .open:
      await work.run()
      throw WebBrowserFailure.cancelled
    }
  }

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    guard request.url != Self.address else {
      sent.keep("token")
      return HttpResponse(status: 200, headers: [], body: try tokens())
    }
    let target = request.headers.first { $0.name.lowercased() == "x-amz-target" }?.value
    sent.keep(String(target?.split(separator: ".").last ?? "none"))
    return try await transport.send(request)
  }

  /// Tokens with the nonce of the newest sign-in. Their signatures are made up, because the core does not check
  /// signatures.
  private func tokens() throws -> Data {
    let signIn = pages.last { $0.url.path.hasSuffix("/authorize") }
    let items = signIn.flatMap { URLComponents(url: $0.url, resolvingAgainstBaseURL: false)?.queryItems }
    let nonce = items?.first { $0.name == "nonce" }?.value ?? ""
    let now = Int(Date().timeIntervalSince1970)
    let common: [String: JSON] = [
      "sub": "sub-of-ana", "iss": .string("http://127.0.0.1/\(poolId)"), "iat": .number(now),
      "exp": .number(now + 3600), "jti": "1", "origin_jti": "2",
    ]
    let id: [String: JSON] = ["aud": .string(clientId), "token_use": "id", "nonce": .string(nonce)]
    let access: [String: JSON] = [
      "client_id": .string(clientId), "token_use": "access", "username": "ana",
      "scope": "openid aws.cognito.signin.user.admin",
    ]
    return try JSONEncoder().encode(
      JSON([
        "id_token": .string(try Self.token(common.merging(id) { $1 })),
        "access_token": .string(try Self.token(common.merging(access) { $1 })),
        "refresh_token": "a-refresh-token", "token_type": "Bearer", "expires_in": 3600,
      ]))
  }

  private static func token(_ claims: [String: JSON]) throws -> String {
    "e30.\(Base64URL(try JSONEncoder().encode(JSON.object(claims))).text).c2ln"
  }
}

/// A transport that answers every request with an empty object, as the service does when it revokes a token.
struct ObligingTransport: HttpTransport {
  func send(_ request: HttpRequest) async throws -> HttpResponse {
    HttpResponse(status: 200, headers: [], body: Data("{}".utf8))
  }
}
