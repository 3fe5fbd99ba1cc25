/// A call under way, made with a completion handler: keep it to cancel the call, or let go of it.
public final class AuthOperation<Success: Sendable>: Sendable {
  let outcome: Task<Result<Success, AuthError>, Never>

  init(_ outcome: Task<Result<Success, AuthError>, Never>) {
    self.outcome = outcome
  }

  /// Ends the call at once. Its handler then hears of an ``AuthError`` of the kind ``AuthError/Kind/cancelled``,
  /// unless it has ended already.
  public func cancel() {
    outcome.cancel()
  }
}
