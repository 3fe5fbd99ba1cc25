// The calls of `AuthClient`, with default values for the options and for other arguments.

extension AuthClient {
  /// Registers a user (Cognito: SignUp).
  public func signUp(
    username: String, password: String? = nil, options: AuthSignUpRequest.Options? = nil
  ) async throws -> AuthSignUpResult {
    try await signUp(username: username, password: password, options: options ?? .init())
  }

  /// Confirms a sign-up with the code (Cognito: ConfirmSignUp).
  public func confirmSignUp(
    for username: String, confirmationCode: String, options: AuthConfirmSignUpRequest.Options? = nil
  ) async throws -> AuthSignUpResult {
    try await confirmSignUp(for: username, confirmationCode: confirmationCode, options: options ?? .init())
  }

  /// Sends a new sign-up code (Cognito: ResendConfirmationCode).
  ///
  /// - Returns: Where the code went.
  public func resendSignUpCode(
    for username: String, options: AuthResendSignUpCodeRequest.Options? = nil
  ) async throws -> AuthCodeDeliveryDetails {
    try await resendSignUpCode(for: username, options: options ?? .init())
  }

  /// Signs a user in (Cognito: InitiateAuth, RespondToAuthChallenge). Unless the options or the configuration choose
  /// another flow, SRP verifies the password without sending it.
  public func signIn(
    username: String, password: String? = nil, options: AuthSignInRequest.Options? = nil
  ) async throws -> AuthSignInResult {
    try await signIn(username: username, password: password, options: options ?? .init())
  }

  /// Answers the challenge of the active sign-in (Cognito: RespondToAuthChallenge).
  public func confirmSignIn(
    challengeResponse: String, options: AuthConfirmSignInRequest.Options? = nil
  ) async throws -> AuthSignInResult {
    try await confirmSignIn(challengeResponse: challengeResponse, options: options ?? .init())
  }

  /// Signs a user in on the user pool's web pages (managed login), or with another provider (Cognito:
  /// `/oauth2/authorize`, `/oauth2/token`).
  public func signInWithWebUI(
    for provider: AuthProvider? = nil, browser: any WebBrowser, options: AuthWebUISignInRequest.Options? = nil
  ) async throws -> AuthSignInResult {
    try await signInWithWebUI(for: provider, browser: browser, options: options ?? .init())
  }

  /// The session, with tokens and AWS credentials that are valid now (Cognito: GetTokensFromRefreshToken,
  /// GetCredentialsForIdentity).
  public func fetchAuthSession(options: AuthFetchSessionRequest.Options? = nil) async throws -> AuthSession {
    try await fetchAuthSession(options: options ?? .init())
  }

  /// Signs the user out (Cognito: RevokeToken, GlobalSignOut). It never throws: the result says what failed.
  @discardableResult
  public func signOut(options: AuthSignOutRequest.Options? = nil) async -> AuthSignOutResult {
    await signOut(options: options ?? .init())
  }

  /// Signs the user out, and removes the cookie of a sign-in on the web (Cognito: RevokeToken, GlobalSignOut,
  /// `/logout`). It never throws: the result says what failed.
  @discardableResult
  public func signOut(
    browser: any WebBrowser, options: AuthSignOutRequest.Options? = nil
  ) async -> AuthSignOutResult {
    await signOut(browser: browser, options: options ?? .init())
  }

  /// Gets AWS credentials for a login of another provider, without a user of the user pool (Cognito: GetId,
  /// GetCredentialsForIdentity).
  public func federateToIdentityPool(
    withProviderToken providerToken: String, for provider: AuthLoginProvider,
    options: AuthFederateToIdentityPoolRequest.Options? = nil
  ) async throws -> AuthFederateToIdentityPoolResult {
    try await federateToIdentityPool(withProviderToken: providerToken, for: provider, options: options ?? .init())
  }

  /// Sends a code with which the user can replace a forgotten password (Cognito: ForgotPassword).
  ///
  /// - Returns: The next step, which says where the code went.
  public func resetPassword(
    for username: String, options: AuthResetPasswordRequest.Options? = nil
  ) async throws -> AuthResetPasswordResult {
    try await resetPassword(for: username, options: options ?? .init())
  }

  /// Replaces a forgotten password, with the code that was sent (Cognito: ConfirmForgotPassword).
  public func confirmResetPassword(
    for username: String, with newPassword: String, confirmationCode: String,
    options: AuthConfirmResetPasswordRequest.Options? = nil
  ) async throws {
    try await confirmResetPassword(
      for: username, with: newPassword, confirmationCode: confirmationCode, options: options ?? .init())
  }

  /// Changes one attribute of the signed-in user (Cognito: UpdateUserAttributes).
  public func update(
    userAttribute: AuthUserAttribute, options: AuthUpdateUserAttributeRequest.Options? = nil
  ) async throws -> AuthUpdateAttributeResult {
    try await update(userAttribute: userAttribute, options: options ?? .init())
  }

  /// Changes several attributes of the signed-in user (Cognito: UpdateUserAttributes). If one change fails, no
  /// attribute changes.
  ///
  /// - Returns: The result of each change.
  public func update(
    userAttributes: [AuthUserAttribute], options: AuthUpdateUserAttributesRequest.Options? = nil
  ) async throws -> [AuthUserAttributeKey: AuthUpdateAttributeResult] {
    try await update(userAttributes: userAttributes, options: options ?? .init())
  }

  /// Sends a code to the address or number of an attribute (Cognito: GetUserAttributeVerificationCode).
  ///
  /// - Returns: Where the code went.
  public func sendVerificationCode(
    forUserAttributeKey key: AuthUserAttributeKey,
    options: AuthSendUserAttributeVerificationCodeRequest.Options? = nil
  ) async throws -> AuthCodeDeliveryDetails {
    try await sendVerificationCode(forUserAttributeKey: key, options: options ?? .init())
  }

  /// Enables and disables second factors (Cognito: SetUserMFAPreference). A factor that is left out stays as it is. At
  /// most one factor can be preferred.
  public func updateMFAPreference(
    sms: MFAPreference? = nil, totp: MFAPreference? = nil, email: MFAPreference? = nil
  ) async throws {
    let preferences: [MFAType: MFAPreference?] = [.sms: sms, .totp: totp, .email: email]
    try await updateMFAPreference(preferences.compactMapValues { $0 })
  }

  /// Finishes the set-up of an authenticator app with its first code (Cognito: VerifySoftwareToken).
  public func verifyTOTPSetup(code: String, options: VerifyTOTPSetupRequest.Options? = nil) async throws {
    try await verifyTOTPSetup(code: code, options: options ?? .init())
  }

  /// Forgets this device (Cognito: ForgetDevice).
  public func forgetDevice() async throws {
    try await forgetDevice(nil)
  }

  /// The signed-in user's passkeys, page by page (Cognito: ListWebAuthnCredentials).
  public func listWebAuthnCredentials(
    options: AuthListWebAuthnCredentialsRequest.Options? = nil
  ) async throws -> AuthListWebAuthnCredentialsResult {
    try await listWebAuthnCredentials(options: options ?? .init())
  }
}
