import Foundation
import XCTest

/// The calls of the API, read from the package's sources.
enum PublicAPI {
  /// The calls that ``AuthClient`` requires, such as `signIn(username:password:options:)`, without `close()`.
  static func calls() throws -> [String] {
    try methods(in: "AuthClient.swift").filter { $0 != "close()" }
  }

  /// The calls with a completion handler, without the label of that handler.
  static func callsWithHandlers() throws -> [String] {
    try ["", "Account", "Factors", "Identity", "Moving", "WebUI"].flatMap { name in
      try methods(in: "Handlers/AuthClient+\(name)Completion.swift").filter { $0.contains("completion:") }
        .map { $0.replacingOccurrences(of: "completion:", with: "") }
    }
  }

  /// The repository that these tests belong to.
  static func repository() throws -> URL {
    let path = try XCTUnwrap(
      ProcessInfo.processInfo.environment["COGNITO_AUTH_REPOSITORY"],
      "COGNITO_AUTH_REPOSITORY has to be the repository's path; ios/test sets it")
    return URL(fileURLWithPath: path)
  }

  private static func methods(in file: String) throws -> [String] {
    let path = try repository().appendingPathComponent("ios/Sources/CognitoAuth/\(file)")
    let source = try String(contentsOf: path, encoding: .utf8)
      // Leaves out comments, and the calls that only Apple's platforms have.
      .replacingOccurrences(of: " *//[^\\n]*", with: "", options: .regularExpression)
      .replacingOccurrences(of: "(?s)\\n *#if .*?\\n *#endif", with: "", options: .regularExpression)
    let declaration = try NSRegularExpression(pattern: "func (\\w+)\\(([^()]*)\\)")
    let matches = declaration.matches(in: source, range: NSRange(source.startIndex..., in: source))
    return matches.compactMap { match -> String? in
      guard let name = Range(match.range(at: 1), in: source),
        let parameters = Range(match.range(at: 2), in: source)
      else { return nil }
      return "\(source[name])(\(labels(of: source[parameters])))"
    }
  }

  /// The labels of a parameter list. The function first removes the types in brackets, because they contain colons. No
  /// other type and no default value contains a comma or a colon.
  private static func labels(of parameters: Substring) -> String {
    parameters.replacingOccurrences(of: "\\[[^\\]]*\\]", with: "", options: .regularExpression)
      .split(separator: ",")
      .compactMap { $0.split(separator: ":").first?.split(whereSeparator: \.isWhitespace).first }
      .map { "\($0):" }
      .joined()
  }
}
