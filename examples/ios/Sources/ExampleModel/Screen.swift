import CognitoAuth

/// A screen of the app.
public enum Screen: Equatable, Sendable {
  /// The store was not read yet.
  case launch
  /// A form for a signed-out user.
  case form(Form)
  /// The sign-in waits for an answer.
  case challenge(Challenge)
  /// A user is signed in.
  case home(username: String)
  /// The store can't be read. A user may be signed in, so this is not the sign-in.
  case tryAgain
}

/// A form for a signed-out user.
public enum Form: Equatable, Sendable {
  /// User name and password.
  case signIn
  /// User name, password and e-mail address.
  case signUp
  /// The code of the sign-up.
  case confirmSignUp
}

/// What the user typed.
public struct Fields: Equatable, Sendable {
  /// The user name.
  public var username = ""
  /// The password.
  public var password = ""
  /// The e-mail address, for a sign-up.
  public var email = ""
  /// The code of a sign-up or of a challenge.
  public var code = ""

  /// Empty fields.
  public init() {}
}

/// The challenge of a sign-in, as the screen shows it.
public enum Challenge: Equatable, Sendable {
  /// The service asks for a code. The text says where the user finds the code.
  case code(prompt: String)
  /// A challenge that this example has no screen for.
  case unsupported

  init(_ step: AuthSignInStep) {
    switch step {
    case .confirmSignInWithSMSMFACode(let details, _), .confirmSignInWithOTP(let details):
      self = .code(prompt: "Type the code that we sent to \(details.destination).")
    case .confirmSignInWithTOTPCode:
      self = .code(prompt: "Type the code that your authenticator app shows.")
    default:
      self = .unsupported
    }
  }
}
