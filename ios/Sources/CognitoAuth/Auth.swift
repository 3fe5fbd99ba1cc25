internal import CognitoAuthBindings
import Foundation

/// The sign-up, sign-in and session of one user pool, and the AWS credentials of one identity pool. An app can have
/// several instances.
///
/// ```swift
/// let auth = try Auth(configuration: AuthConfiguration(userPool: UserPoolConfiguration(
///   region: "eu-central-1", poolId: "eu-central-1_example", clientId: "example")))
/// let result = try await auth.signIn(username: "ana", password: "Password123")
/// ```
///
/// `Auth` has the calls of ``AuthClient``. Each call except ``close()`` has two forms: `async`, and with a completion
/// handler. The second form returns an ``AuthOperation``, which can cancel the call. On platforms with Combine, the
/// operation publishes the result.
///
/// If the `Task` of a throwing call is cancelled, the call ends immediately with `CancellationError`. Every other error
/// is an ``AuthError``. If a newer sign-in or a sign-out supersedes a sign-in, the older call ends with the code
/// ``AuthErrorCode/cancelled``. No call does its work on the caller's thread.
///
/// ## What the service may add
///
/// Over time, Cognito adds challenges, factors, delivery media and exceptions. This version handles values that it does
/// not know as follows:
///
/// - a challenge: an ``AuthError`` with the code ``AuthErrorCode/unsupportedChallenge``;
/// - a factor: the list leaves it out;
/// - a delivery medium: ``DeliveryMedium/unknown(_:)``;
/// - an attribute: ``AuthUserAttributeKey/custom(_:)``;
/// - an exception: an ``AuthError`` with the code ``AuthErrorCode/unknownServiceException``;
/// - a reason for a refusal: the operation's general reason, such as ``AuthErrorReason/signInRefused``.
///
/// A later minor version may know more values, and may then add cases to the enums that refer to this section. Write a
/// `default` in a `switch` over such an enum. All other enums keep their cases until the next major version.
public final class Auth: AuthClient {
  let bridge: AuthBridge
  /// The queue of the completion handlers.
  public let callbackQueue: DispatchQueue
  let streams = EventStreams()
  let anchors: PresentationAnchors

  /// An instance for one configuration. The initializer reads nothing from the store and sends no request.
  ///
  /// - Parameters:
  ///   - configuration: The user pool with its app client, and the identity pool.
  ///   - account: The name of the instance's account in this user pool; `nil` for the default account. A name has 1 to
  ///     64 letters, digits, `.`, `_` and `-`, and is case-sensitive. Each account has a session, an identity and
  ///     remembered devices of its own. ``AuthAccounts`` lists the accounts.
  ///   - store: Where the session is kept.
  ///   - leases: Lets several processes over the same store, such as an app and its extension, take turns to refresh.
  ///     For a ``KeychainStore``, use ``KeychainLeases``. Each of these processes has to pass leases. Without leases,
  ///     only one process may use the store.
  ///   - former: The library that the app used before. The default account takes over its session. The other accounts
  ///     ignore this argument.
  ///   - transport: Sends the requests; the platform's `URLSession` unless given.
  ///   - passkeys: Asks the user for passkeys; the platform's own unless given. On a platform without passkeys, calls
  ///     that need one fail with the code ``AuthErrorCode/passkeyUnsupported``.
  ///   - processGuard: Keeps the process from being suspended during a refresh; the platform's own unless given.
  ///   - log: Takes the log lines, which contain no secrets. Nothing is logged if it is `nil`.
  ///   - callbackQueue: The queue that calls the completion handlers; the main queue unless given.
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration`` for a malformed configuration.
  public init(
    configuration: AuthConfiguration,
    account: String? = nil,
    store: any SecureStore,
    leases: (any LeaseStore)? = nil,
    movingFrom former: FormerLibrary? = nil,
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
        configuration: configuration.bridged(for: account),
        ports: PlatformPorts(
          transport: TransportPort(transport),
          store: StorePort(store),
          leases: leases.map(LeasePort.init),
          passkeys: (passkeys ?? platformPasskeys()).map { PasskeyPort($0, anchors: anchors) },
          guard: (processGuard ?? platformProcessGuard()).map(GuardPort.init),
          log: log.map(LogPort.init),
          former: former?.bridged))
    } catch {
      throw AuthError(error)
    }
  }

  init(bridge: AuthBridge, anchors: PresentationAnchors, callbackQueue: DispatchQueue = .main) {
    self.bridge = bridge
    self.anchors = anchors
    self.callbackQueue = callbackQueue
  }

  /// Ends the instance as ``close()`` does: the streams still get the events that came before. Once the instance is
  /// freed, the app can make one with another configuration for the same session.
  deinit {
    try? bridge.beginShutDown()
    Task { [bridge, streams] in await Self.end(bridge, streams) }
  }

  public func close() async {
    await Self.end(bridge, streams)
  }

  private static func end(_ bridge: AuthBridge, _ streams: EventStreams) async {
    // `shutDown` fails only if the library has a defect. An app can do nothing about that.
    try? await bridge.shutDown()
    streams.finish()
  }
}

#if canImport(Security)
  extension Auth {
    /// An instance that keeps its session in the Keychain and sends its requests by `URLSession`. The initializer reads
    /// nothing from the Keychain and sends no request.
    ///
    /// - Parameters:
    ///   - configuration: The user pool with its app client, and the identity pool.
    ///   - account: The name of the instance's account in this user pool; `nil` for the default account.
    ///   - former: The library that the app used before. The default account takes over its session.
    /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration`` for a malformed configuration.
    public convenience init(
      configuration: AuthConfiguration, account: String? = nil, movingFrom former: FormerLibrary? = nil
    ) throws(AuthError) {
      try self.init(configuration: configuration, account: account, store: KeychainStore(), movingFrom: former)
    }
  }
#endif
