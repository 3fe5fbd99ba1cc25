import CognitoAuthTesting
import Foundation
import XCTest

@testable import CognitoAuth

/// What it costs to use a stored session. The tests check the numbers of requests and of store reads. `make bench`
/// reads the times that the tests print.
final class SessionCostTests: XCTestCase {
  private static let fetches = 1000

  /// The start is cold only if nothing in this process has used the library before. So `make bench` runs each test in a
  /// process of its own.
  func testAColdStartToTheFirstTokenSendsNoRequest() async throws {
    let store = Self.storedSession()
    let begun = DispatchTime.now()
    let session = try await Self.offline(store).fetchAuthSession()
    print("session, Swift: cold start to the first token \(Self.microseconds(since: begun)) us")
    XCTAssertTrue(session.isSignedIn)
  }

  func testAColdStartToTheFirstStateSendsNoRequest() async throws {
    let store = Self.storedSession()
    let begun = DispatchTime.now()
    let auth = try Self.offline(store)
    let state = try await within { [states = auth.sessionStates] in await states.first { $0 != .loading } }
    print("session, Swift: cold start to the first state \(Self.microseconds(since: begun)) us")
    guard case .signedIn = state else { return XCTFail("\(String(describing: state))") }
  }

  func testAFetchWithValidTokensReadsTheStoreOnceAndSendsNothing() async throws {
    let store = CountingStore(Self.storedSession())
    let auth = try Self.offline(store)
    var times: [UInt64] = []
    for _ in 0..<Self.fetches {
      let begun = DispatchTime.now()
      let session = try await auth.fetchAuthSession()
      times.append(Self.microseconds(since: begun))
      XCTAssertTrue(session.isSignedIn)
    }
    XCTAssertEqual(store.loads, Self.fetches)
    print("session, Swift: a fetch with valid tokens \(times.sorted()[Self.fetches / 2]) us")
  }

  private static func microseconds(since begun: DispatchTime) -> UInt64 {
    (DispatchTime.now().uptimeNanoseconds - begun.uptimeNanoseconds) / 1000
  }

  /// A store with a session whose tokens are valid for an hour.
  private static func storedSession() -> MemoryStore {
    // The claims are `{"sub":"sub-of-ann"}`.
    let token = "e30.eyJzdWIiOiJzdWItb2YtYW5uIn0.c2ln"
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    let record = """
      {"version": 1, "generation": 1, "username": "ann", "userId": "sub-of-ann",
      "idToken": "\(token)", "accessToken": "\(token)", "refreshToken": "refresh",
      "receivedAt": \(now), "expiresAt": \(now + 3_600_000), "isRevocable": true}
      """
    return MemoryStore(entries: ["cognito-auth.eu-central-1_AbCdEfGhI.client.session": Data(record.utf8)])
  }

  /// An instance whose transport fails the test if a request is sent.
  private static func offline(_ store: any SecureStore) throws -> Auth {
    let userPool = UserPoolConfiguration(
      region: "eu-central-1", poolId: "eu-central-1_AbCdEfGhI", clientId: "client")
    return try Auth(
      configuration: AuthConfiguration(userPool: userPool), store: store, transport: NoTransport())
  }
}

private struct NoTransport: HttpTransport {
  func send(_ request: HttpRequest) async throws -> HttpResponse {
    XCTFail("a request was sent")
    throw TransportFailure.offline
  }
}

private final class CountingStore: SecureStore {
  private let inner: MemoryStore
  private let count = Protected(0)

  var loads: Int { count.withLock { $0 } }

  init(_ inner: MemoryStore) {
    self.inner = inner
  }

  func load(key: String) throws -> Data? {
    count.withLock { $0 += 1 }
    return try inner.load(key: key)
  }

  func save(key: String, value: Data) throws { try inner.save(key: key, value: value) }
  func delete(key: String) throws { try inner.delete(key: key) }
}
