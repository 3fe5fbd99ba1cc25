internal import CognitoAuthBindings

extension Auth {
  /// Makes one call over the bridge, and cancels the call through its handle when the `Task` is cancelled. The handle
  /// is needed because Swift's own cancellation does not reach the core.
  ///
  /// If the `Task` is cancelled, the call throws `CancellationError`. The core uses the code `cancelled` for a
  /// superseded sign-in too. The `Task` of such a sign-in is not cancelled, so its call throws an ``AuthError`` with
  /// that code.
  func call<Value: Sendable>(
    _ body: @Sendable (AuthBridge, CallHandle) async throws -> Value
  ) async throws -> Value {
    try await overBridge { [bridge] handle in try await body(bridge, handle) }
  }

  /// Makes one call during which the platform can show a sheet, on the anchor that the app gave.
  func call<Value: Sendable>(
    presentingOn anchor: PresentationAnchor,
    _ body: @Sendable (AuthBridge, CallHandle) async throws -> Value
  ) async throws -> Value {
    let number = anchors.begin(with: anchor)
    defer { anchors.end(number) }
    return try await call(body)
  }
}

/// Makes one call over the bridge, and cancels the call when the `Task` is cancelled. It then throws
/// `CancellationError`.
func overBridge<Value: Sendable>(_ body: @Sendable (CallHandle) async throws -> Value) async throws -> Value {
  do {
    return try await cancellable(body)
  } catch let error as AuthError where error.code == .cancelled && Task.isCancelled {
    throw CancellationError()
  }
}

/// Makes one call over the bridge. Every failure is an ``AuthError``, even that of a cancelled call.
private func cancellable<Value: Sendable>(
  _ body: @Sendable (CallHandle) async throws -> Value
) async throws -> Value {
  do {
    let handle = try CallHandle()
    return try await withTaskCancellationHandler {
      try await body(handle)
    } onCancel: {
      // This fails only if the library has a defect. Then the call's time limit ends the call.
      try? handle.cancel()
    }
  } catch {
    throw AuthError(error)
  }
}
