import CognitoAuthBindings

extension Auth {
  /// Registers a passkey for the signed-in user (Cognito: StartWebAuthnRegistration, CompleteWebAuthnRegistration).
  /// The platform asks the user; the time that this takes does not count.
  ///
  /// - Throws: ``AuthError``, with the code `passkeyCancelled` if the user closed the sheet, `passkeyUnsupported` where
  ///   there are no passkeys; `CancellationError` if the task is cancelled.
  public func associateWebAuthnCredential() async throws {
    try await associateWebAuthnCredential(presentingOn: PresentationAnchor())
  }

  func associateWebAuthnCredential(presentingOn anchor: PresentationAnchor) async throws {
    try await call(presentingOn: anchor) { bridge, handle in
      try await bridge.associateWebAuthnCredential(call: handle)
    }
  }

  /// The signed-in user's passkeys, page by page (Cognito: ListWebAuthnCredentials).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func listWebAuthnCredentials(
    options: AuthListWebAuthnCredentialsRequest.Options? = nil
  ) async throws -> AuthListWebAuthnCredentialsResult {
    try await call { bridge, handle in
      try await bridge.listWebAuthnCredentials(options: options ?? .init(), call: handle)
    }
  }

  /// Removes a passkey at the service (Cognito: DeleteWebAuthnCredential). What the device holds stays there.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func deleteWebAuthnCredential(credentialId: String) async throws {
    try await call { bridge, handle in
      try await bridge.deleteWebAuthnCredential(credentialId: credentialId, call: handle)
    }
  }

  /// What the signed-in user can sign in with (Cognito: GetUserAuthFactors).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func fetchUserAuthFactors() async throws -> UserAuthFactors {
    try await call { bridge, handle in
      UserAuthFactors(try await bridge.fetchUserAuthFactors(call: handle))
    }
  }
}
