import CognitoAuth

/// An app's own type that works with any client: a real one, or a test's fake.
public struct SignInModel: Sendable {
  private let auth: any AuthClient

  public init(auth: any AuthClient) {
    self.auth = auth
  }

  /// Signs in, and returns the text that the app shows.
  public func signIn(username: String, password: String) async -> String {
    do {
      let result = try await auth.signIn(username: username, password: password)
      return try await text(of: result.nextStep)
    } catch let error as AuthError where error.kind == .notAuthorized {
      return "Wrong user name or password"
    } catch {
      return "Failed: \(error)"
    }
  }

  /// Confirms the sign-in with the code that the user typed, and returns the text that the app shows.
  public func confirm(code: String) async throws -> String {
    try await text(of: auth.confirmSignIn(challengeResponse: code).nextStep)
  }

  /// Signs out with a completion handler. `done` gets `true` if the session is gone from this device.
  public func signOut(then done: @escaping @Sendable (Bool) -> Void) {
    auth.signOut { result in
      done((try? result.get())?.isSignedOutLocally ?? false)
    }
  }

  private func text(of step: AuthSignInStep) async throws -> String {
    switch step {
    case .done: "Hello, \(try await auth.getCurrentUser().username)"
    case .confirmSignInWithSMSMFACode(let details, _): "Type the code sent to \(details.destination)"
    default: "Not in this app: \(step)"
    }
  }
}
