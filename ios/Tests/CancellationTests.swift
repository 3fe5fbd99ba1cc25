import CognitoAuth
import CognitoAuthTestSupport
import XCTest

/// Cancelling ends a call at once, however long the answer takes.
final class CancellationTests: PoolTestCase {
  private static let delay = 10_000

  func testCancellingATaskEndsItsCallBeforeTheAnswer() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    try await pool.inject(.delay(milliseconds: CancellationTests.delay), into: "InitiateAuth")
    let call = Task { try await auth.signIn(username: "ana", password: PoolTestCase.password) }
    try await underWay()
    let begun = Date()
    call.cancel()
    do {
      let result = try await call.value
      XCTFail("\(result)")
    } catch is CancellationError {
      let milliseconds = String(format: "%.3f", Date().timeIntervalSince(begun) * 1000)
      // For `make bench`; no test judges a time this small.
      print("cancel, Swift: the call ended after \(milliseconds) ms; the answer was due after 10 s")
      XCTAssertLessThan(Date().timeIntervalSince(begun), 5, "the call waited for the answer")
    }
  }

  func testCancellingAnOperationTellsItsHandler() async throws {
    try await pool.addUser("ana")
    let auth = try Auth(
      configuration: pool.configuration(), store: MemoryStore(), callbackQueue: DispatchQueue(label: "handlers"))
    try await pool.inject(.delay(milliseconds: CancellationTests.delay), into: "InitiateAuth")
    let (results, continuation) = AsyncStream.makeStream(of: Result<AuthSignInResult, AuthError>.self)
    let operation = auth.signIn(username: "ana", password: PoolTestCase.password) { continuation.yield($0) }
    try await underWay()
    let begun = Date()
    operation.cancel()
    let result = try await within { await results.first { _ in true } }
    guard case .failure(let error)? = result else { return XCTFail("\(String(describing: result))") }
    XCTAssertEqual(error.kind, .cancelled)
    XCTAssertEqual(error.code, .cancelled)
    XCTAssertLessThan(Date().timeIntervalSince(begun), 5, "the call waited for the answer")
  }

  func testACallOfACancelledTaskSendsNothing() async throws {
    let auth = try makeAuth()
    let call = Task {
      while !Task.isCancelled {
        await Task.yield()
      }
      return try await auth.signUp(username: "ana", password: PoolTestCase.password)
    }
    call.cancel()
    do {
      let result = try await call.value
      XCTFail("\(result)")
    } catch is CancellationError {
      let operations = try await pool.operations()
      XCTAssertEqual(operations, [])
    }
  }

  func testTheTransportHearsThatNobodyWaits() async throws {
    let transport = WaitingTransport()
    let auth = try makeAuth(transport: transport)
    let call = Task { try await auth.signUp(username: "ana", password: PoolTestCase.password) }
    try await within { await transport.started.first { true } }
    call.cancel()
    try await within { await transport.cancelled.first { true } }
    _ = await call.result
  }

  func testASignInWhosePlaceIsTakenEndsWithAnErrorAndItsTaskGoesOn() async throws {
    let takers: [@Sendable (Auth) async throws -> Void] = [
      { _ = try await $0.signIn(username: "ana", password: PoolTestCase.password) },
      { _ = await $0.signOut() },
    ]
    for take in takers {
      try await pool.reset()
      try await pool.addUser("ana")
      let auth = try makeAuth()
      try await pool.inject(.delay(milliseconds: CancellationTests.delay), into: "InitiateAuth")
      let overtaken = Task {
        let error = try await authError { try await auth.signIn(username: "ana", password: PoolTestCase.password) }
        return (error, Task.isCancelled)
      }
      try await underWay()
      try await take(auth)
      let (error, isCancelled) = try await within { try await overtaken.value }
      XCTAssertEqual(error.kind, .cancelled)
      XCTAssertEqual(error.code, .cancelled)
      XCTAssertFalse(isCancelled)
    }
  }

  /// Waits until the pool has the call's request, which it lists before it delays the answer.
  private func underWay() async throws {
    let pool = try pool
    try await within {
      while try await !pool.operations().contains("InitiateAuth") {
        try await Task.sleep(nanoseconds: 5_000_000)
      }
    }
  }
}

/// A transport that answers nothing, and says when it is called and when it is cancelled.
private final class WaitingTransport: HttpTransport {
  let started: AsyncStream<Void>
  let cancelled: AsyncStream<Void>
  private let starting: AsyncStream<Void>.Continuation
  private let cancelling: AsyncStream<Void>.Continuation

  init() {
    (started, starting) = AsyncStream.makeStream()
    (cancelled, cancelling) = AsyncStream.makeStream()
  }

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    starting.yield()
    do {
      try await Task.sleep(nanoseconds: 60_000_000_000)
    } catch {
      cancelling.yield()
    }
    throw TransportFailure.cancelled
  }
}

extension AsyncStream where Element == Void {
  fileprivate func first(_ isIt: () -> Bool) async {
    for await _ in self where isIt() { return }
  }
}
