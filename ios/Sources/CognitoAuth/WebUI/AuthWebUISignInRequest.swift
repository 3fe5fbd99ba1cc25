/// The request of ``AuthClient/signInWithWebUI(for:browser:options:)``.
public enum AuthWebUISignInRequest {
  /// What the pages show and ask, and which user the app expects.
  public struct Options: Equatable, Sendable {
    /// Opens the page of the SAML or OpenID Connect provider that has this identifier, such as the domain of an e-mail
    /// address. The identifier takes precedence over the provider of the call.
    public var idpIdentifier: String?
    /// The scopes to ask for, in place of the configuration's. `openid` has to be one of them, because the ID token
    /// says who signed in. Calls about the account need `aws.cognito.signin.user.admin`.
    public var scopes: [String]
    /// The language of the pages, such as `de` or `pt-BR`.
    public var language: String?
    /// The user name that the page starts with.
    public var loginHint: String?
    /// What the pages may ask the user.
    public var prompt: [AuthWebUIPrompt]
    /// The ID token's `nonce`, in place of a random one.
    public var nonce: String?
    /// The API that the access token is for. It becomes the token's `aud` (RFC 8707).
    public var resource: String?
    /// Asks the browser to keep no cookie. The next sign-in then asks for the password again, and a sign-out needs no
    /// browser. A browser that has no private pages shows the page as usual, and keeps the cookie. Then a sign-out with
    /// a browser removes the cookie. On iOS, the sheet is private whenever this option is set. On macOS, the user's
    /// default browser decides whether the sheet is private. So on macOS a sign-out always opens the pool's page.
    public var prefersPrivateSession: Bool
    /// Which of ``OAuthConfiguration/signInRedirectURIs`` to use. If `nil`, the library takes the first that is neither
    /// http nor https, or the first one if there is no such URI.
    public var redirectURI: String?
    /// Which user the app expects.
    public var identityExpectation: AuthIdentityExpectation
    /// Waits while another page of the process is open in the browser. Without this option, the call fails with
    /// ``AuthErrorCode/browserBusy`` if another page is open.
    public var waitsForBrowser: Bool

    /// Options of a sign-in on the web.
    public init(
      idpIdentifier: String? = nil, scopes: [String] = [], language: String? = nil, loginHint: String? = nil,
      prompt: [AuthWebUIPrompt] = [], nonce: String? = nil, resource: String? = nil,
      prefersPrivateSession: Bool = false, redirectURI: String? = nil,
      identityExpectation: AuthIdentityExpectation = .anyone, waitsForBrowser: Bool = false
    ) {
      self.idpIdentifier = idpIdentifier
      self.scopes = scopes
      self.language = language
      self.loginHint = loginHint
      self.prompt = prompt
      self.nonce = nonce
      self.resource = resource
      self.prefersPrivateSession = prefersPrivateSession
      self.redirectURI = redirectURI
      self.identityExpectation = identityExpectation
      self.waitsForBrowser = waitsForBrowser
    }
  }
}

/// What the pages may ask the user (OpenID Connect Core, section 3.1.2.1).
public enum AuthWebUIPrompt: Hashable, Sendable, CaseIterable {
  /// The pages ask nothing. If the browser has no session, the sign-in fails with ``AuthErrorCode/loginRequired``. This
  /// prompt can't be combined with another one.
  case none
  /// The user has to sign in, even if the browser has a session.
  case login
  /// The user has to choose an account. Cognito passes this prompt on to the identity provider.
  case selectAccount
  /// The user has to consent. Cognito passes this prompt on to the identity provider.
  case consent
}

/// Which user the app expects to sign in. If another user signs in, that user's tokens are revoked, and the sign-in
/// fails with ``AuthErrorCode/unexpectedIdentity``.
public enum AuthIdentityExpectation: Hashable, Sendable {
  /// Anyone.
  case anyone
  /// The user with this id (`sub`).
  case user(UserId)
  /// Any user except those with these ids (`sub`), such as the users who are signed in to the app's other accounts.
  case otherThan([UserId])
}
