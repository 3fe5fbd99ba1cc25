/// A result that one caller waits for. The first result counts, and later ones are ignored: the system can report the
/// end of a page twice, and it reports a page that we closed as if the user had closed it.
final class FirstResult<Value: Sendable>: Sendable {
  private enum State {
    case empty
    case awaited(CheckedContinuation<Value, any Error>)
    case ended(Result<Value, any Error>)
  }

  private let state = Protected<State>(.empty)

  /// Waits for the result. Only one caller may wait.
  func value() async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let earlier: Result<Value, any Error>? = state.withLock { state in
        if case .ended(let result) = state { return result }
        state = .awaited(continuation)
        return nil
      }
      if let earlier { continuation.resume(with: earlier) }
    }
  }

  /// Ends the wait, if nothing has ended it before.
  func end(with result: Result<Value, any Error>) {
    let waiting: CheckedContinuation<Value, any Error>? = state.withLock { state in
      switch state {
      case .ended:
        return nil
      case .empty:
        state = .ended(result)
        return nil
      case .awaited(let continuation):
        state = .ended(result)
        return continuation
      }
    }
    waiting?.resume(with: result)
  }
}

extension FirstResult {
  /// Waits for the result of a sheet of the system. When the task is cancelled, the wait ends with a
  /// `CancellationError`, and `close` is called. The system reports a sheet that we closed as if the user had closed
  /// it, or does not report it at all. So our own result is set before `close` is called.
  @MainActor
  func value(closing close: @escaping @MainActor () -> Void) async throws -> Value {
    try await withTaskCancellationHandler {
      try await value()
    } onCancel: {
      Task { @MainActor in
        self.end(with: .failure(CancellationError()))
        close()
      }
    }
  }
}
