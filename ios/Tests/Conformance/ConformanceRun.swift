import CognitoAuthTesting
import Foundation

@testable import CognitoAuth

/// Runs one case of the corpus.
final class ConformanceRun {
  private let story: ConformanceCase
  private let configuration: AuthConfiguration
  private let transport = ScriptedTransport()
  private let passkeys = ScriptedPasskeys()
  private let browser = ScriptedBrowser()
  private let store: ScriptedStore
  private let clock: ScriptedClock
  private var players: [String: Player] = [:]

  /// An instance of the case, with its listener.
  private struct Player {
    let callee: Callee
    let events: ReceivedEvents
  }

  init(of story: ConformanceCase) throws {
    self.story = story
    configuration = try AuthConfiguration(ofCase: story.configuration)
    store = try ScriptedStore(of: configuration, entries: story.store)
    clock = ScriptedClock(story.clockMilliseconds)
    let run = UUID()
    for (name, process) in story.processes {
      try start(name, inProcess: "\(run), process \(process)", ReceivedEvents())
    }
  }

  private func start(_ name: String, inProcess process: String, _ events: ReceivedEvents) throws {
    let store = StoreOfProcess(store: store, identity: process)
    let auth = try Auth.forTesting(
      configuration: configuration, account: story.accounts[name], store: store, transport: transport,
      passkeys: passkeys, clock: clock, entropy: ScriptedEntropy(story.entropy))
    let accounts = try AuthAccounts.forTesting(
      configuration: configuration, store: store, transport: transport, clock: clock)
    events.listen(to: auth)
    players[name] = Player(callee: Callee(auth: auth, accounts: accounts), events: events)
  }

  func play() async throws {
    for (number, step) in story.steps.enumerated() {
      do {
        try await play(step)
      } catch let mismatch as Mismatch {
        throw Mismatch("step \(number + 1), \(step.call): \(mismatch)")
      }
    }
    // Work in the background gets this time to end. It must not publish further events.
    try await Task.sleep(nanoseconds: 20_000_000)
    for player in players.values {
      try await player.events.expect([])
    }
  }

  private func play(_ step: ConformanceStep) async throws {
    let before = try stored()
    passkeys.begin(step.passkeys)
    browser.begin(step.browser)
    try store.fail(as: step.storeFailure)
    var requests: [JSON] = []
    let result: JSON
    if step.meanwhile.isEmpty {
      transport.begin(step.responses)
      result = try await make(step)
    } else {
      (requests, result) = try await makeWithOthersMeanwhile(step)
    }
    try step.arguments.checkNothingIsLeft()
    try store.fail(as: nil)
    let expected = step.result ?? .null
    try same("result", result.asFarAsAsked(expected), expected)
    let sent = JSON.array(requests + (try transport.end()))
    try same("requests", sent.readingTexts(like: .array(step.requests)), .array(step.requests))
    try same("passkey requests", .array(try passkeys.end()), .array(step.passkeyRequests))
    try same("browser requests", .array(try browser.end()), .array(step.browserRequests))
    for (name, player) in players {
      try await player.events.expect(step.events(of: name))
    }
    try same("store", .object(try stored()), .object(step.store ?? before))
  }

  /// The stored entries that the case compares.
  private func stored() throws -> [String: JSON] {
    try store.contents().filter { name, _ in story.compares(name) }
  }

  /// Makes the step's call. The call's first request gets its response only after other instances have made the steps
  /// in `meanwhile`. Returns that request, and the call's result.
  private func makeWithOthersMeanwhile(_ step: ConformanceStep) async throws -> ([JSON], JSON) {
    guard !step.responses.isEmpty else { throw Mismatch("`meanwhile` needs a response to hold back") }
    transport.begin([])
    transport.holdNext()
    let callee = try player(of: step).callee
    let isDone = Protected(false)
    let call = Task { [browser] in
      defer { isDone.withLock { $0 = true } }
      return try await callee.perform(step, browser)
    }
    // If a step of another instance fails, the call must not wait forever.
    defer { transport.release() }
    _ = try await becomesTrue { transport.isHolding || isDone.withLock { $0 } }
    guard transport.isHolding else { throw Mismatch("the call has sent no request") }
    let first = try transport.end()
    for other in step.meanwhile {
      do {
        try await play(other)
      } catch let mismatch as Mismatch {
        throw Mismatch("meanwhile, \(other.call): \(mismatch)")
      }
    }
    transport.begin(step.responses)
    transport.release()
    return (first, try await call.value)
  }

  /// Makes the step's call. Returns its result in the corpus's form.
  private func make(_ step: ConformanceStep) async throws -> JSON {
    let player = try player(of: step)
    switch step.call {
    case "restart":
      try start(step.instance, inProcess: "\(UUID()), restarted", player.events)
      return .null
    case "advanceClock":
      clock.advance(bySeconds: try step.arguments.number("seconds"))
      return .null
    default:
      return try await player.callee.perform(step, browser)
    }
  }

  private func player(of step: ConformanceStep) throws -> Player {
    try players[step.instance].orMismatch("no instance \(step.instance)")
  }

  private func same(_ what: String, _ actual: JSON, _ expected: JSON) throws {
    guard actual == expected else { throw Mismatch("\(what): \(actual.text()), expected \(expected.text())") }
  }
}

/// The objects on which the calls of an instance are made.
private struct Callee: Sendable {
  let auth: Auth
  let accounts: AuthAccounts

  /// Makes the step's call. Returns its result in the corpus's form.
  func perform(_ step: ConformanceStep, _ browser: ScriptedBrowser) async throws -> JSON {
    do {
      if let result = try await accounts.perform(step.call, step.arguments) { return ["result": result] }
      let result = try await auth.performOnWeb(step.call, step.arguments, browser)
      if let result { return ["result": result] }
      return ["result": try await auth.perform(step.call, step.arguments)]
    } catch let error as AuthError {
      return ["error": error.json]
    }
  }
}

/// The events that came since the last check.
final class ReceivedEvents: Sendable {
  private let received = Protected<[JSON]>([])

  func listen(to auth: Auth) {
    let events = auth.events
    Task { [received] in
      for await event in events {
        received.withLock { $0.append(.string("\(event)")) }
      }
    }
  }

  /// Waits for as many events as are expected, compares all that came, and removes them.
  func expect(_ expected: [JSON]) async throws {
    _ = try await becomesTrue { received.withLock { $0.count } >= expected.count }
    let actual = received.withLock { received in
      defer { received = [] }
      return received
    }
    guard actual == expected else { throw Mismatch("events: \(actual), expected \(expected)") }
  }
}

extension JSON {
  /// This value, with a text read as JSON wherever `expected` has an object. So spaces and the order of members in the
  /// text make no difference.
  fileprivate func readingTexts(like expected: JSON) -> JSON {
    switch (self, expected) {
    case (.string(let text), .object):
      return (try? JSONDecoder().decode(JSON.self, from: Data(text.utf8))) ?? self
    case (.array(let elements), .array(let expected)):
      return .array(
        elements.enumerated().map { index, element in
          index < expected.count ? element.readingTexts(like: expected[index]) : element
        })
    case (.object(let members), .object):
      let read = members.map { name, member in (name, member.readingTexts(like: expected[name] ?? .null)) }
      return .object(Dictionary(uniqueKeysWithValues: read))
    default:
      return self
    }
  }

  /// This value without the optional members that `expected` leaves out.
  fileprivate func asFarAsAsked(_ expected: JSON) -> JSON {
    guard case .object(let members) = self, case .object(let asked) = expected else { return self }
    let unstated = ["reason", "serviceMessage", "refreshFailure", "ended", "claims"]
    let kept = members.filter { name, _ in asked[name] != nil || !unstated.contains(name) }
    let read = kept.map { name, member in (name, member.asFarAsAsked(asked[name] ?? .null)) }
    return .object(Dictionary(uniqueKeysWithValues: read))
  }

  /// The value as JSON text, for a message.
  func text() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "\(self)"
  }
}
