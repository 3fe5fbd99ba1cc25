import Foundation

// By default, a call throws an error that contains the call's name. So a fake in a test implements only the calls that
// the test makes. Every new requirement of `AuthClient` needs a default here, so that existing fakes still compile.
//
// With `@_disfavoredOverload`, Swift prefers a type's own call, such as that of `Auth`, to the default here. Without
// the attribute, Swift 6.0 takes the default in an expression such as
// `try await auth.sessionState() == .signedOut(ended: .init(…))`.

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension AuthClient {
  @_disfavoredOverload
  public func signUp(
    username: String, password: String?, options: AuthSignUpRequest.Options
  ) async throws -> AuthSignUpResult {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func confirmSignUp(
    for username: String, confirmationCode: String, options: AuthConfirmSignUpRequest.Options
  ) async throws -> AuthSignUpResult {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func resendSignUpCode(
    for username: String, options: AuthResendSignUpCodeRequest.Options
  ) async throws -> AuthCodeDeliveryDetails {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func signIn(
    username: String, password: String?, options: AuthSignInRequest.Options
  ) async throws -> AuthSignInResult {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func confirmSignIn(
    challengeResponse: String, options: AuthConfirmSignInRequest.Options
  ) async throws -> AuthSignInResult {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func autoSignIn() async throws -> AuthSignInResult {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func signInWithWebUI(
    for provider: AuthProvider?, browser: any WebBrowser, options: AuthWebUISignInRequest.Options
  ) async throws -> AuthSignInResult {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func handleRedirect(_ url: URL) async throws -> AuthRedirectResult {
    throw AuthError.notImplemented()
  }

  /// Returns a failure, because this call never throws.
  @discardableResult
  @_disfavoredOverload
  public func signOut(browser: any WebBrowser, options: AuthSignOutRequest.Options) async -> AuthSignOutResult {
    .failed(.notImplemented())
  }

  @_disfavoredOverload
  public func fetchAuthSession(options: AuthFetchSessionRequest.Options) async throws -> AuthSession {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func getCurrentUser() async throws -> AuthUser {
    throw AuthError.notImplemented()
  }

  /// Returns a failure, because this call never throws.
  @discardableResult
  @_disfavoredOverload
  public func signOut(options: AuthSignOutRequest.Options) async -> AuthSignOutResult {
    .failed(.notImplemented())
  }

  @_disfavoredOverload
  public func sessionState() async throws -> AuthSessionState {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func federateToIdentityPool(
    withProviderToken providerToken: String, for provider: AuthLoginProvider,
    options: AuthFederateToIdentityPoolRequest.Options
  ) async throws -> AuthFederateToIdentityPoolResult {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func clearFederationToIdentityPool() async throws {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func pendingSignIn() async throws -> AuthPendingSignIn? {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func moveReport() async throws -> AuthMoveReport? {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func finishMove() async throws {
    throw AuthError.notImplemented()
  }

  /// No states: the stream has ended.
  @_disfavoredOverload
  public var sessionStates: AsyncStream<AuthSessionState> { AsyncStream { $0.finish() } }

  /// Loading.
  @_disfavoredOverload
  public var currentSessionState: AuthSessionState { .loading }

  /// No events: the stream has ended.
  @_disfavoredOverload
  public var events: AsyncStream<AuthEvent> { AsyncStream { $0.finish() } }

  /// Does nothing.
  @_disfavoredOverload
  public func close() async {}

  @_disfavoredOverload
  public func resetPassword(
    for username: String, options: AuthResetPasswordRequest.Options
  ) async throws -> AuthResetPasswordResult {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func confirmResetPassword(
    for username: String, with newPassword: String, confirmationCode: String,
    options: AuthConfirmResetPasswordRequest.Options
  ) async throws {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func update(oldPassword: String?, to newPassword: String) async throws {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func fetchUserAttributes() async throws -> [AuthUserAttribute] {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func update(
    userAttribute: AuthUserAttribute, options: AuthUpdateUserAttributeRequest.Options
  ) async throws -> AuthUpdateAttributeResult {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func update(
    userAttributes: [AuthUserAttribute], options: AuthUpdateUserAttributesRequest.Options
  ) async throws -> [AuthUserAttributeKey: AuthUpdateAttributeResult] {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func deleteUserAttributes(_ keys: [AuthUserAttributeKey]) async throws {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func sendVerificationCode(
    forUserAttributeKey key: AuthUserAttributeKey, options: AuthSendUserAttributeVerificationCodeRequest.Options
  ) async throws -> AuthCodeDeliveryDetails {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func confirm(userAttribute key: AuthUserAttributeKey, confirmationCode: String) async throws {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func deleteUser() async throws {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func fetchMFAPreference() async throws -> UserMFAPreference {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func updateMFAPreference(_ preferences: [MFAType: MFAPreference]) async throws {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func setUpTOTP() async throws -> TOTPSetupDetails {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func verifyTOTPSetup(code: String, options: VerifyTOTPSetupRequest.Options) async throws {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func rememberDevice() async throws {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func forgetDevice(_ device: AuthDevice?) async throws {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func fetchDevices() async throws -> [AuthDevice] {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func associateWebAuthnCredential() async throws {
    throw AuthError.notImplemented()
  }

  #if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
    /// Makes the call without a window.
    @_disfavoredOverload
    public func associateWebAuthnCredential(presentationAnchor: AuthUIPresentationAnchor?) async throws {
      try await associateWebAuthnCredential()
    }
  #endif

  @_disfavoredOverload
  public func listWebAuthnCredentials(
    options: AuthListWebAuthnCredentialsRequest.Options
  ) async throws -> AuthListWebAuthnCredentialsResult {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func deleteWebAuthnCredential(credentialId: String) async throws {
    throw AuthError.notImplemented()
  }

  @_disfavoredOverload
  public func fetchUserAuthFactors() async throws -> UserAuthFactors {
    throw AuthError.notImplemented()
  }

  /// The main queue.
  @_disfavoredOverload
  public var callbackQueue: DispatchQueue { .main }
}

extension AuthError {
  /// The error of a call that the client does not implement, which is a mistake in the client. Its `field` is the
  /// call's name.
  static func notImplemented(_ call: String = #function) -> AuthError {
    AuthError(
      kind: .internal, code: .internal, errorDescription: "This AuthClient does not implement \(call).",
      recoverySuggestion: "Implement the call in the type that conforms to AuthClient.", field: call)
  }
}
