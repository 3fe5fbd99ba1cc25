internal import CognitoAuthBindings

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func resetPassword(
    for username: String, options: AuthResetPasswordRequest.Options
  ) async throws -> AuthResetPasswordResult {
    try await call { bridge, handle in
      AuthResetPasswordResult(
        try await bridge.resetPassword(username: username, options: options.bridged, call: handle))
    }
  }

  public func confirmResetPassword(
    for username: String, with newPassword: String, confirmationCode: String,
    options: AuthConfirmResetPasswordRequest.Options
  ) async throws {
    try await call { bridge, handle in
      try await bridge.confirmResetPassword(
        username: username, newPassword: newPassword, confirmationCode: confirmationCode,
        options: options.bridged, call: handle)
    }
  }

  public func update(oldPassword: String?, to newPassword: String) async throws {
    try await call { bridge, handle in
      if let oldPassword {
        try await bridge.updatePassword(oldPassword: oldPassword, newPassword: newPassword, call: handle)
      } else {
        try await bridge.setFirstPassword(password: newPassword, call: handle)
      }
    }
  }
}
