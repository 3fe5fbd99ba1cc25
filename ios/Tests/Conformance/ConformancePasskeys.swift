import CognitoAuthTesting
import Foundation

@testable import CognitoAuth

/// An authenticator that returns a step's credentials in order, and keeps the requests.
final class ScriptedPasskeys: PasskeyAuthenticator {
  private let script = Protected<(credentials: [JSON], asked: [JSON], problem: Mismatch?)>(([], [], nil))

  func begin(_ credentials: [JSON]) {
    script.withLock { $0 = (credentials, [], nil) }
  }

  /// The requests. Throws if a credential was not used.
  func end() throws -> [JSON] {
    try script.withLock { script in
      if let problem = script.problem { throw problem }
      guard script.credentials.isEmpty else { throw Mismatch("\(script.credentials.count) passkeys were not used") }
      return script.asked
    }
  }

  func credential(for request: PasskeyRequest) async throws -> String {
    try script.withLock { script in
      do {
        let options = try JSONDecoder().decode(JSON.self, from: Data(request.optionsJSON.utf8))
        script.asked.append(["ceremony": .string("\(request.ceremony)"), "options": options])
        guard !script.credentials.isEmpty else { throw Mismatch("one passkey request too many: \(script.asked)") }
        return try Self.credential(script.credentials.removeFirst())
      } catch let problem as Mismatch {
        script.problem = problem
        throw PasskeyFailure.other
      }
    }
  }

  private static func credential(_ json: JSON) throws -> String {
    let members = try json.members(required: [], optional: ["credential", "failure"])
    if let name = members["failure"] {
      throw try PasskeyFailure(named: name.string())
    }
    return try members["credential"].required().text()
  }
}
