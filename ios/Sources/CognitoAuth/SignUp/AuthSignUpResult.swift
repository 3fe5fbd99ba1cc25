/// A user's id (`sub`).
public typealias UserId = String

/// The result of a sign-up.
public struct AuthSignUpResult: Codable, Equatable, Sendable {
  /// The next step.
  public let nextStep: AuthSignUpStep
  /// The new user's id (`sub`). Only the result of ``AuthClient/signUp(username:password:options:)`` has it.
  public let userId: UserId?

  /// A result.
  public init(nextStep: AuthSignUpStep, userId: UserId? = nil) {
    self.nextStep = nextStep
    self.userId = userId
  }

  /// Whether the user can sign in now.
  public var isSignUpComplete: Bool {
    switch nextStep {
    case .completeAutoSignIn, .done: true
    case .confirmUser: false
    }
  }
}

/// The next step of a sign-up.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthSignUpStep: Equatable, Sendable {
  /// Identifies a finished sign-up to the service.
  public typealias Session = String

  /// The user has to be confirmed: with the code that was sent, or by an administrator if no code was sent. The first
  /// value says where the code went. The second is always `nil`. The third is the new user's id.
  case confirmUser(AuthCodeDeliveryDetails? = nil, AdditionalInfo? = nil, UserId? = nil)
  /// The user is confirmed, and ``AuthClient/autoSignIn()`` signs the user in without a password.
  case completeAutoSignIn(Session)
  /// The user can sign in.
  case done
}
