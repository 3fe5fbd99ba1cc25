/// The provider that issued the token for ``AuthClient/federateToIdentityPool(withProviderToken:for:options:)``. Each
/// case says which of the provider's tokens to pass. The identity pool's settings have to list the provider.
public enum AuthLoginProvider: Hashable, Sendable {
  /// Login with Amazon: the access token.
  case amazon
  /// Sign in with Apple: the identity token.
  case apple
  /// Facebook: the access token. Limited Login gives an ID token instead: use ``oidc(_:)`` with Facebook's issuer.
  case facebook
  /// Google: the ID token.
  case google
  /// Twitter: the text `<token>;<secret>`.
  case twitter
  /// An OpenID Connect provider: the ID token. The value is the issuer, with or without `https://`.
  case oidc(String)
  /// A SAML provider: the assertion in base64. The value is the provider's ARN.
  case saml(String)
  /// The app's own server: the token of GetOpenIdTokenForDeveloperIdentity. It needs
  /// ``AuthFederateToIdentityPoolRequest/Options/developerProvidedIdentityId``.
  case developer
  /// Any other provider, by the name that it has in the identity pool.
  case custom(String)
}
