import XCTest

/// Processes that are killed during a sign-in, a refresh or a sign-out. The next process has to go on where the last
/// one was killed: no session is lost, and no ended session comes back. Then the test kills that process too.
///
/// `KILLS=200 KILLS_SEED=7 ios/test --filter KillsTests` kills two hundred processes in each of the three tests, at
/// points and after delays that the seed chooses. A point is before or after a call of a port, or a change of the
/// keychain (`Points`). The delays also depend on how long the calls take, and what a process has done by then can
/// differ from run to run.
final class KillsTests: ProcessTestCase {
  func testAfterAProcessIsKilledDuringASignInTheNextProcessGoesOn() async throws {
    try await pool.addUser("ana", attributes: Self.addresses)
    try await pool.preferMFA(.sms, for: "ana")
    try await play(SignInCalls(test: self))
  }

  func testNoSessionIsLostIfAProcessIsKilledDuringARefresh() async throws {
    try await pool.addUser("ben")
    try await play(RefreshCalls(test: self))
  }

  func testNoEndedSessionComesBackIfAProcessIsKilledDuringASignOut() async throws {
    try await pool.addUser("ben")
    try await play(SignOutCalls(test: self))
  }

  private func play(_ calls: some KilledCalls) async throws {
    let kills = try Int(number("KILLS") ?? 20)
    let seed = try number("KILLS_SEED") ?? UInt64(Date().timeIntervalSince1970)
    print("\(type(of: calls)): \(kills) kills from KILLS_SEED=\(seed)")
    try await rotateRefreshTokens(grace: 60)

    // Nothing is killed in the first run: it shows how many points there are, and how long the calls take.
    var process = try startProcess(name: "app")
    let accessToken = try calls.prepare(process)
    XCTAssertEqual(try process.ask("arm 0"), "armed")
    process.forget()
    let began = DispatchTime.now().uptimeNanoseconds
    try await process.play(calls.next)
    let time = TimeInterval(DispatchTime.now().uptimeNanoseconds - began) / 1_000_000_000
    let last = LastProcess(accessToken: accessToken, said: process.said)
    XCTAssertTrue(last.said.last.map(calls.isResult) ?? false, "\(last.said)")
    let points = try XCTUnwrap(Int(process.ask("passed")))
    _ = try await calls.check(process, last)

    var choice = Choice(random: SplitMix64(state: seed), points: points, time: time)
    var tally: [String: Int] = [:]
    for number in 0..<kills {
      let accessToken = try calls.prepare(process)
      let kill = choice.next(number)
      let said = try await process.killed(kill, calls.next)
      print("kill \(number), \(kill): \(said)")
      process = try startProcess(name: "app")
      let found = try await calls.check(process, LastProcess(accessToken: accessToken, said: said))
      print("    found: \(found)")
      tally[found, default: 0] += 1
    }
    print("\(type(of: calls)): \(points) points, \(kills) kills, found: \(tally)")
    let refusals = try await pool.requests().compactMap(\.errorType)
    XCTAssertFalse(refusals.contains("RefreshTokenReuseException"))
  }

  private func number(_ variable: String) throws -> UInt64? {
    guard let text = ProcessInfo.processInfo.environment[variable], !text.isEmpty else { return nil }
    return try XCTUnwrap(UInt64(text), "\(variable) is not a number: \(text)")
  }
}

/// Chooses when to kill each process: at a point, in a random order, or after a random delay.
private struct Choice {
  var random: SplitMix64
  let points: Int
  /// How long the calls take if the process is not killed, in seconds.
  let time: TimeInterval
  private var left: [Int] = []

  init(random: SplitMix64, points: Int, time: TimeInterval) {
    self.random = random
    self.points = points
    self.time = time
  }

  /// Every third process is killed after a delay, the others at points. No point is chosen again before all other
  /// points were chosen.
  mutating func next(_ number: Int) -> ChildProcess.Kill {
    if number % 3 == 2 { return .after(TimeInterval.random(in: 0...time, using: &random)) }
    if left.isEmpty { left = (1...points).shuffled(using: &random) }
    return .at(left.removeLast())
  }
}

/// Random numbers that a seed determines (SplitMix64, by Steele, Lea and Flood).
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
