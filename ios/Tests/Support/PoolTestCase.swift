import CognitoAuth
import CognitoAuthTesting
import XCTest

/// A JSON value of the local pool.
typealias JSON = LocalPool.JSON

/// A test with a local pool. With `--strict`, the pool refuses a challenge response that contains an alias in place of
/// the pool user name.
///
/// Each class of tests has one process of the pool, which is reset before each test.
class PoolTestCase: XCTestCase {
  static let password = "Password-123"
  /// A sign-up with an e-mail address.
  static let withEmail = AuthSignUpRequest.Options(
    userAttributes: [AuthUserAttribute(.email, value: "ana@example.com")])
  static let identityPool = IdentityPoolConfiguration(poolId: LocalPool.identityPoolId, allowsGuests: true)
  static let addresses = ["email": "ana@example.com", "phone_number": "+4915112345678"]

  // Only the class methods `setUp` and `tearDown` write this variable, and XCTest runs one class after another.
  nonisolated(unsafe) private static var running: Result<LocalPool, any Error>?

  var pool: LocalPool {
    get throws { try XCTUnwrap(Self.running).get() }
  }

  override class func setUp() {
    running = Result { try LocalPool(arguments: ["--strict"]) }
  }

  override class func tearDown() {
    try? running?.get().stop()
    running = nil
  }

  override func setUp() async throws {
    try await pool.reset()
  }

  /// An instance for the pool. It has a store of its own, unless the test gives one.
  func makeAuth(
    store: any SecureStore = MemoryStore(), leases: (any LeaseStore)? = nil, movingFrom former: FormerLibrary? = nil,
    transport: any HttpTransport = URLSessionTransport(), passkeys: (any PasskeyAuthenticator)? = nil,
    clock: TestClock? = nil, deadline: TimeInterval = 30,
    oauth: OAuthConfiguration? = nil, identityPool: IdentityPoolConfiguration? = nil
  ) throws -> Auth {
    var configuration = try pool.configuration(deadline: deadline)
    configuration.oauth = oauth
    configuration.identityPool = identityPool
    return try Auth.forTesting(
      configuration: configuration, store: store, leases: leases, transport: transport, passkeys: passkeys,
      movingFrom: former, clock: clock)
  }

  /// An instance with a signed-in user. The user has an e-mail address and a phone number, both confirmed.
  func makeSignedIn(
    as username: String = "ana", store: any SecureStore = MemoryStore(),
    passkeys: (any PasskeyAuthenticator)? = nil
  ) async throws -> Auth {
    try await pool.addUser(username, attributes: Self.addresses)
    let auth = try makeAuth(store: store, passkeys: passkeys)
    let result = try await auth.signIn(username: username, password: Self.password)
    XCTAssertTrue(result.isSignedIn)
    return auth
  }
}

extension PoolTestCase {
  /// A wrong code of six digits.
  func wrong(_ code: String) -> String { code == "000000" ? "000001" : "000000" }
}

/// Returns the ``AuthError`` that the body throws. Fails if the body throws none.
func authError<Value: Sendable>(
  file: StaticString = #filePath, line: UInt = #line, isolation: isolated (any Actor)? = #isolation,
  _ body: () async throws -> Value
) async throws -> AuthError {
  do {
    let value = try await body()
    XCTFail("no error, but \(value)", file: file, line: line)
  } catch let error as AuthError {
    return error
  } catch {
    XCTFail("no AuthError, but \(error)", file: file, line: line)
  }
  throw XCTestError(.failureWhileWaiting)
}
