import CognitoAuthTesting
import Foundation

@testable import CognitoAuth

/// One file of the corpus, with every `$name` replaced by its value.
struct ConformanceCase {
  let format: Int
  let clockMilliseconds: Int64
  let entropy: Data
  let configuration: JSON
  let store: [String: JSON]
  /// The number of each instance's process, by the instance's name.
  let processes: [String: Int]
  /// The account of each instance that has one, by the instance's name.
  let accounts: [String: String]
  let steps: [ConformanceStep]

  init(_ file: URL) throws {
    try self.init(JSONDecoder().decode(JSON.self, from: Data(contentsOf: file)))
  }

  init(_ json: JSON) throws {
    let members = try json.members(
      required: ["format", "title", "clockMilliseconds", "entropy", "configuration", "store", "steps"],
      optional: ["values", "instances"])
    format = try members["format"].number()
    processes = try Self.processes(format: format, members["instances"])
    accounts = try (members["instances"]?.members() ?? [:]).compactMapValues { try $0.members()["account"]?.string() }
    let values = try members["values"]?.members() ?? [:]
    clockMilliseconds = Int64(try members["clockMilliseconds"].number())
    entropy = try Self.bytes(members["entropy"].string())
    configuration = try members["configuration"].required()
    store = try members["store"].required().replacing(values).members()
    steps = try members["steps"].elements().map { try ConformanceStep($0.replacing(values)) }
    for step in steps {
      try step.check(format: format, instances: processes.keys)
    }
  }

  /// Whether the case compares the stored entry with this key. The entries `ended`, `cookie` and `signedOut` are
  /// compared only in a case that contains their key.
  func compares(_ key: String) -> Bool {
    let kind = key.split(separator: ".").last.map(String.init) ?? key
    return !["ended", "cookie", "signedOut"].contains(kind) || store[key] != nil
      || steps.contains { $0.hasInStore(key) }
  }

  private static func processes(format: Int, _ instances: JSON?) throws -> [String: Int] {
    switch (format, instances) {
    case (1, nil): [ConformanceStep.onlyInstance: 1]
    case (1, _): throw Mismatch("a case of format 1 has one instance")
    case (2, let instances):
      try instances.required().members().mapValues {
        try $0.members(required: ["process"], optional: ["account"])["process"].number()
      }
    default: throw Mismatch("the format \(format) is not known")
    }
  }

  private static func bytes(_ hexadecimal: String) throws -> Data {
    let bytes = Data(hexadecimal: hexadecimal)
    guard !bytes.isEmpty, bytes.count * 2 == hexadecimal.count else {
      throw Mismatch("not hexadecimal: \(hexadecimal)")
    }
    return bytes
  }
}

/// One call, the responses of the service, and the expected outcome.
struct ConformanceStep: Sendable {
  /// The name of the only instance of format 1.
  static let onlyInstance = ""

  let instance: String
  let call: String
  let arguments: Arguments
  let responses: [JSON]
  /// The steps that are made between the call's first request and its response.
  let meanwhile: [ConformanceStep]
  let requests: [JSON]
  let passkeys: [JSON]
  let passkeyRequests: [JSON]
  let browser: [JSON]
  let browserRequests: [JSON]
  let storeFailure: JSON?
  let result: JSON?
  private let events: JSON?
  let store: [String: JSON]?

  init(_ json: JSON) throws {
    let members = try json.members(
      required: ["call"],
      optional: [
        "instance", "arguments", "responses", "meanwhile", "requests", "passkeys", "passkeyRequests", "browser",
        "browserRequests", "storeFailure", "result", "error", "events", "store",
      ])
    instance = try members["instance"]?.string() ?? Self.onlyInstance
    call = try members["call"].string()
    arguments = Arguments(try members["arguments"]?.members() ?? [:])
    responses = try members["responses"]?.elements() ?? []
    meanwhile = try members["meanwhile"]?.elements().map { try ConformanceStep($0) } ?? []
    requests = try members["requests"]?.elements() ?? []
    passkeys = try members["passkeys"]?.elements() ?? []
    passkeyRequests = try members["passkeyRequests"]?.elements() ?? []
    browser = try members["browser"]?.elements() ?? []
    browserRequests = try members["browserRequests"]?.elements() ?? []
    storeFailure = members["storeFailure"]
    result = members["result"].map { ["result": $0.sortingSets] } ?? members["error"].map { ["error": $0] }
    events = members["events"]
    store = try members["store"]?.members()
  }

  /// Whether a `store` of the step, or of a step within its `meanwhile`, has this key.
  func hasInStore(_ key: String) -> Bool {
    store?[key] != nil || meanwhile.contains { $0.hasInStore(key) }
  }

  /// The events that this instance must publish in the step.
  func events(of instance: String) throws -> [JSON] {
    if case .object(let events) = events { return try events[instance]?.elements() ?? [] }
    return try events?.elements() ?? []
  }

  func check(format: Int, instances: some Collection<String>) throws {
    guard instances.contains(instance) else { throw Mismatch("\(call): the case has no instance '\(instance)'") }
    guard format > 1 || meanwhile.isEmpty else { throw Mismatch("\(call): `meanwhile` needs format 2") }
    switch events {
    case nil: break
    case .object(let events):
      guard format > 1, Set(events.keys).isSubset(of: instances) else {
        throw Mismatch("\(call): `events` is an object only in format 2, with the case's instances as its keys")
      }
    default:
      guard format == 1 else {
        throw Mismatch("\(call): in format 2, `events` is an object with the instances as its keys")
      }
    }
    for step in meanwhile {
      try step.check(format: format, instances: instances)
    }
  }
}

/// The arguments of a call. ``checkNothingIsLeft()`` throws if the call has left one of them unread.
final class Arguments: Sendable {
  private let left: Protected<[String: JSON]>

  init(_ members: [String: JSON]) {
    left = Protected(members)
  }

  func text(_ name: String) throws -> String { try take(name).string() }
  func optionalText(_ name: String) throws -> String? { try take(name)?.string() }
  func number(_ name: String) throws -> Int { try take(name).number() }
  func flag(_ name: String) -> Bool { take(name) == true }
  /// An argument in milliseconds, converted to seconds; zero if it is absent.
  func seconds(_ name: String) throws -> TimeInterval { try take(name).map { Double(try $0.number()) / 1000 } ?? 0 }
  func member(_ name: String) -> JSON? { take(name) }
  func elements(_ name: String) throws -> [JSON] { try take(name)?.elements() ?? [] }
  func texts(_ name: String) throws -> [String: String] {
    try (take(name)?.members() ?? [:]).mapValues { try $0.string() }
  }

  func checkNothingIsLeft() throws {
    let left = left.withLock { $0.keys.sorted() }
    guard left.isEmpty else { throw Mismatch("unknown arguments \(left)") }
  }

  private func take(_ name: String) -> JSON? { left.withLock { $0.removeValue(forKey: name) } }
}

extension JSON {
  /// The members of an object. Throws a ``Mismatch`` if a member is unknown or missing.
  func members(required: [String], optional: [String] = []) throws -> [String: JSON] {
    let members = try members()
    let unknown = Set(members.keys).subtracting(required + optional)
    guard unknown.isEmpty else { throw Mismatch("unknown keys \(unknown.sorted())") }
    let missing = Set(required).subtracting(members.keys)
    guard missing.isEmpty else { throw Mismatch("missing keys \(missing.sorted())") }
    return members
  }

  func members() throws -> [String: JSON] {
    guard case .object(let members) = self else { throw Mismatch("not an object: \(self)") }
    return members
  }

  func elements() throws -> [JSON] {
    guard case .array(let elements) = self else { throw Mismatch("not an array: \(self)") }
    return elements
  }

  func string() throws -> String {
    guard case .string(let text) = self else { throw Mismatch("not a text: \(self)") }
    return text
  }

  func number() throws -> Int {
    guard case .number(let number) = self else { throw Mismatch("not a number: \(self)") }
    return number
  }

  /// The value, with every string `$name` replaced by the value of that name.
  func replacing(_ values: [String: JSON]) throws -> JSON {
    switch self {
    case .string(let text) where text.hasPrefix("$"):
      guard let value = values[String(text.dropFirst())] else { throw Mismatch("unknown value \(text)") }
      return value
    case .array(let elements):
      return .array(try elements.map { try $0.replacing(values) })
    case .object(let members):
      return .object(try members.mapValues { try $0.replacing(values) })
    case .null, .bool, .number, .fraction, .string:
      return self
    }
  }
}

extension Optional {
  func orMismatch(_ text: String) throws -> Wrapped {
    guard let self else { throw Mismatch(text) }
    return self
  }
}

extension JSON? {
  func required() throws -> JSON { try orMismatch("a value is missing") }

  func elements() throws -> [JSON] { try required().elements() }
  func string() throws -> String { try required().string() }
  func number() throws -> Int { try required().number() }
}
