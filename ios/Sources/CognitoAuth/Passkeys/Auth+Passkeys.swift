internal import CognitoAuthBindings

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func associateWebAuthnCredential() async throws {
    try await associateWebAuthnCredential(presentingOn: PresentationAnchor())
  }

  #if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
    public func associateWebAuthnCredential(presentationAnchor: AuthUIPresentationAnchor?) async throws {
      try await associateWebAuthnCredential(presentingOn: PresentationAnchor(window: presentationAnchor))
    }
  #endif

  private func associateWebAuthnCredential(presentingOn anchor: PresentationAnchor) async throws {
    try await call(presentingOn: anchor) { bridge, handle in
      try await bridge.associateWebAuthnCredential(call: handle)
    }
  }

  public func listWebAuthnCredentials(
    options: AuthListWebAuthnCredentialsRequest.Options
  ) async throws -> AuthListWebAuthnCredentialsResult {
    try await call { bridge, handle in
      AuthListWebAuthnCredentialsResult(
        try await bridge.listWebAuthnCredentials(options: options.bridged, call: handle))
    }
  }

  public func deleteWebAuthnCredential(credentialId: String) async throws {
    try await call { bridge, handle in
      try await bridge.deleteWebAuthnCredential(credentialId: credentialId, call: handle)
    }
  }

  public func fetchUserAuthFactors() async throws -> UserAuthFactors {
    try await call { bridge, handle in
      UserAuthFactors(try await bridge.fetchUserAuthFactors(call: handle))
    }
  }
}
