/// A call under way, made with a completion handler: keep it to cancel the call, or let go of it.
public final class AuthOperation<Success>: Sendable {
  /// How the call ends, once it has.
  let outcome: @Sendable () async -> Result<Success, AuthError>
  private let cancelling: @Sendable () -> Void

  init(_ call: Task<Result<Success, AuthError>, Never>) where Success: Sendable {
    outcome = { await call.value }
    cancelling = { call.cancel() }
  }

  /// Ends the call at once. Its handler then hears of an ``AuthError`` of the kind ``AuthError/Kind/cancelled``,
  /// unless it has ended already.
  public func cancel() {
    cancelling()
  }
}
