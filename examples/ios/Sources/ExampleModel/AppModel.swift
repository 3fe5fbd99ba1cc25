import CognitoAuth
import Observation

/// The app's model: which screen is shown, what the user typed, and what the buttons do. It follows the session's
/// states, so a sign-in that an earlier run of the app has left open goes on, and a session that the service ends leads
/// to the sign-in.
@MainActor @Observable
public final class AppModel {
  /// What the user typed.
  public var fields = Fields()
  /// Which of the screens for a signed-out user is shown.
  public var form = Form.signIn
  /// What the user is told: what went wrong, or where a code went.
  public private(set) var message: String?
  /// Whether a call runs. The buttons are disabled meanwhile.
  public private(set) var isBusy = false

  private let auth: any AuthClient
  private var state = AuthSessionState.loading
  @ObservationIgnored private var reading: Task<Void, Never>?

  /// A model over the library, or over a fake.
  public init(auth: any AuthClient) {
    self.auth = auth
    let states = auth.sessionStates
    follow(auth.currentSessionState)
    reading = Task { [weak self] in
      for await state in states {
        self?.follow(state)
      }
    }
  }

  deinit {
    reading?.cancel()
  }

  /// The screen for the session's state.
  public var screen: Screen {
    switch state {
    case .loading: .launch
    case .signedOut: .form(form)
    case .awaitingChallenge(let pending): .challenge(Challenge(pending.nextStep))
    case .signedIn(let user): .home(username: user.username)
    case .unavailable: .tryAgain
    // The example has neither guests nor federated logins.
    default: .form(form)
    }
  }

  /// Registers a user.
  public func signUp() async {
    await perform { [auth, fields] in
      let options = AuthSignUpRequest.Options(userAttributes: [AuthUserAttribute(.email, value: fields.email)])
      let result = try await auth.signUp(
        username: fields.username, password: fields.password, options: options)
      return { $0.follow(result.nextStep) }
    }
  }

  /// Confirms the sign-up with the code, and then signs the user in.
  public func confirmSignUp() async {
    await perform { [auth, fields] in
      let result = try await auth.confirmSignUp(for: fields.username, confirmationCode: fields.code)
      return { $0.follow(result.nextStep) }
    }
    if form == .signIn && message == nil && !fields.password.isEmpty { await signIn() }
  }

  /// Sends a new code for the sign-up.
  public func resendCode() async {
    await perform { [auth, fields] in
      let details = try await auth.resendSignUpCode(for: fields.username)
      return { $0.message = Self.sent(details) }
    }
  }

  /// Signs the user in.
  public func signIn() async {
    await perform { [auth, fields] in
      let result = try await auth.signIn(username: fields.username, password: fields.password)
      return { $0.follow(result.nextStep) }
    }
  }

  /// Answers the challenge with the code.
  public func confirmSignIn() async {
    await perform { [auth, fields] in
      let result = try await auth.confirmSignIn(challengeResponse: fields.code)
      return { $0.follow(result.nextStep) }
    }
  }

  /// Signs the user out, or gives up a sign-in.
  public func signOut() async {
    await perform { [auth] in
      if case .failed(let error) = await auth.signOut() { throw error }
      return { $0.fields = Fields() }
    }
  }

  /// Reads the store again after a failure.
  public func tryAgain() async {
    await perform { [auth] in
      _ = try await auth.sessionState()
      return { _ in }
    }
  }

  /// Makes a call, and applies the change that it returns. A failure becomes the message.
  private func perform(_ call: @Sendable () async throws -> (@MainActor (AppModel) -> Void)) async {
    guard !isBusy else { return }
    (isBusy, message) = (true, nil)
    defer { isBusy = false }
    do {
      let change = try await call()
      change(self)
    } catch is CancellationError {
      // The user has left the screen.
    } catch {
      message = Self.text(for: error)
    }
    // The stream reports the same state a moment later.
    follow(auth.currentSessionState)
  }

  private func follow(_ state: AuthSessionState) {
    guard state != self.state else { return }
    self.state = state
    fields.code = ""
    switch state {
    case .signedIn:
      (fields.password, form) = ("", .signIn)
    case .signedOut(let ended?):
      fields.username = ended.username
      message = Self.text(for: ended.reason)
    default: break
    }
  }

  private func follow(_ step: AuthSignUpStep) {
    switch step {
    case .confirmUser(let details, _, _):
      form = .confirmSignUp
      message = details.map(Self.sent)
    default:
      form = .signIn
    }
  }

  private func follow(_ step: AuthSignInStep) {
    switch step {
    case .confirmSignUp: form = .confirmSignUp
    case .resetPassword: message = "You have to reset your password first."
    default: break
    }
  }
}
