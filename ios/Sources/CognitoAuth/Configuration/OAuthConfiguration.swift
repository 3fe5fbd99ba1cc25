/// The user pool's domain with its OAuth 2.0 endpoints, and what the app asks of them.
public struct OAuthConfiguration: Hashable, Sendable {
  /// The domain, such as `example.auth.eu-central-1.amazoncognito.com`, with a port if it has one. It can start with
  /// `https://`. It can start with `http://` for loopback, `10.0.2.2` and `.local` names, and for other hosts with
  /// ``UserPoolConfiguration/allowInsecureEndpoint``.
  public var domain: String
  /// The scopes to ask for (RFC 6749, section 3.3), such as `openid` and `aws.cognito.signin.user.admin`. If the list
  /// is empty, the service gives all that the app client allows. Otherwise `openid` has to be among them: the ID token
  /// says who signed in.
  public var scopes: [String]
  /// Where a sign-in ends: the app client's callback URLs, at least one. Web and app URIs can be mixed. If the
  /// request names none, the library chooses the first whose scheme is neither `http` nor `https`, or else the first.
  public var signInRedirectURIs: [String]
  /// Where a sign-out ends: the app client's sign-out URLs. The library chooses one by the same rule.
  public var signOutRedirectURIs: [String]
  /// The identity providers that the sign-in offers, by the service's names: `Google`, `Facebook`, `LoginWithAmazon`,
  /// `SignInWithApple`, or the pool's own names of its OIDC and SAML providers. They are for the app's form.
  public var identityProviders: [String]

  /// A domain, and where its pages send the user back to.
  public init(
    domain: String, scopes: [String] = [], signInRedirectURIs: [String], signOutRedirectURIs: [String] = [],
    identityProviders: [String] = []
  ) {
    self.domain = domain
    self.scopes = scopes
    self.signInRedirectURIs = signInRedirectURIs
    self.signOutRedirectURIs = signOutRedirectURIs
    self.identityProviders = identityProviders
  }
}
