import CognitoAuthTesting
import Foundation

@testable import CognitoAuth

/// A browser that returns a step's replies in order, and keeps the requests for pages.
final class ScriptedBrowser: WebBrowser {
  private let script = Protected<(replies: [JSON], asked: [JSON], problem: Mismatch?)>(([], [], nil))

  func begin(_ replies: [JSON]) {
    script.withLock { $0 = (replies, [], nil) }
  }

  /// The pages that were requested. Throws if a reply was not used.
  func end() throws -> [JSON] {
    try script.withLock { script in
      if let problem = script.problem { throw problem }
      guard script.replies.isEmpty else { throw Mismatch("\(script.replies.count) browser replies were not used") }
      return script.asked
    }
  }

  func redirect(for request: WebBrowserRequest) async throws -> WebBrowserRedirect {
    try script.withLock { script in
      do {
        script.asked.append(try Self.summary(of: request))
        guard !script.replies.isEmpty else { throw Mismatch("one page too many: \(script.asked)") }
        return try Self.redirect(script.replies.removeFirst(), for: request)
      } catch let problem as Mismatch {
        script.problem = problem
        throw WebBrowserFailure.notShown
      }
    }
  }

  private static func summary(of request: WebBrowserRequest) throws -> JSON {
    let parts = request.url.absoluteString.split(separator: "?", maxSplits: 1)
    return JSON([
      "url": .string(String(parts[0])), "query": try .form(parts.count > 1 ? parts[1] : ""),
      "redirectUri": .string(request.redirectURI),
      "prefersPrivateSession": request.prefersPrivateSession ? true : nil,
    ])
  }

  private static func redirect(_ json: JSON, for request: WebBrowserRequest) throws -> WebBrowserRedirect {
    let members = try json.members(required: [], optional: ["redirect", "isPrivate", "failure"])
    if let name = members["failure"] {
      throw try WebBrowserFailure(named: name.string())
    }
    let isPrivate = members["isPrivate"].map { $0 == true } ?? request.prefersPrivateSession
    return WebBrowserRedirect(url: try members["redirect"].address(), isPrivate: isPrivate)
  }
}

extension JSON {
  /// The members of a form (`application/x-www-form-urlencoded`). Throws a ``Mismatch`` if a name occurs twice.
  static func form(_ text: Substring) throws -> JSON {
    var members: [String: JSON] = [:]
    for pair in text.split(separator: "&") {
      let parts = try pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { part in
        try part.replacingOccurrences(of: "+", with: " ").removingPercentEncoding.orMismatch("not a form: \(text)")
      }
      let isNew = members.updateValue(.string(parts.count > 1 ? parts[1] : ""), forKey: parts[0]) == nil
      guard isNew else { throw Mismatch("\(parts[0]) occurs twice: \(text)") }
    }
    return .object(members)
  }
}

extension JSON? {
  func address() throws -> URL { try URL(string: string()).orMismatch("no address") }
}
