import CognitoAuth
import CognitoAuthTesting
import XCTest

/// Cancelling ends a call immediately, even if its response has not come yet.
final class CancellationTests: PoolTestCase {
  private static let delay = 10_000

  func testCancellingATaskEndsItsCallBeforeTheResponse() async throws {
    try await pool.addUser("ana")
    let auth = try makeAuth()
    try await pool.inject(.delay(milliseconds: CancellationTests.delay), into: "InitiateAuth")
    let call = Task { try await auth.signIn(username: "ana", password: PoolTestCase.password) }
    try await requestArrives()
    let begun = Date()
    call.cancel()
    do {
      let result = try await call.value
      XCTFail("\(result)")
    } catch is CancellationError {
      XCTAssertLessThan(Date().timeIntervalSince(begun), 5, "the call waited for the response")
    }
  }

  func testCancellingAnOperationGivesItsHandlerAnError() async throws {
    try await pool.addUser("ana")
    let auth = try Auth(
      configuration: pool.configuration(), store: MemoryStore(), callbackQueue: DispatchQueue(label: "handlers"))
    try await pool.inject(.delay(milliseconds: CancellationTests.delay), into: "InitiateAuth")
    let (results, continuation) = AsyncStream.makeStream(of: Result<AuthSignInResult, AuthError>.self)
    let operation = auth.signIn(username: "ana", password: PoolTestCase.password) { continuation.yield($0) }
    try await requestArrives()
    let begun = Date()
    operation.cancel()
    let result = try await within { await results.first { _ in true } }
    guard case .failure(let error)? = result else { return XCTFail("\(String(describing: result))") }
    XCTAssertEqual(error.kind, .cancelled)
    XCTAssertEqual(error.code, .cancelled)
    XCTAssertLessThan(Date().timeIntervalSince(begun), 5, "the call waited for the response")
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

  func testCancellingACallCancelsItsExchange() async throws {
    let transport = WaitingTransport()
    let auth = try makeAuth(transport: transport)
    let call = Task { try await auth.signUp(username: "ana", password: PoolTestCase.password) }
    try await within { await transport.work.started.first { _ in true } }
    call.cancel()
    let cancelled: Void? = try await within { await transport.work.cancelled.first { _ in true } }
    XCTAssertNotNil(cancelled)
    _ = await call.result
  }

  func testASupersededSignInEndsWithAnErrorAndItsTaskIsNotCancelled() async throws {
    let successors: [@Sendable (Auth) async throws -> Void] = [
      { _ = try await $0.signIn(username: "ana", password: PoolTestCase.password) },
      { _ = await $0.signOut() },
    ]
    for supersede in successors {
      try await pool.reset()
      try await pool.addUser("ana")
      let auth = try makeAuth()
      try await pool.inject(.delay(milliseconds: CancellationTests.delay), into: "InitiateAuth")
      let superseded = Task {
        let error = try await authError { try await auth.signIn(username: "ana", password: PoolTestCase.password) }
        return (error, Task.isCancelled)
      }
      try await requestArrives()
      try await supersede(auth)
      let (error, isCancelled) = try await within { try await superseded.value }
      XCTAssertEqual(error.kind, .cancelled)
      XCTAssertEqual(error.code, .cancelled)
      XCTAssertFalse(isCancelled)
    }
  }

  /// Waits until the call's request is in the pool's list. The pool lists a request before it delays the response.
  private func requestArrives() async throws {
    let pool = try pool
    try await eventually { try await pool.operations().contains("InitiateAuth") }
  }
}

/// A transport that never gets a response.
private struct WaitingTransport: HttpTransport {
  let work = EndlessWork()

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    await work.run()
    throw TransportFailure.cancelled
  }
}
