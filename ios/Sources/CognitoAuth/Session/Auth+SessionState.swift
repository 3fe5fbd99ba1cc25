internal import CognitoAuthBindings

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func sessionState() async throws -> AuthSessionState {
    try await call { bridge, handle in
      AuthSessionState(try await bridge.sessionState(call: handle))
    }
  }

  public func pendingSignIn() async throws -> AuthPendingSignIn? {
    try await call { bridge, handle in
      try await bridge.pendingSignIn(call: handle).map(AuthPendingSignIn.init)
    }
  }

  public var currentSessionState: AuthSessionState {
    (try? bridge.observeSessionState().current()).map(AuthSessionState.init) ?? .unavailable(.internal)
  }

  public var sessionStates: AsyncStream<AuthSessionState> {
    guard let observer = try? bridge.observeSessionState() else { return AsyncStream { $0.finish() } }
    let reader = SessionStateReader(observer)
    return AsyncStream { await reader.next() }
  }
}

/// Reads the states of one observer. It reads the next state when the stream asks for one. The reader is freed with the
/// stream.
private actor SessionStateReader {
  private let observer: SessionStateObserver
  private var last: AuthSessionState?

  init(_ observer: SessionStateObserver) {
    self.observer = observer
  }

  /// The first call returns the present state, and each later call waits for the next one. `nil` once the instance has
  /// ended, or the reader's task is cancelled.
  func next() async -> AuthSessionState? {
    guard last != nil else {
      last = (try? observer.current()).map(AuthSessionState.init)
      return last
    }
    // If the state changed before the first `current()`, the observer reports that change too. The new state is already
    // in `last`, so this skips the change.
    while let state = await change() {
      if state != last {
        last = state
        return state
      }
    }
    return nil
  }

  private func change() async -> AuthSessionState? {
    guard let handle = try? CallHandle() else { return nil }
    return await withTaskCancellationHandler {
      (try? await observer.changed(call: handle)).flatMap { $0 }.map(AuthSessionState.init)
    } onCancel: {
      try? handle.cancel()
    }
  }
}
