import CognitoAuthTestSupport
import Foundation
import XCTest

@testable import CognitoAuth

/// The corpus of `conformance/`. It runs in every language, and each case must have the same results in all of them.
final class ConformanceTests: XCTestCase {
  func testEveryCaseOfTheCorpusHasTheResultsThatItStates() async throws {
    let corpus = try Self.corpus()
    XCTAssertGreaterThanOrEqual(try ConformanceFolder.cases(in: corpus).count, 200, "the corpus is not there")
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

  func testAFolderWithoutCasesAndARelativePathFail() throws {
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

  func testARunOfACaseNoticesADifference() async throws {
    let files = try ConformanceFolder.cases(in: Self.corpus())
    let file = try XCTUnwrap(files.first { $0.lastPathComponent == "session-nobody.json" })
    var text = try String(contentsOf: file, encoding: .utf8)
    XCTAssertTrue(text.contains("\"isSignedIn\": false"))
    text = text.replacingOccurrences(of: "\"isSignedIn\": false", with: "\"isSignedIn\": true")
    await assertMismatch { try await ConformanceRun(of: ConformanceCase(Data(text.utf8))).play() }
    text = text.replacingOccurrences(of: "\"steps\"", with: "\"steqs\"")
    await assertMismatch { _ = try ConformanceCase(Data(text.utf8)) }
  }

  func testARequestToTheServiceOfAnotherPoolFitsNoCase() async throws {
    XCTAssertEqual(try ScriptedTransport.operation(of: "AWSCognitoIdentityService.GetId"), "GetId")
    XCTAssertEqual(
      try ScriptedTransport.operation(of: "AWSCognitoIdentityProviderService.InitiateAuth"), "InitiateAuth")
    for target in [
      "AWSCognitoIdentityProviderService.GetId", "AWSCognitoIdentityService.InitiateAuth", "GetId", "",
    ] {
      await assertMismatch { _ = try ScriptedTransport.operation(of: target) }
    }
  }

  private func assertMismatch(_ body: () async throws -> Void) async {
    do {
      try await body()
      XCTFail("the difference went unnoticed")
    } catch {
      XCTAssertTrue(error is Mismatch, "\(error)")
    }
  }

  private static func corpus() throws -> URL {
    try PublicAPI.repository().appendingPathComponent("conformance/cases")
  }
}

/// A folder of cases.
enum ConformanceFolder {
  /// The folder that `CONFORMANCE_CASES` names.
  static func additional(_ path: String?) throws -> URL? {
    guard let path else { return nil }
    guard path.hasPrefix("/") else { throw Mismatch("CONFORMANCE_CASES is no absolute path: '\(path)'") }
    return URL(fileURLWithPath: path)
  }

  /// The files of the cases. It fails if there is none.
  static func cases(in folder: URL) throws -> [URL] {
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .sorted { $0.path < $1.path }
    guard !files.isEmpty else { throw Mismatch("\(folder.path): there is no case") }
    return files
  }
}

/// A difference from the case.
struct Mismatch: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
