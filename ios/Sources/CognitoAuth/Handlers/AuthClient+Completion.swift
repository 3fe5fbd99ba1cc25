import Foundation

/// A completion handler. It is called once, on ``AuthClient/callbackQueue``, with the result of a call.
///
/// In Swift 5 mode a handler may use what belongs to the main actor, such as a view controller's labels. In Swift 6
/// mode, the handler has to do so in `MainActor.assumeIsolated`, and the callback queue has to be the main queue.
public typealias AuthCompletion<Success> = @Sendable (Result<Success, AuthError>) -> Void

extension AuthClient {
  /// Registers a user (Cognito: SignUp).
  @preconcurrency @discardableResult
  public func signUp(
    username: String,
    password: String? = nil,
    options: AuthSignUpRequest.Options? = nil,
    completion: AuthCompletion<AuthSignUpResult>? = nil
  ) -> AuthOperation<AuthSignUpResult> {
    start(completion) { try await $0.signUp(username: username, password: password, options: options) }
  }

  /// Confirms a sign-up with the code (Cognito: ConfirmSignUp).
  @preconcurrency @discardableResult
  public func confirmSignUp(
    for username: String,
    confirmationCode: String,
    options: AuthConfirmSignUpRequest.Options? = nil,
    completion: AuthCompletion<AuthSignUpResult>? = nil
  ) -> AuthOperation<AuthSignUpResult> {
    start(completion) {
      try await $0.confirmSignUp(for: username, confirmationCode: confirmationCode, options: options)
    }
  }

  /// Sends a new sign-up code (Cognito: ResendConfirmationCode).
  @preconcurrency @discardableResult
  public func resendSignUpCode(
    for username: String,
    options: AuthResendSignUpCodeRequest.Options? = nil,
    completion: AuthCompletion<AuthCodeDeliveryDetails>? = nil
  ) -> AuthOperation<AuthCodeDeliveryDetails> {
    start(completion) { try await $0.resendSignUpCode(for: username, options: options) }
  }

  /// Signs a user in (Cognito: InitiateAuth, RespondToAuthChallenge).
  @preconcurrency @discardableResult
  public func signIn(
    username: String,
    password: String? = nil,
    options: AuthSignInRequest.Options? = nil,
    completion: AuthCompletion<AuthSignInResult>? = nil
  ) -> AuthOperation<AuthSignInResult> {
    start(completion) { try await $0.signIn(username: username, password: password, options: options) }
  }

  /// Answers the challenge of the active sign-in (Cognito: RespondToAuthChallenge).
  @preconcurrency @discardableResult
  public func confirmSignIn(
    challengeResponse: String,
    options: AuthConfirmSignInRequest.Options? = nil,
    completion: AuthCompletion<AuthSignInResult>? = nil
  ) -> AuthOperation<AuthSignInResult> {
    start(completion) { try await $0.confirmSignIn(challengeResponse: challengeResponse, options: options) }
  }

  /// Signs a user in without a password, right after the sign-up was confirmed (Cognito: InitiateAuth).
  @preconcurrency @discardableResult
  public func autoSignIn(completion: AuthCompletion<AuthSignInResult>? = nil) -> AuthOperation<AuthSignInResult> {
    start(completion) { try await $0.autoSignIn() }
  }

  /// The session, with tokens and AWS credentials that are valid now (Cognito: GetTokensFromRefreshToken,
  /// GetCredentialsForIdentity).
  @preconcurrency @discardableResult
  public func fetchAuthSession(
    options: AuthFetchSessionRequest.Options? = nil,
    completion: AuthCompletion<AuthSession>? = nil
  ) -> AuthOperation<AuthSession> {
    start(completion) { try await $0.fetchAuthSession(options: options) }
  }

  /// The signed-in user, from the stored session. No request is made.
  @preconcurrency @discardableResult
  public func getCurrentUser(completion: AuthCompletion<AuthUser>? = nil) -> AuthOperation<AuthUser> {
    start(completion) { try await $0.getCurrentUser() }
  }

  /// Signs the user out, on this device or on all of the user's devices (Cognito: RevokeToken, GlobalSignOut). The
  /// handler never gets a failure: the value in its result says what failed.
  @preconcurrency @discardableResult
  public func signOut(
    options: AuthSignOutRequest.Options? = nil,
    completion: AuthCompletion<AuthSignOutResult>? = nil
  ) -> AuthOperation<AuthSignOutResult> {
    start(completion) { await $0.signOut(options: options) }
  }

  func start<Success: Sendable>(
    _ completion: AuthCompletion<Success>?,
    _ body: @escaping @Sendable (Self) async throws -> Success
  ) -> AuthOperation<Success> {
    operation(on: callbackQueue, completion) { try await body(self) }
  }
}

/// Makes a call, and hands its result to the handler on the queue.
func operation<Success: Sendable>(
  on queue: DispatchQueue,
  _ completion: AuthCompletion<Success>?,
  _ body: @escaping @Sendable () async throws -> Success
) -> AuthOperation<Success> {
  AuthOperation(
    Task {
      let result: Result<Success, AuthError>
      do {
        result = .success(try await body())
      } catch {
        result = .failure(AuthError(error))
      }
      if let completion {
        queue.async { completion(result) }
      }
      return result
    })
}
