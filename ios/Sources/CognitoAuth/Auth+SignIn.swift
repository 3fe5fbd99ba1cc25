import CognitoAuthBindings

extension Auth {
  /// Signs a user in (Cognito: InitiateAuth, RespondToAuthChallenge). Unless the options say otherwise the password
  /// is proved by SRP and never sent.
  ///
  /// - Parameters:
  ///   - username: The user name, or an alias of it.
  ///   - password: The password; none for a flow without.
  ///   - options: The flow, and what is passed to the pool's triggers.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func signIn(
    username: String,
    password: String? = nil,
    options: AuthSignInRequest.Options? = nil
  ) async throws -> AuthSignInResult {
    try await call { bridge, handle in
      AuthSignInResult(
        try await bridge.signIn(
          username: username, password: password, options: (options ?? .init()).bridged, call: handle))
    }
  }

  /// Answers the open question of the sign-in under way (Cognito: RespondToAuthChallenge).
  ///
  /// A wrong code leaves the question open: it can be answered again.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func confirmSignIn(
    challengeResponse: String,
    options: AuthConfirmSignInRequest.Options? = nil
  ) async throws -> AuthSignInResult {
    try await call { bridge, handle in
      AuthSignInResult(
        try await bridge.confirmSignIn(
          challengeResponse: challengeResponse, options: options ?? .init(), call: handle))
    }
  }
}
