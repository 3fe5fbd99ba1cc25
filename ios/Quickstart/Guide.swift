import CognitoAuth
import CognitoAuthTesting
import Foundation

/// The steps of the guide, as an app takes them.
struct Guide {
  private let pool: LocalPool
  private let auth: Auth
  private let username = "ana-\(UUID().uuidString.prefix(8).lowercased())"
  private let password = "Password-123"

  init(pool: LocalPool) throws {
    self.pool = pool
    auth = try Auth(configuration: pool.configuration(), store: MemoryStore())
  }

  /// Registers a user.
  func register() async throws {
    let userAttributes = [
      AuthUserAttribute(.email, value: "\(username)@example.com"),
      AuthUserAttribute(.phoneNumber, value: "+4915\(Int.random(in: 100_000_000..<1_000_000_000))"),
    ]
    let options = AuthSignUpRequest.Options(userAttributes: userAttributes)
    let signUpResult = try await auth.signUp(username: username, password: password, options: options)
    if case .confirmUser(let deliveryDetails, _, let userId) = signUpResult.nextStep {
      print("Delivery details \(String(describing: deliveryDetails)) for userId: \(String(describing: userId))")
    } else {
      print("SignUp Complete")
    }
  }

  /// Confirms the user with the code.
  func confirm() async throws {
    let confirmationCode = try await pool.newestCode(for: username)
    let confirmSignUpResult = try await auth.confirmSignUp(for: username, confirmationCode: confirmationCode)
    print("Confirm sign up result completed: \(confirmSignUpResult.isSignUpComplete)")
    print(confirmSignUpResult.isSignUpComplete ? "Confirm signUp succeeded" : "Confirm sign up not complete")
  }

  /// Signs the user in.
  func signIn() async throws {
    let signInResult = try await auth.signIn(username: username, password: password)
    print(signInResult.isSignedIn ? "Sign in succeeded" : "Sign in not complete")
    let user = try await auth.getCurrentUser()
    print("Signed in as \(user.username)")
  }

  /// Turns a second factor on, and signs the user in with it.
  func signInWithMFA() async throws {
    try await turnOnMFA()
    await auth.signOut()
    let signInResult = try await auth.signIn(username: username, password: password)
    guard case .confirmSignInWithSMSMFACode(let deliveryDetails, _) = signInResult.nextStep else {
      print("Sign in not complete")
      return
    }
    print("SMS code sent to \(deliveryDetails.destination)")
    let code = try await pool.newestCode(for: username)
    let confirmed = try await auth.confirmSignIn(challengeResponse: code)
    print(confirmed.isSignedIn ? "Sign in with MFA succeeded" : "Sign in not complete")
  }

  /// Turns on text messages as the user's second factor, as an administrator does. In an app, the user does this.
  private func turnOnMFA() async throws {
    try await pool.administer(
      "AdminSetUserMFAPreference",
      [
        "Username": .string(username),
        "SMSMfaSettings": ["Enabled": true, "PreferredMfa": true],
      ])
  }
}
