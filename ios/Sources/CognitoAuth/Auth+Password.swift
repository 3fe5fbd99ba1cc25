import CognitoAuthBindings

extension Auth {
  /// Sends a code with which a forgotten password can be replaced (Cognito: ForgotPassword).
  ///
  /// - Returns: What comes next: where the code went.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func resetPassword(
    for username: String,
    options: AuthResetPasswordRequest.Options? = nil
  ) async throws -> AuthResetPasswordResult {
    try await call { bridge, handle in
      AuthResetPasswordResult(
        try await bridge.resetPassword(username: username, options: options ?? .init(), call: handle))
    }
  }

  /// Replaces a forgotten password, with the code that was sent (Cognito: ConfirmForgotPassword). After a wrong code
  /// the same call may be made again.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func confirmResetPassword(
    for username: String,
    with newPassword: String,
    confirmationCode: String,
    options: AuthConfirmResetPasswordRequest.Options? = nil
  ) async throws {
    try await call { bridge, handle in
      try await bridge.confirmResetPassword(
        username: username, newPassword: newPassword, confirmationCode: confirmationCode,
        options: options ?? .init(), call: handle)
    }
  }

  /// Changes the signed-in user's password (Cognito: ChangePassword). The session stands.
  ///
  /// - Parameters:
  ///   - oldPassword: The password until now; none for the first password of a user who signs in without.
  ///   - newPassword: The password from now on.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func update(oldPassword: String?, to newPassword: String) async throws {
    try await call { bridge, handle in
      try await bridge.updatePassword(oldPassword: oldPassword, newPassword: newPassword, call: handle)
    }
  }
}
