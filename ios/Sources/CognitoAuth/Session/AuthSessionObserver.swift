// Every platform of Apple has Combine. So this condition leaves out only Linux, where a program that uses Swift 6.0's
// Observation can't be linked.
#if canImport(Combine)
  import Observation

  /// The session's state for SwiftUI: a view that reads ``state`` is updated whenever the state changes. Keep this
  /// object in the app's `@State`. On older systems, use `sessionStatesPublisher`.
  @available(iOS 17, macOS 14, tvOS 17, watchOS 10, visionOS 1, *)
  @MainActor @Observable
  public final class AuthSessionObserver {
    /// The session's state now. After the client is closed, this is still the last state.
    public var state: AuthSessionState { current }

    private var current: AuthSessionState
    @ObservationIgnored private var reading: Task<Void, Never>?

    /// Observes the client's session until this object is freed, or the client is closed.
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
