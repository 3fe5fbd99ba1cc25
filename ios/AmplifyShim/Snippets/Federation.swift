func federate(token: String) async throws {
  guard let plugin = try Amplify.Auth.getPlugin(for: "awsCognitoAuthPlugin") as? AWSCognitoAuthPlugin else { return }
  print(try await plugin.federateToIdentityPool(withProviderToken: token, for: .apple).identityId)
  _ = try await plugin.federateToIdentityPool(
    withProviderToken: token, for: .facebook, options: .init(developerProvidedIdentityID: "id"))
  try await plugin.clearFederationToIdentityPool()
}
