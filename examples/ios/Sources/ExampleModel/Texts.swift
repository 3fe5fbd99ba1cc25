import CognitoAuth

// The texts of the example. An app of yours would have them in its catalog of strings.
extension AppModel {
  nonisolated static func sent(_ details: AuthCodeDeliveryDetails) -> String {
    "We sent a code to \(details.destination)."
  }

  nonisolated static func text(for error: any Error) -> String {
    guard let error = error as? AuthError else { return "Something went wrong." }
    if error.reason == .wrongUsernameOrPassword || error.code == .userNotFound {
      return "Wrong user name or password."
    }
    switch (error.kind, error.code) {
    case (_, .codeMismatch): return "The code is wrong."
    case (_, .expiredCode): return "The code has expired. Ask for a new one."
    case (_, .challengeExpired): return "That took too long. Sign in again."
    case (_, .invalidPassword): return "The password is too weak. Choose another one."
    case (.validation, _): return "Please fill in every field."
    case (.network, _), (.timedOut, _): return "The service can't be reached. Try again."
    case (.storage, _): return "This device does not let the app read your session now. Try again."
    default: return "Something went wrong (\(error.code.rawValue))."
    }
  }

  nonisolated static func text(for reason: AuthSessionEndReason) -> String {
    switch reason {
    case .expired: "Your session has expired. Please sign in again."
    case .userDisabled, .userDeleted: "This account can't be used any more."
    default: "You were signed out. Please sign in again."
    }
  }
}
