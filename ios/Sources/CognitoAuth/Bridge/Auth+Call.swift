internal import CognitoAuthBindings

extension Auth {
  /// Makes one call over the bridge, and ends the call when the `Task` is cancelled. Swift's own cancellation does not
  /// reach the future that the bridge awaits.
  ///
  /// A superseded sign-in ends as cancelled too, but its `Task` is not cancelled. So it throws an ``AuthError``.
  func call<Value: Sendable>(
    _ body: @Sendable (AuthBridge, CallHandle) async throws -> Value
  ) async throws -> Value {
    try await overBridge { [bridge] handle in try await body(bridge, handle) }
  }

  /// Makes one call during which the platform can show a sheet. The sheet is on the anchor that the app gave.
  func call<Value: Sendable>(
    presentingOn anchor: PresentationAnchor,
    _ body: @Sendable (AuthBridge, CallHandle) async throws -> Value
  ) async throws -> Value {
    let number = anchors.begin(with: anchor)
    defer { anchors.end(number) }
    return try await call(body)
  }
}

/// Makes one call over the bridge, and ends the call when the `Task` is cancelled.
func overBridge<Value: Sendable>(_ body: @Sendable (CallHandle) async throws -> Value) async throws -> Value {
  do {
    return try await cancellable(body)
  } catch let error as AuthError where error.code == .cancelled && Task.isCancelled {
    throw CancellationError()
  }
}

/// Makes one call. A cancelled call throws an ``AuthError``, as any other failure does.
private func cancellable<Value: Sendable>(
  _ body: @Sendable (CallHandle) async throws -> Value
) async throws -> Value {
  do {
    let handle = try CallHandle()
    return try await withTaskCancellationHandler {
      try await body(handle)
    } onCancel: {
      // Only a defect makes this fail. Then the call's time limit ends the call.
      try? handle.cancel()
    }
  } catch {
    throw AuthError(error)
  }
}
