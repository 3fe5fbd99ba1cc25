import CognitoAuthBindings
import Foundation

/// Hears how a call ended: once, on the instance's callback queue.
///
/// Code in Swift 5 mode may touch in it what it likes, as a view controller's labels; in Swift 6 mode such a handler says
/// that it is on the main queue: by `MainActor.assumeIsolated`, if the instance was given no other.
public typealias AuthCompletion<Success> = @Sendable (Result<Success, AuthError>) -> Void

extension Auth {
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

  /// Answers the open question of the sign-in under way (Cognito: RespondToAuthChallenge).
  @preconcurrency @discardableResult
  public func confirmSignIn(
    challengeResponse: String,
    options: AuthConfirmSignInRequest.Options? = nil,
    completion: AuthCompletion<AuthSignInResult>? = nil
  ) -> AuthOperation<AuthSignInResult> {
    start(completion) { try await $0.confirmSignIn(challengeResponse: challengeResponse, options: options) }
  }

  /// Signs in the user whose sign-up was just confirmed (Cognito: InitiateAuth).
  @preconcurrency @discardableResult
  public func autoSignIn(completion: AuthCompletion<AuthSignInResult>? = nil) -> AuthOperation<AuthSignInResult> {
    start(completion) { try await $0.autoSignIn() }
  }

  /// The session, with tokens that are valid now.
  @preconcurrency @discardableResult
  public func fetchAuthSession(
    options: AuthFetchSessionRequest.Options? = nil,
    completion: AuthCompletion<AuthSession>? = nil
  ) -> AuthOperation<AuthSession> {
    start(completion) { try await $0.fetchAuthSession(options: options) }
  }

  /// The signed-in user, from the stored session: no request is made.
  @preconcurrency @discardableResult
  public func getCurrentUser(completion: AuthCompletion<AuthUser>? = nil) -> AuthOperation<AuthUser> {
    start(completion) { try await $0.getCurrentUser() }
  }

  /// Signs the user out, here or everywhere (Cognito: RevokeToken, GlobalSignOut). Always a success: the result says
  /// what could not be done.
  @preconcurrency @discardableResult
  public func signOut(
    options: AuthSignOutRequest.Options? = nil,
    completion: AuthCompletion<AuthSignOutResult>? = nil
  ) -> AuthOperation<AuthSignOutResult> {
    start(completion) { await $0.signOut(options: options) }
  }

  func start<Success: Sendable>(
    _ completion: AuthCompletion<Success>?,
    _ body: @escaping @Sendable (Auth) async throws -> Success
  ) -> AuthOperation<Success> {
    AuthOperation(
      Task {
        let outcome: Result<Success, AuthError>
        do {
          outcome = .success(try await body(self))
        } catch {
          outcome = .failure(AuthError(error))
        }
        if let completion {
          callbackQueue.async { completion(outcome) }
        }
        return outcome
      })
  }
}
