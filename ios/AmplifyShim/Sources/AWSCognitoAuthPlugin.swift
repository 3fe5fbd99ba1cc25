import CognitoAuth

/// Makes the client for ``Amplify/configure(with:)``. It also has the calls that Amplify offers only on its plugin.
public final class AWSCognitoAuthPlugin: AuthCategoryPlugin {
  /// The key that ``AuthClient/getPlugin(for:)`` takes.
  public static let key = "awsCognitoAuthPlugin"
  let makeClient: @Sendable (AuthConfiguration) throws -> any AuthClient

  /// A plugin whose client the app makes itself, with a store, a transport or a log of its own.
  public init(makingClient makeClient: @escaping @Sendable (AuthConfiguration) throws -> any AuthClient) {
    self.makeClient = makeClient
  }

  /// The second factors that are enabled, and the preferred one.
  public func fetchMFAPreference() async throws -> UserMFAPreference {
    try await Amplify.Auth.fetchMFAPreference()
  }

  /// Enables and disables second factors. A factor that is left out stays as it is.
  public func updateMFAPreference(
    sms: MFAPreference? = nil, totp: MFAPreference? = nil, email: MFAPreference? = nil
  ) async throws {
    try await Amplify.Auth.updateMFAPreference(sms: sms, totp: totp, email: email)
  }

  /// Gets AWS credentials for a login of another provider, without a user of the user pool.
  public func federateToIdentityPool(
    withProviderToken providerToken: String, for provider: AuthLoginProvider,
    options: AuthFederateToIdentityPoolRequest.Options? = nil
  ) async throws -> AuthFederateToIdentityPoolResult {
    try await Amplify.Auth.federateToIdentityPool(withProviderToken: providerToken, for: provider, options: options)
  }

  /// Ends the federation on this device.
  public func clearFederationToIdentityPool() async throws {
    try await Amplify.Auth.clearFederationToIdentityPool()
  }
}

/// What ``AuthClient/getPlugin(for:)`` returns. Cast it to ``AWSCognitoAuthPlugin``.
public protocol AuthCategoryPlugin: AnyObject, Sendable {}

extension AuthClient {
  /// The plugin that the app added.
  ///
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration`` if `key` is not ``AWSCognitoAuthPlugin/key``.
  public func getPlugin(for key: String) throws -> any AuthCategoryPlugin {
    guard key == AWSCognitoAuthPlugin.key else {
      throw AuthError(
        kind: .configuration, code: .invalidConfiguration, errorDescription: "There is no such plugin.",
        recoverySuggestion: "Use the key \(AWSCognitoAuthPlugin.key).")
    }
    return Amplify.plugin
  }
}
