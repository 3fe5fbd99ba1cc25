import CognitoAuth
import Foundation

/// What a ``FakeAuth`` answers to one of its calls.
///
/// The answers for one call only, such as that of ``returnsOnce(_:)``, are used first, in their order. Then every
/// further call gets the newest answer that is not for one call only:
///
/// ```swift
/// fake.script.confirmSignIn
///   .failsOnce(with: AuthError(kind: .notAuthorized, code: .codeMismatch))
///   .returns(AuthSignInResult(nextStep: .done))
/// ```
///
/// Any thread may use it.
public final class ScriptedCall<Value: Sendable>: Sendable {
  /// Computes the answer to a call. It may wait, and it may throw an ``AuthError``.
  public typealias Answer = @Sendable (RecordedCall) async throws -> Value

  private struct Answers {
    var once: [Answer] = []
    var always: Answer?
    var delay: TimeInterval = 0
  }

  private let answers = Protected(Answers())

  init() {}

  /// Every call from now on returns this value.
  @discardableResult
  public func returns(_ value: Value) -> Self { answers { _ in value } }

  /// Every call from now on throws this error. A sign-out does not throw: it returns `AuthSignOutResult.failed` with
  /// this error, or with the code `cancelled` if the error is not an ``AuthError``.
  @discardableResult
  public func fails(with error: any Error) -> Self { answers { _ in throw error } }

  /// One call returns this value.
  @discardableResult
  public func returnsOnce(_ value: Value) -> Self { answersOnce { _ in value } }

  /// One call throws this error.
  @discardableResult
  public func failsOnce(with error: any Error) -> Self { answersOnce { _ in throw error } }

  /// The closure answers every call from now on. It gets the call with its arguments:
  ///
  /// ```swift
  /// fake.script.confirmSignIn.answers { call in
  ///   guard case .confirmSignIn("123456", _) = call else {
  ///     throw AuthError(kind: .notAuthorized, code: .codeMismatch)
  ///   }
  ///   return AuthSignInResult(nextStep: .done)
  /// }
  /// ```
  @discardableResult
  public func answers(_ answer: @escaping Answer) -> Self {
    answers.withLock { $0.always = answer }
    return self
  }

  /// The closure answers one call.
  @discardableResult
  public func answersOnce(_ answer: @escaping Answer) -> Self {
    answers.withLock { $0.once.append(answer) }
    return self
  }

  /// Every call from now on takes this long before it is answered. If its task is cancelled in this time, the call
  /// throws `CancellationError`, as with the library.
  ///
  /// - Parameter seconds: The delay; 0 for none. With `.infinity` a call ends only if it is cancelled.
  @discardableResult
  public func takes(seconds: TimeInterval) -> Self {
    answers.withLock { $0.delay = seconds }
    return self
  }

  /// The answer to the next call, if there is one, and how long the call takes. This uses up an answer that is for one
  /// call only.
  func next() -> (answer: Answer?, delay: TimeInterval) {
    answers.withLock { answers in
      let answer = answers.once.isEmpty ? answers.always : answers.once.removeFirst()
      return (answer, answers.delay)
    }
  }
}

extension ScriptedCall where Value == Void {
  /// Every call from now on succeeds.
  @discardableResult
  public func succeeds() -> Self { returns(()) }

  /// One call succeeds.
  @discardableResult
  public func succeedsOnce() -> Self { returnsOnce(()) }
}
