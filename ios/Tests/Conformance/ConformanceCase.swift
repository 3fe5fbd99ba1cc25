import CognitoAuthTestSupport
import Foundation

/// One file of the corpus, with every `$name` replaced by its value.
struct ConformanceCase {
  let clockMilliseconds: Int64
  let entropy: Data
  let configuration: JSON
  let store: [String: JSON]
  let steps: [ConformanceStep]

  init(_ file: URL) throws {
    try self.init(Data(contentsOf: file))
  }

  init(_ data: Data) throws {
    let json = try JSONDecoder().decode(JSON.self, from: data)
    let members = try json.members(
      required: ["format", "title", "clockMilliseconds", "entropy", "configuration", "store", "steps"],
      optional: ["values"])
    guard members["format"] == 1 else { throw Mismatch("not of format 1") }
    let values = try members["values"]?.members() ?? [:]
    clockMilliseconds = Int64(try members["clockMilliseconds"].number())
    entropy = try Self.bytes(members["entropy"].string())
    configuration = try members["configuration"].required()
    store = try members["store"].required().replacing(values).members()
    steps = try members["steps"].elements().map { try ConformanceStep($0.replacing(values)) }
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
struct ConformanceStep {
  let call: String
  let arguments: Arguments
  let responses: [JSON]
  let requests: [JSON]
  let passkeys: [JSON]
  let passkeyRequests: [JSON]
  let browser: [JSON]
  let browserRequests: [JSON]
  let storeFailure: JSON?
  let result: JSON?
  let events: [JSON]
  let store: [String: JSON]?

  init(_ json: JSON) throws {
    let members = try json.members(
      required: ["call"],
      optional: [
        "arguments", "responses", "requests", "passkeys", "passkeyRequests", "browser", "browserRequests",
        "storeFailure", "result", "error", "events", "store",
      ])
    call = try members["call"].string()
    arguments = Arguments(try members["arguments"]?.members() ?? [:])
    responses = try members["responses"]?.elements() ?? []
    requests = try members["requests"]?.elements() ?? []
    passkeys = try members["passkeys"]?.elements() ?? []
    passkeyRequests = try members["passkeyRequests"]?.elements() ?? []
    browser = try members["browser"]?.elements() ?? []
    browserRequests = try members["browserRequests"]?.elements() ?? []
    storeFailure = members["storeFailure"]
    result = members["result"].map { ["result": $0.sortingSets] } ?? members["error"].map { ["error": $0] }
    events = try members["events"]?.elements() ?? []
    store = try members["store"]?.members()
  }
}

/// The arguments of a call. An argument that the call does not take is a mismatch.
final class Arguments {
  private var left: [String: JSON]

  init(_ members: [String: JSON]) {
    left = members
  }

  func text(_ name: String) throws -> String { try take(name).string() }
  func optionalText(_ name: String) throws -> String? { try take(name)?.string() }
  func number(_ name: String) throws -> Int { try take(name).number() }
  func flag(_ name: String) -> Bool { take(name) == true }
  func member(_ name: String) -> JSON? { take(name) }
  func elements(_ name: String) throws -> [JSON] { try take(name)?.elements() ?? [] }
  func texts(_ name: String) throws -> [String: String] {
    try (take(name)?.members() ?? [:]).mapValues { try $0.string() }
  }

  func checkNothingIsLeft() throws {
    guard left.isEmpty else { throw Mismatch("unknown arguments \(left.keys.sorted())") }
  }

  private func take(_ name: String) -> JSON? { left.removeValue(forKey: name) }
}

extension JSON {
  /// The members of an object. An unknown or missing member is a mismatch.
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
