import CognitoAuthBindings

// What the guides, or those of 2020, call by another name. Nothing here does anything of its own.

/// ``AuthSignOutResult``, by the name that the guides cast it to.
public typealias AWSCognitoSignOutResult = AuthSignOutResult

extension AuthSignOutResult {
  /// Whether the session is gone from this device: the guides' name for ``isSignedOutLocally``.
  public var signedOutLocally: Bool { isSignedOutLocally }
}

extension Auth {
  /// Another name for ``sendVerificationCode(forUserAttributeKey:options:)``.
  ///
  /// - Returns: Where it went.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func resendConfirmationCode(
    forUserAttributeKey key: AuthUserAttributeKey,
    options: AuthSendUserAttributeVerificationCodeRequest.Options? = nil
  ) async throws -> AuthCodeDeliveryDetails {
    try await sendVerificationCode(forUserAttributeKey: key, options: options)
  }

  /// The name of 2020 for ``sendVerificationCode(forUserAttributeKey:options:completion:)``.
  @preconcurrency @discardableResult
  public func resendConfirmationCode(
    for key: AuthUserAttributeKey,
    options: AuthSendUserAttributeVerificationCodeRequest.Options? = nil,
    completion: AuthCompletion<AuthCodeDeliveryDetails>? = nil
  ) -> AuthOperation<AuthCodeDeliveryDetails> {
    sendVerificationCode(forUserAttributeKey: key, options: options, completion: completion)
  }
}
