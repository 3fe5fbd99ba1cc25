import CognitoAuth
import Foundation

/// An ``AuthClient`` for an app's tests and previews. It sends no request and stores nothing. A test scripts
/// the calls that it makes:
///
/// ```swift
/// let fake = FakeAuth()
/// fake.script.signIn.returns(AuthSignInResult(nextStep: .confirmSignInWithTOTPCode))
/// fake.script.confirmSignIn.failsOnce(with: AuthError(kind: .notAuthorized, code: .codeMismatch))
/// ```
///
/// A call without a script fails with an ``AuthError`` of the kind `internal`, which names the call.
/// ``unscripted`` lists such calls. Four calls need no script, because the ``state`` answers them: `sessionState`,
/// `getCurrentUser`, `pendingSignIn` and `fetchAuthSession`.
///
/// The ``state`` follows the results, as with the library. After a sign-in it is `signedIn`, or `awaitingChallenge`
/// with the next step if that step is a challenge. After a federation it is `federated`. After a sign-out, a deletion
/// of the user, or the end of a federation, it is `signedOut`. ``events`` reports when a user has signed in, and when
/// that user's session ends. If an answer sets the state itself, that state stays. The fake also answers a call that
/// does not fit the state, such as a sign-in while a user is signed in.
///
/// Any thread may use it.
public final class FakeAuth: AuthClient {
  /// The answers to the calls.
  public let script = AuthScript()
  /// The queue of the completion handlers.
  public let callbackQueue: DispatchQueue
  let session: FakeSession

  /// A fake without answers.
  ///
  /// - Parameters:
  ///   - state: The session's state at the start.
  ///   - callbackQueue: Where completion handlers are called.
  public init(state: AuthSessionState = .signedOut(ended: nil), callbackQueue: DispatchQueue = .main) {
    session = FakeSession(state: state)
    self.callbackQueue = callbackQueue
  }

  deinit {
    session.close()
  }

  /// The session's state, which a test can set. Setting it emits no event. A closed fake keeps its last state.
  public var state: AuthSessionState {
    get { session.state }
    set { session.state = newValue }
  }

  /// Every call so far, oldest first. Reading the properties for the state and the streams, and closing the fake, are
  /// not recorded.
  public var calls: [RecordedCall] { session.calls }

  /// The calls that failed because they have no script, oldest first.
  public var unscripted: [RecordedCall] { session.unscripted }

  /// Whether the fake was closed. Every later call fails with `AuthErrorCode.closed`, and the streams have ended.
  public var isClosed: Bool { session.isClosed }

  /// Reports an event to the readers of ``events``. It changes no state.
  public func emit(_ event: AuthEvent) {
    session.emit(event)
  }

  /// Ends the session as the service does: the state becomes `signedOut` with this reason and the user's name, and the
  /// event `sessionExpired` is reported. If no user is signed in, this does nothing.
  public func endSession(_ reason: AuthSessionEndReason) {
    guard case .signedIn(let user) = state else { return }
    state = .signedOut(ended: AuthSessionEnd(reason: reason, username: user.username))
    emit(.sessionExpired)
  }

  /// What happens to the session from now on. Each read makes a new stream.
  public var events: AsyncStream<AuthEvent> { session.events() }

  /// The session's state now, and then each new state. Each read makes a new stream. A slow reader gets the newest
  /// state, and misses older ones.
  public var sessionStates: AsyncStream<AuthSessionState> { session.states() }

  /// The session's state now: the same as ``state``.
  public var currentSessionState: AuthSessionState { state }

  /// Ends the streams. Every later call fails.
  public func close() async {
    session.close()
  }
}

extension FakeAuth {
  /// Records a call and answers it by its script, or else by `own`.
  func make<Value: Sendable>(
    _ call: RecordedCall, _ script: ScriptedCall<Value>, or own: (() throws -> Value)? = nil
  ) async throws -> Value {
    try session.begin(call)
    let (answer, delay) = script.next()
    if answer == nil && own == nil { throw session.missing(call) }
    if delay > 0 {
      // At most 30 years, because the number of nanoseconds has to fit.
      try await Task.sleep(nanoseconds: UInt64(min(delay, 1e9) * 1e9))
    }
    try Task.checkCancellation()
    if let answer { return try await answer(call) }
    guard let own else { throw session.missing(call) }
    return try own()
  }

  /// Makes a call whose result changes the session: `follow` takes the change over, unless the answer has set the state
  /// itself.
  func make<Value: Sendable>(
    _ call: RecordedCall, _ script: ScriptedCall<Value>, then follow: (Value) -> Void
  ) async throws -> Value {
    let changes = session.changes
    let value = try await make(call, script)
    if session.changes == changes { follow(value) }
    return value
  }
}
