// The calls for the signed-in user's account, with completion handlers.

extension AuthClient {
  /// The signed-in user's attributes, from the service (Cognito: GetUser).
  @preconcurrency @discardableResult
  public func fetchUserAttributes(
    completion: AuthCompletion<[AuthUserAttribute]>? = nil
  ) -> AuthOperation<[AuthUserAttribute]> {
    start(completion) { try await $0.fetchUserAttributes() }
  }

  /// Changes one attribute of the signed-in user (Cognito: UpdateUserAttributes).
  @preconcurrency @discardableResult
  public func update(
    userAttribute: AuthUserAttribute,
    options: AuthUpdateUserAttributeRequest.Options? = nil,
    completion: AuthCompletion<AuthUpdateAttributeResult>? = nil
  ) -> AuthOperation<AuthUpdateAttributeResult> {
    start(completion) { try await $0.update(userAttribute: userAttribute, options: options) }
  }

  /// Changes several attributes of the signed-in user (Cognito: UpdateUserAttributes). If one change fails, no
  /// attribute changes.
  @preconcurrency @discardableResult
  public func update(
    userAttributes: [AuthUserAttribute],
    options: AuthUpdateUserAttributesRequest.Options? = nil,
    completion: AuthCompletion<[AuthUserAttributeKey: AuthUpdateAttributeResult]>? = nil
  ) -> AuthOperation<[AuthUserAttributeKey: AuthUpdateAttributeResult]> {
    start(completion) { try await $0.update(userAttributes: userAttributes, options: options) }
  }

  /// Removes attributes of the signed-in user (Cognito: DeleteUserAttributes).
  @preconcurrency @discardableResult
  public func deleteUserAttributes(
    _ keys: [AuthUserAttributeKey],
    completion: AuthCompletion<Void>? = nil
  ) -> AuthOperation<Void> {
    start(completion) { try await $0.deleteUserAttributes(keys) }
  }

  /// Sends a code to the address or number of an attribute (Cognito: GetUserAttributeVerificationCode).
  @preconcurrency @discardableResult
  public func sendVerificationCode(
    forUserAttributeKey key: AuthUserAttributeKey,
    options: AuthSendUserAttributeVerificationCodeRequest.Options? = nil,
    completion: AuthCompletion<AuthCodeDeliveryDetails>? = nil
  ) -> AuthOperation<AuthCodeDeliveryDetails> {
    start(completion) { try await $0.sendVerificationCode(forUserAttributeKey: key, options: options) }
  }

  /// Confirms an address or number with the code that was sent there (Cognito: VerifyUserAttribute).
  @preconcurrency @discardableResult
  public func confirm(
    userAttribute key: AuthUserAttributeKey,
    confirmationCode: String,
    completion: AuthCompletion<Void>? = nil
  ) -> AuthOperation<Void> {
    start(completion) { try await $0.confirm(userAttribute: key, confirmationCode: confirmationCode) }
  }

  /// Deletes the signed-in user's account at the service, then the session on this device (Cognito: DeleteUser).
  @preconcurrency @discardableResult
  public func deleteUser(completion: AuthCompletion<Void>? = nil) -> AuthOperation<Void> {
    start(completion) { try await $0.deleteUser() }
  }

  /// Sends a code with which the user can replace a forgotten password (Cognito: ForgotPassword).
  @preconcurrency @discardableResult
  public func resetPassword(
    for username: String,
    options: AuthResetPasswordRequest.Options? = nil,
    completion: AuthCompletion<AuthResetPasswordResult>? = nil
  ) -> AuthOperation<AuthResetPasswordResult> {
    start(completion) { try await $0.resetPassword(for: username, options: options) }
  }

  /// Replaces a forgotten password, with the code that was sent (Cognito: ConfirmForgotPassword).
  @preconcurrency @discardableResult
  public func confirmResetPassword(
    for username: String,
    with newPassword: String,
    confirmationCode: String,
    options: AuthConfirmResetPasswordRequest.Options? = nil,
    completion: AuthCompletion<Void>? = nil
  ) -> AuthOperation<Void> {
    start(completion) {
      try await $0.confirmResetPassword(
        for: username, with: newPassword, confirmationCode: confirmationCode, options: options)
    }
  }

  /// Changes the signed-in user's password (Cognito: ChangePassword).
  @preconcurrency @discardableResult
  public func update(
    oldPassword: String?,
    to newPassword: String,
    completion: AuthCompletion<Void>? = nil
  ) -> AuthOperation<Void> {
    start(completion) { try await $0.update(oldPassword: oldPassword, to: newPassword) }
  }
}
