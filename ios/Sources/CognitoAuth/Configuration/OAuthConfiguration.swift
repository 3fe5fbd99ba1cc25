/// The domain of the user pool's OAuth 2.0 endpoints, and the app client's scopes, redirects and identity providers.
public struct OAuthConfiguration: Hashable, Sendable {
  /// The domain, such as `example.auth.eu-central-1.amazoncognito.com`, with a port if it has one. It can start with
  /// `https://`. It can start with `http://` if the host is loopback, `10.0.2.2` or a `.local` name. For any other
  /// host, `http://` needs ``UserPoolConfiguration/allowInsecureEndpoint``.
  public var domain: String
  /// The scopes to ask for (RFC 6749, section 3.3), such as `openid` and `aws.cognito.signin.user.admin`. If the list
  /// is empty, the service grants every scope that the app client allows. Otherwise `openid` has to be in the list,
  /// because the ID token says who signed in.
  public var scopes: [String]
  /// Where a sign-in ends: the app client's callback URLs, at least one. The list can contain both web URIs and URIs
  /// with the app's own scheme. If the request does not choose one, the library takes the first whose scheme is neither
  /// `http` nor `https`. If all are web URIs, it takes the first.
  public var signInRedirectURIs: [String]
  /// Where a sign-out ends: the app client's sign-out URLs. The library chooses one by the same rule.
  public var signOutRedirectURIs: [String]
  /// The identity providers that the sign-in offers, by the service's names: `Google`, `Facebook`, `LoginWithAmazon`,
  /// `SignInWithApple`, or the pool's own names of its OIDC and SAML providers. The app can show them in its sign-in
  /// form; the library does not use them.
  public var identityProviders: [String]

  /// A domain, and the URIs to which its pages redirect.
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
