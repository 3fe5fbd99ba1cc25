import CognitoAuthBindings
import Foundation

extension Auth {
  /// What happens to the session from now on, in order. Each reading of this property is a stream of its own, which
  /// ends when it is let go of, or when the instance is closed or let go of.
  public var events: AsyncStream<AuthEvent> { streams.open(on: bridge) }
}

/// The open streams of one instance, each with its subscription.
final class EventStreams: Sendable {
  private typealias OpenStream = (continuation: AsyncStream<AuthEvent>.Continuation, subscription: EventSubscription)

  /// Nothing, once the instance is closed.
  private let opened = Protected<[UUID: OpenStream]?>([:])

  deinit {
    finish()
  }

  func open(on bridge: AuthBridge) -> AsyncStream<AuthEvent> {
    let (stream, continuation) = AsyncStream.makeStream(of: AuthEvent.self)
    let id = UUID()
    let isOpen = opened.withLock { opened in
      guard opened != nil, let subscription = try? bridge.subscribe(listener: EventForwarder(to: continuation)) else {
        return false
      }
      opened?[id] = (continuation, subscription)
      return true
    }
    if isOpen {
      continuation.onTermination = { [weak opened] _ in
        // Let go of outside of the lock, because the core hears of it.
        _ = opened?.withLock { $0?.removeValue(forKey: id) }
      }
    } else {
      continuation.finish()
    }
    return stream
  }

  /// Ends every stream, and those still to be asked for.
  func finish() {
    let streams = opened.withLock { opened in
      defer { opened = nil }
      return opened
    }
    for stream in streams?.values ?? [:].values {
      stream.continuation.finish()
    }
  }
}

/// Hands the core's events to a stream.
private final class EventForwarder: AuthEventListener {
  private let continuation: AsyncStream<AuthEvent>.Continuation

  init(to continuation: AsyncStream<AuthEvent>.Continuation) {
    self.continuation = continuation
  }

  func onEvent(event: AuthEvent) {
    continuation.yield(event)
  }
}
