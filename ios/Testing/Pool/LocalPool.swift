import CognitoAuth
import Foundation

/// A local pool: a Cognito user pool and identity pool on this machine. It speaks Cognito's protocol. A test can read
/// the codes that it sends, move its clock and make its requests fail.
///
/// On macOS and Linux, `LocalPool()` starts the pool's program in a process of its own. In a simulator and on a device
/// no process can be started: start the pool on the Mac with `make local-pool`, in a checkout of CognitoAuth, and use
/// ``init(endpoint:userPoolId:clientId:)``.
///
/// ```swift
/// let pool = try LocalPool()
/// try await pool.createUser("ana", password: "Password-123")
/// let auth = try pool.makeAuth()
/// _ = try await auth.signIn(username: "ana", password: "Password-123")
/// ```
///
/// Its calls throw a ``LocalPoolError`` if the pool refuses, and a `URLError` if the pool can't be reached. Any thread
/// may use it.
public final class LocalPool: Sendable {
  /// The id of the user pool that the local pool starts with.
  public static let userPoolId = "local_LocalPool"
  /// The id of that user pool's app client without a secret, which allows every flow.
  public static let clientId = "local-client"
  /// The id of the identity pool that the local pool starts with. It allows guests, and users of the user pool.
  public static let identityPoolId = "local:10ca1d00-0000-4000-8000-000000000000"
  /// The address at which `make local-pool` starts the pool: `http://127.0.0.1:9229`.
  // swift-format-ignore: NeverForceUnwrap
  public static let defaultEndpoint = URL(string: "http://127.0.0.1:9229")!

  /// The pool's address, such as `http://127.0.0.1:9229`.
  public let endpoint: URL
  /// The id of the user pool that the calls of this object are for.
  public let userPoolId: String
  /// The id of the app client that ``configuration(deadline:)`` uses.
  public let clientId: String
  private let server: PoolProcess?
  let http = PoolHTTP()

  /// A pool that is already running, such as the one that `make local-pool` starts. The object does not end it.
  ///
  /// - Parameters:
  ///   - endpoint: The pool's address.
  ///   - userPoolId: One of its user pools.
  ///   - clientId: One of the app clients of this user pool, without a secret.
  public init(
    endpoint: URL, userPoolId: String = LocalPool.userPoolId, clientId: String = LocalPool.clientId
  ) {
    self.endpoint = endpoint
    self.userPoolId = userPoolId
    self.clientId = clientId
    server = nil
  }

  #if os(macOS) || os(Linux)
    /// Starts a pool of its own, on a free port of 127.0.0.1. The pool ends with ``stop()``, when this object is freed,
    /// and when this process ends, even if it is killed.
    ///
    /// - Parameters:
    ///   - program: The path of the pool's program, `cognito-local-pool`; if `nil`, the environment variable
    ///     `COGNITO_LOCAL_POOL` has the path, or the `PATH` has the program, as cargo, npm and pip install it.
    ///   - arguments: More arguments for the program, such as `--config` and the path of a file.
    /// - Throws: ``LocalPoolError/noProgram(_:)``, which says how to get the program, and ``LocalPoolError/notReady``.
    public init(program: String? = nil, arguments: [String] = []) throws {
      let server = try PoolProcess(program: program, arguments: arguments)
      self.server = server
      endpoint = server.endpoint
      userPoolId = Self.userPoolId
      clientId = Self.clientId
    }
  #else
    /// Not available here: on this platform no process can be started.
    @available(
      *, unavailable,
      message: "No process can be started here: run `make local-pool` on the Mac, and use LocalPool(endpoint:)."
    )
    public init(program: String? = nil, arguments: [String] = []) throws {
      throw LocalPoolError.noProgram(nil)
    }
  #endif

  deinit {
    stop()
  }

  /// Waits until the pool answers, e.g. after `docker compose up`. `init(program:arguments:)` has waited already.
  ///
  /// - Parameter timeout: How long to wait at most, in seconds.
  /// - Throws: ``LocalPoolError/notReady``, if no local pool answers in this time.
  public func waitUntilHealthy(timeout: TimeInterval = 30) async throws {
    struct Health: Decodable { let service: String }
    let end = Date(timeIntervalSinceNow: timeout)
    while true {
      let data = try? await http.send(
        "GET", endpoint.appendingPathComponent("health"), headers: [:], body: nil)
      if let data, let health = try? JSONDecoder().decode(Health.self, from: data),
        health.service == "cognito-local-pool"
      {
        return
      }
      guard Date() < end else { throw LocalPoolError.notReady }
      try await Task.sleep(nanoseconds: 50_000_000)
    }
  }

  /// Ends the pool, if this object has started it, and waits for its end.
  public func stop() {
    server?.stop()
  }

  /// The `amplify_outputs.json` that the pool printed, if this object has started the pool.
  public var amplifyOutputs: String? { server?.amplifyOutputs }

  /// A configuration for the app client.
  ///
  /// - Parameter deadline: How long one call may take, in seconds.
  public func configuration(deadline: TimeInterval = 30) -> AuthConfiguration {
    AuthConfiguration(
      userPool: UserPoolConfiguration(
        region: "local", poolId: userPoolId, clientId: clientId, endpoint: endpoint.absoluteString),
      deadline: deadline)
  }

  /// An `Auth` for the app client, which sends its requests to this pool.
  ///
  /// - Parameter store: Where the session is kept: a store of its own unless given.
  /// - Throws: ``AuthError`` of the kind `configuration`, if the ids are malformed.
  public func makeAuth(store: any SecureStore = MemoryStore()) throws -> Auth {
    try Auth(configuration: configuration(), store: store)
  }
}
