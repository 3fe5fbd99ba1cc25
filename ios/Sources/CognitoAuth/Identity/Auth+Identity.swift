internal import CognitoAuthBindings

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func federateToIdentityPool(
    withProviderToken providerToken: String, for provider: AuthLoginProvider,
    options: AuthFederateToIdentityPoolRequest.Options
  ) async throws -> AuthFederateToIdentityPoolResult {
    try await call { bridge, handle in
      AuthFederateToIdentityPoolResult(
        try await bridge.federateToIdentityPool(
          provider: provider.bridged, token: providerToken, options: options.bridged, call: handle))
    }
  }

  public func clearFederationToIdentityPool() async throws {
    try await call { bridge, handle in
      try await bridge.clearFederationToIdentityPool(call: handle)
    }
  }
}
