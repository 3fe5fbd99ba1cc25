import CognitoAuth
import Foundation

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeAuth {
  public func signUp(
    username: String, password: String?, options: AuthSignUpRequest.Options
  ) async throws -> AuthSignUpResult {
    try await make(.signUp(username: username, password: password, options: options), script.signUp)
  }

  public func confirmSignUp(
    for username: String, confirmationCode: String, options: AuthConfirmSignUpRequest.Options
  ) async throws -> AuthSignUpResult {
    try await make(
      .confirmSignUp(username: username, confirmationCode: confirmationCode, options: options), script.confirmSignUp)
  }

  public func resendSignUpCode(
    for username: String, options: AuthResendSignUpCodeRequest.Options
  ) async throws -> AuthCodeDeliveryDetails {
    try await make(.resendSignUpCode(username: username, options: options), script.resendSignUpCode)
  }

  public func signIn(
    username: String, password: String?, options: AuthSignInRequest.Options
  ) async throws -> AuthSignInResult {
    let call = RecordedCall.signIn(username: username, password: password, options: options)
    return try await make(call, script.signIn, then: { session.follow($0) })
  }

  public func confirmSignIn(
    challengeResponse: String, options: AuthConfirmSignInRequest.Options
  ) async throws -> AuthSignInResult {
    let call = RecordedCall.confirmSignIn(challengeResponse: challengeResponse, options: options)
    return try await make(call, script.confirmSignIn, then: { session.follow($0) })
  }

  public func autoSignIn() async throws -> AuthSignInResult {
    try await make(.autoSignIn, script.autoSignIn, then: { session.follow($0) })
  }

  public func signInWithWebUI(
    for provider: AuthProvider?, browser: any WebBrowser, options: AuthWebUISignInRequest.Options
  ) async throws -> AuthSignInResult {
    let call = RecordedCall.signInWithWebUI(provider: provider, options: options)
    return try await make(call, script.signInWithWebUI, then: { session.follow($0) })
  }

  public func handleRedirect(_ url: URL) async throws -> AuthRedirectResult {
    try await make(
      .handleRedirect(url), script.handleRedirect,
      then: { result in
        if case .signedIn(let result) = result { session.follow(result) }
      })
  }

  @discardableResult
  public func signOut(options: AuthSignOutRequest.Options) async -> AuthSignOutResult {
    await signOut(.signOut(options: options), script.signOut)
  }

  @discardableResult
  public func signOut(browser: any WebBrowser, options: AuthSignOutRequest.Options) async -> AuthSignOutResult {
    await signOut(.signOutWithBrowser(options: options), script.signOutWithBrowser)
  }

  private func signOut(_ call: RecordedCall, _ script: ScriptedCall<AuthSignOutResult>) async -> AuthSignOutResult {
    do {
      return try await make(call, script, then: { session.follow($0) })
    } catch let error as AuthError {
      return .failed(error)
    } catch {
      return .failed(AuthError(kind: .cancelled, code: .cancelled, errorDescription: "The call was cancelled."))
    }
  }

  public func fetchAuthSession(options: AuthFetchSessionRequest.Options) async throws -> AuthSession {
    try await make(.fetchAuthSession(options: options), script.fetchAuthSession, or: session.authSession)
  }

  public func getCurrentUser() async throws -> AuthUser {
    try await make(.getCurrentUser, script.getCurrentUser, or: session.user)
  }

  public func sessionState() async throws -> AuthSessionState {
    try await make(.sessionState, script.sessionState, or: session.readState)
  }

  public func pendingSignIn() async throws -> AuthPendingSignIn? {
    try await make(.pendingSignIn, script.pendingSignIn, or: session.pendingSignIn)
  }

  public func moveReport() async throws -> AuthMoveReport? {
    try await make(.moveReport, script.moveReport)
  }

  public func finishMove() async throws {
    try await make(.finishMove, script.finishMove)
  }

  public func federateToIdentityPool(
    withProviderToken providerToken: String, for provider: AuthLoginProvider,
    options: AuthFederateToIdentityPoolRequest.Options
  ) async throws -> AuthFederateToIdentityPoolResult {
    let call = RecordedCall.federateToIdentityPool(
      providerToken: providerToken, provider: provider, options: options)
    return try await make(
      call, script.federateToIdentityPool, then: { session.state = .federated(identityId: $0.identityId) })
  }

  public func clearFederationToIdentityPool() async throws {
    try await make(
      .clearFederationToIdentityPool, script.clearFederationToIdentityPool,
      then: { session.end(.signedOut) })
  }
}
