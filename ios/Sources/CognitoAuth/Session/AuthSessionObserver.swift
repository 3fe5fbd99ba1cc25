// Combine stands for Apple's platforms. On Linux, a program with Swift 6.0's Observation can't be linked.
#if canImport(Combine)
  import Observation

  /// The session's state for SwiftUI: a view that reads ``state`` is updated whenever the state changes. Keep this
  /// object in the app's `@State`. On older systems, use `sessionStatesPublisher`.
  @available(iOS 17, macOS 14, tvOS 17, watchOS 10, visionOS 1, *)
  @MainActor @Observable
  public final class AuthSessionObserver {
    /// The state. After the instance is closed, it is the last one.
    public var state: AuthSessionState { current }

    private var current: AuthSessionState
    @ObservationIgnored private var reading: Task<Void, Never>?

    /// Observes until this object is freed, or the instance is closed.
    public init(_ client: any AuthClient) {
      current = client.currentSessionState
      let states = client.sessionStates
      reading = Task { [weak self] in
        for await state in states {
          self?.current = state
        }
      }
    }

    deinit {
      reading?.cancel()
    }
  }
#endif
