internal import CognitoAuthBindings
import Foundation

extension AuthError {
  /// The ``AuthError`` for whatever a call over the bridge threw.
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
      kind: kind, code: AuthErrorCode(details.code), errorDescription: details.description,
      recoverySuggestion: details.recoverySuggestion, isRetryable: details.retryable, field: details.field,
      requestId: details.requestId, reason: details.reason.flatMap(AuthErrorReason.init),
      serviceMessage: details.serviceMessage, refreshFailure: details.refreshFailure.map(RefreshFailure.init))
  }

  /// Swift's own cancellation, as an ``AuthError``.
  static var cancelled: AuthError { AuthError(authError(code: .cancelled)) }

  /// A configuration file that is missing, or can't be read.
  static var unreadableConfiguration: AuthError { AuthError(authError(code: .unreadableConfiguration)) }

  /// A defect: the bridge threw something that is not one of its errors.
  static var `internal`: AuthError { AuthError(authError(code: .internal)) }
}

extension AuthError.RefreshFailure {
  init(_ bridged: CognitoAuthBindings.RefreshFailure) {
    switch bridged {
    case .configuration: self = .configuration
    case .trigger: self = .trigger
    case .transient(let seconds):
      self = .transient(retryAfter: seconds.map { TimeInterval($0) })
    }
  }
}

extension AuthErrorCode {
  /// The code of the same name. A test checks that the bridge and the package have the same codes.
  init(_ bridged: CognitoAuthBindings.AuthErrorCode) {
    self = AuthErrorCode(rawValue: authErrorCodeName(code: bridged)) ?? .internal
  }
}

extension AuthErrorReason {
  /// The reason of the same name. A test checks that the bridge and the package have the same reasons.
  init?(_ bridged: CognitoAuthBindings.AuthErrorReason) {
    self.init(rawValue: authErrorReasonName(reason: bridged))
  }
}
