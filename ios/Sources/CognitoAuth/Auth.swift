import CognitoAuthBindings
import Foundation

/// One user pool's sign-up, sign-in and session. Any number may live side by side.
///
/// ```swift
/// let auth = try Auth(configuration: AuthConfiguration(userPool: UserPoolConfiguration(
///   region: "eu-central-1", poolId: "eu-central-1_example", clientId: "example")))
/// let result = try await auth.signIn(username: "ana", password: "Password123")
/// ```
///
/// Every call comes in two forms: `async throws`, and with a completion handler. The second returns an
/// ``AuthOperation``, which cancels the call, and is its publisher where there is Combine.
///
/// Cancelling the `Task` of an `async` call ends it at once with `CancellationError`; every other error is an
/// ``AuthError``, also that of a sign-in which a newer one or a sign-out took the place of: its code is `cancelled`. No
/// call does its work on the thread that made it.
public final class Auth: Sendable {
  let bridge: AuthBridge
  let callbackQueue: DispatchQueue
  let streams = EventStreams()
  let anchors: PresentationAnchors

  /// An instance for one pool and client. Reads, loads and sends nothing.
  ///
  /// - Parameters:
  ///   - configuration: The pool and its app client.
  ///   - store: Where the session is kept.
  ///   - transport: What sends the requests; the platform's `URLSession` unless given.
  ///   - passkeys: What asks the user for passkeys; the platform's own unless given. Where there are none, calls that
  ///     need one fail with the code `passkeyUnsupported`.
  ///   - guard: What keeps the process from being suspended in the middle of a refresh; the platform's own unless
  ///     given.
  ///   - log: Where log lines go, if anywhere. They hold no secrets.
  ///   - callbackQueue: Where completion handlers are called; the main queue unless given.
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration`` for a malformed configuration.
  public init(
    configuration: AuthConfiguration,
    store: any SecureStore,
    transport: any HttpTransport = URLSessionTransport(),
    passkeys: (any PasskeyAuthenticator)? = nil,
    guard processGuard: (any ProcessGuard)? = nil,
    log: (any LogSink)? = nil,
    callbackQueue: DispatchQueue = .main
  ) throws(AuthError) {
    self.callbackQueue = callbackQueue
    let anchors = PresentationAnchors()
    self.anchors = anchors
    do {
      bridge = try AuthBridge(
        configuration: configuration.bridged,
        transport: TransportPort(transport),
        store: StorePort(store),
        passkeys: (passkeys ?? platformPasskeys()).map { PasskeyPort($0, anchors: anchors) },
        guard: (processGuard ?? platformProcessGuard()).map(GuardPort.init),
        log: log.map(LogPort.init))
    } catch {
      throw AuthError(error)
    }
  }

  init(bridge: AuthBridge, anchors: PresentationAnchors, callbackQueue: DispatchQueue = .main) {
    self.bridge = bridge
    self.anchors = anchors
    self.callbackQueue = callbackQueue
  }

  /// Ends this instance: calls under way end with the code `closed`, except a refresh that is being stored. The
  /// session stays in the store.
  public func close() async {
    // It fails only by a defect of the library's, and there is nothing left that an app could do about it.
    try? await bridge.shutDown()
    streams.finish()
  }
}

#if canImport(Security)
  extension Auth {
    /// An instance that keeps its session in the Keychain and sends its requests by `URLSession`. Reads, loads and
    /// sends nothing.
    ///
    /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration`` for a malformed configuration.
    public convenience init(configuration: AuthConfiguration) throws(AuthError) {
      try self.init(configuration: configuration, store: KeychainStore())
    }
  }
#endif
