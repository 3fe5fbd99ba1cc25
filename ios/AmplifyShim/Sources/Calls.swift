import CognitoAuth

// Forms of calls that only Amplify has: a sign-in without a user name, and calls with empty options.

/// Amplify's options for a call that has no options in this library. They are empty.
public struct NoOptions: Sendable {
  /// Empty options.
  public init() {}
}

extension AuthClient {
  /// Signs a user in. Without a user name, the call fails with ``AuthErrorCode/emptyArgument``.
  public func signIn(
    username: String? = nil, password: String? = nil, options: AuthSignInRequest.Options? = nil
  ) async throws -> AuthSignInResult {
    try await signIn(username: username ?? "", password: password, options: options)
  }

  /// The signed-in user's attributes.
  public func fetchUserAttributes(options: NoOptions?) async throws -> [AuthUserAttribute] {
    try await fetchUserAttributes()
  }

  /// Confirms an address or number with the code that was sent there.
  public func confirm(
    userAttribute key: AuthUserAttributeKey, confirmationCode: String, options: NoOptions?
  ) async throws {
    try await confirm(userAttribute: key, confirmationCode: confirmationCode)
  }

  /// Changes the signed-in user's password.
  public func update(oldPassword: String, to newPassword: String, options: NoOptions?) async throws {
    try await update(oldPassword: oldPassword, to: newPassword)
  }

  /// Makes the service remember this device.
  public func rememberDevice(options: NoOptions?) async throws {
    try await rememberDevice()
  }

  /// Forgets a device; this device if `nil`.
  public func forgetDevice(_ device: AuthDevice? = nil, options: NoOptions?) async throws {
    try await forgetDevice(device)
  }

  /// The signed-in user's devices.
  public func fetchDevices(options: NoOptions?) async throws -> [AuthDevice] {
    try await fetchDevices()
  }

  /// Removes a passkey at the service.
  public func deleteWebAuthnCredential(credentialId: String, options: NoOptions?) async throws {
    try await deleteWebAuthnCredential(credentialId: credentialId)
  }
}
