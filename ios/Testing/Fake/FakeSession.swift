import CognitoAuth
import Foundation

/// The session of a ``FakeAuth``: its state, its streams, and the calls that it got.
final class FakeSession: Sendable {
  private struct Content {
    var state: AuthSessionState
    /// How often the state was set.
    var changes = 0
    var isClosed = false
    /// The name of the user who signs up or in.
    var username = "user"
    var calls: [RecordedCall] = []
    var unscripted: [RecordedCall] = []
    var states: [UUID: AsyncStream<AuthSessionState>.Continuation] = [:]
    var events: [UUID: AsyncStream<AuthEvent>.Continuation] = [:]
  }

  private let content: Protected<Content>

  init(state: AuthSessionState) {
    content = Protected(Content(state: state))
  }

  var calls: [RecordedCall] { content.withLock { $0.calls } }
  var unscripted: [RecordedCall] { content.withLock { $0.unscripted } }
  var isClosed: Bool { content.withLock { $0.isClosed } }
  var changes: Int { content.withLock { $0.changes } }

  var state: AuthSessionState {
    get { content.withLock { $0.state } }
    set {
      content.withLock { content in
        guard !content.isClosed else { return }
        content.changes += 1
        guard content.state != newValue else { return }
        content.state = newValue
        content.states.values.forEach { $0.yield(newValue) }
      }
    }
  }

  func states() -> AsyncStream<AuthSessionState> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: AuthSessionState.self, bufferingPolicy: .bufferingNewest(1))
    let id = UUID()
    continuation.onTermination = { [weak self] _ in self?.content.withLock { $0.states[id] = nil } }
    let isOpen = content.withLock { content in
      continuation.yield(content.state)
      if !content.isClosed { content.states[id] = continuation }
      return !content.isClosed
    }
    // A continuation that finishes calls `onTermination`, which takes the lock.
    if !isOpen { continuation.finish() }
    return stream
  }

  func events() -> AsyncStream<AuthEvent> {
    let (stream, continuation) = AsyncStream.makeStream(of: AuthEvent.self)
    let id = UUID()
    continuation.onTermination = { [weak self] _ in self?.content.withLock { $0.events[id] = nil } }
    let isOpen = content.withLock { content in
      if !content.isClosed { content.events[id] = continuation }
      return !content.isClosed
    }
    if !isOpen { continuation.finish() }
    return stream
  }

  func emit(_ event: AuthEvent) {
    content.withLock { content in
      content.events.values.forEach { $0.yield(event) }
    }
  }

  func close() {
    let (states, events) = content.withLock { content in
      content.isClosed = true
      defer { (content.states, content.events) = ([:], [:]) }
      return (content.states.values.map { $0 }, content.events.values.map { $0 })
    }
    states.forEach { $0.finish() }
    events.forEach { $0.finish() }
  }

  /// Records a call, before it is answered.
  func begin(_ call: RecordedCall) throws {
    let isClosed = content.withLock { content in
      content.calls.append(call)
      switch call {
      case .signUp(let username, _, _), .signIn(let username, _, _), .confirmSignUp(let username, _, _):
        content.username = username
      case .confirmSignIn:
        if case .awaitingChallenge(let pending) = content.state { content.username = pending.username }
      default: break
      }
      return content.isClosed
    }
    if isClosed {
      throw AuthError(
        kind: .invalidState, code: .closed, errorDescription: "This instance was closed.",
        recoverySuggestion: "Make a new instance.")
    }
  }

  /// Records a call that has no script, and returns its error.
  func missing(_ call: RecordedCall) -> AuthError {
    content.withLock { $0.unscripted.append(call) }
    return AuthError(
      kind: .internal, code: .internal, errorDescription: "This FakeAuth has no answer for \(call.name).",
      recoverySuggestion: "Script the call before it is made, as in fake.script.\(call.name).returns(…).",
      field: call.name)
  }

  /// Takes over what a step of a sign-in has changed.
  func follow(_ result: AuthSignInResult) {
    let username = content.withLock { $0.username }
    switch result.nextStep {
    case .done:
      state = .signedIn(AuthUser(username: username, userId: "id-of-\(username)"))
      emit(.signedIn)
    case .confirmSignUp, .resetPassword:
      // These steps end the sign-in, as with the library.
      if case .awaitingChallenge = state { state = .signedOut(ended: nil) }
    default:
      state = .awaitingChallenge(
        AuthPendingSignIn(
          username: username, nextStep: result.nextStep, requiredAttributes: result.requiredAttributes))
    }
  }

  /// Takes over a sign-out.
  func follow(_ result: AuthSignOutResult) {
    if result.isSignedOutLocally { end(.signedOut) }
  }

  /// Signs out. If a user was signed in, reports the event.
  func end(_ event: AuthEvent) {
    let wasSignedIn = if case .signedIn = state { true } else { false }
    state = .signedOut(ended: nil)
    if wasSignedIn { emit(event) }
  }
}

// What the state answers.
extension FakeSession {
  /// The state, as `sessionState()` returns it.
  func readState() throws -> AuthSessionState {
    guard case .unavailable(let code) = state else { return state }
    throw AuthError(kind: .storage, code: code, errorDescription: "The store can't be read.")
  }

  func user() throws -> AuthUser {
    guard case .signedIn(let user) = try readState() else { throw AuthError.notSignedIn }
    return user
  }

  func pendingSignIn() throws -> AuthPendingSignIn? {
    if case .awaitingChallenge(let pending) = try readState() { pending } else { nil }
  }

  func authSession() throws -> AuthSession {
    switch try readState() {
    case .signedIn(let user):
      AuthSession(isSignedIn: true, userSub: user.userId, tokens: FakeAuth.tokens)
    case .guest(let identityId):
      AuthSession(isSignedIn: false, identityId: .success(identityId))
    case .federated(let identityId):
      AuthSession(
        isSignedIn: true,
        userPoolError: AuthError(
          kind: .invalidState, code: .federatedToIdentityPool,
          errorDescription: "A federated login has no user and no tokens."),
        identityId: .success(identityId))
    default:
      AuthSession(isSignedIn: false)
    }
  }
}

extension FakeAuth {
  /// The tokens in the session of a fake with a signed-in user. They are not JWTs, and never expire.
  public static let tokens = UserPoolTokens(
    idToken: "fake-id-token", accessToken: "fake-access-token", refreshToken: "fake-refresh-token",
    expiresAt: .distantFuture)
}
