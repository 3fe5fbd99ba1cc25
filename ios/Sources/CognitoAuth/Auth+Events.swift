import CognitoAuthBindings

extension Auth {
  /// What happens to the session from now on, in order. Each reading of this property is a stream of its own, which
  /// ends when it is let go of, or when the instance is closed.
  public var events: AsyncStream<AuthEvent> {
    let (stream, continuation) = AsyncStream.makeStream(of: AuthEvent.self)
    guard let subscription = try? bridge.subscribe(listener: EventForwarder(to: continuation)) else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { _ in withExtendedLifetime(subscription) {} }
    return stream
  }
}

/// Hands the core's events to a stream, and ends it when the core lets go.
private final class EventForwarder: AuthEventListener {
  private let continuation: AsyncStream<AuthEvent>.Continuation

  init(to continuation: AsyncStream<AuthEvent>.Continuation) {
    self.continuation = continuation
  }

  deinit {
    continuation.finish()
  }

  func onEvent(event: AuthEvent) {
    continuation.yield(event)
  }
}
