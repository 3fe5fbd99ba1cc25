/// The request of ``AuthClient/signInWithWebUI(for:browser:options:)``.
public enum AuthWebUISignInRequest {
  /// What the pages show and ask, and whom the app expects.
  public struct Options: Equatable, Sendable {
    /// Goes to the SAML or OpenID Connect provider with this identifier, such as the domain of an e-mail address. It
    /// takes precedence over the provider of the call.
    public var idpIdentifier: String?
    /// The scopes, in place of the configuration's. `openid` has to be one of them, because the ID token says who
    /// signed in. Calls about the account need `aws.cognito.signin.user.admin`.
    public var scopes: [String]
    /// The language of the pages, such as `de` or `pt-BR`.
    public var language: String?
    /// The user name that the page starts with.
    public var loginHint: String?
    /// What the pages may ask the user.
    public var prompt: [AuthWebUIPrompt]
    /// The ID token's `nonce`, in place of a random one.
    public var nonce: String?
    /// The API that the access token is for: its `aud` (RFC 8707).
    public var resource: String?
    /// Asks the browser to keep no cookie: the next sign-in asks for the password again, and a sign-out needs no
    /// browser. A browser that can't do this shows the page as usual, and keeps the cookie. Then a sign-out with a
    /// browser removes it. The sheet of iOS is private whenever it is asked to be. On macOS that depends on the user's
    /// default browser, so a sign-out shows the page there.
    public var prefersPrivateSession: Bool
    /// Which of ``OAuthConfiguration/signInRedirectURIs`` to use. If `nil`, the app's own one is chosen: the first that
    /// is neither http nor https, else the first.
    public var redirectURI: String?
    /// Whom the app expects.
    public var identityExpectation: AuthIdentityExpectation
    /// Waits while another page of the process is open in the browser. Without this option, the call then fails with
    /// ``AuthErrorCode/browserBusy``.
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
  /// Nothing: if the browser has no session, the sign-in fails with ``AuthErrorCode/loginRequired``. It can't be
  /// combined with another prompt.
  case none
  /// To sign in, even if the browser has a session.
  case login
  /// To choose an account. Cognito passes it on to providers.
  case selectAccount
  /// To consent. Cognito passes it on to providers.
  case consent
}

/// Whom the app expects to sign in. Another user's tokens are revoked, and the sign-in fails with
/// ``AuthErrorCode/unexpectedIdentity``.
public enum AuthIdentityExpectation: Hashable, Sendable {
  /// Anyone.
  case anyone
  /// The user with this id (`sub`).
  case user(UserId)
  /// None of the users with these ids (`sub`), such as those who are signed in elsewhere in the app.
  case otherThan([UserId])
}
