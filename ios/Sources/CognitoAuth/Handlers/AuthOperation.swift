/// A running call that has a completion handler. Keep this object if you want to cancel the call. If you drop it, the
/// call goes on.
public final class AuthOperation<Success>: Sendable {
  /// The result of the call, once it has ended.
  let result: @Sendable () async -> Result<Success, AuthError>
  private let cancelling: @Sendable () -> Void

  init(_ call: Task<Result<Success, AuthError>, Never>) where Success: Sendable {
    result = { await call.value }
    cancelling = { call.cancel() }
  }

  /// Ends the call immediately, unless it has ended already. The call's handler then gets an ``AuthError`` of the kind
  /// ``AuthError/Kind/cancelled``; the handler of a sign-out gets this error in ``AuthSignOutResult/failed(_:)``.
  public func cancel() {
    cancelling()
  }
}
