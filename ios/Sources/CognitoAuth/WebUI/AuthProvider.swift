/// An identity provider of the user pool. A sign-in with a provider opens the provider's page, not the pool's own.
public enum AuthProvider: Hashable, Sendable {
  /// Login with Amazon.
  case amazon
  /// Sign in with Apple.
  case apple
  /// Facebook.
  case facebook
  /// Google.
  case google
  /// An OpenID Connect provider, by its name in the user pool. The name is case-sensitive.
  case oidc(String)
  /// A SAML provider, by its name in the user pool. The name is case-sensitive.
  case saml(String)
  /// Any other provider, by its name in the user pool. The name is case-sensitive.
  case custom(String)
}
