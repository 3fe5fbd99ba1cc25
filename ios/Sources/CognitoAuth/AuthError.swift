import CognitoAuthBindings
import Foundation

/// Exactly what went wrong: one code for every exception that Cognito declares for an operation of ours, and one for
/// everything that goes wrong on this side.
public typealias AuthErrorCode = CognitoAuthBindings.AuthErrorCode

/// An error of any call of ``Auth``. Its texts are this library's own: neither secrets nor the user's input nor the
/// service's words get into them.
public struct AuthError: Error, Equatable, Sendable {
  /// What an app has to do about an error. One case, one way to react.
  public enum Kind: Equatable, Hashable, Sendable, CaseIterable {
    /// The configuration is wrong or lacks something: a mistake in the app, not the user's.
    case configuration
    /// An argument is empty or malformed; ``AuthError/field`` names it. Nothing was sent.
    case validation
    /// The service refused: wrong password, wrong code, unknown user. Show it to the user.
    case notAuthorized
    /// The service refused for another reason; see ``AuthError/code``.
    case service
    /// The call does not fit the moment: a sign-in while signed in, an answer with no question open.
    case invalidState
    /// Nobody is signed in.
    case signedOut
    /// The session has ended at the service; the user has to sign in again.
    case sessionExpired
    /// No answer came: offline, TLS, a server that is down or answers nonsense. The session stands.
    case network
    /// The platform's store is locked, broken or full. The session stands.
    case storage
    /// The call was cancelled.
    case cancelled
    /// The call's time limit passed. The session stands.
    case timedOut
    /// A defect of this library.
    case `internal`
  }

  /// What to do about it.
  public let kind: Kind
  /// Exactly what went wrong.
  public let code: AuthErrorCode
  /// What went wrong, as a sentence for a developer.
  public let errorDescription: String?
  /// What the app, or its user, can do now.
  public let recoverySuggestion: String?
  /// Whether the same call may succeed later without any change.
  public let isRetryable: Bool
  /// The argument at fault, for ``Kind/validation``, or the value, for ``Kind/configuration``.
  public let field: String?
  /// The service's id of the request that failed (`x-amzn-requestid`), for a question to AWS.
  public let requestId: String?
}

extension AuthError: LocalizedError, CustomStringConvertible {
  /// The code, what went wrong and what to do, in one line.
  public var description: String {
    "\(code.name): \(errorDescription ?? "") \(recoverySuggestion ?? "")"
  }
}

extension AuthErrorCode {
  /// The code's name, the same in every language: Cognito's exception without its ending, or ours.
  public var name: String { authErrorCodeName(code: self) }
}

extension AuthError {
  /// Whatever a call over the bridge threw.
  init(_ error: any Error) {
    switch error {
    case let error as AuthError: self = error
    case let error as CognitoAuthBindings.AuthError: self.init(error)
    case is CancellationError: self = .cancelled
    default: self = .internal
    }
  }

  init(_ bridged: CognitoAuthBindings.AuthError) {
    switch bridged {
    case .Configuration(let details): self.init(.configuration, details)
    case .Validation(let details): self.init(.validation, details)
    case .NotAuthorized(let details): self.init(.notAuthorized, details)
    case .Service(let details): self.init(.service, details)
    case .InvalidState(let details): self.init(.invalidState, details)
    case .SignedOut(let details): self.init(.signedOut, details)
    case .SessionExpired(let details): self.init(.sessionExpired, details)
    case .Network(let details): self.init(.network, details)
    case .Storage(let details): self.init(.storage, details)
    case .Cancelled(let details): self.init(.cancelled, details)
    case .TimedOut(let details): self.init(.timedOut, details)
    case .Internal(let details): self.init(.internal, details)
    }
  }

  private init(_ kind: Kind, _ details: AuthErrorDetails) {
    self.init(
      kind: kind, code: details.code, errorDescription: details.description,
      recoverySuggestion: details.recoverySuggestion, isRetryable: details.retryable, field: details.field,
      requestId: details.requestId)
  }

  /// What Swift's own cancelling becomes where a `Result` is asked for.
  static let cancelled = AuthError(
    kind: .cancelled, code: .cancelled, errorDescription: "The call was cancelled.",
    recoverySuggestion: "Start again when the user wants to.", isRetryable: false, field: nil, requestId: nil)

  /// What the bridge throws beside its own errors is a defect.
  static let `internal` = AuthError(
    kind: .internal, code: .internal, errorDescription: "The library made a mistake.",
    recoverySuggestion: "Report it, with the steps that lead to it.", isRetryable: false, field: nil, requestId: nil)
}
