import XCTest

@testable import CognitoAuth

/// Two processes that take turns to refresh the session of one store.
final class TurnsTests: ProcessTestCase {
  private static let refreshes = 1000

  /// The pool accepts each refresh token only once. So a second refresh at the same time would end the session.
  func testTwoProcessesRefreshInTurnsAndNeverUseATokenTwice() async throws {
    try await rotateRefreshTokens(grace: 0)
    let (first, second) = try await startTwo(deadline: 60)
    try await refreshInTurns([first, second], Self.refreshes)
    try await expectNoRefusal()
  }

  func testAProcessThatWasFrozenBeforeItsRequestAdoptsTheTokensOfTheOtherProcess() async throws {
    try await playFrozen(at: "before \(Self.refresh)")
  }

  func testAProcessThatWasFrozenAfterItsRequestAdoptsTheTokensOfTheOtherProcess() async throws {
    try await playFrozen(at: "after \(Self.refresh), before load session")
  }

  /// A lease lasts four seconds: a third of a call's time limit. The first process is frozen for longer than that.
  private func playFrozen(at point: String) async throws {
    try await rotateRefreshTokens(grace: 60)
    let (first, second) = try await startTwo(deadline: 12)
    try first.begin("renew", upTo: point)
    first.send(SIGSTOP)
    let takenOver = try second.ask("renew")
    XCTAssertTrue(takenOver.hasPrefix("tokens "), takenOver)
    first.tell("go on")
    first.send(SIGCONT)
    XCTAssertEqual(try first.result(), takenOver)
    XCTAssertEqual(try second.ask("fetch"), takenOver)
    try await refreshInTurns([first, second], 20)
    try await expectNoRefusal()
  }

  /// Two processes over the session of a new user.
  private func startTwo(deadline: TimeInterval) async throws -> (ChildProcess, ChildProcess) {
    try await pool.addUser("ana")
    let (first, second) = (try startProcess(deadline: deadline), try startProcess(deadline: deadline))
    XCTAssertEqual(try first.ask("sign-in ana"), "done")
    return (first, second)
  }

  /// Both processes refresh until they have sent `refreshes` requests in all, and each has sent at least one. Fails if
  /// two refreshes overlap.
  private func refreshInTurns(_ processes: [ChildProcess], _ refreshes: Int) async throws {
    let before = try await self.refreshes()
    let sent = Protected([0, 0])
    let failures = Protected<[String]>([])
    Self.together(processes) { number, process in
      while sent.withLock({ $0[number] == 0 || $0[0] + $0[1] < refreshes }) {
        process.forget()
        let result = (try? process.ask("refresh")) ?? "no result"
        let more = process.said.filter { $0 == "sent \(Self.refresh)" }.count
        sent.withLock { $0[number] += more }
        let isOverlapping = process.said.contains(ChildProcess.overlap)
        if isOverlapping || !result.hasPrefix("tokens ") {
          failures.withLock { $0.append(isOverlapping ? "two refreshes at the same time" : result) }
          return
        }
      }
    }
    XCTAssertEqual(failures.withLock { $0 }, [])
    let counts = sent.withLock { $0 }
    let after = try await self.refreshes()
    XCTAssertEqual(after - before, counts[0] + counts[1], "one request for each refresh")
  }

  private static func together(_ processes: [ChildProcess], _ work: @Sendable (Int, ChildProcess) -> Void) {
    DispatchQueue.concurrentPerform(iterations: processes.count) { work($0, processes[$0]) }
  }

  private func expectNoRefusal() async throws {
    let requests = try await pool.requests()
    XCTAssertEqual(requests.compactMap(\.errorType), [])
    XCTAssertFalse(requests.contains { $0.operation == "RevokeToken" })
  }
}
