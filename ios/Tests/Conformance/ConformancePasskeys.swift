import CognitoAuthTestSupport
import Foundation

@testable import CognitoAuth

/// Answers as the step says, and keeps what was asked.
final class ScriptedPasskeys: PasskeyAuthenticator {
  private let script = Protected<(answers: [JSON], asked: [JSON], problem: Mismatch?)>(([], [], nil))

  func begin(_ answers: [JSON]) {
    script.withLock { $0 = (answers, [], nil) }
  }

  /// What was asked, once everything was answered.
  func end() throws -> [JSON] {
    try script.withLock { script in
      if let problem = script.problem { throw problem }
      guard script.answers.isEmpty else { throw Mismatch("\(script.answers.count) passkeys are left") }
      return script.asked
    }
  }

  func credential(for request: PasskeyRequest) async throws -> String {
    try script.withLock { script in
      do {
        let options = try JSONDecoder().decode(JSON.self, from: Data(request.optionsJSON.utf8))
        script.asked.append(["ceremony": .string("\(request.ceremony)"), "options": options])
        guard !script.answers.isEmpty else { throw Mismatch("a passkey too many: \(script.asked)") }
        return try Self.credential(script.answers.removeFirst())
      } catch let problem as Mismatch {
        script.problem = problem
        throw PasskeyFailure.other
      }
    }
  }

  private static func credential(_ json: JSON) throws -> String {
    let members = try json.members(required: [], optional: ["credential", "failure"])
    if let name = members["failure"] {
      throw try failure(named: name.string())
    }
    return try members["credential"].required().text()
  }

  private static func failure(named name: String) throws -> PasskeyFailure {
    switch name {
    case "cancelled": .cancelled
    case "unsupported": .unsupported
    case "noCredential": .noCredential
    case "alreadyRegistered": .alreadyRegistered
    case "domainMismatch": .domainMismatch
    case "unanswered": .unanswered
    case "other": .other
    default: throw Mismatch("no failure \(name)")
    }
  }
}
