import CognitoAuthBindings

extension Auth {
  /// Registers a user (Cognito: SignUp).
  ///
  /// - Parameters:
  ///   - username: The user name; the address or number itself in a pool that signs in by e-mail or phone.
  ///   - password: The password; none in a pool that takes users without.
  ///   - options: The user's attributes, and what is passed to the pool's triggers.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func signUp(
    username: String,
    password: String? = nil,
    options: AuthSignUpRequest.Options? = nil
  ) async throws -> AuthSignUpResult {
    try await call { bridge, handle in
      AuthSignUpResult(
        try await bridge.signUp(
          username: username, password: password, options: options ?? .init(), call: handle))
    }
  }

  /// Confirms a sign-up with the code (Cognito: ConfirmSignUp).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func confirmSignUp(
    for username: String,
    confirmationCode: String,
    options: AuthConfirmSignUpRequest.Options? = nil
  ) async throws -> AuthSignUpResult {
    try await call { bridge, handle in
      AuthSignUpResult(
        try await bridge.confirmSignUp(
          username: username, confirmationCode: confirmationCode, options: options ?? .init(), call: handle))
    }
  }

  /// Sends a new sign-up code (Cognito: ResendConfirmationCode).
  ///
  /// - Returns: Where it went.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func resendSignUpCode(
    for username: String,
    options: AuthResendSignUpCodeRequest.Options? = nil
  ) async throws -> AuthCodeDeliveryDetails {
    try await call { bridge, handle in
      try await bridge.resendSignUpCode(username: username, options: options ?? .init(), call: handle)
    }
  }
}
