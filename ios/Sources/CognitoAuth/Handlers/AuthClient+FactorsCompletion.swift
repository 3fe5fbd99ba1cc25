// The calls for the signed-in user's factors and devices, with completion handlers.

extension AuthClient {
  /// The second factors that are enabled, and the preferred one (Cognito: GetUser).
  @preconcurrency @discardableResult
  public func fetchMFAPreference(
    completion: AuthCompletion<UserMFAPreference>? = nil
  ) -> AuthOperation<UserMFAPreference> {
    start(completion) { try await $0.fetchMFAPreference() }
  }

  /// Enables and disables second factors (Cognito: SetUserMFAPreference).
  @preconcurrency @discardableResult
  public func updateMFAPreference(
    sms: MFAPreference? = nil,
    totp: MFAPreference? = nil,
    email: MFAPreference? = nil,
    completion: AuthCompletion<Void>? = nil
  ) -> AuthOperation<Void> {
    start(completion) { try await $0.updateMFAPreference(sms: sms, totp: totp, email: email) }
  }

  /// Starts the set-up of an authenticator app (Cognito: AssociateSoftwareToken).
  @preconcurrency @discardableResult
  public func setUpTOTP(completion: AuthCompletion<TOTPSetupDetails>? = nil) -> AuthOperation<TOTPSetupDetails> {
    start(completion) { try await $0.setUpTOTP() }
  }

  /// Finishes the set-up of an authenticator app with its first code (Cognito: VerifySoftwareToken).
  @preconcurrency @discardableResult
  public func verifyTOTPSetup(
    code: String,
    options: VerifyTOTPSetupRequest.Options? = nil,
    completion: AuthCompletion<Void>? = nil
  ) -> AuthOperation<Void> {
    start(completion) { try await $0.verifyTOTPSetup(code: code, options: options) }
  }

  /// Makes the service remember this device (Cognito: UpdateDeviceStatus).
  @preconcurrency @discardableResult
  public func rememberDevice(completion: AuthCompletion<Void>? = nil) -> AuthOperation<Void> {
    start(completion) { try await $0.rememberDevice() }
  }

  /// Forgets the given device, or this device if `device` is `nil` (Cognito: ForgetDevice).
  @preconcurrency @discardableResult
  public func forgetDevice(
    _ device: AuthDevice? = nil,
    completion: AuthCompletion<Void>? = nil
  ) -> AuthOperation<Void> {
    start(completion) { try await $0.forgetDevice(device) }
  }

  /// The signed-in user's devices, from the service (Cognito: ListDevices).
  @preconcurrency @discardableResult
  public func fetchDevices(completion: AuthCompletion<[AuthDevice]>? = nil) -> AuthOperation<[AuthDevice]> {
    start(completion) { try await $0.fetchDevices() }
  }

  /// Registers a passkey for the signed-in user (Cognito: StartWebAuthnRegistration, CompleteWebAuthnRegistration).
  @preconcurrency @discardableResult
  public func associateWebAuthnCredential(completion: AuthCompletion<Void>? = nil) -> AuthOperation<Void> {
    start(completion) { try await $0.associateWebAuthnCredential() }
  }

  #if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
    /// Registers a passkey for the signed-in user, with the sheet on the given window (Cognito:
    /// StartWebAuthnRegistration, CompleteWebAuthnRegistration).
    @preconcurrency @discardableResult
    public func associateWebAuthnCredential(
      presentationAnchor: AuthUIPresentationAnchor?, completion: AuthCompletion<Void>? = nil
    ) -> AuthOperation<Void> {
      start(completion) { try await $0.associateWebAuthnCredential(presentationAnchor: presentationAnchor) }
    }
  #endif

  /// The signed-in user's passkeys, page by page (Cognito: ListWebAuthnCredentials).
  @preconcurrency @discardableResult
  public func listWebAuthnCredentials(
    options: AuthListWebAuthnCredentialsRequest.Options? = nil,
    completion: AuthCompletion<AuthListWebAuthnCredentialsResult>? = nil
  ) -> AuthOperation<AuthListWebAuthnCredentialsResult> {
    start(completion) { try await $0.listWebAuthnCredentials(options: options) }
  }

  /// Removes a passkey at the service (Cognito: DeleteWebAuthnCredential).
  @preconcurrency @discardableResult
  public func deleteWebAuthnCredential(
    credentialId: String,
    completion: AuthCompletion<Void>? = nil
  ) -> AuthOperation<Void> {
    start(completion) { try await $0.deleteWebAuthnCredential(credentialId: credentialId) }
  }

  /// The first and second factors that the signed-in user can use (Cognito: GetUserAuthFactors).
  @preconcurrency @discardableResult
  public func fetchUserAuthFactors(
    completion: AuthCompletion<UserAuthFactors>? = nil
  ) -> AuthOperation<UserAuthFactors> {
    start(completion) { try await $0.fetchUserAuthFactors() }
  }
}
