import CognitoAuth

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeAuth {
  public func resetPassword(
    for username: String, options: AuthResetPasswordRequest.Options
  ) async throws -> AuthResetPasswordResult {
    try await make(.resetPassword(username: username, options: options), script.resetPassword)
  }

  public func confirmResetPassword(
    for username: String, with newPassword: String, confirmationCode: String,
    options: AuthConfirmResetPasswordRequest.Options
  ) async throws {
    let call = RecordedCall.confirmResetPassword(
      username: username, newPassword: newPassword, confirmationCode: confirmationCode, options: options)
    try await make(call, script.confirmResetPassword)
  }

  public func update(oldPassword: String?, to newPassword: String) async throws {
    try await make(.updatePassword(oldPassword: oldPassword, newPassword: newPassword), script.updatePassword)
  }

  public func fetchUserAttributes() async throws -> [AuthUserAttribute] {
    try await make(.fetchUserAttributes, script.fetchUserAttributes)
  }

  public func update(
    userAttribute: AuthUserAttribute, options: AuthUpdateUserAttributeRequest.Options
  ) async throws -> AuthUpdateAttributeResult {
    try await make(.updateUserAttribute(userAttribute, options: options), script.updateUserAttribute)
  }

  public func update(
    userAttributes: [AuthUserAttribute], options: AuthUpdateUserAttributesRequest.Options
  ) async throws -> [AuthUserAttributeKey: AuthUpdateAttributeResult] {
    try await make(.updateUserAttributes(userAttributes, options: options), script.updateUserAttributes)
  }

  public func deleteUserAttributes(_ keys: [AuthUserAttributeKey]) async throws {
    try await make(.deleteUserAttributes(keys), script.deleteUserAttributes)
  }

  public func sendVerificationCode(
    forUserAttributeKey key: AuthUserAttributeKey, options: AuthSendUserAttributeVerificationCodeRequest.Options
  ) async throws -> AuthCodeDeliveryDetails {
    try await make(.sendVerificationCode(key, options: options), script.sendVerificationCode)
  }

  public func confirm(userAttribute key: AuthUserAttributeKey, confirmationCode: String) async throws {
    try await make(.confirmUserAttribute(key, confirmationCode: confirmationCode), script.confirmUserAttribute)
  }

  public func deleteUser() async throws {
    try await make(.deleteUser, script.deleteUser, then: { session.end(.userDeleted) })
  }

  public func fetchMFAPreference() async throws -> UserMFAPreference {
    try await make(.fetchMFAPreference, script.fetchMFAPreference)
  }

  public func updateMFAPreference(_ preferences: [MFAType: MFAPreference]) async throws {
    try await make(.updateMFAPreference(preferences), script.updateMFAPreference)
  }

  public func setUpTOTP() async throws -> TOTPSetupDetails {
    try await make(.setUpTOTP, script.setUpTOTP)
  }

  public func verifyTOTPSetup(code: String, options: VerifyTOTPSetupRequest.Options) async throws {
    try await make(.verifyTOTPSetup(code: code, options: options), script.verifyTOTPSetup)
  }

  public func rememberDevice() async throws {
    try await make(.rememberDevice, script.rememberDevice)
  }

  public func forgetDevice(_ device: AuthDevice?) async throws {
    try await make(.forgetDevice(device), script.forgetDevice)
  }

  public func fetchDevices() async throws -> [AuthDevice] {
    try await make(.fetchDevices, script.fetchDevices)
  }

  public func associateWebAuthnCredential() async throws {
    try await make(.associateWebAuthnCredential, script.associateWebAuthnCredential)
  }

  public func listWebAuthnCredentials(
    options: AuthListWebAuthnCredentialsRequest.Options
  ) async throws -> AuthListWebAuthnCredentialsResult {
    try await make(.listWebAuthnCredentials(options: options), script.listWebAuthnCredentials)
  }

  public func deleteWebAuthnCredential(credentialId: String) async throws {
    try await make(.deleteWebAuthnCredential(credentialId: credentialId), script.deleteWebAuthnCredential)
  }

  public func fetchUserAuthFactors() async throws -> UserAuthFactors {
    try await make(.fetchUserAuthFactors, script.fetchUserAuthFactors)
  }
}
