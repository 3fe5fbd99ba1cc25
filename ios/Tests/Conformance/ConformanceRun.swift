import CognitoAuthTestSupport
import Foundation

@testable import CognitoAuth

/// The run of one case.
final class ConformanceRun {
  private let story: ConformanceCase
  private let configuration: AuthConfiguration
  private let transport = ScriptedTransport()
  private let passkeys = ScriptedPasskeys()
  private let browser = ScriptedBrowser()
  private let store: ScriptedStore
  private let clock: ScriptedClock
  private let events = ReceivedEvents()
  private var auth: Auth

  init(of story: ConformanceCase) throws {
    self.story = story
    configuration = try AuthConfiguration(ofCase: story.configuration)
    store = try ScriptedStore(of: configuration, entries: story.store)
    clock = ScriptedClock(story.clockMilliseconds)
    auth = try Auth.forTesting(
      configuration: configuration, store: store, transport: transport, passkeys: passkeys, clock: clock,
      entropy: ScriptedEntropy(story.entropy))
    events.listen(to: auth)
  }

  func play() async throws {
    for (number, step) in story.steps.enumerated() {
      do {
        try await play(step)
      } catch let mismatch as Mismatch {
        throw Mismatch("step \(number + 1), \(step.call): \(mismatch)")
      }
    }
    try await events.expect([])
  }

  private func play(_ step: ConformanceStep) async throws {
    let before = try store.contents()
    transport.begin(step.responses)
    passkeys.begin(step.passkeys)
    browser.begin(step.browser)
    try store.fail(as: step.storeFailure)
    let result = try await make(step)
    try step.arguments.checkNothingIsLeft()
    try store.fail(as: nil)
    let expected = step.result ?? .null
    try same("result", result.asFarAsAsked(expected), expected)
    let requests = JSON.array(try transport.end())
    try same("requests", requests.readingTexts(like: .array(step.requests)), .array(step.requests))
    try same("passkey requests", .array(try passkeys.end()), .array(step.passkeyRequests))
    try same("browser requests", .array(try browser.end()), .array(step.browserRequests))
    try await events.expect(step.events)
    try same("store", .object(try store.contents()), .object(step.store ?? before))
  }

  /// Makes the step's call. Returns its result in the corpus's form.
  private func make(_ step: ConformanceStep) async throws -> JSON {
    switch step.call {
    case "restart":
      auth = try Auth.forTesting(
        configuration: configuration, store: store, transport: transport, passkeys: passkeys, clock: clock,
        entropy: ScriptedEntropy(story.entropy))
      events.listen(to: auth)
      return .null
    case "advanceClock":
      clock.advance(bySeconds: try step.arguments.number("seconds"))
      return .null
    default:
      do {
        let result = try await auth.performOnWeb(step.call, step.arguments, browser)
        if let result { return ["result": result] }
        return ["result": try await auth.perform(step.call, step.arguments)]
      } catch let error as AuthError {
        return ["error": error.json]
      }
    }
  }

  private func same(_ what: String, _ actual: JSON, _ expected: JSON) throws {
    guard actual == expected else { throw Mismatch("\(what): \(actual.text()), expected \(expected.text())") }
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
  /// The value, with each text read as JSON where an object is expected. So spaces and order in the text do not count.
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

  /// The value without an error's reason and the service's message, where the case does not state them.
  fileprivate func asFarAsAsked(_ expected: JSON) -> JSON {
    guard case .object(let members) = self, case .object(let asked) = expected else { return self }
    let kept = members.filter { name, _ in asked[name] != nil || !["reason", "serviceMessage"].contains(name) }
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
