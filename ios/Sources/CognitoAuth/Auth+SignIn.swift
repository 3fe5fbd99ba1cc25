import CognitoAuthBindings

extension Auth {
  /// Signs a user in (Cognito: InitiateAuth, RespondToAuthChallenge). Unless the options say otherwise the password
  /// is proved by SRP and never sent.
  ///
  /// - Parameters:
  ///   - username: The user name, or an alias of it.
  ///   - password: The password; none for a flow without.
  ///   - options: The flow, and what is passed to the pool's triggers.
  /// - Throws: ``AuthError``, with the code `cancelled` if a newer sign-in or a sign-out took this one's place;
  ///   `CancellationError` if the task is cancelled.
  public func signIn(
    username: String,
    password: String? = nil,
    options: AuthSignInRequest.Options? = nil
  ) async throws -> AuthSignInResult {
    let options = options ?? .init()
    return try await call(presentingOn: options.presentationAnchor) { bridge, handle in
      AuthSignInResult(
        try await bridge.signIn(username: username, password: password, options: options.bridged, call: handle))
    }
  }

  /// Answers the open question of the sign-in under way (Cognito: RespondToAuthChallenge).
  ///
  /// A wrong code leaves the question open: it can be answered again.
  ///
  /// - Throws: ``AuthError``, with the code `cancelled` if a newer sign-in or a sign-out took this one's place;
  ///   `CancellationError` if the task is cancelled.
  public func confirmSignIn(
    challengeResponse: String,
    options: AuthConfirmSignInRequest.Options? = nil
  ) async throws -> AuthSignInResult {
    let options = options ?? .init()
    return try await call(presentingOn: options.presentationAnchor) { bridge, handle in
      AuthSignInResult(
        try await bridge.confirmSignIn(
          challengeResponse: challengeResponse, options: options.bridged, call: handle))
    }
  }

  /// Signs in the user whose sign-up was just confirmed, without a password (Cognito: InitiateAuth). Good once, when
  /// ``AuthSignUpStep/completeAutoSignIn(_:)`` was the sign-up's next step.
  ///
  /// - Throws: ``AuthError``, with the code `noPendingAutoSignIn` if there is no such sign-up, and `cancelled` if a newer
  ///   sign-in or a sign-out took this one's place; `CancellationError` if the task is cancelled.
  public func autoSignIn() async throws -> AuthSignInResult {
    try await call { bridge, handle in
      AuthSignInResult(try await bridge.autoSignIn(call: handle))
    }
  }
}
