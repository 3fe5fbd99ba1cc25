import CognitoAuth
import Foundation

#if canImport(Combine)
  import Combine
#endif

/// Tells listeners what happens to the session. The listeners may register before the app calls `configure`.
public final class AmplifyHub: Sendable {
  private let listeners = Protected<[UUID: HubListener]>([:])
  private let following = Protected<Task<Void, Never>?>(nil)
  #if canImport(Combine)
    // A subject may be used from any thread, but is not declared `Sendable`.
    nonisolated(unsafe) private let subject = PassthroughSubject<HubPayload, Never>()
  #endif

  /// Calls the listener with each event from now on, on ``AuthClient/callbackQueue``. This is the main queue unless the
  /// client has another one.
  @preconcurrency
  public func listen(to channel: HubChannel, listener: @escaping HubListener) -> UnsubscribeToken {
    let token = UnsubscribeToken()
    listeners.withLock { $0[token.id] = listener }
    return token
  }

  /// Calls the listener with each event of this name, as ``listen(to:listener:)`` does.
  @preconcurrency
  public func listen(
    to channel: HubChannel, eventName: HubPayloadEventName, listener: @escaping HubListener
  ) -> UnsubscribeToken {
    listen(to: channel) { payload in
      if payload.eventName == eventName { listener(payload) }
    }
  }

  /// Removes a listener, which then gets no more events.
  public func removeListener(_ token: UnsubscribeToken) {
    listeners.withLock { $0[token.id] = nil }
  }

  #if canImport(Combine)
    /// Publishes each event from now on, on the client's callback queue.
    public func publisher(for channel: HubChannel) -> AnyPublisher<HubPayload, Never> {
      subject.eraseToAnyPublisher()
    }
  #endif

  /// From now on, reports the events of this client, and no longer those of an earlier one.
  func follow(_ client: any AuthClient) {
    let events = client.events
    let queue = client.callbackQueue
    let task = Task {
      for await event in events {
        guard let payload = HubPayload(event) else { continue }
        queue.async { self.send(payload) }
      }
    }
    following.withLock { former in
      former?.cancel()
      former = task
    }
  }

  private func send(_ payload: HubPayload) {
    #if canImport(Combine)
      subject.send(payload)
    #endif
    for listener in listeners.withLock({ Array($0.values) }) {
      listener(payload)
    }
  }
}

/// A listener. It is called with each event of a channel.
public typealias HubListener = @Sendable (HubPayload) -> Void

/// The name of an event: see ``HubPayload/EventName/Auth``.
public typealias HubPayloadEventName = String

/// A group of events. This library has only the events of Amplify's Auth category.
public enum HubChannel: Sendable {
  /// What happens to the session.
  case auth
}

/// Identifies a listener in ``AmplifyHub/removeListener(_:)``.
public struct UnsubscribeToken: Hashable, Sendable {
  let id = UUID()
}

/// An event.
public struct HubPayload: Sendable {
  /// Which event it is.
  public let eventName: HubPayloadEventName

  /// The names of events.
  public enum EventName {
    /// The names of the channel ``HubChannel/auth``.
    public enum Auth {
      /// See ``AuthEvent/signedIn``.
      public static let signedIn = "Auth.signedIn"
      /// See ``AuthEvent/signedOut``.
      public static let signedOut = "Auth.signedOut"
      /// See ``AuthEvent/userDeleted``.
      public static let userDeleted = "Auth.userDeleted"
      /// See ``AuthEvent/sessionExpired``.
      public static let sessionExpired = "Auth.sessionExpired"
    }
  }

  /// The event under Amplify's name; `nil` for an event that Amplify does not have.
  init?(_ event: AuthEvent) {
    switch event {
    case .signedIn: eventName = EventName.Auth.signedIn
    case .signedOut: eventName = EventName.Auth.signedOut
    case .userDeleted: eventName = EventName.Auth.userDeleted
    case .sessionExpired: eventName = EventName.Auth.sessionExpired
    case .tokensRefreshed, .storageFailed, .movedIn, .moveFailed: return nil
    }
  }
}
