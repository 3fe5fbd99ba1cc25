internal import CognitoAuthBindings
import Foundation

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public var events: AsyncStream<AuthEvent> { streams.open(on: bridge) }
}

/// The open event streams of one instance, each with its subscription to the core's events.
final class EventStreams: Sendable {
  private typealias OpenStream = (continuation: AsyncStream<AuthEvent>.Continuation, subscription: EventSubscription)

  /// `nil` once the instance is closed.
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
        // The subscription is freed after the lock is released, because freeing it calls the core.
        _ = opened?.withLock { $0?.removeValue(forKey: id) }
      }
    } else {
      continuation.finish()
    }
    return stream
  }

  /// Ends every stream. A stream that is opened later ends immediately.
  func finish() {
    let streams = opened.withLock { opened in
      defer { opened = nil }
      return opened
    }
    streams?.values.forEach { $0.continuation.finish() }
  }
}

/// Passes the core's events to a stream.
private final class EventForwarder: AuthEventListener {
  private let continuation: AsyncStream<AuthEvent>.Continuation

  init(to continuation: AsyncStream<AuthEvent>.Continuation) {
    self.continuation = continuation
  }

  func onEvent(event: CognitoAuthBindings.AuthEvent) {
    continuation.yield(AuthEvent(event))
  }
}
