import CognitoAuthTesting
import Foundation
import XCTest

@testable import CognitoAuth

/// The corpus of `conformance/`. It runs in every language, and each case must have the same results in all of them.
final class ConformanceTests: XCTestCase {
  func testEveryCaseOfTheCorpusGivesItsExpectedResults() async throws {
    let corpus = try Self.corpus()
    XCTAssertGreaterThanOrEqual(try ConformanceFolder.cases(in: corpus).count, 200, "cases of the corpus are missing")
    let additional = try ConformanceFolder.additional(ProcessInfo.processInfo.environment["CONFORMANCE_CASES"])
    for folder in [corpus, additional].compactMap({ $0 }) {
      try await play(folder)
    }
  }

  private func play(_ folder: URL) async throws {
    let files = try ConformanceFolder.cases(in: folder)
    for file in files {
      do {
        try await ConformanceRun(of: ConformanceCase(file)).play()
      } catch {
        XCTFail("\(file.lastPathComponent): \(error)")
      }
    }
    print("conformance: \(files.count) cases of \(folder.path)")
  }

  func testAnEmptyOrMissingFolderOfCasesOrARelativePathIsRefused() throws {
    let empty = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: empty) }
    try Data("no case".utf8).write(to: empty.appendingPathComponent("README.md"))
    XCTAssertThrowsError(try ConformanceFolder.cases(in: empty))
    XCTAssertThrowsError(try ConformanceFolder.cases(in: empty.appendingPathComponent("missing")))
    XCTAssertNil(try ConformanceFolder.additional(nil))
    XCTAssertEqual(try ConformanceFolder.additional("/cases")?.path, "/cases")
    for relative in ["cases", "./cases", ""] {
      XCTAssertThrowsError(try ConformanceFolder.additional(relative), relative)
    }
  }

  /// The unchanged case passes. With each of these changes, the runner must fail.
  func testTheRunnerNoticesEachChangeOfTheRefreshCase() async throws {
    try await assertEachChangeIsNoticed(
      "refresh.json",
      [
        ("unknown", .null),
        ("steps/0/unknown", .null),
        ("steps/0/arguments", ["unknown": 1]),
        ("steps/0/requests/0/target", "SignUp"),
        ("steps/0/requests", []),
        ("steps/0/result/userSub", "another"),
        ("steps/0/events", []),
        ("steps/0/store", [:]),
        ("steps/1/responses", [["failure": "offline"]]),
        ("clockMilliseconds", 0),
      ])
  }

  func testAnOperationSentToTheWrongServiceIsAMismatch() throws {
    XCTAssertEqual(try ScriptedTransport.operation(of: "AWSCognitoIdentityService.GetId"), "GetId")
    XCTAssertEqual(
      try ScriptedTransport.operation(of: "AWSCognitoIdentityProviderService.InitiateAuth"), "InitiateAuth")
    for target in [
      "AWSCognitoIdentityProviderService.GetId", "AWSCognitoIdentityService.InitiateAuth", "GetId", "",
    ] {
      XCTAssertThrowsError(try ScriptedTransport.operation(of: target)) { XCTAssertTrue($0 is Mismatch, "\($0)") }
    }
  }

  func testTheRunnerNoticesEachChangeOfACaseWithTwoInstances() async throws {
    try await assertEachChangeIsNoticed(
      "two-processes-deletion-of-another-user.json",
      [
        ("format", 1),
        ("instances", ["a": ["process": 1]]),
        ("instances/b/process", 1),
        ("instances/b/unknown", 1),
        ("steps/0/instance", "c"),
        ("steps/0/events", []),
        ("steps/1/events/b", ["signedOut"]),
        ("steps/1/events/c", []),
        ("steps/3/events/a", ["signedIn"]),
        ("steps/3/error/code", "NotSignedIn"),
      ])
    try await assertEachChangeIsNoticed(
      "two-instances-sign-out-during-a-refresh.json",
      [
        ("steps/1/meanwhile", []),
        ("steps/1/meanwhile/0/instance", "c"),
        ("steps/1/meanwhile/0/requests", []),
        ("steps/1/meanwhile/0/events", [:]),
        ("steps/1/responses", []),
        ("steps/0/meanwhile", [["instance": "b", "call": "sessionState"]]),
      ])
  }

  func testTheRunnerNoticesEachChangeOfACaseWithSeveralAccounts() async throws {
    try await assertEachChangeIsNoticed(
      "accounts-side-by-side.json",
      [
        ("instances/work/account", "club"),
        ("instances/work/unknown", .null),
        ("steps/1/result/accounts", []),
        ("steps/1/result/accounts/1/state/state", "signedOut"),
        ("steps/2/arguments/account", "club"),
        ("steps/2/arguments/label", "another"),
        ("steps/3/result/accounts/1/label", "another"),
      ])
  }

  func testTheRunnerNoticesEachChangeOfACaseWithOneInstance() async throws {
    try await assertEachChangeIsNoticed(
      "session-nobody.json",
      [
        ("format", 3),
        ("instances", ["": ["process": 1]]),
        ("steps/0/instance", "a"),
        ("steps/0/events", [:]),
        ("steps/0/meanwhile", [["call": "sessionState"]]),
      ])
  }

  private func assertEachChangeIsNoticed(_ name: String, _ changes: [(path: String, value: JSON)]) async throws {
    let file = try Self.corpus().appendingPathComponent(name)
    let json = try JSONDecoder().decode(JSON.self, from: Data(contentsOf: file))
    try await ConformanceRun(of: ConformanceCase(json)).play()
    for (path, value) in changes {
      let changed = json.with(value, at: path.split(separator: "/").map(String.init)[...])
      do {
        try await ConformanceRun(of: ConformanceCase(changed)).play()
        XCTFail("\(name): \(path) makes no difference")
      } catch {
        XCTAssertTrue(error is Mismatch, "\(path): \(error)")
      }
    }
  }

  private static func corpus() throws -> URL {
    try PublicAPI.repository().appendingPathComponent("conformance/cases")
  }
}

extension JSON {
  /// This value, with the part at `path` replaced by `value`.
  fileprivate func with(_ value: JSON, at path: ArraySlice<String>) -> JSON {
    guard let name = path.first else { return value }
    switch self {
    case .array(let elements):
      return .array(
        elements.enumerated().map { "\($0)" == name ? $1.with(value, at: path.dropFirst()) : $1 })
    case .object(var members):
      members[name] = (members[name] ?? [:]).with(value, at: path.dropFirst())
      return .object(members)
    case .null, .bool, .number, .fraction, .string:
      return self
    }
  }
}

/// A folder of cases.
enum ConformanceFolder {
  /// The folder at the path in `CONFORMANCE_CASES`; `nil` if the variable is not set.
  static func additional(_ path: String?) throws -> URL? {
    guard let path else { return nil }
    guard path.hasPrefix("/") else { throw Mismatch("CONFORMANCE_CASES is not an absolute path: '\(path)'") }
    return URL(fileURLWithPath: path)
  }

  /// The files of the cases. Throws if there are none.
  static func cases(in folder: URL) throws -> [URL] {
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .sorted { $0.path < $1.path }
    guard !files.isEmpty else { throw Mismatch("\(folder.path): there is no case") }
    return files
  }
}

/// A difference between a run and its case, or a mistake in the case.
struct Mismatch: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
