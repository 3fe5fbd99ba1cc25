import Foundation

/// An error of any call of ``AuthClient``. All its texts except ``serviceMessage`` are this library's own. They contain
/// no secrets, no input of the user and no text of the service.
public struct AuthError: Error, Hashable, Sendable {
  /// How an app reacts to an error. Each case asks for one reaction.
  ///
  /// No case is added before the next major version: a `switch` may list all of them.
  public enum Kind: Hashable, Sendable, CaseIterable {
    /// The configuration is wrong or incomplete: a mistake of the app, not of the user.
    case configuration
    /// An argument is empty or malformed; ``AuthError/field`` says which one. Nothing was sent.
    case validation
    /// The service refused: wrong password, wrong code, unknown user. Tell the user.
    case notAuthorized
    /// The service refused for another reason; see ``AuthError/code``.
    case service
    /// The call is not possible in this state: a sign-in while signed in, an answer without an open challenge.
    case invalidState
    /// Nobody is signed in.
    case signedOut
    /// The session has ended at the service; the user has to sign in again.
    case sessionExpired
    /// No valid response came: the device is offline, TLS failed, or the server failed. The session stays.
    case network
    /// The platform's store is locked, broken or full. The session stays.
    case storage
    /// The call was cancelled.
    case cancelled
    /// The call's time limit passed. The session stays.
    case timedOut
    /// A defect of this library, or of the app's own ``AuthClient``; or the system gave no randomness
    /// (``AuthErrorCode/noEntropy``), and the same call can succeed later.
    case `internal`
  }

  /// Why a refresh failed without ending the session. A refusal that ends the session has an ``AuthSessionEndReason``
  /// instead.
  public enum RefreshFailure: Hashable, Sendable {
    /// The app's configuration, or a setting of the user pool or of its app client, is wrong. The user can do nothing
    /// about it.
    case configuration
    /// A trigger of the user pool refused or failed. ``AuthError/serviceMessage`` has the trigger's text.
    case trigger
    /// The network, the server or the service's limits prevented the refresh, or the service refused, and only a second
    /// refusal would end the session. The next try can succeed. `retryAfter` is how many seconds the service asks to
    /// wait, at most one hour; `nil` if the service does not say.
    case transient(retryAfter: TimeInterval?)
  }

  /// How to react.
  public let kind: Kind
  /// Exactly what went wrong.
  public let code: AuthErrorCode
  /// Why the user pool refused. Every refusal of the user pool has a reason; no other error has one. For a refusal of
  /// the identity pool, the code says why.
  public let reason: AuthErrorReason?
  /// What went wrong, as a sentence for a developer.
  public let errorDescription: String?
  /// What the app, or its user, can do now.
  public let recoverySuggestion: String?
  /// Whether the same call can succeed later without any change.
  public let isRetryable: Bool
  /// Which argument is wrong, for ``Kind/validation``. Which value is wrong, for ``Kind/configuration``. The call's
  /// name, if an ``AuthClient`` does not implement the call.
  public let field: String?
  /// The service's id of the request that failed (`x-amzn-requestid`). AWS support asks for it.
  public let requestId: String?
  /// The service's own text, cut to 2,048 bytes: for example what a trigger of the user pool says to the user. A
  /// printed error does not show this text, because it can contain the user's name or anything else. The text is in
  /// English, unless a trigger wrote it.
  public let serviceMessage: String?
  /// Why the refresh failed, in the error of a call that refreshes the session, such as
  /// ``AuthClient/fetchAuthSession(options:)``. It is `nil` if no case fits: for example if the session has ended,
  /// nobody is signed in, the app defers the refresh, the store failed, the call was cancelled, or the service refused
  /// with an exception that this version does not know. For ``AuthErrorCode/storeMisconfigured``, it is
  /// ``AuthError/RefreshFailure/configuration``. In an error of any other call, it has no meaning.
  public let refreshFailure: RefreshFailure?

  /// An error, for the app's tests.
  public init(
    kind: Kind, code: AuthErrorCode, errorDescription: String? = nil, recoverySuggestion: String? = nil,
    isRetryable: Bool = false, field: String? = nil, requestId: String? = nil, reason: AuthErrorReason? = nil,
    serviceMessage: String? = nil, refreshFailure: RefreshFailure? = nil
  ) {
    self.kind = kind
    self.code = code
    self.errorDescription = errorDescription
    self.recoverySuggestion = recoverySuggestion
    self.isRetryable = isRetryable
    self.field = field
    self.requestId = requestId
    self.reason = reason
    self.serviceMessage = serviceMessage
    self.refreshFailure = refreshFailure
  }
}

extension AuthError: LocalizedError, SecretBearing {
  /// The code with the field, what went wrong and what to do, in one line.
  public var description: String {
    let texts = [errorDescription, recoverySuggestion].compactMap { $0 }.joined(separator: " ")
    let place = field.map { "\(code.name) (\($0))" } ?? code.name
    return texts.isEmpty ? place : "\(place): \(texts)"
  }
}
