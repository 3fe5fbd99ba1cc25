// The calls for the identity pool and for the session's state, with completion handlers.

extension AuthClient {
  /// Gets AWS credentials for a login of another provider, without a user of the user pool (Cognito: GetId,
  /// GetCredentialsForIdentity).
  @preconcurrency @discardableResult
  public func federateToIdentityPool(
    withProviderToken providerToken: String,
    for provider: AuthLoginProvider,
    options: AuthFederateToIdentityPoolRequest.Options? = nil,
    completion: AuthCompletion<AuthFederateToIdentityPoolResult>? = nil
  ) -> AuthOperation<AuthFederateToIdentityPoolResult> {
    start(completion) {
      try await $0.federateToIdentityPool(withProviderToken: providerToken, for: provider, options: options)
    }
  }

  /// Ends the federation on this device: removes the identity, its credentials and the provider's token. No request is
  /// made.
  @preconcurrency @discardableResult
  public func clearFederationToIdentityPool(completion: AuthCompletion<Void>? = nil) -> AuthOperation<Void> {
    start(completion) { try await $0.clearFederationToIdentityPool() }
  }

  /// Who is signed in, according to the store. No request is made.
  @preconcurrency @discardableResult
  public func sessionState(completion: AuthCompletion<AuthSessionState>? = nil) -> AuthOperation<AuthSessionState> {
    start(completion) { try await $0.sessionState() }
  }

  /// The sign-in that waits for the answer to its challenge; `nil` if there is none. No request is made.
  @preconcurrency @discardableResult
  public func pendingSignIn(
    completion: AuthCompletion<AuthPendingSignIn?>? = nil
  ) -> AuthOperation<AuthPendingSignIn?> {
    start(completion) { try await $0.pendingSignIn() }
  }
}
