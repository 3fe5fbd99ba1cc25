import CognitoAuthTesting
import Foundation
import XCTest

@testable import CognitoAuth

/// How often the network and the store are used with a stored session. `bench/session` measures the times.
final class SessionCostTests: XCTestCase {
  private static let fetches = 100

  func testTheFirstTokenAfterAStartNeedsNoRequest() async throws {
    let session = try await Self.offline(Self.storedSession()).fetchAuthSession()
    XCTAssertTrue(session.isSignedIn)
  }

  func testTheFirstStateAfterAStartNeedsNoRequest() async throws {
    let auth = try Self.offline(Self.storedSession())
    let state = try await within { [states = auth.sessionStates] in await states.first { $0 != .loading } }
    guard case .signedIn = state else { return XCTFail("\(String(describing: state))") }
  }

  func testAFetchWithValidTokensReadsTheStoreOnceAndSendsNothing() async throws {
    let store = CountingStore(Self.storedSession())
    let auth = try Self.offline(store)
    for _ in 0..<Self.fetches {
      let session = try await auth.fetchAuthSession()
      XCTAssertTrue(session.isSignedIn)
    }
    XCTAssertEqual(store.loads, Self.fetches)
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
