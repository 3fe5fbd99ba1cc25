import CognitoAuthBindings

extension Auth {
  /// The signed-in user's attributes, from the service (Cognito: GetUser).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func fetchUserAttributes() async throws -> [AuthUserAttribute] {
    try await call { bridge, handle in
      try await bridge.fetchUserAttributes(call: handle)
    }
  }

  /// Changes one attribute of the signed-in user (Cognito: UpdateUserAttributes). A new address or number may have to
  /// be confirmed with a code, as the next step says.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func update(
    userAttribute: AuthUserAttribute,
    options: AuthUpdateUserAttributeRequest.Options? = nil
  ) async throws -> AuthUpdateAttributeResult {
    try await call { bridge, handle in
      AuthUpdateAttributeResult(
        try await bridge.updateUserAttribute(attribute: userAttribute, options: options ?? .init(), call: handle))
    }
  }

  /// Changes attributes of the signed-in user, all or none of them (Cognito: UpdateUserAttributes).
  ///
  /// - Returns: What each change came to.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func update(
    userAttributes: [AuthUserAttribute],
    options: AuthUpdateUserAttributesRequest.Options? = nil
  ) async throws -> [AuthUserAttributeKey: AuthUpdateAttributeResult] {
    try await call { bridge, handle in
      let results = try await bridge.updateUserAttributes(
        attributes: userAttributes, options: options ?? .init(), call: handle)
      return Dictionary(results.map { ($0.attributeKey, AuthUpdateAttributeResult($0)) }) { $1 }
    }
  }

  /// Removes attributes of the signed-in user (Cognito: DeleteUserAttributes).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func deleteUserAttributes(_ keys: [AuthUserAttributeKey]) async throws {
    try await call { bridge, handle in
      try await bridge.deleteUserAttributes(keys: keys, call: handle)
    }
  }

  /// Sends a code to the address or number that an attribute holds (Cognito: GetUserAttributeVerificationCode).
  ///
  /// - Returns: Where it went.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func sendVerificationCode(
    forUserAttributeKey key: AuthUserAttributeKey,
    options: AuthSendUserAttributeVerificationCodeRequest.Options? = nil
  ) async throws -> AuthCodeDeliveryDetails {
    try await call { bridge, handle in
      try await bridge.sendUserAttributeVerificationCode(key: key, options: options ?? .init(), call: handle)
    }
  }

  /// Confirms an address or number with the code that went there (Cognito: VerifyUserAttribute). After a wrong code
  /// the same call may be made again.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func confirm(userAttribute key: AuthUserAttributeKey, confirmationCode: String) async throws {
    try await call { bridge, handle in
      try await bridge.confirmUserAttribute(key: key, confirmationCode: confirmationCode, call: handle)
    }
  }

  /// Deletes the signed-in user's account at the service, then the session here (Cognito: DeleteUser).
  ///
  /// - Throws: ``AuthError``, and the session stands; `CancellationError` if the task is cancelled.
  public func deleteUser() async throws {
    try await call { bridge, handle in
      try await bridge.deleteUser(call: handle)
    }
  }
}
