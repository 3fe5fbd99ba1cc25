import Foundation
import XCTest

/// The calls of the API, as the package's sources have them.
enum PublicAPI {
  /// The calls in their `async` form, such as `signIn(username:password:options:)`.
  static func asyncMethods() throws -> [String] {
    try methods { !$0.hasSuffix("Completion.swift") }.filter { $0 != "close()" }
  }

  /// The calls in their form with a completion handler, which is left out.
  static func completionMethods() throws -> [String] {
    try methods { $0.hasSuffix("Completion.swift") }
      .map { $0.replacingOccurrences(of: "completion:", with: "") }
  }

  /// The repository that these tests belong to.
  static func repository() throws -> URL {
    let path = try XCTUnwrap(
      ProcessInfo.processInfo.environment["COGNITO_AUTH_REPOSITORY"],
      "COGNITO_AUTH_REPOSITORY names the repository; ios/test sets it")
    return URL(fileURLWithPath: path)
  }

  private static func methods(in isMeant: (String) -> Bool) throws -> [String] {
    let folder = try repository().appendingPathComponent("ios/Sources/CognitoAuth")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try files.filter { $0.hasPrefix("Auth+") || $0 == "Auth.swift" }.filter(isMeant).flatMap { file in
      let source = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      let declaration = try NSRegularExpression(pattern: "public func (\\w+)\\(([^()]*)\\)")
      let matches = declaration.matches(in: source, range: NSRange(source.startIndex..., in: source))
      return matches.compactMap { match -> String? in
        guard let name = Range(match.range(at: 1), in: source),
          let parameters = Range(match.range(at: 2), in: source)
        else { return nil }
        return "\(source[name])(\(labels(of: source[parameters])))"
      }
    }
  }

  /// The labels of a parameter list. No default value, and no type but a dictionary's, has a comma or a colon in it.
  private static func labels(of parameters: Substring) -> String {
    parameters.replacingOccurrences(of: "\\[[^\\]]*\\]", with: "", options: .regularExpression)
      .split(separator: ",")
      .compactMap { $0.split(separator: ":").first?.split(whereSeparator: \.isWhitespace).first }
      .map { "\($0):" }
      .joined()
  }
}
