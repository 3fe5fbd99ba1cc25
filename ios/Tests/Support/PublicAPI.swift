import Foundation
import XCTest

/// The calls of the API, as the package's sources have them.
enum PublicAPI {
  /// The calls in their `async` form.
  static func asyncMethods() throws -> [String] {
    try methods(in: ["Auth+SignUp.swift", "Auth+SignIn.swift", "Auth+Session.swift", "Auth.swift"])
      .filter { $0 != "close" }
  }

  /// The calls in their form with a completion handler.
  static func completionMethods() throws -> [String] {
    try methods(in: ["Auth+Completion.swift"])
  }

  /// The repository that these tests belong to.
  static func repository() throws -> URL {
    let path = try XCTUnwrap(
      ProcessInfo.processInfo.environment["COGNITO_AUTH_REPOSITORY"],
      "COGNITO_AUTH_REPOSITORY names the repository; ios/test sets it")
    return URL(fileURLWithPath: path)
  }

  private static func methods(in names: [String]) throws -> [String] {
    let folder = try repository().appendingPathComponent("ios/Sources/CognitoAuth")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let known = ["Auth+Combine.swift", "Auth+Events.swift"] + names
    for file in files where file.hasPrefix("Auth+") && names.count > 1 {
      XCTAssertTrue((known + ["Auth+Completion.swift"]).contains(file), "\(file) is not looked at")
    }
    return try names.flatMap { name in
      let source = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      let declaration = try NSRegularExpression(pattern: "public func (\\w+)")
      return declaration.matches(in: source, range: NSRange(source.startIndex..., in: source)).compactMap {
        Range($0.range(at: 1), in: source).map { String(source[$0]) }
      }
    }
  }
}
